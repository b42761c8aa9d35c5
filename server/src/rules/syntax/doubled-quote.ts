import { GEN_SYNTAX } from '../sources.ts';
import { surplusQuotes } from '../surplus-quotes.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const doubledQuote = syntaxRule({
  id: 'syntax/doubled-quote',
  category: 'syntax',
  code: 'doubled-quote',
  summary: 'Two quotes stand where a string begins or ends with one.',
  why: `Two quotes side by side are a string of their own, an empty one, or the end of one string and the beginning of the next. An editor that
closes quotes by itself easily leaves one too many.`,
  remedy: 'Remove one of the two quotes.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject'«'», 'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" } },
  message: ({ detail }) => surplusQuotes(detail).message,
  fix: ({ span, detail }) => ({ title: surplusQuotes(detail).title, span, newText: '' }),
});
