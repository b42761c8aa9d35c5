import { isKey } from '../../schema/keys.ts';
import type { Span } from '../../syntax/text.ts';
import type { Entry, ObjectValue, Tree } from '../../syntax/tree.ts';
import { listInWords } from '../message-words.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const unclosedBracket = syntaxRule({
  id: 'syntax/unclosed-bracket',
  category: 'syntax',
  code: 'unclosed',
  summary: 'A brace or bracket is never closed.',
  why: 'The next definition begins before this one has ended. The rest of the file is read as if it had been closed here.',
  remedy: 'Close it.',
  source: GEN_SYNTAX,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' «}»\n\n{ 'command': 'stop' }\n" },
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n\n{ 'command': 'stop' }\n" },
  },
  inLayout: (problem, tree) => {
    const place = problem.detail.startsWith('}') && problem.origin ? placeByIndent(problem.origin, tree) : undefined;
    return place ? { ...problem, ...place, detail: '}' } : problem;
  },
  message: ({ detail, origin }, text) => {
    const key = origin && KEY_BEFORE.exec(text.slice(Math.max(0, origin.start - 100), origin.start))?.[0];
    const inner = key ?? 'this definition';
    if (detail.length === 1) return `A '${detail}' is missing: ${inner} is not closed.`;
    return `${listInWords([...detail], 'and')} are missing: ${inner} is not closed, nor what stands around it.`;
  },
  fix: ({ span, detail }) => ({
    title: `Insert ${listInWords([...detail], 'and')}`,
    span: { start: span.end, end: span.end },
    newText: [...detail].map((bracket) => ` ${bracket}`).join(''),
  }),
});

/** The key of what begins behind it. */
const KEY_BEFORE = /'[^'\r\n]*'(?=\s*:\s*$)/;

/**
 * Where a brace is missing: before the first key that stands below the one of the object that it is read as part of, where the others
 * of that object stand further right.
 * @param origin of what is not closed
 */
function placeByIndent(origin: Span, { expressions, lines, text }: Tree): { span: Span; origin: Span } | undefined {
  const expression = expressions.find(({ span }) => span.start <= origin.start && origin.start < span.end);
  const column = ({ key }: Entry): number => lines.positionOf(key.span.start).character;
  const isFirstOnLine = ({ key: { span } }: Entry): boolean =>
    text.slice(lines.line(lines.lineOf(span.start)).start, span.start).trim() === '';
  const within = (object: ObjectValue, isTop: boolean): { span: Span; origin: Span } | undefined => {
    for (const holder of object.entries) {
      const { value } = holder;
      if (value?.kind !== 'object') continue;
      const [first] = value.entries;
      const isBelow = (entry: Entry): boolean =>
        isFirstOnLine(entry) && column(entry) === column(holder) && (!isTop || isKey(entry.key.text));
      const at = first && column(first) !== column(holder) ? value.entries.findIndex(isBelow) : -1;
      const inner = within({ ...value, entries: at < 0 ? value.entries : value.entries.slice(0, at) }, false);
      if (inner) return inner;
      const last = value.entries[at - 1];
      if (!last) continue;
      const { end } = (last.value ?? last.key).span;
      return { span: { start: end - 1, end }, origin: { start: value.span.start, end: value.span.start + 1 } };
    }
    return undefined;
  };
  return expression?.value.kind === 'object' ? within(expression.value, true) : undefined;
}
