/** A schema beside its baseline, as texts: what one says of a thing, and how that is said to the other. */
import { has } from '../schema/dialect.ts';
import type { KeyPlace } from '../schema/keys.ts';
import { type Definition, isDefinition, type Member, type NamedThing, type SourceFile } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { type Entry, entryOf, type ObjectValue } from '../syntax/tree.ts';
import { type Laid, partText } from './dialect-text.ts';
import { type Holder, removeParts } from './entry-edits.ts';
import { edit, insertLike, insertPart, type PartPlace, partAt, partsIn } from './part-edits.ts';
import type { FileEdit, RuleContext } from './rule.ts';

/** Something in a schema that may have features and an `if`, with the object that it is written as, if it is one. */
export interface Written {
  readonly thing: NamedThing;
  readonly file: SourceFile;
  /** The place of the part that it is, undefined for definitions. */
  readonly part: PartPlace | undefined;
  readonly object: ObjectValue | undefined;
  readonly place: KeyPlace;
}

/** What all who restore something need. */
export class Compared {
  readonly context: RuleContext;
  readonly schema: Schema;
  readonly baseline: Schema;

  constructor(context: RuleContext, baseline: Schema) {
    this.context = context;
    this.schema = context.schema;
    this.baseline = baseline;
  }

  get version(): RuleContext['version'] {
    return this.context.version;
  }

  /** Gives something a key that it does not have, where its counterpart has it; undefined where the dialect cannot. */
  attach(ours: Written, theirs: Written | undefined, key: string, value: Laid): FileEdit | undefined {
    const { file, object, part } = ours;
    const model = theirs?.object && placeOfKey(theirs.file, theirs.object, key);
    const laid: Laid = (column) => `'${key}': ${value(column + key.length + 4)}`;
    if (object) {
      return model ? insertLike(file, object, model, laid) : insertPart(file, object, object.entries.length, laid);
    }
    // What was short is written out.
    const short = part && partsIn(part.holder)[part.index];
    const old = short && ('key' in short ? short.value : short);
    if (!short || !old || !has(this.version, 'longhand')) return undefined;
    const word = 'key' in short ? 'type' : 'name';
    const text = file.tree.text.slice(old.span.start, old.span.end);
    const { character } = file.tree.lines.positionOf(old.span.start);
    const head = `{ '${word}': ${text}, `;
    return edit(file, old.span.start, old.span.end, `${head}${laid(character + head.length)} }`);
  }

  /** Takes a key away; where nothing is left to be written out, what is left stands for itself. */
  detach({ file, object, part }: Written, key: string): FileEdit[] {
    const own = object && entryOf(object, key);
    if (!object || !own) return [];
    const [rest, more] = object.entries.filter((other) => other !== own);
    const { text } = file.tree;
    if (part && rest?.value && !more && (rest.key.text === 'type' || rest.key.text === 'name')) {
      const { start, end } = rest.value.span;
      return [edit(file, object.span.start, object.span.end, text.slice(start, end))];
    }
    const removal = removeParts(text, object, [object.entries.indexOf(own)]);
    return removal.map((change) => ({ file: file.path, ...change }));
  }

  /** How something is written in the file that it stands in; undefined where it does not stand in the schema. */
  written(schema: Schema, thing: NamedThing): Written | undefined {
    const file = schema.file(thing.file);
    if (!file) return undefined;
    if (isDefinition(thing)) {
      const { value } = thing.expression;
      const object = value.kind === 'object' ? value : undefined;
      return { thing, file, part: undefined, object, place: thing.kind };
    }
    const at = partAt(thing.owner.expression.value, thing.name.span.start);
    if (!at) return undefined;
    const object = thing.longhand && objectOf(at);
    return { thing, file, part: { file, ...at }, object, place: keyPlaceOf(thing) };
  }

  /** Where something of the baseline stands in its file. */
  placeInBaseline({ file: path, owner, name }: Member): PartPlace | undefined {
    const file = this.baseline.file(path);
    const at = partAt(owner.expression.value, name.span.start);
    return file && at && { file, ...at };
  }

  /** A part of the baseline in the dialect of the tree; undefined where that has no word for it. */
  textOf({ file, holder, index }: PartPlace, place: KeyPlace): Laid | undefined {
    const part = partsIn(holder)[index];
    return part && partText(file, part, place, this.version);
  }

  /** Where a definition of the baseline says something about itself. */
  entryPlace(theirs: Definition, key: string): PartPlace | undefined {
    const file = this.baseline.file(theirs.file);
    const { value } = theirs.expression;
    return file && value.kind === 'object' ? placeOfKey(file, value, key) : undefined;
  }

  /** What it says there, in the dialect of the tree. */
  entryText(theirs: Definition, key: string): Laid | undefined {
    const model = this.entryPlace(theirs, key);
    return model && this.textOf(model, theirs.kind);
  }
}

/** The entry of a definition with a key. */
export function entry({ expression: { value } }: Definition, key: string): Entry | undefined {
  return value.kind === 'object' ? entryOf(value, key) : undefined;
}

/** The object that a part is, or that stands behind its name. */
export function objectOf({
  holder,
  index,
}: {
  readonly holder: Holder;
  readonly index: number;
}): ObjectValue | undefined {
  const part = partsIn(holder)[index];
  const value = part && ('key' in part ? part.value : part);
  return value?.kind === 'object' ? value : undefined;
}

/** Where an object has a key. */
function placeOfKey(file: SourceFile, holder: ObjectValue, key: string): PartPlace | undefined {
  const index = holder.entries.findIndex((one) => one.key.text === key);
  return index < 0 ? undefined : { file, holder, index };
}

/** What sort of object something is where it is written out. */
export function keyPlaceOf(thing: NamedThing): KeyPlace {
  return thing.kind;
}
