import type { Definition } from '../../schema/model.ts';
import { perFileByDefinition } from '../../schema/remember.ts';
import type { Span } from '../../syntax/text.ts';
import type { Doc, DocSection } from '../../syntax/tree.ts';
import { isUpstreams } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** One clause that says no more than the name of the feature. */
const NO_MORE = /^(?:[^.,;:]*\s)?deprecated(?:\s+(?:now|since [\w. ]*\d))?\.?$/i;

/** What is longer says more. */
const LONGEST = 200;

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
    for (const file of context.schema.sources.files) {
      for (const { definition, span } of emptyWordsIn(file)) {
        if (isUpstreams(definition, context)) continue;
        context.report({
          file: definition.file,
          span,
          message: 'That it is deprecated the feature says already. Say here what to use instead, or why it goes.',
        });
      }
    }
  },
};

/** The descriptions of `deprecated` that say no more than that. */
const emptyWordsIn = perFileByDefinition((definition) => {
  const { doc } = definition;
  const found: { readonly definition: Definition; readonly span: Span }[] = [];
  const sections = doc?.sections.filter(({ kind, name }) => kind === 'feature' && name?.text === 'deprecated');
  for (const section of sections ?? []) {
    const { span, text } = textOf(section, doc as Doc);
    if (text !== '' && text.length <= LONGEST && NO_MORE.test(text)) found.push({ definition, span });
  }
  return found;
});

/** The text of a section in one line, and where it stands, without white space around it. */
function textOf({ firstLine, endLine, textStart }: DocSection, { lines }: Doc): { span: Span; text: string } {
  let start = textStart;
  let end = textStart;
  const words: string[] = [];
  for (const line of lines.slice(firstLine, endLine)) {
    const from = Math.max(line.start, textStart);
    const text = line.text.slice(from - line.start);
    if (text.trim() === '') continue;
    if (words.length === 0) start = from + text.length - text.trimStart().length;
    end = from + text.trimEnd().length;
    words.push(text.trim());
  }
  return { span: { start, end }, text: words.join(' ') };
}
