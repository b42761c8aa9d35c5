/**
 * Walks a value of a message along the type that the schema has in its place. It finds what every name in the value stands for,
 * and what does not fit. A type that the schema itself does not define fits anything: that mistake is the schema's.
 *
 * What fits is what QEMU's visitors take (its qapi/qobject-input-visitor.c): integers want numbers without fraction or exponent,
 * alternates go by the kind of the JSON value, and where something is left out on purpose, with `...`, nothing is missing.
 */

import type { WireAlternate, WireEnum, WireMember, WireObject, WireTag, WireType } from '../compat/wire.ts';
import { definitionOf } from '../compat/wire.ts';
import type { TagValue, WirePart, WirePath } from '../compat/wire-path.ts';
import { meantName } from '../names/meant.ts';
import { isAnswer } from '../schema/answer.ts';
import { isTypeDefinition, type Member, type NamedThing, type TypeDefinition } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import type { Fault, MissingMember } from './faults.ts';
import { ANY_INTEGER, integerIn, rangeOf } from './integers.ts';
import {
  type JsonArray,
  type JsonEntry,
  type JsonObject,
  type JsonString,
  type JsonValue,
  jsonEntryOf,
} from './json.ts';
import type { Side } from './message.ts';

/** Who is told what a walk finds, in the order of the text. */
export interface Listener {
  /** A name that the schema has, without its quotes, and what it stands for. */
  name(span: Span, thing: NamedThing): void;
  fault(fault: Fault): void;
  /** A type that was looked into. */
  type(definition: TypeDefinition): void;
}

/** What a value belongs to. */
export interface ValuePlace {
  readonly kind: WirePath['kind'];
  /** Of the command or event. */
  readonly name: string;
  readonly part: WirePart;
  readonly side: Side;
  /** The whole message. */
  readonly message: JsonObject;
  /** The outermost object takes members that the schema does not tell: `'gen': false`. */
  readonly takesMore?: boolean;
  /** It is the server's greeting, which is to be the same everywhere. */
  readonly inGreeting?: boolean;
}

const NO_BRANCHES: readonly TagValue[] = [];

/** Walks values, and tells its listener what it finds. */
export class ValueWalk {
  readonly #schema: Schema;
  readonly #place: ValuePlace;
  readonly #listener: Listener;
  readonly #members: string[] = [];
  readonly #branches: (readonly TagValue[])[] = [];
  /** Whether the value in hand is an element of the array that its place takes. */
  #isElement = false;

  constructor(schema: Schema, place: ValuePlace, listener: Listener) {
    this.#schema = schema;
    this.#place = place;
    this.#listener = listener;
  }

  /**
   * @param value undefined where there is none, although it may have members that must be there
   * @param at what to point at where something is missing: the key before the value
   */
  walk(value: JsonValue | undefined, type: WireType, at: Span): void {
    // Arguments and the data of events are objects: that another type stands there is the schema's mistake.
    if (this.#place.part !== 'return' && type.kind !== 'object') return;
    if (value) this.#value(value, type, at);
    else if (type.kind === 'object' && !isBroken(type)) this.#object(undefined, type, at);
  }

  #value(value: JsonValue, type: WireType, at: Span): void {
    if (value.kind === 'elision' || value.kind === 'bad' || isBroken(type)) return;
    const { kind } = type;
    switch (kind) {
      case 'unknown':
        return;
      case 'scalar':
        this.#scalar(value, type, type.name);
        return;
      case 'array':
        if (value.kind === 'array') this.#array(value, type.of, at);
        else this.#wrongType(value, type);
        return;
      case 'enum':
        if (value.kind === 'string') this.#enum(value, type);
        else this.#wrongType(value, type);
        return;
      case 'object':
        if (value.kind === 'object') this.#object(value, type, at);
        else this.#wrongType(value, type);
        return;
      case 'alternate':
        this.#alternate(value, type, at);
    }
  }

