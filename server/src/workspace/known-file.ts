/**
 * The list of known problems, `.qapi-known.json`. `qapi check --record` writes it, and nothing else does. It is made for
 * reading in a diff and for merging: an entry a line, sorted, and nothing in it that changes when lines move.
 */
import { type KnownProblem, keyOf } from '../rules/acknowledge.ts';
import type { ConfigProblem } from './config-file.ts';
import { readJson } from './config-file.ts';

/** The base name of the list. */
export const KNOWN_FILE = '.qapi-known.json';

/** Of the form of the file. */
const VERSION = 1;

const ABOUT =
  'Problems that are known and not reported. Written by "qapi check --record"; run it again to drop what is fixed and to add what is new.';

/** A list, read: its entries, or what is wrong with it. Then it has none. */
export interface KnownText {
  readonly entries: readonly KnownProblem[];
  readonly problem: ConfigProblem | undefined;
  /** A later program has written it, in a form that this one does not know. */
  readonly isNewer: boolean;
}

/**
 * Reads the text of a list. Of several mistakes the first is told.
 * @param text any text
 */
export function readKnownFile(text: string): KnownText {
  const { tree, mistake, within } = readJson(text);
  const wrong = (span: ConfigProblem['span'], message: string, isNewer = false): KnownText => ({
    entries: [],
    problem: { span, message: `${message} Until that is put right no problem counts as known.`, severity: 'error' },
    isNewer,
  });
  if (mistake) return wrong(mistake.span, mistake.message);
  const members = tree?.type === 'object' ? (tree.children ?? []) : undefined;
  const at = (key: string) => members?.find(({ children }) => children?.[0]?.value === key)?.children?.[1];
  const version = at('version');
  const known = at('known');
  if (version === undefined || known?.type !== 'array') {
    const span = tree ? within(tree) : { start: 0, end: 0 };
    return wrong(span, 'This is no list of known problems: "qapi check --record" writes one.');
  }
  if (version.value !== VERSION) {
    const isNewer = typeof version.value === 'number' && version.value > VERSION;
    const message = isNewer
      ? 'A later release of qapi has written this list.'
      : `The version of the form is ${VERSION}.`;
    return wrong(within(version), message, isNewer);
  }
  const entries = new Map<string, KnownProblem>();
  for (const item of known.children ?? []) {
    const texts = new Map((item.children ?? []).map(({ children }) => [children?.[0]?.value, children?.[1]?.value]));
    const text = (key: string): string | undefined => {
      const value: unknown = texts.get(key);
      return typeof value === 'string' ? value : undefined;
    };
    const [rule, path, file, name] = ['rule', 'path', 'file', 'name'].map(text);
    const count: unknown = texts.get('count') ?? 1;
    const isEntry = item.type === 'object' && rule !== undefined && (path ?? file) !== undefined;
    if (!isEntry || typeof count !== 'number' || !Number.isInteger(count) || count < 1) {
      return wrong(
        within(item),
        'This is no entry of a list of known problems: it has a "rule", and a "path" or a "file".',
      );
    }
    const entry = {
      rule,
      ...(path === undefined ? { ...(file && { file }), ...(name && { name }) } : { path }),
      count,
    };
    const before = entries.get(keyOf(entry));
    // Two branches may both have added it.
    entries.set(keyOf(entry), before ? { ...entry, count: Math.max(before.count, count) } : entry);
  }
  return { entries: [...entries.values()], problem: undefined, isNewer: false };
}

/**
 * Writes a list.
 * @param entries in any order, each thing once
 * @returns the text of the file, the same for the same entries
 */
export function knownFileText(entries: readonly KnownProblem[]): string {
  const lines = entries
    .map((entry): [key: string, line: string] => {
      const { rule, path, file, name, count } = entry;
      // What is undefined is left out.
      const shown = JSON.stringify({ rule, path, file, name, count: count > 1 ? count : undefined });
      const spaced = JSON.parse(shown) as Record<string, unknown>;
      const members = Object.entries(spaced).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
      return [keyOf(entry), `    { ${members.join(', ')} }`];
    })
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, line]) => line);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "about": ${JSON.stringify(ABOUT)},\n  "version": ${VERSION},\n  "known": ${list}\n}\n`;
}
