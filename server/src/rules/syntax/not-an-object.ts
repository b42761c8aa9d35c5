import { has } from '../../schema/dialect.ts';
import { conflictMessage, foreignCommentFix, foreignCommentMessage } from '../foreign-comment.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const notAnObject = syntaxRule({
  id: 'syntax/not-an-object',
  category: 'syntax',
  code: 'not-an-object',
  summary: 'Something else than an object stands at the top level of a schema.',
  why: 'At the top level a schema has objects only: definitions, includes and pragmas, each `{ ... }`, one after the other.',
  remedy: 'Remove it, or put it into the definition where it belongs.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "«[ 'on', 'off' ]»\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }\n" } },
  message: ({ detail }) => {
    if (detail.startsWith('}') || detail.startsWith(']')) {
      return `This '${detail.charAt(0)}' closes nothing. Remove it, or look for one too many above.`;
    }
    return (
      foreignCommentMessage(detail) ??
      conflictMessage(detail) ??
      'A schema consists of objects { ... }: definitions, includes and pragmas. This is none. Remove it or move it to where it belongs.'
    );
  },
  refusedAt: ({ span, refusedAt }, version) => (has(version, 'values-read-first') ? refusedAt : span.start),
  fix: ({ span, detail }, text) => {
    const found = text.slice(span.start, span.end);
    if (found !== '}' && found !== ']') return foreignCommentFix(detail, span);
    const before = text.slice(0, span.start).trimEnd().length;
    return { title: `Remove '${found}'`, span: { start: before, end: span.end }, newText: '' };
  },
});
