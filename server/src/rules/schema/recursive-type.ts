import { has } from '../../schema/dialect.ts';
import { linkRule } from '../link-rule.ts';
import { describe, sentence } from '../names.ts';
import { GEN_STRUCT } from '../sources.ts';

export const recursiveType = linkRule({
  id: 'schema/recursive-type',
  category: 'schema',
  codes: ['recursive'],
  summary: 'A struct or union holds itself.',
  why: `The members of a base, and of the branch in use, are part of the object itself. If one of these types leads back to the object, it
would never end. A member whose type leads back is fine: it is a value of its own, and may be absent.`,
  remedy: 'Break the chain: another base, or a member instead of the base.',
  source: GEN_STRUCT,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Node', 'base': '«Leaf»', 'data': { 'id': 'str' } }\n{ 'struct': 'Leaf', 'base': 'Node', 'data': { 'size': 'int' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Node', 'data': { 'id': 'str', '*next': 'Node' } }\n{ 'struct': 'Leaf', 'base': 'Node', 'data': { 'size': 'int' } }\n",
    },
  },
  tell({ definition, chain }, { version }) {
    const others = chain.slice(1);
    const places = others.map(({ file, expression }) => ({ file, offset: expression.span.start }));
    const way = others.map((type) => `'${type.name.text}'`).join(', ');
    return {
      message: `${sentence(describe(definition))} holds itself${others.length > 0 ? `, by way of ${way}` : ''}. Break the chain.`,
      ...(has(version, 'checked-in-any-order') && { alsoRefusedAt: places }),
      related: others.map((type) => ({
        file: type.file,
        span: type.name.span,
        message: `${sentence(describe(type))} is part of the chain.`,
      })),
    };
  },
});
