import type { ReadSection } from '../../schema/doc-sections.ts';
import type { DocPlace } from '../doc-rule.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { describe, sentence } from '../names.ts';
import type { Fix } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

export const docReturns = docRule({
  id: 'doc/returns',
  generatorNote:
    'refuses `Returns:` for anything but commands since 2.9, for commands that return nothing since 9.0; `Errors:` for anything but commands since 9.0',
  summary: 'A section `Returns:` or `Errors:` where nothing is returned, and nothing can fail.',
  why: "Only commands return something or fail. `Returns:` describes the value behind `'returns'`, so without that there is nothing to describe; that a command returns nothing goes without saying.",
  remedy: 'Remove the section, or move its text into the text above.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray.\n#\n# «Returns:» nothing\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.0\n##\n{ 'command': 'eject' }\n",
    },
  },
  mismatches: {
    'returns-nothing': ({ section, definition }, place) => {
      const rename = asErrors(section, place);
      return {
        message: `${sentence(describe(definition))} has no 'returns', so there is nothing for 'Returns:' to describe. ${rename ? "Call it 'Errors:', as it tells of those" : 'Remove the section'}.`,
        fixes: () => [...(rename ? [rename] : []), ...removal(section, place)],
      };
    },
    'returns-no-command': ({ section, definition }, place) => ({
      message: `Only commands return something; this is ${describe(definition)}. Remove the section 'Returns:'.`,
      fixes: () => removal(section, place),
    }),
    'errors-no-command': ({ section, definition }, place) => ({
      message: `Only commands fail; this is ${describe(definition)}. Remove the section 'Errors:'.`,
      fixes: () => removal(section, place),
    }),
  },
});

const ERRORS = /\b(?:if|fails?|errors?|\w+Error|\w+Not(?:Found|Active))\b/i;

/** What tells of errors had no section of its own before QEMU 9.0. */
function asErrors({ firstLine, endLine, head }: ReadSection, { doc, edits, checked }: DocPlace): Fix | undefined {
  const text = doc.lines.slice(firstLine, endLine).map((line) => line.text);
  if (!ERRORS.test(text.join('\n')) || checked?.reading.sections.some(({ kind }) => kind === 'errors'))
    return undefined;
  return editFix("Write 'Errors:'", [edits.replace(head, 'Errors:')], false);
}

/** It is safe to remove what says that there is nothing. */
function removal({ firstLine, endLine, head }: ReadSection, { doc, edits }: DocPlace): Fix[] {
  const line = doc.lines[firstLine];
  const text = line?.text.slice(head.end - line.start).trim() ?? '';
  const saysNothing =
    /^(?:nothing|none)\b/i.test(text) && !ERRORS.test(text) && edits.beforeBlanks(endLine) === firstLine + 1;
  const from = endLine === doc.lines.length ? edits.beforeBlanks(firstLine) : firstLine;
  return [editFix('Remove the section', [edits.remove(from, endLine)], saysNothing)];
}
