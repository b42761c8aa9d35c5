/** A comparison for programs. */
import type { Site } from '../compat/change.ts';
import { inWords } from '../compat/words.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import type { DiffReport } from './diff-report.ts';
import { escaped } from './json.ts';
import { knownPlace, shownPath } from './paths.ts';

/** Counts the forms of the output. What is added to it is no other form. */
const FORM = 1;

/**
 * @param cwd what paths are shown relative to
 * @returns one JSON object, with a line feed at its end; docs/guides/diff.md tells what is in it
 */
export function diffJson({ base, head, programs, counts, asDownstream }: DiffReport, cwd: string): string {
  const changes = programs.flatMap((program) =>
    program.changes.map(({ change, verdict, reason, wasDeprecated, fault, elsewhere }) => ({
      root: program.program,
      kind: change.kind,
      path: change.path,
      direction: change.direction,
      verdict,
      reason,
      unstable: change.unstable,
      ...(wasDeprecated ? { wasDeprecated } : {}),
      words: inWords(change),
      ...('name' in change ? { name: change.name } : {}),
      ...('was' in change ? { was: change.was, is: change.is } : {}),
      ...('flag' in change ? { flag: change.flag } : {}),
      fault: fault?.rule.id,
      upstream: elsewhere?.release.name,
      base: siteOf(change.baseline, program.base, cwd),
      head: siteOf(change.ours, program.head, cwd),
    })),
  );
  const whole = {
    version: FORM,
    base,
    head,
    roots: programs.map(({ program, onlyIn, changes }) => ({ root: program, onlyIn, changes: changes.length })),
    changes,
    faults: asDownstream?.faults.map(({ rule, severity, message, path, file, span }) => {
      const schema = programs.find((program) => program.head?.file(file))?.head;
      return { rule: rule.id, severity, message, path, head: placeOf(file, span, schema, cwd) };
    }),
    summary: { ...counts, ...asDownstream?.counts },
  };
  return `${escaped(JSON.stringify(whole, null, 2))}\n`;
}

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

function siteOf(site: Site | undefined, schema: Schema | undefined, cwd: string): Place | undefined {
  return site && placeOf(site.thing.file, site.span, schema, cwd);
}

/** Where something stands, as far as that is of use. */
function placeOf(file: string, span: Span, schema: Schema | undefined, cwd: string): Place | undefined {
  const known = knownPlace(file);
  if (known !== 'line') return known === 'file' ? { file } : undefined;
  const at = schema?.file(file)?.tree.lines.positionOf(span.start);
  if (!at) return undefined;
  const shown = shownPath(cwd, file);
  return { file: shown, line: at.line + 1, column: at.character + 1 };
}
