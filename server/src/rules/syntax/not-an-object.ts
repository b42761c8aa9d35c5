import { has } from '../../schema/dialect.ts';
import { isKey, KEYWORDS } from '../../schema/keys.ts';
import type { Span } from '../../syntax/text.ts';
import type { Tree } from '../../syntax/tree.ts';
import { withSpaceBefore } from '../fixes.ts';
import { conflictMessage, foreignCommentFix, foreignCommentMessage } from '../foreign-comment.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const notAnObject = syntaxRule({
  id: 'syntax/not-an-object',
  category: 'syntax',
  code: 'not-an-object',
  summary: 'Something else than an object stands at the top level of a schema.',
  why: 'At the top level a schema has objects only: definitions, includes and pragmas, each `{ ... }`, one after the other.',
  remedy: 'Remove it, or put it into the definition where it belongs.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "«[ 'on', 'off' ]»\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }\n" } },
  inLayout: (problem, tree) => {
    const early = problem.detail.startsWith('}') ? closedEarly(problem.span.start, tree) : undefined;
    return early ? { ...problem, ...early } : problem;
  },
  originText: 'This one closes too early.',
  message: ({ span, detail, origin }, text) => {
    if (origin) return `This '}' closes nothing: there is one too many above, before ${detail}.`;
    if (detail.startsWith('}') || detail.startsWith(']')) {
      return `This '${detail.charAt(0)}' closes nothing. Remove it, or look for one too many above.`;
    }
    return (
      foreignCommentMessage(detail) ??
      conflictMessage(detail) ??
      (isKeyAt(span.start, text) ? KEYS_ALONE : undefined) ??
      'A schema consists of objects { ... }: definitions, includes and pragmas. This is none. Remove it or move it to where it belongs.'
    );
  },
  refusedAt: ({ span, refusedAt }, version) => (has(version, 'values-read-first') ? refusedAt : span.start),
  fix: ({ span, detail, origin }, tree) => {
    if (origin) return { title: `Remove the '}' before ${detail}`, span: withSpaceBefore(origin, tree), newText: '' };
    const found = tree.text.slice(span.start, span.end);
    if (found !== '}' && found !== ']') return foreignCommentFix(detail, span);
    return { title: `Remove '${found}'`, span: withSpaceBefore(span, tree), newText: '' };
  },
});

const KEYS_ALONE =
  'These keys stand in no definition. Write its beginning above them, from the brace on, or remove them.';

function isKeyAt(start: number, text: string): boolean {
  KEY.lastIndex = start;
  return KEY.test(text);
}

const KEY = /'[^'\r\n]*'\s*:/y;

/**
 * The brace that closes a part of a definition before something that can only belong to it, if one is left over right behind the
 * definition.
 * @returns it, and the key that stands behind it
 */
function closedEarly(surplus: number, { expressions, text }: Tree): { origin: Span; detail: string } | undefined {
  const expression = expressions.findLast(({ span }) => span.end <= surplus);
  if (expression?.value.kind !== 'object' || text.slice(expression.span.end, surplus).trim() !== '') return undefined;
  const { entries } = expression.value;
  const stray = entries.findIndex(({ key }) => !isKey(key.text) && !KEYWORDS.has(key.text));
  const before = entries[stray - 1]?.value;
  const key = entries[stray]?.key;
  if (before?.kind !== 'object' || !key) return undefined;
  return { origin: { start: before.span.end - 1, end: before.span.end }, detail: `'${key.text}'` };
}
