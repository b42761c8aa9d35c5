import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const doubleQuotes = syntaxRule({
  id: 'syntax/double-quotes',
  category: 'syntax',
  code: 'double-quotes',
  summary: 'A string stands in double quotes.',
  why: 'QAPI is not JSON: its strings stand in single quotes, and double quotes mean nothing in it.',
  remedy: 'Use single quotes.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': `{ 'command': «"eject"» }\n` } },
  good: { files: { 'qapi/qapi-schema.json': `{ 'command': 'eject' }\n` } },
  message: ({ detail }) => `QAPI strings stand in single quotes: write '${detail.slice(1, -1)}'.`,
  fix: ({ span, detail }) => ({ title: 'Use single quotes', span, newText: `'${detail.slice(1, -1)}'` }),
});
