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
  message: ({ detail }) => `A '${detail}' is missing: this definition is not closed.`,
  fix: ({ span, detail }) => ({
    title: `Insert '${detail}'`,
    span: { start: span.end, end: span.end },
    newText: ` ${detail}`,
  }),
});
