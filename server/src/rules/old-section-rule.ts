/** The common form of the two rules about sections that gave way to directives. */
import { versionsWith } from '../schema/dialect.ts';
import { docsOf } from './doc-text.ts';
import { modernise, oldSectionsIn } from './old-sections.ts';
import type { Fix, Rule } from './rule.ts';
import { GEN_DOC } from './sources.ts';

interface OldSectionRule extends Pick<Rule, 'id' | 'summary' | 'why' | 'remedy' | 'bad' | 'good'> {
  /** What the tags begin with. */
  readonly word: 'Note' | 'Example';
  /** The directive to use instead. */
  readonly directive: string;
}

export function oldSectionRule({ word, directive, ...rule }: OldSectionRule): Rule {
  return {
    ...rule,
    category: 'doc',
    severity: 'error',
    enforced: versionsWith('doc-notes-and-examples-refused'),
    unenforcedSeverity: 'off',
    scope: 'part',
    source: GEN_DOC,
    check({ files, report }) {
      for (const { path, tree } of files) {
        if (!tree.text.includes(`# ${word}`)) continue;
        for (const doc of docsOf(tree)) {
          for (const section of oldSectionsIn(doc)) {
            if (!section.tag.startsWith(word)) continue;
            report({
              file: path,
              span: section.span,
              message: `QEMU's generator refuses sections '${section.tag}:' since 9.1. Use the directive '${directive}' instead.`,
              fixes: () => {
                const edit = modernise(doc, section, tree.text);
                const title = `Convert to '${directive}'`;
                return edit ? [{ kind: 'edit', title, edits: [{ file: path, ...edit }], preferred: true } as Fix] : [];
              },
            });
          }
        }
      }
    },
  };
}
