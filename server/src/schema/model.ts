/**
 * What a schema says, in the terms of the field: definitions with their members, branches, values and features.
 *
 * Everything here is a value of one file: it is made from one tree and knows its own file only. What a type name refers
 * to depends on the schema that the file is read in, and is asked of a `Schema`.
 */
import type { NameKind } from '../names/kinds.ts';
import { Kind, type Remembering } from '../syntax/memory.ts';
import type { Span } from '../syntax/text.ts';
import type { BoolValue, Doc, Expression, ObjectValue, StringValue, Tree, Value } from '../syntax/tree.ts';

/** The keyword of a definition. `struct` stands for the `type` of schemas before 2.4 as well. */
export type DefinitionKind = 'enum' | 'struct' | 'union' | 'alternate' | 'command' | 'event';

export type Definition =
  | EnumDefinition
  | StructDefinition
  | UnionDefinition
  | AlternateDefinition
  | CommandDefinition
  | EventDefinition;

export const DEFINITIONS = new Kind<Definition>();

export type TypeDefinition = EnumDefinition | StructDefinition | UnionDefinition | AlternateDefinition;

/** Anything that has a name of its own: what a name on the screen stands for, what is renamed, what a rule judges. */
export type NamedThing = Definition | Member;

/** A name where it is declared: the text without quotes and without `*`, and where that text stands. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

interface DefinitionBase extends Remembering {
  /** Path of the file it stands in. */
  readonly file: string;
  readonly name: Name;
  readonly expression: Expression;
  readonly doc: Doc | undefined;
  readonly condition: Value | undefined;
  readonly features: readonly Member[];
  /** The keyword, `'struct'`, as it stands in the text. */
  readonly keyword: StringValue;
}

export interface EnumDefinition extends DefinitionBase {
  readonly kind: 'enum';
  readonly values: readonly Member[];
  /** `'prefix'`: what the C constants begin with, instead of the name of the enum. */
  readonly prefix: StringValue | undefined;
}

export interface StructDefinition extends DefinitionBase {
  readonly kind: 'struct';
  readonly base: TypeRef | undefined;
  readonly members: readonly Member[];
}

export interface UnionDefinition extends DefinitionBase {
  readonly kind: 'union';
  readonly base: TypeRef | undefined;
  /** Missing in the simple unions of dialects before 6.2: there the branches declare the values of a tag `type`. */
  readonly discriminator: StringValue | undefined;
  readonly branches: readonly Branch[];
}

export interface AlternateDefinition extends DefinitionBase {
  readonly kind: 'alternate';
  readonly branches: readonly Member[];
}

export interface CommandDefinition extends DefinitionBase {
  readonly kind: 'command';
  readonly data: TypeRef | undefined;
  readonly returns: TypeRef | undefined;
  readonly flags: ReadonlyMap<string, BoolValue>;
}

export interface EventDefinition extends DefinitionBase {
  readonly kind: 'event';
  readonly data: TypeRef | undefined;
  readonly flags: ReadonlyMap<string, BoolValue>;
}

/** A member, argument, enum value, feature, alternate branch, or branch of a simple union. */
export interface Member {
  readonly kind: Extract<NameKind, 'member' | 'value' | 'branch' | 'feature'>;
  readonly file: string;
  readonly name: Name;
  readonly optional: boolean;
  readonly type: TypeRef | undefined;
  readonly condition: Value | undefined;
  readonly features: readonly Member[];
  /** `{ 'type': ..., 'if': ... }` or `{ 'name': ... }`, where it is written out so. */
  readonly longhand: ObjectValue | undefined;
  /** The definition whose text it stands in. */
  owner: Definition;
  /** The member that holds it, for features of members and members of nested anonymous structs. */
  parent: Member | undefined;
}

/** A branch of a union. With a discriminator its key repeats a value of the tag's enum; without, it declares one. */
export interface Branch {
  readonly key: StringValue;
  readonly type: TypeRef | undefined;
  readonly condition: Value | undefined;
  /** The value that it declares, in a simple union. */
  readonly declares: Member | undefined;
}

