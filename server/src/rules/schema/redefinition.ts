import { has } from '../../schema/dialect.ts';
import type { Definition } from '../../schema/model.ts';
import { replaceFix } from '../fixes.ts';
import { keptSymbol } from '../kept-names.ts';
import { linkRule } from '../link-rule.ts';
import { describe, sentence } from '../names.ts';
import type { Finding } from '../rule.ts';
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
  tell({ definition, other }, { schema, version }) {
    const { text } = definition.name;
    if (!other) return { thing: definition, message: `'${text}' is the name of a built-in type. Choose another one.` };
    const place = (thing: Definition): NonNullable<Finding['related']> => [
      { file: thing.file, span: thing.name.span, message: `${sentence(describe(thing))} is defined here.` },
    ];
    const reason = 'and a name stands for one thing only.';
    // Of two the first: that is where the generator stops.
    const meant = [other, definition].find((each) => keptSymbol(each, schema) !== undefined);
    if (!meant) {
      return {
        thing: definition,
        message: `There is ${article(other.kind)} ${other.kind} '${text}' already, ${reason} Rename one of the two.`,
        related: place(other),
      };
    }
    const { file, expression } = meant;
    const { span } = meant.name;
    const name = keptSymbol(meant, schema) ?? '';
    const rival = meant === other ? definition : other;
    return {
      file,
      span,
      thing: meant,
      message: `There is ${article(rival.kind)} ${rival.kind} '${text}' as well, ${reason} The comment is for '${name}': did you mean that?`,
      fixes: () => [replaceFix(file, span, name)],
      related: place(rival),
      // Where comments are checked, the generator stumbles over that before it sees the other name.
      ...(has(version, 'docs-refused') && { refusedAt: { file, offset: expression.span.start } }),
    };
  },
});

/** Of a kind of definition: an enum, but a union. */
function article(word: string): string {
  return /^[aei]/.test(word) ? 'an' : 'a';
}
