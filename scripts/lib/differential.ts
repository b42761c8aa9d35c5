/** A tree's own generator beside us, on as many schemas as there is time for. */
import { type Agreement, compareVerdicts } from '../../server/src/analysis/agreement.ts';
import { GeneratorProcess, type Interpreter } from '../../server/src/platform/generator-process.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { analyse } from './conformance.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';
import { type Quarry, rootOf, type Specimen } from './specimens.ts';

/** How long the generator may take over a specimen, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** There is nothing to compare with. */
class NoGenerator extends Error {}

/** The two judges. */
export class Judges {
  readonly #tree: string;
  readonly #version: string;
  readonly #interpreter: Interpreter | undefined;
  #process: GeneratorProcess | undefined;

  /**
   * @param tree the top folder of the QEMU tree whose generator it is
   * @param version of that tree
   * @param interpreter what the generator runs in, if not in the Python that is there
   */
  constructor(tree: string, version: string, interpreter?: Interpreter) {
    this.#tree = tree;
    this.#version = version;
    this.#interpreter = interpreter;
  }

  /** @throws NoGenerator where Python or the generator cannot be started; what our side throws */
  async judge(specimen: Specimen): Promise<Agreement> {
    const root = rootOf(specimen);
    this.#process ??= new GeneratorProcess(this.#tree, TIMEOUT_MS, this.#interpreter);
    // At the same time, as they are two processes; and the answer is waited for even if we fail.
    const [asked, analysed] = await Promise.allSettled([
      this.#process.ask({ root, files: specimen.files }),
      analyse(hostOf(specimen), root, this.#version),
    ]);
    if (analysed.status === 'rejected') throw analysed.reason;
    if (asked.status === 'rejected') throw asked.reason;
    const [answer, analysis] = [asked.value, analysed.value];
    if (answer.ok) return compareVerdicts(answer.verdict, analysis);
    this.stop();
    const { kind, detail } = answer.error;
    if (kind !== 'failed' && kind !== 'too-long') throw new NoGenerator(`the generator cannot be run: ${detail}`);
    return compareVerdicts({ kind: 'crashed', message: detail, trace: detail }, analysis);
  }

  stop(): void {
    this.#process?.stop();
    this.#process = undefined;
  }
}

/** The files of a specimen, and no others. */
function hostOf({ files }: Specimen): Host {
  const encoder = new TextEncoder();
  const paths = Object.keys(files);
  return {
    async read(path) {
      const text = files[path];
      if (text !== undefined) return { kind: 'file', bytes: encoder.encode(text) };
      return { kind: paths.some((other) => other.startsWith(`${path}/`)) ? 'directory' : 'missing', reason: '' };
    },
    async find() {
      return paths;
    },
    git: undefined,
    generator: undefined,
    program: undefined,
    history: undefined,
  };
}

/** Disagreements of one kind. */
export interface Group {
  readonly kind: string;
  count: number;
  /** The smallest of them. */
  smallest: Specimen;
}

/** What came of a run. */
export interface Outcome {
  readonly judged: number;
  readonly agreed: number;
  /** The most frequent first. */
  readonly groups: readonly Group[];
}

/** Judges specimens, and sorts those that we disagree on by what the disagreement is. */
export async function judgeAll(
  judges: Judges,
  specimens: AsyncIterable<Specimen> | Iterable<Specimen>,
): Promise<Outcome> {
  const groups = new Map<string, Group>();
  let judged = 0;
  let agreed = 0;
  for await (const specimen of specimens) {
    judged++;
    const kind = await kindOf(judges, specimen);
    if (kind === undefined) {
      agreed++;
      continue;
    }
    const group = groups.get(kind) ?? { kind, count: 0, smallest: specimen };
    groups.set(kind, group);
    group.count++;
    if (sizeOf(specimen) < sizeOf(group.smallest)) group.smallest = specimen;
  }
  return { judged, agreed, groups: [...groups.values()].sort((a, b) => b.count - a.count) };
}

/** The smallest schema that shows the disagreement of a group. */
export function smallestOf(judges: Judges, { kind, smallest }: Group): Promise<Specimen> {
  return minimise(smallest, async (smaller) => (await kindOf(judges, smaller)) === kind);
}

const WORDS = { refused: 'refuses', crashed: 'crashes' };

/** What kind of disagreement a specimen shows, in words; undefined where there is none. */
async function kindOf(judges: Judges, specimen: Specimen): Promise<string | undefined> {
  let agreement: Agreement;
  try {
    agreement = await judges.judge(specimen);
  } catch (error) {
    if (error instanceof NoGenerator) throw error;
    return `we fail: ${error instanceof Error ? error.message : error}`;
  }
  const { kind, verdict, ours } = agreement;
  if (kind === 'agree') return undefined;
  if (verdict.kind !== 'accepted') return `${kind}: it ${WORDS[verdict.kind]}: ${templateOf(verdict.message)}`;
  // What it says tells nothing here, what we say does.
  const rules = [...new Set(ours.map(({ problem }) => problem.rule.id))].sort();
  return `${kind}: we refuse: ${rules.join(', ')}`;
}

/** A message without what differs from case to case. */
function templateOf(message: string): string {
  const [first = ''] = message.split('\n');
  return first
    .replace(/'(?:[^']|'(?=\w))*'|"[^"]*"/g, '…')
    .replace(/…(?:, …)+/g, '…')
    .replace(/object \w+ contains/, 'object … contains')
    .replace(/\d+/g, 'N')
    .replace(/\b(?:struct|union|enum|alternate|command|event|parameter|branch|value|feature)\b/g, 'THING')
    .slice(0, 120);
}

function sizeOf({ files }: Specimen): number {
  return Object.values(files).reduce((sum, text) => sum + text.length, 0);
}

/** How mutants are made. */
export interface MutantOptions {
  readonly seed: number;
  /** How many, at most. */
  readonly count: number;
  /** When to stop, in milliseconds of `performance.now()`. */
  readonly until: number;
  /** Schemas to begin with, besides what is cut out of the tree's. */
  readonly specimens: readonly Specimen[];
}

/** Mutants, one after the other; the same seed gives the same ones, as far as there is time. */
export function* mutants(quarry: Quarry, { seed, count, until, specimens }: MutantOptions): Generator<Specimen> {
  for (let index = 0; index < count && performance.now() < until; index++) {
    yield mutantAt(quarry, specimens, seed, index);
  }
}

/** One of them. */
export function mutantAt(quarry: Quarry, specimens: readonly Specimen[], seed: number, index: number): Specimen {
  const random = new Random(seed, index);
  const original = random.oneIn(2) ? random.pick(specimens) : quarry.cut(random);
  return { ...mutate(original, random), name: `mutant-${index} of ${original.name}` };
}
