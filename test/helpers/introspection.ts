/**
 * What a program with a given schema would answer to query-qmp-schema, had it everything switched on: made from the schema
 * alone, entry by entry, so that it may judge whoever reads such answers.
 */
import { BUILTIN_TYPES, type Member, type TypeDefinition, type TypeRef } from '../../server/src/schema/model.ts';
import type { ObjectView, Schema } from '../../server/src/schema/schema.ts';

interface SchemaInfo {
  readonly name: string;
  readonly 'meta-type': string;
  readonly [key: string]: unknown;
}

/** The entries: commands and events in the order of the schema, then the types, each as it is first met. */
export function introspectionOf(schema: Schema): readonly SchemaInfo[] {
  return new Introspector(schema).entries();
}

const JSON_TYPES: ReadonlyMap<string, string> = new Map([
  ['str', 'string'],
  ['number', 'number'],
  ['bool', 'boolean'],
  ['null', 'null'],
  ['any', 'value'],
]);

/** Stands for the object without members. */
const EMPTY = {};

class Introspector {
  readonly #schema: Schema;
  readonly #names = new Map<unknown, string>();
  readonly #types: SchemaInfo[] = [];
  /** Types lead to types, and back to themselves: what is still to be told of. */
  readonly #waiting: (() => void)[] = [];

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  entries(): readonly SchemaInfo[] {
    const top = this.#schema.definitions.flatMap((definition): SchemaInfo[] => {
      const { kind, name } = definition;
      if (kind !== 'command' && kind !== 'event') return [];
      const returns = kind === 'command' && { 'ret-type': this.#type(definition.returns) };
      const oob = definition.flags.get('allow-oob')?.value && { 'allow-oob': true };
      return [
        {
          name: name.text,
          'meta-type': kind,
          'arg-type': this.#type(definition.data),
          ...returns,
          ...oob,
          ...features(definition.features),
        },
      ];
    });
    for (let tell = this.#waiting.shift(); tell; tell = this.#waiting.shift()) tell();
    return [...top, ...this.#types];
  }

  /** The name of a type, which is told of once. All objects without members are the same. */
  #type(ref: TypeRef | undefined): string {
    if (!ref || this.#isEmpty(ref)) return this.#numbered(EMPTY, () => ({ 'meta-type': 'object', members: [] }));
    if (ref.kind === 'array') {
      const element = this.#type(ref.of);
      return this.#named(`[${element}]`, `[${element}]`, () => ({ 'meta-type': 'array', 'element-type': element }));
    }
    if (ref.kind === 'object') return this.#numbered(ref, () => this.#object({ members: ref.members, tag: undefined }));
    const definition = this.#schema.typeOf(ref);
    if (definition) return this.#numbered(definition, () => this.#definition(definition));
    if (!BUILTIN_TYPES.has(ref.name)) throw new Error(`no type ${ref.name}`);
    // The one enum that stands in no schema.
    if (ref.name === 'QType')
      return this.#numbered(ref.name, () => ({ 'meta-type': 'enum', values: ['none', 'qnull'] }));
    const json = JSON_TYPES.get(ref.name) ?? 'int';
    const name = json === 'int' ? 'int' : ref.name;
    return this.#named(name, name, () => ({ 'meta-type': 'builtin', 'json-type': json }));
  }

  #isEmpty(ref: TypeRef): boolean {
    const view = this.#schema.objectOf(ref);
    return view?.members.length === 0 && !view.tag && !this.#schema.typeOf(ref)?.features.length;
  }

  #definition(definition: TypeDefinition): Omit<SchemaInfo, 'name'> {
    switch (definition.kind) {
      case 'enum':
        return {
          'meta-type': 'enum',
          members: definition.values.map((value) => ({ name: value.name.text, ...features(value.features) })),
          values: definition.values.map((value) => value.name.text),
          ...features(definition.features),
        };
      case 'alternate':
        return {
          'meta-type': 'alternate',
          members: definition.branches.map((branch) => ({ type: this.#type(branch.type) })),
          ...features(definition.features),
        };
      default:
        return { ...this.#object(this.#schema.viewOf(definition)), ...features(definition.features) };
    }
  }

  #object(view: ObjectView | undefined): Omit<SchemaInfo, 'name'> {
    const members: object[] = (view?.members ?? []).map(({ name, type, optional, features: all }) => ({
      name: name.text,
      ...(optional && { default: null }),
      type: this.#type(type),
      ...features(all),
    }));
    const tag = view?.tag;
    if (!tag) return { 'meta-type': 'object', members };
    const values = tag.values.map(({ name }) => name.text);
    const implied = { 'meta-type': 'enum', members: values.map((name) => ({ name })), values };
    if (tag.wrapped) {
      members.push({ name: tag.name, type: this.#numbered(tag, () => implied) });
    }
    const variants = values.map((value) => {
      const branch = tag.branches.get(value);
      if (!tag.wrapped || !branch) return { case: value, type: this.#type(branch?.type) };
      const wrapper = () => ({ 'meta-type': 'object', members: [{ name: 'data', type: this.#type(branch.type) }] });
      return { case: value, type: this.#numbered(branch, wrapper) };
    });
    return { 'meta-type': 'object', members, tag: tag.name, variants };
  }

  /** The name of a type that has a number for one. */
  #numbered(identity: unknown, tell: () => Omit<SchemaInfo, 'name'>): string {
    return this.#named(identity, String(this.#names.size), tell);
  }

  #named(identity: unknown, name: string, tell: () => Omit<SchemaInfo, 'name'>): string {
    const known = this.#names.get(identity);
    if (known !== undefined) return known;
    this.#names.set(identity, name);
    this.#waiting.push(() => this.#types.push({ name, ...tell() } as SchemaInfo));
    return name;
  }
}

function features(all: readonly Member[]): { features?: readonly string[] } {
  return all.length > 0 ? { features: all.map(({ name }) => name.text) } : {};
}
