import { versionsWith } from '../../schema/dialect.ts';
import { escapeAt } from '../../syntax/escape.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const unknownEscape = syntaxRule({
  id: 'syntax/escape',
  category: 'syntax',
  code: 'escape',
  summary: 'A string holds an escape sequence that QAPI does not know.',
  why: `Names are plain ASCII, so QAPI knows one escape only: a doubled backslash, for the backslash itself. Up to QEMU 4.1 it knew those of
JSON, as far as they stand for ASCII.`,
  remedy: 'Write the character itself, or double the backslash.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'ej«\\u»ect' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" } },
  generatorNote: 'refuses it; those of JSON, as far as they stand for ASCII, since 4.2',
  unenforcedSeverity: 'off',
  enforcedFor: ({ formerly }) => (formerly ? versionsWith('escapes-refused') : undefined),
  message: ({ detail }) =>
    /^\\['"]$/.test(detail)
      ? 'QAPI knows no escaped quotes, and no name has one. Remove the backslash.'
      : `QAPI does not know the escape '${detail}'; only '\\\\' is allowed. Write the character itself.`,
  fix: ({ span, detail }) => {
    const meant = escapeAt(detail, 0)?.stoodFor;
    // The letters of escapes, as in '\n', are no part of a name.
    const preferred = !/\w$/.test(detail);
    if (meant !== undefined && /^\\u/.test(detail) && /[ -&(-[\]-~]/.test(meant)) {
      return { title: `Write '${meant}'`, span, newText: meant };
    }
    return {
      title: 'Remove the backslash',
      span: { start: span.start, end: span.start + 1 },
      newText: '',
      preferred,
    };
  },
});
