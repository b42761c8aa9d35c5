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
  fix: ({ span, detail }) =>
    detail === "':'" ? { title: "Insert ':'", span: { start: span.start, end: span.start }, newText: ': ' } : undefined,
});
