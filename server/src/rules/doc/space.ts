import { versionsWith } from '../../schema/dialect.ts';
import { completed } from '../doc-edits.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docSpace = syntaxRule({
  id: 'doc/space',
  category: 'doc',
  code: 'doc-space',
  enforced: versionsWith('docs-refused'),
  unenforcedSeverity: 'off',
  summary: 'A space is missing behind the `#` of a documentation line.',
  why: 'The generator takes the text of a documentation comment from behind `# `; without the space it refuses the line.',
  remedy: 'Put a space behind the `#`.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n#\n«#Open the tray.»\n##\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  message: () => "A space is missing behind '#'.",
  fixes: ({ span }, file, version) => [editFix('Insert a space', completed(file, span, 'space', version))],
});