  #array(array: JsonArray, of: WireType, at: Span): void {
    const outer = this.#isElement;
    this.#isElement = true;
    for (const item of array.items) this.#value(item, of, item.kind === 'object' ? braceOf(item) : at);
    this.#isElement = outer;
  }

  #scalar(value: JsonValue, type: WireType, name: string): void {
    const { json } = type;
    if (json === 'any') return;
    if (value.kind !== json) {
      this.#wrongType(value, type);
      return;
    }
    const told = value.kind === 'number' ? rangeOf(name) : undefined;
    if (!told || value.kind !== 'number') return;
    const range = isAnswer(this.#schema) ? ANY_INTEGER : told;
    const integer = integerIn(value.text);
    if (integer === 'broken') return;
    if (integer === undefined) {
      this.#wrongType(value, type);
      return;
    }
    if (integer >= range.from && integer <= range.to) return;
    const { span, text } = value;
    const takenFor = range.wraps && integer < 0n && integer >= -(2n ** 63n) ? integer + 2n ** 64n : undefined;
    this.#fault({ kind: 'out-of-range', span, text, from: range.from, to: range.to, takenFor, ...this.#here() });
  }

  #enum(value: JsonString, type: WireEnum): void {
    if (type.definition) this.#listener.type(type.definition);
    const found = type.values.get(value.text);
    if (found) {
      this.#listener.name(value.content, found);
      this.#features(value.content, found, value.text);
      this.#downstream(value, found, value.text);
      return;
    }
    // An enum without values is one that could not be read.
    if (type.values.size === 0) return;
    const known = [...type.values.keys()];
    const types = type.definition ? [type.definition.name.text] : [];
    const inGreeting = this.#inGreeting;
    const here = this.#here(value.text);
    this.#fault({ kind: 'unknown-value', span: value.content, types, value, known, inGreeting, ...here });
  }

  /** QEMU takes the branch whose type has the JSON kind of the value: of each kind there is at most one. */
  #alternate(value: JsonValue, type: WireAlternate, at: Span): void {
    this.#listener.type(type.definition);
    const { branches } = type;
    const branch = branches.find((one) => one.type.json === value.kind);
    if (branch) this.#value(value, branch.type, at);
    else if (canBeTold(branches)) this.#wrongType(value, type);
  }

  #object(object: JsonObject | undefined, type: WireObject, at: Span): void {
    const layers = this.#layersOf(object, type);
    const isOutermost = this.#members.length === 0;
    /** What is there under a wrong name is not missing as well. */
    let meant: Set<string> | undefined;
    for (const { object: layer } of layers.all) if (layer.definition) this.#listener.type(layer.definition);
    for (const entry of object?.entries ?? []) {
      const name = entry.key.text;
      const found = layers.find(name);
      if (found) {
        this.#member(entry, found.member, found.branches);
        continue;
      }
      const only = layers.openTag && onlyInBranches(name, object as JsonObject, layers.openTag);
      if (only) {
        const owner = only.member.declared?.owner;
        if (owner && isTypeDefinition(owner)) this.#listener.type(owner);
        this.#member(entry, only.member, [only.tag]);
      } else if (layers.isOpen && layers.mayHave(name)) continue;
      else {
        const name = this.#unknown(entry, object as JsonObject, layers, isOutermost);
        if (name !== undefined) meant = (meant ?? new Set()).add(name);
      }
    }
    if (object?.elided) return;
    const missing: MissingMember[] = [];
    for (const { object: layer } of layers.all) {
      layer.members.forEach((member, name) => {
        const isMandatory = member.declared?.optional !== true && member.declared?.condition === undefined;
        if (!isMandatory || meant?.has(name) || (object && jsonEntryOf(object, name))) return;
        if (!missing.some((other) => other.name === name)) missing.push({ name, type: member.type, member });
      });
    }
    if (missing.length === 0) return;
    const { message } = this.#place;
    const inGreeting = this.#inGreeting;
    const { types } = layers;
    this.#fault({ kind: 'missing-member', span: at, types, missing, object, message, inGreeting, ...this.#here() });
  }

  #member({ key, value }: JsonEntry, member: WireMember, branches: readonly TagValue[]): void {
    this.#members.push(key.text);
    this.#branches.push(branches);
    const { declared } = member;
    if (declared) {
      this.#listener.name(key.content, declared);
      this.#features(key.content, declared, undefined);
      this.#downstream(key, declared, undefined);
    }
    const outer = this.#isElement;
    this.#isElement = false;
    if (value) this.#value(value, member.type, key.content);
    this.#isElement = outer;
    this.#members.pop();
    this.#branches.pop();
  }

  /** @returns the name that was most likely meant */
  #unknown(entry: JsonEntry, object: JsonObject, layers: Layers, isOutermost: boolean): string | undefined {
    const { key } = entry;
    const { side, takesMore } = this.#place;
    this.#members.push(key.text);
    this.#branches.push(layers.chosen);
    const { wire, isElement } = this.#here();
    this.#members.pop();
    this.#branches.pop();
    // A vendor may add to what its program sends, and nobody knows what.
    if (side === 'server' && key.text.startsWith('__')) return undefined;
    if ((takesMore && isOutermost) || layers.all.some((layer) => this.#isBroken(layer, layers.chosen)))
      return undefined;
    const known = layers.all
      .flatMap(({ object: { members } }) => [...members.keys()])
      .filter((name) => !jsonEntryOf(object, name));
    const elsewhere = layers.elsewhere(key.text);
    const meant = elsewhere ? undefined : meantName(key.text, known);
    const inGreeting = this.#inGreeting;
    this.#fault({
      kind: 'unknown-member',
      span: key.content,
      types: layers.types,
      entry,
      object,
      known,
      meant,
      elsewhere,
      inGreeting,
      side,
      wire,
      isElement,
    });
    return meant;
  }

  /** Whether the schema does not tell all that an object has, because a base or branch of it is not defined. */
  #isBroken({ object: { definition, tag } }: Layer, chosen: readonly TagValue[]): boolean {
    // Of a tag without values the enum is lost.
    if (tag?.values.size === 0) return true;
    const value = chosen.find((one) => one.tag === tag?.name)?.value;
    const chosenOrAll = value === undefined ? [...(tag?.declared.keys() ?? [])] : [value];
    const isLost = (branch: WireObject | undefined): boolean => !branch || isBroken(branch);
    if (chosenOrAll.some((one) => tag?.declared.has(one) && isLost(tag.branches.get(one)))) return true;
    const seen = new Set<TypeDefinition>();
    for (let type = definition; type && !seen.has(type); ) {
      seen.add(type);
      const base = type.kind === 'struct' || type.kind === 'union' ? type.base : undefined;
      type = this.#schema.typeOf(base);
      if (base?.kind === 'name' && type?.kind !== 'struct' && type?.kind !== 'union') return true;
    }
    return false;
  }

  /** What a client sends had better not be on its way out. What it receives is not its choice. */
  #features(span: Span, thing: Member, value: string | undefined): void {
    if (this.#place.side !== 'client') return;
    for (const feature of thing.features) {
      const kind = feature.name.text;
      if (kind !== 'deprecated' && kind !== 'unstable') continue;
      const { side, wire } = this.#here(value);
      this.#fault({ kind, span, thing, feature, side, wire });
    }
  }

  /** A vendor's name in what a client sends: other programs refuse it. */
  #downstream({ text, content }: JsonString, thing: Member, value: string | undefined): void {
    if (this.#place.side !== 'client' || !text.startsWith('__')) return;
    this.#fault({ kind: 'downstream-name', span: content, name: text, thing, ...this.#here(value) });
  }

  #wrongType(value: JsonValue, expected: WireType): void {
    this.#fault({ kind: 'wrong-type', span: value.span, value, expected, ...this.#here() });
  }

  #fault(fault: Fault): void {
    this.#listener.fault(fault);
  }

  get #inGreeting(): boolean {
    return this.#place.inGreeting === true;
  }

  #here(value?: string): { readonly side: Side; readonly wire: WirePath; readonly isElement: boolean } {
    const { kind, name, part, side } = this.#place;
    const members = [...this.#members];
    const branches = this.#branches.some((list) => list.length > 0) ? { branches: [...this.#branches] } : undefined;
    const wire = { kind, name, part, members, ...branches, ...(value !== undefined && { value }) };
    return { side, wire, isElement: this.#isElement };
  }

  /** The members that an object has by its type, and by the branches that its tags choose: a branch may be a union itself. */
  #layersOf(object: JsonObject | undefined, type: WireObject): Layers {
    const layers: Layer[] = [{ object: type, branches: NO_BRANCHES }];
    const chosen: TagValue[] = [];
    for (let last = type; ; ) {
      const { tag } = last;
      // A union that is its own branch has the same tag again.
      if (!tag || chosen.some((other) => other.tag === tag.name)) return new Layers(layers, chosen, undefined, false);
      const entry = object && jsonEntryOf(object, tag.name);
      const value = entry?.value;
      if (value?.kind !== 'string' || !tag.values.has(value.text)) {
        // Without a tag nobody knows which branch is meant; what is wrong with it is told where it stands.
        const isLeftOut = object !== undefined && entry === undefined && !object.elided;
        return new Layers(layers, chosen, isLeftOut ? tag : undefined, true);
      }
      chosen.push({ tag: tag.name, value: value.text });
      const branch = tag.branches.get(value.text);
      if (!branch) return new Layers(layers, chosen, undefined, false);
      layers.push({ object: branch, branches: [...chosen] });
      last = branch;
    }
  }
}

