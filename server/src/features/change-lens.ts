/** A line above each definition that differs from the baseline: what has changed in it, counted. */
import type { Analysis } from '../analysis/analysis.ts';
import type { Change, ChangeKind } from '../compat/change.ts';
import { verdictOf } from '../compat/verdict.ts';
import { type Definition, definitionOf } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { placesOf } from './change-place.ts';

/** What is said above a definition. */
export interface ChangeLens {
  /** Of the definition's name. */
  readonly span: Span;
  /** `differs from release:8.2: +2 members, 1 type changed`. */
  readonly title: string;
  /** The root whose baseline that is, and the definition: where a list of changes shows them. */
  readonly root: string;
  readonly definition: string;
}

/**
 * The lenses of a file. A change shows at the definition whose text it stands in, once, however many commands lead there; what
 * is gone shows at the definition that had it. Commands and events that are gone show nowhere.
 * @param analyses of all roots that include the file. Roots with the same baseline share a lens.
 * @returns in the order of the text; none without a baseline
 */
export function changeLenses(analyses: readonly Analysis[], path: string): ChangeLens[] {
  const lenses = new Map<string, { root: string; baseline: string; definition: Definition; changes: Change[] }>();
  const seen = new Set<string>();
  for (const { root, baseline, changes } of analyses) {
    for (const change of changes) {
      const { ours } = placesOf(change);
      if (ours?.thing.file !== path) continue;
      const definition = definitionOf(ours.thing);
      const key = `${baseline.label}\n${definition.name.span.start}`;
      const what = `${key}\n${change.kind} ${ours.span.start} ${'name' in change ? change.name : change.path}`;
      if (seen.has(what)) continue;
      seen.add(what);
      const lens = lenses.get(key);
      if (lens) lens.changes.push(change);
      else lenses.set(key, { root, baseline: baseline.label, definition, changes: [change] });
    }
  }
  return [...lenses.values()]
    .map(({ root, baseline, definition: { name }, changes }) => ({
      span: name.span,
      title: titleOf(changes, baseline),
      root,
      definition: name.text,
    }))
    .sort((a, b) => a.span.start - b.span.start);
}

function titleOf(changes: readonly Change[], baseline: string): string {
  if (changes.some(({ kind }) => kind === 'command-added' || kind === 'event-added')) return `not in ${baseline}`;
  const counts = new Map<string, number>();
  for (const change of changes) {
    const words = COUNTED[change.kind].replace('member', isArgument(change) ? 'argument' : 'member');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const parts = ORDER.flatMap((words) => {
    const count = counts.get(words);
    return count === undefined ? [] : [counted(words, count)];
  });
  const breaking = changes.some((change) => verdictOf(change) === 'breaking');
  return `differs from ${baseline}: ${parts.join(', ')}${breaking ? ' (breaking)' : ''}`;
}

/** Whether a change is about what a command itself lists as its arguments. */
function isArgument(change: Change): boolean {
  const { ours } = placesOf(change);
  return ours !== undefined && definitionOf(ours.thing).kind === 'command' && change.path.includes(': argument ');
}

/** `+# member` with 2 is `+2 members`. */
function counted(words: string, count: number): string {
  const [before = '', noun = '', ...more] = words.split(/[# ]+/);
  const plural = count > 1 && NOUNS.has(noun) ? `${noun}s` : noun;
  return [`${before}${count}`, plural, ...more].join(' ');
}

const NOUNS = new Set([
  'member',
  'argument',
  'value',
  'alternative',
  'return',
  'feature',
  'flag',
  'condition',
  'type',
  'range',
  'enum',
]);

/** How changes are counted; kinds with the same words are counted together. Those of whole commands are not. */
const COUNTED: Readonly<Record<ChangeKind, string>> = {
  'command-added': '',
  'command-removed': '',
  'event-added': '',
  'event-removed': '',
  'optional-member-added': '+# member',
  'mandatory-member-added': '+# member',
  'optional-member-removed': '-# member',
  'mandatory-member-removed': '-# member',
  'became-optional': '# now optional',
  'became-mandatory': '# now mandatory',
  'value-added': '+# value',
  'value-removed': '-# value',
  'alternative-added': '+# alternative',
  'alternative-removed': '-# alternative',
  'return-added': '+# return',
  'return-removed': '-# return',
  'type-widened': '# type widened',
  'type-narrowed': '# type narrowed',
  'type-changed': '# type changed',
  'values-opened': '# enum opened',
  'values-closed': '# enum closed',
  'range-widened': '# range widened',
  'range-narrowed': '# range narrowed',
  'range-changed': '# range changed',
  'feature-added': '+# feature',
  'feature-removed': '-# feature',
  'deprecated-added': '+# deprecated',
  'deprecated-removed': '-# deprecated',
  'unstable-added': '+# unstable',
  'unstable-removed': '-# unstable',
  'flag-gained': '+# flag',
  'flag-lost': '-# flag',
  'condition-added': '+# condition',
  'condition-removed': '-# condition',
  'condition-changed': '# condition changed',
};

const ORDER: readonly string[] = [...new Set(Object.values(COUNTED))].flatMap((words) =>
  words.includes('member') ? [words.replace('member', 'argument'), words] : [words],
);
