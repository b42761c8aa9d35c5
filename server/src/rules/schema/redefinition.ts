import { linkRule } from '../link-rule.ts';
import { describe, sentence } from '../names.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const redefinition = linkRule({
  id: 'schema/redefinition',
  category: 'schema',
  codes: ['redefinition'],
  summary: 'A name is defined twice.',
  why: `Types, commands and events share one set of names, over all files that the root includes. The names of the built-in types are
taken as well, for commands too.`,
  remedy: 'Rename one of the two, or remove it.',
  source: GEN_SYNTAX,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'command': '«eject»', 'data': { 'id': 'str' } }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'command': 'eject-tray', 'data': { 'id': 'str' } }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
  },
  tell({ definition, other }) {
    const { text } = definition.name;
    if (!other) return { thing: definition, message: `'${text}' is the name of a built-in type. Choose another one.` };
    return {
      thing: definition,
      message: `There is ${article(other.kind)} ${other.kind} '${text}' already, and a name stands for one thing only. Rename one of the two.`,
      related: [{ file: other.file, span: other.name.span, message: `${sentence(describe(other))} is defined here.` }],
    };
  },
});

/** Of a kind of definition: an enum, but a union. */
function article(word: string): string {
  return /^[aei]/.test(word) ? 'an' : 'a';
}