/** Whether a type has a definition that is broken: what it was meant to take nobody knows. */
function isBroken(type: WireType): boolean {
  return definitionOf(type)?.expression.whole === false;
}

/** Whether a value shows which branch of an alternate it is: else the mistake is the schema's. */
function canBeTold(branches: readonly WireMember[]): boolean {
  const kinds = new Set(branches.map(({ type }) => type.json));
  return kinds.size > 0 && kinds.size === branches.length && !kinds.has(undefined) && !kinds.has('any');
}

/** Members that an object has for one reason: its type, or a tag. */
interface Layer {
  readonly object: WireObject;
  readonly branches: readonly TagValue[];
}

class Layers {
  readonly all: readonly Layer[];
  readonly chosen: readonly TagValue[];
  /** The tag that the object leaves out. */
  readonly openTag: WireTag | undefined;
  /** Whether nobody knows which branch is meant. */
  readonly isOpen: boolean;

  constructor(all: readonly Layer[], chosen: readonly TagValue[], openTag: WireTag | undefined, isOpen: boolean) {
    this.all = all;
    this.chosen = chosen;
    this.openTag = openTag;
    this.isOpen = isOpen;
  }

  find(name: string): { readonly member: WireMember; readonly branches: readonly TagValue[] } | undefined {
    for (const { object, branches } of this.all) {
      const member = object.members.get(name);
      if (member) return { member, branches };
    }
    return undefined;
  }

