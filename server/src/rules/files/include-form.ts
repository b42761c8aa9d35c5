import { removeEntries } from '../entry-edits.ts';
import { shapeRule } from '../shape-rule.ts';
import { GEN_INCLUDE } from '../sources.ts';

export const includeForm = shapeRule({
  id: 'files/include-form',
  category: 'files',
  codes: ['include-form', 'include-value'],
  summary: 'An include is more, or something else, than the path of a file.',
  why: 'An include is an object with the key `include` alone, and behind it the path of the file to read, a string. It cannot depend on a condition, and it cannot be part of a definition.',
  remedy: 'Write the include by itself, one for each file.',
  source: GEN_INCLUDE,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json', «'if'»: 'CONFIG_BLOCK' }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n", 'qapi/block.json': "{ 'command': 'eject' }\n" },
  },
  message: ({ fault }) => {
    if (fault.code === 'include-form')
      return `An include has no key besides 'include'. ${fault.extra.some(({ key }) => key.text === 'if') ? 'It cannot depend on a condition: what is conditional are the definitions in the file.' : 'Take this out, or make it a definition of its own.'}`;
    return "Behind 'include' stands the path of one file, a string.";
  },
  fixes: ({ fault, file }) => {
    if (fault.code === 'include-form') {
      const edits = removeEntries(file.tree.text, fault.object, fault.extra);
      return edits.length > 0 ? [{ title: "Leave only 'include'", edits, preferred: false }] : [];
    }
    const { value, expression } = fault;
    if (value.kind !== 'array' || value.items.length === 0 || !value.items.every((item) => item.kind === 'string'))
      return [];
    const newText = value.items.map((item) => `{ 'include': '${item.text}' }`).join('\n');
    return [{ title: 'An include for each file', edits: [{ span: expression.span, newText }], preferred: false }];
  },
});
