import { versionsWith } from '../../schema/dialect.ts';
import { checkedDocsOf } from '../../schema/doc-check.ts';
import type { Definition, SourceFile } from '../../schema/model.ts';
import { commentStub } from '../doc-stub.ts';
import { editFix } from '../fixes.ts';
import { describe, sentence } from '../names.ts';
import { edit } from '../part-edits.ts';
import type { FileEdit, Rule, RuleContext } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

export const docRequired: Rule = {
  id: 'doc/required',
  category: 'doc',
  severity: 'error',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  scope: 'part',
  summary: 'A definition has no documentation comment, and the schema demands one.',
  why: `QEMU's own schemas set the pragma \`doc-required\`: from there the manual is made, and what is not documented would be missing in it.
The generator then refuses every definition without a comment right before it.`,
  remedy: 'Document the definition.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'pragma': { 'doc-required': true } }\n\n{ 'command': '«eject»' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'doc-required': true } }\n\n##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.0\n##\n{ 'command': 'eject' }\n",
    },
  },
  check(context) {
    const { files, schema, version, report } = context;
    if (!schema.docRequired) return;
    for (const file of files) {
      for (const definition of checkedDocsOf(file, version).undocumented) {
        report({
          file: file.path,
          span: definition.name.span,
          thing: definition,
          message: `${sentence(describe(definition))} is not documented, and this schema has the pragma 'doc-required'. Put a documentation comment before it.`,
          refusedAt: { file: file.path, offset: definition.expression.span.start },
          fixes: () => [editFix('Insert a comment to fill in', [stub(file, definition, context)], false)],
        });
      }
    }
  },
};

/** A comment for a definition that has none, with a section for all that wants one. */
function stub(file: SourceFile, definition: Definition, { version }: RuleContext): FileEdit {
  const { start } = definition.expression.span;
  return edit(file, start, start, commentStub(definition, version));
}
