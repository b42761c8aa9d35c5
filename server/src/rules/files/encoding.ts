import { loadRule } from '../load-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const encoding = loadRule({
  id: 'files/encoding',
  category: 'files',
  codes: ['encoding'],
  summary: 'A file is not UTF-8 text.',
  why: "QEMU's generator reads schemas as UTF-8 and crashes on anything else. Outside of strings any character is fine, as long as it is encoded as UTF-8.",
  remedy: 'Save the file as UTF-8.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "# Andr«\\xE9»\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "# André\n{ 'command': 'eject' }\n" } },
  message: ({ detail }) => `The file is not UTF-8 from here on (${detail}). Save it as UTF-8.`,
});
