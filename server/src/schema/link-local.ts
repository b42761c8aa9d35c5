/**
 * What a definition alone tells about how it fits into its schema: which names are in it, and which of them get in each other's
 * way. It is read once for each definition, however often the schema is linked.
 */
import type { ObjectValue } from '../syntax/tree.ts';
import { entryOf } from '../syntax/tree.ts';
import { cNameOf } from './c-names.ts';
import type { Trait } from './dialect.ts';
import { hasUnknownKey, keywordOf, withMeantKeys } from './keys.ts';
import type { Clash } from './link-faults.ts';
import {
  BUILTIN_TYPES,
  DEFINITIONS,
  type Definition,
  type Member,
  type StructDefinition,
  type TypeRef,
  type UnionDefinition,
} from './model.ts';
import { perContent, perFile } from './remember.ts';

/** The name of a type, where it is used. */
export type NamedRef = Extract<TypeRef, { kind: 'name' }>;

/** What has members, and may have a base. */
export type ObjectDefinition = StructDefinition | UnionDefinition;

/** What a definition tells by itself. */
export interface Local {
  /** Whether the definition is well formed, as far as others depend on it. */
  readonly sound: boolean;
  /** The type names in it, but for those of built-in types that every generator knows. */
  readonly types: readonly NamedRef[];
  /** Those of them that stand between brackets. */
  readonly elements: ReadonlySet<NamedRef>;
  /** What is laid out inside a struct or union: its base and its branches. */
  readonly parts: readonly NamedRef[];
  readonly clashes: readonly Pick<Clash, 'thing' | 'other' | 'refused'>[];
  /** All of its features, in the order in which the generator meets them. */
  readonly features: readonly Member[];
  /** The first of its own members that has an 'if'. */
  readonly conditional: Member | undefined;
  /** The names of an enum's values. */
  readonly values: ReadonlySet<string>;
}

const locals = DEFINITIONS.memory<Local>();

/** What a definition tells by itself, read when it is first asked for. */
export function localOf(definition: Definition): Local {
  let local = locals.get(definition);
  if (!local) {
    local = readLocal(definition);
    locals.set(definition, local);
  }
  return local;
}

const NONE: readonly never[] = [];
const NO_REFS: ReadonlySet<NamedRef> = new Set();
const NO_NAMES: ReadonlySet<string> = new Set();

/** Built-in types that came with a version of their own. */
export const LATER_TYPES: ReadonlyMap<string, Trait> = new Map([
  ['any', 'type-any'],
  ['QType', 'type-qtype'],
  ['null', 'type-null'],
]);

function readLocal(definition: Definition): Local {
  const types: NamedRef[] = [];
  const elements = new Set<NamedRef>();
  const clashes: Pick<Clash, 'thing' | 'other' | 'refused'>[] = [];
  const features: Member[] = [];
  let conditional: Member | undefined;
  const named = (ref: NamedRef): void => {
    if (!BUILTIN_TYPES.has(ref.name) || LATER_TYPES.has(ref.name)) types.push(ref);
  };
  const type = (ref: TypeRef | undefined): void => {
    if (ref?.kind === 'name') named(ref);
    else if (isWellFormedArray(ref)) {
      named(ref.of);
      elements.add(ref.of);
    }
  };
  const distinct = (things: readonly Member[], refused: boolean): void => {
    if (things.length < 2) return;
    const seen = new Map<string, Member>();
    for (const thing of things) {
      const identifier = cNameOf(thing);
      const other = seen.get(identifier);
      if (other) clashes.push({ thing, other, refused });
      else seen.set(identifier, thing);
    }
  };
  const featuresOf = (thing: Definition | Member, refused: boolean): void => {
    if (thing.features.length === 0) return;
    distinct(thing.features, refused);
    for (const feature of thing.features) features.push(feature);
  };
  const members = (list: readonly Member[]): void => {
    distinct(list, true);
    for (const member of list) {
      type(member.type);
      featuresOf(member, true);
      if (member.condition) conditional ??= member;
    }
  };
  const nameOrMembers = (ref: TypeRef | undefined): void => {
    if (ref?.kind === 'name') named(ref);
    else if (ref?.kind === 'object') members(ref.members);
  };
  featuresOf(definition, true);
  switch (definition.kind) {
    case 'enum':
      distinct(definition.values, true);
      // The generator does not compare the features of one value.
      for (const value of definition.values) featuresOf(value, false);
      break;
    case 'struct':
      if (definition.base?.kind === 'name') named(definition.base);
      members(definition.members);
      break;
    case 'union':
      nameOrMembers(definition.base);
      distinct(
        definition.branches.flatMap((branch) => branch.declares ?? []),
        true,
      );
      for (const branch of definition.branches) type(branch.type);
      break;
    case 'alternate':
      distinct(definition.branches, true);
      for (const branch of definition.branches) type(branch.type);
      break;
    case 'command':
      nameOrMembers(definition.data);
      type(definition.returns);
      break;
    case 'event':
      nameOrMembers(definition.data);
      break;
  }
  return {
    sound: isSound(definition),
    types: types.length > 0 ? types : NONE,
    elements: elements.size > 0 ? elements : NO_REFS,
    parts: definition.kind === 'struct' || definition.kind === 'union' ? partsOf(definition) : NONE,
    clashes: clashes.length > 0 ? clashes : NONE,
    features: features.length > 0 ? features : NONE,
    conditional,
    values: definition.kind === 'enum' ? new Set(definition.values.map((value) => value.name.text)) : NO_NAMES,
  };
}

/** The types that are laid out inside a struct or union. */
function partsOf(definition: ObjectDefinition): readonly NamedRef[] {
  const parts: NamedRef[] = [];
  if (definition.base?.kind === 'name') parts.push(definition.base);
  if (definition.kind === 'union' && definition.discriminator) {
    for (const { type } of definition.branches) if (type?.kind === 'name') parts.push(type);
  }
  return parts;
}

/** Whether a reference is an array of one named type, as it has to be. */
export function isWellFormedArray(ref: TypeRef | undefined): ref is TypeRef & { kind: 'array'; of: NamedRef } {
  return ref?.kind === 'array' && ref.elements === 1 && ref.of?.kind === 'name';
}

/** Whether a definition is well formed, slips put right, as far as others depend on it. */
function isSound(definition: Definition): boolean {
  if (!definition.expression.whole) return false;
  let object = definition.expression.value as ObjectValue;
  if (hasUnknownKey(object, definition.kind)) {
    object = withMeantKeys(keywordOf(object)?.object ?? object, definition.kind);
    if (hasUnknownKey(object, definition.kind)) return false;
  }
  const data = entryOf(object, 'data')?.value;
  switch (definition.kind) {
    case 'enum':
      return data?.kind === 'array' && data.items.length === definition.values.length;
    case 'struct':
      return data?.kind === 'object' && data.entries.length === definition.members.length;
    case 'union':
    case 'alternate':
      return data?.kind === 'object' && data.entries.length === definition.branches.length;
    default:
      return true;
  }
}

/** The names of all features in a definition. */
const featureNamesOf = perContent((definition): ReadonlySet<string> => {
  const { features } = localOf(definition);
  return features.length === 0 ? NO_NAMES : new Set(features.map((feature) => feature.name.text));
});

/** The names of all features in a file. */
export const featureNamesIn = perFile((file): ReadonlySet<string> => {
  const whole = file.definitions.filter(({ expression }) => expression.whole);
  const sets = whole.map(featureNamesOf).filter((names) => names !== NO_NAMES);
  return new Set(sets.flatMap((names) => [...names]));
});
