/**
 * Who names whom: every place of a schema's files that stands for a named thing, and the way back. Rename, hover, the
 * way to a definition and the list of references all ask here.
 */
import { exampleReferences } from '../qmp/resolve.ts';
import { DocNames } from '../schema/docs.ts';
import type { Definition, Member, NamedThing, SourceFile, TypeRef } from '../schema/model.ts';
import { forEachNamed } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { elementOf, stringsOf } from '../schema/schema.ts';
import { mentionsIn } from '../syntax/doc.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc, DocName, StringValue } from '../syntax/tree.ts';

export type ReferenceKind =
  | 'declaration'
  | 'type'
  | 'discriminator'
  | 'branch'
  | 'doc-symbol'
  | 'doc-member'
  | 'doc-mention'
  | 'pragma'
  | 'example';

/** A place that names a thing. The span is the name alone: no quotes, no `*`, no `@`. */
export interface Reference {
  readonly file: string;
  readonly span: Span;
  readonly kind: ReferenceKind;
  readonly thing: NamedThing;
}

/** The references of one file, in the order of the text. */
function referencesIn(file: SourceFile, schema: Schema): Reference[] {
  const references: Reference[] = [];
  const add = (span: Span, kind: ReferenceKind, thing: NamedThing | undefined): void => {
    if (thing) references.push({ file: file.path, span, kind, thing });
  };

  for (const definition of file.definitions) {
    forEachNamed(definition, (thing) => add(thing.name.span, 'declaration', thing));
    for (const type of typeRefsOf(definition)) addType(type, schema, add);
    if (definition.kind === 'union') addTag(definition, schema, add);
    if (definition.doc) addDoc(definition.doc, definition, schema, add);
  }
  for (const doc of file.tree.freeDocs) addDoc(doc, undefined, schema, add);
  for (const pragma of file.pragmas) {
    for (const { text, content } of stringsOf(pragma.value)) {
      // Until 5.2 `q_obj_NAME-arg` and `q_obj_NAME-base` stood for the anonymous structs in a definition.
      const name = /^q_obj_(.*)-(?:arg|base)$/.exec(text)?.[1];
      const start = content.start + (name === undefined ? 0 : 'q_obj_'.length);
      add({ start, end: start + (name ?? text).length }, 'pragma', schema.definition(name ?? text));
    }
  }
  references.sort((a, b) => a.span.start - b.span.start);
  return references;
}

type Add = (span: Span, kind: ReferenceKind, thing: NamedThing | undefined) => void;

function typeRefsOf(definition: Definition): (TypeRef | undefined)[] {
  const refs: (TypeRef | undefined)[] = [];
  const members = (list: readonly Member[]): void => {
    for (const member of list) refs.push(member.type);
  };
  switch (definition.kind) {
    case 'enum':
      break;
    case 'struct':
      refs.push(definition.base);
      members(definition.members);
      break;
    case 'union':
      refs.push(definition.base);
      for (const branch of definition.branches) refs.push(branch.type);
      break;
    case 'alternate':
      members(definition.branches);
      break;
    case 'command':
      refs.push(definition.data, definition.returns);
      break;
    case 'event':
      refs.push(definition.data);
      break;
  }
  return refs;
}

function addType(ref: TypeRef | undefined, schema: Schema, add: Add): void {
  const type = elementOf(ref);
  if (type?.kind === 'name') add(type.span, 'type', schema.typeOf(type));
  else if (type?.kind === 'object') for (const member of type.members) addType(member.type, schema, add);
}

function addTag(union: Extract<Definition, { kind: 'union' }>, schema: Schema, add: Add): void {
  const tag = schema.viewOf(union)?.tag;
  if (!union.discriminator || !tag) return;
  add(union.discriminator.content, 'discriminator', tag.member);
  for (const { key } of union.branches) add(key.content, 'branch', valueNamed(tag.values, key));
}

function valueNamed(values: readonly Member[], key: StringValue): Member | undefined {
  return values.find((value) => value.name.text === key.text);
}

function addDoc(doc: Doc, definition: Definition | undefined, schema: Schema, add: Add): void {
  if (doc.symbol && definition && doc.symbol.text === definition.name.text)
    add(doc.symbol.span, 'doc-symbol', definition);
  const names = definition ? new DocNames(definition, schema) : undefined;
  for (const section of doc.sections) {
    const { name } = section;
    if (!name) continue;
    if (section.kind === 'feature') add(name.span, 'doc-member', names?.feature(name.text));
    else addPath(name, names?.own(name.text), add);
  }
  for (const { text, span, markup } of mentionsIn(doc)) {
    const meant = (name: string): NamedThing | undefined =>
      (markup === '@' ? names?.mentioned(name) : undefined) ?? schema.definition(name);
    // `@disk.size`: where there is no such name, the part before the dot may be one.
    const [first = text] = text.split('.', 1);
    const name = text.startsWith('_') || meant(text) ? text : first;
    const thing = meant(name);
    const isPath = thing !== undefined && thing.name.text !== name;
    if (!isPath) add({ start: span.start, end: span.start + name.length }, 'doc-mention', thing);
  }
  for (const { span, thing } of exampleReferences(doc, schema)) add(span, 'example', thing);
}

/** The name of a member; `qemu.major`, as old documentation writes those of nested anonymous structs, is two. */
function addPath({ span }: DocName, member: Member | undefined, add: Add): void {
  let { end } = span;
  for (let part = member; part; part = part.kind === 'member' ? part.parent : undefined) {
    const start = end - part.name.text.length;
    add({ start, end }, 'doc-member', part);
    end = start - 1;
  }
}

/** All references of a schema, found file by file when asked. */
export class References {
  readonly #schema: Schema;
  readonly #byFile = new Map<string, readonly Reference[]>();
  #byThing: Map<NamedThing, Reference[]> | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** The references in a file, in the order of the text; empty for a file that is not in the schema. */
  inFile(path: string): readonly Reference[] {
    let references = this.#byFile.get(path);
    if (!references) {
      const file = this.#schema.file(path);
      references = file ? referencesIn(file, this.#schema) : [];
      this.#byFile.set(path, references);
    }
    return references;
  }

  /** Every place that names the thing, its declaration included. */
  to(thing: NamedThing): readonly Reference[] {
    if (!this.#byThing) {
      this.#byThing = new Map();
      for (const file of this.#schema.sources.files) {
        for (const reference of this.inFile(file.path)) {
          const list = this.#byThing.get(reference.thing);
          if (list) list.push(reference);
          else this.#byThing.set(reference.thing, [reference]);
        }
      }
    }
    return this.#byThing.get(thing) ?? [];
  }

  /** The reference whose name holds the offset, or ends at it. */
  at(path: string, offset: number): Reference | undefined {
    return this.inFile(path).find(({ span }) => span.start <= offset && offset <= span.end);
  }
}
