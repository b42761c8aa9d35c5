import { codeBefore, type SyntaxProblem, type Tree } from '../../syntax/tree.ts';
import { withSpaceBefore } from '../fixes.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const unexpectedToken = syntaxRule({
  id: 'syntax/unexpected-token',
  category: 'syntax',
  code: 'expected',
  summary: 'Something else should stand here.',
  why: "An object is `{ 'name': value, ... }`, an array is `[ value, ... ]`. Where the order is another, the reader cannot tell what is meant.",
  remedy: 'Bring the piece into the form that the message names.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id' «'str'» } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" } },
  message: ({ span, detail, bracket }, text) => {
    if (bracket === 'early') return "This '}' closes the definition, and more of it follows. Remove it.";
    if (detail === "'['") return "A '[' is missing before the names that this ']' closes.";
    if (detail === OBJECT) {
      return standsForList(span.start, text)
        ? "Here stands a list of names, with commas between them. What has more than its name is written { 'name': ... } in it."
        : 'Keys with their values stand in braces. Between brackets stand values only.';
    }
    if (detail !== LIST) return `Expected ${detail} here.`;
    return standsForList(span.start, text)
      ? 'Between braces stand keys with their values. A list of names stands in brackets.'
      : "Each name between braces wants a ':' and a value behind it.";
  },
  fix: (problem, tree) => {
    const { span, detail, bracket } = problem;
    const { text } = tree;
    if (bracket) return fixOfBracket(problem, tree);
    if (detail === "'['") {
      const start = startOfList(span.start, text);
      return start === undefined ? undefined : { title: "Insert '['", span: { start, end: start }, newText: '[ ' };
    }
    if (detail === LIST) {
      if (!standsForList(span.start, text)) return undefined;
      return { title: 'Put it into brackets', span, newText: `[${text.slice(span.start + 1, span.end - 1)}]` };
    }
    if (detail === OBJECT) {
      const inner = text.slice(span.start + 1, span.end - 1);
      // Without a name it is neither a name nor what may stand for one.
      if (standsForList(span.start, text) && !/^\s*'name'/.test(inner)) return undefined;
      return {
        title: 'Put it into braces',
        span,
        newText: standsForList(span.start, text) ? `[{${inner}}]` : `{${inner}}`,
      };
    }
    return detail === "':'" ? colonBefore(span.start, tree) : undefined;
  },
});

/** What the reader calls names between braces that have no values. */
const LIST = 'a list';

/** What it calls keys with values between brackets. */
const OBJECT = 'an object';

/** Whether a list belongs where something begins: enum values, features, exceptions. */
function standsForList(offset: number, text: string): boolean {
  return /(?:'enum'\s*:\s*'[^'\n]*'\s*,\s*'data'|'features'|-(?:exceptions|whitelist)')\s*:\s*$/.test(
    text.slice(Math.max(0, offset - 200), offset),
  );
}

function fixOfBracket({ span, detail, bracket }: SyntaxProblem, tree: Tree) {
  const { text } = tree;
  const found = text.slice(span.start, span.end);
  switch (bracket) {
    case 'slip':
      return { title: `Write ${detail}`, span, newText: detail.charAt(1) };
    case 'outside': {
      const before = codeBefore(span.start, tree);
      return { title: `Insert ${detail}`, span: { start: before, end: before }, newText: ` ${detail.charAt(1)}` };
    }
    default: {
      const start = found === ']' ? startOfList(span.start, text) : undefined;
      if (start !== undefined && standsForList(start, text))
        return { title: "Insert '['", span: { start, end: start }, newText: '[ ' };
      return { title: `Remove '${found}'`, span: withSpaceBefore(span, tree), newText: '' };
    }
  }
}

/** Where the bracket is missing before names that one behind them closes. */
function startOfList(close: number, text: string): number | undefined {
  const names = /:\s*('[^'\n]*'(?:\s*,\s*'[^'\n]*')*)\s*$/.exec(text.slice(Math.max(0, close - MAX_LIST), close))?.[1];
  return names === undefined ? undefined : text.lastIndexOf(names, close);
}

/** A longer list is not looked for. */
const MAX_LIST = 2000;

/** A string with a colon behind it is the next key. */
const KEY = /'[^'\r\n]*'\s*:/y;

/** A colon behind the key, if what follows can be its value: otherwise more than the colon is missing. */
function colonBefore(offset: number, tree: Tree) {
  if (!/^(?:['{[]|(?:true|false)\b)/.test(tree.text.slice(offset, offset + 6))) return undefined;
  KEY.lastIndex = offset;
  if (KEY.test(tree.text)) return undefined;
  const end = codeBefore(offset, tree);
  // Where a comment stands between the two, the colon comes behind it.
  const at = tree.text.slice(end, offset).includes('#') ? offset : end;
  return { title: "Insert ':'", span: { start: at, end: at }, newText: at === offset ? ': ' : ':' };
}
