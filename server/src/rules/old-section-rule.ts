/** The common form of the two rules about sections that gave way to directives. */
import { versionsWith } from '../schema/dialect.ts';
import { checkedDocsOf } from '../schema/doc-check.ts';
import { editFix } from './fixes.ts';
import { modernise } from './old-sections.ts';
import type { Rule } from './rule.ts';
import { GEN_DOC } from './sources.ts';

interface OldSectionRule extends Pick<Rule, 'id' | 'summary' | 'why' | 'remedy' | 'bad' | 'good'> {
  readonly kind: 'note' | 'example';
  /** The directive to use instead. */
  readonly directive: string;
}

export function oldSectionRule({ kind, directive, ...rule }: OldSectionRule): Rule {
  return {
    ...rule,
    category: 'doc',
    severity: 'error',
    enforced: versionsWith('doc-notes-and-examples-refused'),
    unenforcedSeverity: 'off',
    scope: 'part',
    source: GEN_DOC,
    check({ files, version, report }) {
      for (const file of files) {
        const { path, tree } = file;
        for (const { doc, reading } of checkedDocsOf(file, version).docs) {
          for (const section of reading.sections) {
            if (section.kind !== kind) continue;
            const { head } = section;
            report({
              file: path,
              span: head,
              message: `QEMU's generator refuses sections '${tree.text.slice(head.start, head.end)}' since 9.1. Use the directive '${directive}' instead.`,
              fixes: () => {
                const edit = modernise(doc, section, tree.text);
                return edit ? [editFix(`Convert to '${directive}'`, [{ file: path, ...edit }])] : [];
              },
            });
          }
        }
      }
    },
  };
}
