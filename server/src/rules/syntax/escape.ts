import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const unknownEscape = syntaxRule({
  id: 'syntax/escape',
  category: 'syntax',
  code: 'escape',
  summary: 'A string holds an escape sequence that QAPI does not know.',
  why: 'Names are plain ASCII, so QAPI knows one escape only: a doubled backslash, for the backslash itself.',
  remedy: 'Write the character itself, or double the backslash.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'ej«\\u»ect' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" } },
  message: ({ detail }) =>
    `QAPI does not know the escape '${detail}'; only '\\\\' is allowed. Write the character itself.`,
  fix: ({ span, detail }) => ({
    title: 'Remove the backslash',
    span: { start: span.start, end: span.start + 1 },
    newText: '',
    // The letters of escapes, as in '\n', are no part of a name.
    preferred: !/\w$/.test(detail),
  }),
});
