import { shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const keyword = shapeRule({
  id: 'schema/keyword',
  category: 'schema',
  codes: ['no-keyword', 'second-keyword'],
  summary: 'An expression has no keyword that says what it defines, or two of them.',
  why: `Everything in a schema is an object with one key that says what it is: \`enum\`, \`struct\`, \`union\`, \`alternate\`, \`command\` or
\`event\` for a definition, \`include\` or \`pragma\` for a directive. Without it nobody knows what is defined, and with two of them it would
be two things at once.`,
  remedy: 'Write one of the keywords, with the name of what is defined behind it.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ «'comand'»: 'eject', 'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" } },
  message: ({ fault }) => {
    if (fault.code === 'second-keyword') {
      return `This is '${fault.first.text}' already, and a definition has one keyword only. Remove this one, or make two definitions of it.`;
    }
    const { keyword, object } = fault;
    const found = keyword?.entry.key.text;
    if (found === 'pragma') return 'Pragmas came with QEMU 2.9, and this tree is older. Remove it.';
    if (found === 'type') return "Structs are written with 'struct' since QEMU 2.4. Write 'struct'.";
    if (found === 'struct') return "A struct has no discriminator, but a union has. Write 'union'.";
    if (keyword) return `There is no keyword '${found}'. Did you mean '${keyword.word}'?`;
    if (object.entries.length === 0) return 'An empty object defines nothing. Remove it.';
    return "Nothing says what this is. One of its keys must be 'enum', 'struct', 'union', 'alternate', 'command' or 'event'; or it is an 'include' or 'pragma' alone.";
  },
  fixes: ({ fault }) => {
    if (fault.code !== 'no-keyword' || !fault.keyword?.misspelt) return [];
    const { entry, word } = fault.keyword;
    return [{ title: `Write '${word}'`, edits: [{ span: entry.key.content, newText: word }], preferred: true }];
  },
});
