/** What is told about QEMU's own generator beside us: a sentence, and where the two differ all that a report needs. */
import type { Agreement, Place, Refusal } from '../analysis/agreement.ts';
import { formatVersion, type QemuVersion } from '../schema/dialect.ts';

/** A schema that a generator has judged beside us. */
export interface GeneratorCheck {
  readonly root: string;
  /** The top folder of the QEMU tree whose generator it is. */
  readonly tree: string;
  /** Of that tree, if it says one. */
  readonly version: QemuVersion | undefined;
  /** The version of Python that it ran in. */
  readonly python: string;
  readonly agreement: Agreement;
}

/** How paths are shown, and what this program calls itself. */
export interface Teller {
  readonly pathOf: (path: string) => string;
  /** With its version: `qapi 0.1.0`. */
  readonly program: string;
}

/** Nobody reads on. */
const MOST_REFUSALS = 10;

/** One sentence or two: who says what. */
export function generatorSentence({ root, version, agreement }: GeneratorCheck, teller: Teller): string {
  const { kind, verdict, ours } = agreement;
  const generator = `${version ? `QEMU ${formatVersion(version)}'s` : "QEMU's"} own generator`;
  const schema = teller.pathOf(root);
  const where = verdict.kind === 'refused' ? refusal(verdict, teller) : '';
  switch (kind) {
    case 'agree':
      if (verdict.kind === 'accepted') return `${generator} accepts ${schema}, and so do we.`;
      if (verdict.kind === 'refused') return `${generator} refuses ${schema}, and so do we: ${where}`;
      return `${generator} crashes on ${schema} (${verdict.message}). Our problems say what is wrong there.`;
    case 'only-generator':
      if (verdict.kind === 'crashed') {
        return `Disagreement: ${generator} crashes on ${schema} (${verdict.message}). We find no error in it.`;
      }
      return `Disagreement: ${generator} refuses ${schema}, and we find nothing in it that breaks the build: ${where}`;
    case 'only-ours': {
      const problems = ours.length === 1 ? 'a problem' : `${ours.length} problems`;
      return `Disagreement: ${generator} accepts ${schema}, and we find ${problems} in it that would break the build.`;
    }
    case 'elsewhere':
      return `Disagreement: ${generator} refuses ${schema}, and so do we, but nothing of ours is where it stops: ${where}`;
  }
}

/** Whether there is something to report about. */
export function isWorthReporting({ agreement }: GeneratorCheck): boolean {
  return agreement.kind !== 'agree' || agreement.verdict.kind === 'crashed';
}

/**
 * What to report, line by line; a line that begins with a space belongs to the one before it.
 * @returns the lines, without control characters being taken out
 */
export function generatorReport(check: GeneratorCheck, teller: Teller): string[] {
  const { root, tree, version, python, agreement } = check;
  const { kind, verdict, ours } = agreement;
  const said =
    verdict.kind === 'refused'
      ? refusal(verdict, teller)
      : verdict.kind === 'crashed'
        ? `crashes: ${verdict.message}`
        : 'accepts it';
  const shown = ours.slice(0, MOST_REFUSALS).map((one) => `  ${refusalOfOurs(one, teller)}`);
  const rest = ours.length > MOST_REFUSALS ? [`  and ${ours.length - MOST_REFUSALS} more`] : [];
  const versions = `${teller.program}, QEMU ${version ? formatVersion(version) : 'of unknown version'}, Python ${python}`;
  return [
    kind === 'agree'
      ? 'The generator has a bug there: it should say what is wrong. That is for the QEMU project to hear of.'
      : 'One of the two is wrong, mostly we. Please report it, with:',
    `- The versions: ${versions}`,
    `- The schema: ${teller.pathOf(root)}, judged by ${teller.pathOf(tree)}/scripts/qapi`,
    `- The generator: ${said}`,
    ours.length === 0 ? '- We: nothing breaks the build' : '- We:',
    ...shown,
    ...rest,
    '- A small schema that shows it. Copy the root, take away includes and definitions as long as the two still disagree:',
    `  qapi check --generator ${teller.pathOf(tree)} small.json`,
    ...(verdict.kind === 'crashed' ? ['- What Python said:', ...indented(verdict.trace)] : []),
  ];
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
}

/** What the generator says, as it says it; of several lines the first. */
function refusal({ message, place }: { message: string; place: Place | undefined }, teller: Teller): string {
  const [first = ''] = message.split('\n');
  return place ? `${placeText(place, teller)}: ${first}` : first;
}

function placeText({ file, line, column }: Place, { pathOf }: Teller): string {
  return `${pathOf(file)}:${line}${column === undefined ? '' : `:${column}`}`;
}

function refusalOfOurs({ file, line, problem }: Refusal, { pathOf }: Teller): string {
  return `${pathOf(file)}:${line}: ${problem.rule.id}: ${problem.message}`;
}
