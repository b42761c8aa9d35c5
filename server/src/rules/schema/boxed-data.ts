import { removeEntries } from '../entry-edits.ts';
import { about, shapeRule } from '../shape-rule.ts';
import { GEN_COMMAND } from '../sources.ts';

export const boxedData = shapeRule({
  id: 'schema/boxed-data',
  category: 'schema',
  codes: ['boxed-alone'],
  summary: 'A command or event is boxed and has nothing to box.',
  why: `With \`'boxed': true\` the C function gets a pointer to one struct instead of a parameter for each member of \`data\`. Without \`data\`
there is no such struct.`,
  remedy: 'Name the type of the arguments behind `data`, or remove `boxed`.',
  source: GEN_COMMAND,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', «'boxed'»: true }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" } },
  message: ({ fault }) =>
    `${about(fault.subject)}'boxed' is about how 'data' gets to the C code, and there is no 'data'. Remove 'boxed', or add 'data' with the name of a type.`,
  fixes: ({ fault: { object, entry }, file }) => {
    const edits = removeEntries(file.tree.text, object, [entry]);
    return edits.length > 0 ? [{ title: "Remove 'boxed'", edits, preferred: true }] : [];
  },
});
