import { removeEntries } from '../entry-edits.ts';
import { about, type ShapeFix, shapeRule } from '../shape-rule.ts';
import { GEN_COMMAND } from '../sources.ts';

export const flag = shapeRule({
  id: 'schema/flag',
  category: 'schema',
  codes: ['flag-value', 'flag-clash'],
  summary: 'A flag has a value that it cannot have, or excludes another flag.',
  why: `A flag is written only where it changes something. \`gen\` and \`success-response\` are true without saying so, and can only be set to
false; \`boxed\`, \`allow-oob\`, \`allow-preconfig\` and \`coroutine\` can only be set to true. A command that runs out of band cannot run in a
coroutine.`,
  remedy: 'Remove the flag, or give it the other value.',
  source: GEN_COMMAND,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'gen': «true» }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" } },
  message: ({ fault }) => {
    const { entry, subject } = fault;
    const key = `'${entry.key.text}'`;
    if (fault.code === 'flag-clash')
      return `${about(subject)}'coroutine' and 'allow-oob' exclude each other. Remove one of them.`;
    const isDefault = entry.value?.kind === 'bool';
    return `${about(subject)}${key} can only be ${fault.wanted}. ${isDefault ? `It is ${!fault.wanted} where it is not written: remove it.` : `Write ${fault.wanted}, without quotes.`}`;
  },
  fixes: ({ fault, file }) => {
    const { entry, object } = fault;
    const edits = removeEntries(file.tree.text, object, [entry]);
    const isDefault = fault.code === 'flag-value' && entry.value?.kind === 'bool';
    const removal: ShapeFix[] =
      edits.length > 0 ? [{ title: `Remove '${entry.key.text}'`, edits, preferred: isDefault }] : [];
    if (fault.code === 'flag-clash') return removal;
    const set: ShapeFix = {
      title: `Write ${fault.wanted}`,
      edits: [{ span: fault.span, newText: String(fault.wanted) }],
      // In quotes it surely was meant.
      preferred: entry.value?.kind === 'string' && entry.value.text === String(fault.wanted),
    };
    return isDefault ? [...removal, set] : [set, ...removal];
  },
});
