import type { Span } from '../../syntax/text.ts';
import type { Doc, DocSection } from '../../syntax/tree.ts';
import { isUpstreams } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** One clause that says no more than the name of the feature. */
const NO_MORE = /^(?:[^.,;:]*\s)?deprecated(?:\s+(?:now|since [\w. ]*\d))?\.?$/i;

export const docReplacement: Rule = {
  id: 'doc/replacement',
  category: 'doc',
  severity: 'hint',
  summary: 'A deprecation says neither what to use instead nor why.',
  why: `The feature \`deprecated\` tells clients to stop using something. That it is deprecated they know from the feature; its documentation is there
to say what to use instead, or if there is nothing, why the thing goes.`,
  remedy: 'Name the replacement, or the reason.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Features:
#
# @deprecated: «This command is deprecated.»
#
# Since: 1.1
##
{ 'command': 'eject', 'features': [ 'deprecated' ] }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Features:
#
# @deprecated: This command is deprecated.  Use \`open-tray\` instead.
#
# Since: 1.1
##
{ 'command': 'eject', 'features': [ 'deprecated' ] }

##
# @open-tray:
#
# Since: 10.2
##
{ 'command': 'open-tray' }
`,
    },
  },
  check(context) {
    for (const definition of context.schema.definitions) {
      const { doc, file } = definition;
      for (const section of doc?.sections ?? []) {
        if (section.kind !== 'feature' || section.name?.text !== 'deprecated') continue;
        const span = textOf(section, doc as Doc);
        const text = span && (context.schema.file(file)?.tree.text ?? '').slice(span.start, span.end);
        if (!text || !NO_MORE.test(text.replace(/\s*\n[ \t]*#\s*/g, ' ')) || isUpstreams(definition, context)) continue;
        context.report({
          file,
          span,
          message: 'That it is deprecated the feature says already. Say here what to use instead, or why it goes.',
        });
      }
    }
  },
};

/** Where the text of a section stands, without white space around it. */
function textOf({ firstLine, endLine, textStart }: DocSection, { lines }: Doc): Span | undefined {
  let start: number | undefined;
  let end = textStart;
  for (const line of lines.slice(firstLine, endLine)) {
    const from = Math.max(line.start, textStart);
    const text = line.text.slice(from - line.start);
    if (text.trim() === '') continue;
    start ??= from + text.length - text.trimStart().length;
    end = from + text.trimEnd().length;
  }
  return start === undefined ? undefined : { start, end };
}
