/** From the ways out that a rule offers to edits. */

import type { Analysis } from '../analysis/analysis.ts';
import { withPrefix } from '../names/prefix.ts';
import { followsNeighbours } from '../rules/names.ts';
import type { FileEdit, Fix } from '../rules/rule.ts';
import { baseName } from '../schema/load.ts';
import type { NamedThing } from '../schema/model.ts';
import type { LoadProblem } from '../schema/schema.ts';
import { uniqueEdits } from './edits.ts';
import { listInPragma } from './pragma-exception.ts';
import { type CChange, rename } from './rename.ts';

/** What stands in for a domain that nobody has named yet. It is a problem of its own, so it is not forgotten. */
const PLACEHOLDER_DOMAIN = 'RFQDN';

export type ResolvedFix =
  | {
      readonly ok: true;
      readonly title: string;
      readonly edits: readonly FileEdit[];
      /** The C identifiers that change, which the C code has to follow. */
      readonly cChanges: readonly CChange[];
      readonly preferred: boolean;
    }
  | {
      readonly ok: false;
      readonly title: string;
      /** Why it cannot be done, as a sentence. */
      readonly reason: string;
    };

/** Whether a way out leaves things as they are: somebody may choose it, and no program. */
export function isDiscouraged({ kind }: Fix): boolean {
  return kind === 'exception' || kind === 'acknowledge';
}

/**
 * @param fix what a rule offers
 * @param analyses the analyses of all roots that hold the file
 * @param options domain: the answer to a fix that asks for one, reversed; without it the literal `RFQDN` stands in;
 *   given: new names that other things get at the same time
 */
export function resolveFix(fix: Fix, analyses: readonly Analysis[], options: Options = {}): ResolvedFix {
  const resolved = editsOf(fix, analyses, options);
  const broken = resolved.ok ? resolved.edits.find(({ file }) => isNotUtf8(file, analyses)) : undefined;
  if (!broken) return resolved;
  const reason = `${baseName(broken.file)} is not UTF-8 text: to change it would lose what cannot be read.`;
  return { ok: false, title: resolved.title, reason };
}

interface Options {
  readonly domain?: string;
  readonly given?: ReadonlyMap<NamedThing, string>;
}

function editsOf(fix: Fix, analyses: readonly Analysis[], options: Options): ResolvedFix {
  switch (fix.kind) {
    case 'acknowledge':
    case 'edit':
      return { ok: true, title: fix.title, edits: uniqueEdits(fix.edits), cChanges: [], preferred: fix.preferred };
    case 'rename':
      return renamed(fix, fix.newName, fix.title, analyses, options.given);
    case 'exception': {
      const edits = analyses.flatMap(({ schema }) => listInPragma(schema, fix.pragma, fix.name));
      return { ok: true, title: fix.title, edits: uniqueEdits(edits), cChanges: [], preferred: false };
    }
    case 'prefix': {
      const { thing } = fix;
      const schema = analyses[0]?.schema;
      const allowUnderscore = schema !== undefined && followsNeighbours(thing, schema);
      const { domain } = options;
      // The placeholder is upper case, which no domain is: it is put in afterwards.
      const made = withPrefix(thing.kind, thing.name.text, domain ?? 'com.example', { allowUnderscore });
      const newName = domain === undefined ? made?.replace('__com.example_', `__${PLACEHOLDER_DOMAIN}_`) : made;
      if (newName === undefined) {
        return { ok: false, title: fix.title, reason: `No legal name can be made of '${thing.name.text}'.` };
      }
      return renamed(fix, newName, `Insert the prefix: '${newName}'`, analyses, options.given);
    }
  }
}

function renamed(
  fix: Extract<Fix, { kind: 'rename' | 'prefix' }>,
  newName: string,
  title: string,
  analyses: readonly Analysis[],
  given: ReadonlyMap<NamedThing, string> | undefined,
): ResolvedFix {
  const outcome = rename(analyses, fix.thing, newName, given);
  if (!outcome.ok)
    return { ok: false, title, reason: `'${fix.thing.name.text}' cannot become '${newName}': ${outcome.reason}` };
  if (outcome.edits.length === 0) {
    const reason = `'${fix.thing.name.text}' stands where nothing can be defined. Mend that first.`;
    return { ok: false, title, reason };
  }
  return { ok: true, title, edits: outcome.edits, cChanges: outcome.cChanges, preferred: fix.preferred };
}

function isNotUtf8(path: string, analyses: readonly Analysis[]): boolean {
  const isIt = ({ file, code }: LoadProblem): boolean => file === path && code === 'encoding';
  return analyses.some(({ schema }) => schema.sources.problems.some(isIt));
}
