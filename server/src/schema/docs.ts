/** How a definition and its documentation comment belong together. */
import type { Doc, DocSection } from '../syntax/tree.ts';
import { parseVersion, type QemuVersion } from './dialect.ts';
import { DEFINITIONS, type Definition, forEachNamed, type Member, type NamedThing, type TypeRef } from './model.ts';
import type { Schema } from './schema.ts';
import { elementOf } from './schema.ts';

/** What the names in the documentation of one definition mean. */
export class DocNames {
  readonly #definition: Definition;
  readonly #schema: Schema;

  constructor(definition: Definition, schema: Schema) {
    this.#definition = definition;
    this.#schema = schema;
  }

  /** What a section `@name:` of this documentation describes: the definition's own members, values or branches. */
  own(name: string): Member | undefined {
    return ownNamesOf(this.#definition).members.get(name) ?? this.feature(name);
  }

  /** The definition's feature of that name, or the feature of one of its members. */
  feature(name: string): Member | undefined {
    return ownNamesOf(this.#definition).features.get(name);
  }

  /**
   * What `@name` in the running text means: a member of the definition, inherited ones and those of a named argument type
   * included; else a member of what a command returns; else nothing of this definition.
   */
  mentioned(name: string): Member | undefined {
    const own = this.own(name);
    if (own) return own;
    const definition = this.#definition;
    const find = (type: TypeRef | undefined): Member | undefined => {
      const view = this.#schema.objectOf(elementOf(type));
      return view?.members.find((m) => m.name.text === name) ?? view?.tag?.values.find((m) => m.name.text === name);
    };
    switch (definition.kind) {
      case 'command':
        return find(definition.data) ?? find(definition.returns);
      case 'event':
        return find(definition.data);
      case 'struct':
        return find(definition.base);
      case 'union':
        return find(definition.base) ?? this.#schema.viewOf(definition)?.tag?.values.find((m) => m.name.text === name);
      default:
        return undefined;
    }
  }
}

/** The names that a definition itself gives meaning in its documentation. */
interface OwnNames {
  readonly members: ReadonlyMap<string, Member>;
  readonly features: ReadonlyMap<string, Member>;
}

const ownNames = DEFINITIONS.memory<OwnNames>();

function ownNamesOf(definition: Definition): OwnNames {
  const known = ownNames.get(definition);
  if (known) return known;
  const members = new Map<string, Member>();
  const features = new Map<string, Member>();
  forEachNamed(definition, (thing) => {
    if (thing === definition) return;
    const member = thing as Member;
    const isFeature = member.kind === 'feature';
    const name = isFeature ? member.name.text : qualifiedName(member);
    const names = isFeature ? features : members;
    if (!names.has(name)) names.set(name, member);
  });
  const found = { members, features };
  ownNames.set(definition, found);
  return found;
}

/** `version.major` for a member of a nested anonymous struct, as old documentation writes it; else the plain name. */
function qualifiedName(member: Member): string {
  return member.parent ? `${qualifiedName(member.parent)}.${member.name.text}` : member.name.text;
}

/** The section of a documentation comment that describes a thing, if any. */
export function docSectionOf(thing: NamedThing): { doc: Doc; section: DocSection } | undefined {
  if ('keyword' in thing) return undefined;
  const doc = thing.owner.doc;
  const wanted = thing.kind === 'feature' ? 'feature' : 'member';
  const name = thing.kind === 'feature' ? thing.name.text : qualifiedName(thing);
  const section = doc?.sections.find((s) => s.kind === wanted && s.name?.text === name);
  return doc && section ? { doc, section } : undefined;
}

/**
 * The release since which a thing exists, as its own documentation says: of a definition in the section `Since:`, of anything
 * in it by a remark such as `(since 2.8)`. The third number is 0.
 */
export function statedSince(thing: NamedThing): QemuVersion | undefined {
  const isDefinition = 'keyword' in thing;
  const section = isDefinition
    ? thing.doc?.sections.find(({ kind }) => kind === 'since')
    : docSectionOf(thing)?.section;
  const doc = isDefinition ? thing.doc : thing.owner.doc;
  if (!doc || !section) return undefined;
  const text = doc.lines.slice(section.firstLine, section.endLine).map((line) => line.text);
  const pattern = isDefinition ? /\d+\.\d+/ : /\bsince:?\s+v?(\d+\.\d+)/i;
  const found = pattern.exec(text.join(' '));
  return parseVersion(found?.[1] ?? found?.[0] ?? '');
}