/** A type where it is used. */
export type TypeRef =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  /** One element is right; of several, the first counts. */
  | { readonly kind: 'array'; readonly of: TypeRef | undefined; readonly elements: number; readonly span: Span }
  | { readonly kind: 'object'; readonly members: readonly Member[]; readonly span: Span };

export interface Include {
  readonly path: StringValue;
  readonly span: Span;
}

export interface Pragma {
  readonly name: StringValue;
  readonly value: Value | undefined;
}

/** All that one file says. */
export interface SourceFile extends Remembering {
  readonly path: string;
  readonly tree: Tree;
  readonly definitions: readonly Definition[];
  readonly includes: readonly Include[];
  readonly pragmas: readonly Pragma[];
  readonly intended: Intended;
}

export const FILES = new Kind<SourceFile>();

/** What expressions that are broken were probably meant to say: that it is missing is no mistake of its own. */
export interface Intended {
  /** Names that they would declare. */
  readonly names: ReadonlySet<string>;
  /** Names of which there is only the documentation. */
  readonly documented: ReadonlySet<string>;
  /** The strings in them, without the `*` of an optional member, and what their comments describe, or comments that stand alone. */
  readonly parts: ReadonlySet<string>;
  /** Whether one would include a file. */
  readonly include: boolean;
  /** How many would declare something of which nobody knows the name. */
  readonly nameless: number;
  /** The names in pragmas, of which nobody knows what they are exempt from. */
  readonly exempt: ReadonlySet<string>;
}

/** The names of QAPI's built-in types, and the kind of JSON value that each has on the wire. */
export const BUILTIN_TYPES: ReadonlyMap<string, JsonKind> = new Map<string, JsonKind>([
  ['str', 'string'],
  ['int', 'number'],
  ['number', 'number'],
  ['int8', 'number'],
  ['int16', 'number'],
  ['int32', 'number'],
  ['int64', 'number'],
  ['uint8', 'number'],
  ['uint16', 'number'],
  ['uint32', 'number'],
  ['uint64', 'number'],
  ['size', 'number'],
  ['bool', 'boolean'],
  ['null', 'null'],
  ['any', 'any'],
  ['QType', 'string'],
]);

export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'any';

/** Whether a named thing is a definition, and not a part of one. */
export function isDefinition(thing: NamedThing): thing is Definition {
  return 'keyword' in thing;
}

/** Whether a definition is a type: neither command nor event. */
export function isTypeDefinition(definition: Definition): definition is TypeDefinition {
  return definition.kind !== 'command' && definition.kind !== 'event';
}

/** The definition that a thing is, or stands in. */
export function definitionOf(thing: NamedThing): Definition {
  return isDefinition(thing) ? thing : thing.owner;
}

/** Calls `visit` for every named thing of a definition, the definition first, then as they stand in the text. */
export function forEachNamed(definition: Definition, visit: (thing: NamedThing) => void): void {
  visit(definition);
  const member = (m: Member): void => {
    visit(m);
    m.features.forEach(visit);
    if (m.type?.kind === 'object') m.type.members.forEach(member);
    else if (m.type?.kind === 'array' && m.type.of?.kind === 'object') m.type.of.members.forEach(member);
  };
  const inline = (type: TypeRef | undefined): void => {
    if (type?.kind === 'object') type.members.forEach(member);
  };
  switch (definition.kind) {
    case 'enum':
      definition.values.forEach(member);
      break;
    case 'struct':
      inline(definition.base);
      definition.members.forEach(member);
      break;
    case 'union':
      inline(definition.base);
      for (const branch of definition.branches) {
        if (branch.declares) member(branch.declares);
        inline(branch.type);
      }
      break;
    case 'alternate':
      definition.branches.forEach(member);
      break;
    case 'command':
      inline(definition.data);
      inline(definition.returns);
      break;
    case 'event':
      inline(definition.data);
      break;
  }
  definition.features.forEach(visit);
}
