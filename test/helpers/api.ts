/**
 * A schema as lines of text, for tests that compare two: everything that is said of each definition, and nothing of how it is
 * written. Made from the schema alone, so that it may judge whoever stores schemas and gives them back.
 */
import { newForm, readCondition } from '../../server/src/schema/condition.ts';
import type { Definition, Member, TypeRef } from '../../server/src/schema/model.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import type { Value } from '../../server/src/syntax/tree.ts';

/** A line for each definition, sorted. */
export function apiLines(schema: Schema): string[] {
  return schema.definitions.map(lineOf).sort();
}

function lineOf(definition: Definition): string {
  const { kind, name, condition, features } = definition;
  return [`${kind} ${name.text}`, ...partsOf(definition), ...attached(condition, features)].join('; ');
}

function partsOf(definition: Definition): string[] {
  switch (definition.kind) {
    case 'enum': {
      const { prefix, values } = definition;
      return [...(prefix ? [`prefix ${prefix.text}`] : []), ...values.map((value) => memberText(value))];
    }
    case 'struct':
      return [`base ${typeText(definition.base)}`, ...definition.members.map(memberText)];
    case 'union': {
      const { base, discriminator, branches } = definition;
      return [
        `base ${typeText(base)}`,
        discriminator ? `by ${discriminator.text}` : 'simple',
        ...branches.map(({ key, type, condition }) => [key.text, typeText(type), ...attached(condition, [])].join(' ')),
      ];
    }
    case 'alternate':
      return definition.branches.map(memberText);
    case 'command':
    case 'event': {
      const returns = definition.kind === 'command' ? [`returns ${typeText(definition.returns)}`] : [];
      const flags = [...definition.flags].map(([flag, { value }]) => `${flag} ${value}`).sort();
      return [`data ${typeText(definition.data)}`, ...returns, ...flags];
    }
  }
}

function memberText({ name, optional, type, condition, features }: Member): string {
  return [`${optional ? '*' : ''}${name.text}`, typeText(type), ...attached(condition, features)].join(' ');
}

function typeText(type: TypeRef | undefined): string {
  if (!type) return '-';
  if (type.kind === 'name') return type.name;
  return type.kind === 'array' ? `[${typeText(type.of)}]` : `{ ${type.members.map(memberText).join(', ')} }`;
}

function attached(condition: Value | undefined, features: readonly Member[]): string[] {
  const said = condition && readCondition(condition);
  if (condition && !said) throw new Error(`a condition that nobody understands at ${condition.span.start}`);
  return [
    ...(said ? [`if ${newForm(said)}`] : []),
    ...features.map((feature) => `<${[feature.name.text, ...attached(feature.condition, [])].join(' ')}>`),
  ];
}
