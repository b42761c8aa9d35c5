import { completed } from '../doc-edits.ts';
import { editFix } from '../fixes.ts';
import { GEN_DOC } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const docMissingHash = syntaxRule({
  id: 'doc/missing-hash',
  category: 'doc',
  code: 'doc-hash',
  summary: 'A line inside a documentation comment lacks its `#`.',
  why: `Every line of a documentation comment begins with \`#\`. A line without one is code for the generator, and with it the comment comes
to an end before its \`##\`.`,
  remedy: 'Put `# ` in front of the line.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n«Open the tray.»\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  message: ({ span }, text) =>
    /[\r\n]/.test(text.slice(span.start, span.end))
      ? "These lines stand inside a documentation comment and lack their '#'."
      : "This line stands inside a documentation comment and lacks its '#'.",
  fixes: ({ span }, file, version) => [editFix("Insert '# '", completed(file, span, 'hash', version))],
});
