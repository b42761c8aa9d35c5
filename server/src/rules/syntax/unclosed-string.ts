import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const unclosedString = syntaxRule({
  id: 'syntax/unclosed-string',
  category: 'syntax',
  code: 'unclosed-string',
  summary: 'A string has no closing quote.',
  why: 'A string begins and ends with a single quote on one line. Without the second quote nobody can tell where the name ends.',
  remedy: "Put the closing `'` where the name ends.",
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': «'eject», 'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" } },
  message: () => "This string has no closing quote. Put a ' where the name ends.",
  fix: ({ span, detail }) => ({
    title: 'Insert the closing quote',
    span: { start: span.end, end: span.end },
    newText: detail,
    // An empty string is a name of nothing: the quote alone is the mistake, or the name is being typed.
    preferred: span.end - span.start > detail.length,
  }),
});
