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
  message: ({ detail }) => `Expected ${detail} here.`,
  fix: ({ span, detail }, text) => (detail === "':'" ? colonBefore(span.start, text) : undefined),
});

/** A colon behind the key, if what follows can be its value: otherwise more than the colon is missing. */
function colonBefore(offset: number, text: string) {
  if (!/^(?:['{[]|(?:true|false)\b)/.test(text.slice(offset, offset + 6))) return undefined;
  const end = text.slice(0, offset).trimEnd().length;
  // Where a comment stands between the two, the colon comes behind it.
  const at = text.charAt(end - 1) === "'" ? end : offset;
  return { title: "Insert ':'", span: { start: at, end: at }, newText: at === offset ? ': ' : ':' };
}