  /** The names of the types that they are of. */
  get types(): readonly string[] {
    return this.all.flatMap(({ object: { definition } }) => definition?.name.text ?? []);
  }

  /** Whether some branch of the tag that is left open has a member. */
  mayHave(name: string): boolean {
    const tag = this.all.at(-1)?.object.tag;
    return tag !== undefined && valuesWith(name, tag).length > 0;
  }

  /** With which other values of one of its tags, the innermost first, the object would have a member. */
  elsewhere(
    name: string,
  ): { readonly tag: string; readonly value: string; readonly values: readonly string[] } | undefined {
    for (let index = this.chosen.length - 1; index >= 0; index--) {
      const { tag, value } = this.chosen[index] as TagValue;
      const wireTag = this.all[index]?.object.tag;
      // The branch in hand may have it by way of a tag of its own, which is told first.
      const values = wireTag ? valuesWith(name, wireTag).filter((other) => other !== value) : [];
      if (values.length > 0) return { tag, value, values };
    }
    return undefined;
  }
}

/** The values of a tag whose branches have a member, be it by way of a tag of their own. */
function valuesWith(name: string, tag: WireTag): string[] {
  return [...tag.branches].flatMap(([value, branch]) => (hasSomewhere(name, branch, new Set()) ? [value] : []));
}

function hasSomewhere(name: string, object: WireObject, seen: Set<number>): boolean {
  if (object.members.has(name)) return true;
  if (seen.has(object.id)) return false;
  seen.add(object.id);
  return [...(object.tag?.branches.values() ?? [])].some((branch) => hasSomewhere(name, branch, seen));
}

/**
 * Where an object leaves out its tag: the member of that name, if the branches have just one. Documentation lags behind types that
 * became unions, and a rename should not leave it behind further.
 */
function onlyInBranches(
  name: string,
  object: JsonObject,
  tag: WireTag,
): { readonly member: WireMember; readonly tag: TagValue } | undefined {
  if (object.elided) return undefined;
  let only: { readonly member: WireMember; readonly tag: TagValue } | undefined;
  for (const [value, branch] of tag.branches) {
    const member = branch.members.get(name);
    if (member && only && member.declared !== only.member.declared) return undefined;
    if (member) only ??= { member, tag: { tag: tag.name, value } };
  }
  // The `data` of simple unions stands for another thing in each branch.
  return only?.member.declared ? only : undefined;
}

function braceOf({ span: { start } }: JsonObject): Span {
  return { start, end: start + 1 };
}
