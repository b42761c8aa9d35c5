import { versionsWith } from '../../schema/dialect.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';

export const docOptionalTag = docRule({
  id: 'doc/optional-tag',
  enforced: versionsWith('optional-tag-refused'),
  summary: 'A description says `#optional`.',
  why: 'Before QEMU 2.9 the descriptions of optional members had to say so. Since then the generator knows it from the `*` of the definition, and until 2.11 it refuses the old mark, for nobody to go on with it.',
  remedy: 'Remove `#optional`.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @Tray:\n#\n# @size: «#optional» its size\n##\n{ 'struct': 'Tray', 'data': { '*size': 'int' } }\n",
    },
    version: '2.9',
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @Tray:\n#\n# @size: its size\n#\n# Since: 1.0\n##\n{ 'struct': 'Tray', 'data': { '*size': 'int' } }\n",
    },
    version: '2.9',
  },
  faults: {
    optional: ({ span }, { file, edits }) => ({
      message: "Optional members are marked by the '*' before their name in the definition. Remove '#optional'.",
      fixes: () => {
        const behind = file.tree.text[span.end] === ' ' ? 1 : 0;
        return [editFix("Remove '#optional'", [edits.replace({ start: span.start, end: span.end + behind }, '')])];
      },
    }),
  },
});
