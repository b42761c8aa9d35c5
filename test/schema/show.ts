/** Definitions in one line each, for tests: what was understood of a text. */
import type { Definition, Member, TypeRef } from '../../server/src/schema/model.ts';

/** `struct Disk: id=str, *tags=[str] <unstable>`. */
export function show(definition: Definition): string {
  const { kind, name, features, condition } = definition;
  const head = `${kind} ${name.text}${condition ? ' (if)' : ''}${list(features, ' <', '>')}`;
  return [head, ...partsOf(definition)].filter(Boolean).join('; ').replace('; ', ': ');
}

function partsOf(definition: Definition): string[] {
  const type = (label: string, ref: TypeRef | undefined): string => (ref ? `${label} ${showType(ref)}` : '');
  switch (definition.kind) {
    case 'enum':
      return [
        definition.values.map(showMember).join(', '),
        definition.prefix ? `prefix ${definition.prefix.text}` : '',
      ];
    case 'struct':
      return [type('base', definition.base), definition.members.map(showMember).join(', ')];
    case 'union':
      return [
        type('base', definition.base),
        definition.discriminator ? `by ${definition.discriminator.text}` : 'simple',
        definition.branches
          .map(({ key, type: of, condition, declares }) => {
            const name = declares ? `${declares.kind} ${declares.name.text}` : key.text;
            return `${name}=${of ? showType(of) : '?'}${condition ? ' (if)' : ''}`;
          })
          .join(', '),
      ];
    case 'alternate':
      return [definition.branches.map(showMember).join(', ')];
    case 'command':
      return [type('takes', definition.data), type('returns', definition.returns), flags(definition.flags)];
    case 'event':
      return [type('carries', definition.data), flags(definition.flags)];
  }
}

function flags(map: ReadonlyMap<string, { readonly value: boolean }>): string {
  return [...map].map(([key, { value }]) => `${key}=${value}`).join(', ');
}

function showMember({ name, optional, type, condition, features }: Member): string {
  return `${optional ? '*' : ''}${name.text}${type ? `=${showType(type)}` : ''}${condition ? ' (if)' : ''}${list(features, ' <', '>')}`;
}

function showType(ref: TypeRef): string {
  if (ref.kind === 'name') return ref.name;
  if (ref.kind === 'array') return `[${ref.of ? showType(ref.of) : ''}]`;
  return `{${ref.members.map(showMember).join(', ')}}`;
}

function list(members: readonly Member[], before: string, after: string): string {
  return members.length > 0 ? `${before}${members.map(showMember).join(', ')}${after}` : '';
}
