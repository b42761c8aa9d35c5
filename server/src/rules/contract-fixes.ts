/**
 * Ways out where a schema differs from its baseline: to make it the baseline's again. None of them is preferred, since whoever
 * changed it may have meant to.
 */
import type { Change, ConditionChange, FlagChange, OptionalityChange, Presence, TypeChange } from '../compat/change.ts';
import { has } from '../schema/dialect.ts';
import { docSectionOf } from '../schema/docs.ts';
import { type KeyPlace, keysOf } from '../schema/keys.ts';
import {
  type Definition,
  definitionOf,
  forEachNamed,
  isDefinition,
  isTypeDefinition,
  type Member,
  type NamedThing,
  type SourceFile,
  type TypeDefinition,
  type TypeRef,
} from '../schema/model.ts';
import { typesNamedBy, usesOfType } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import { type Entry, entryOf, type ObjectValue, type Value } from '../syntax/tree.ts';
import { missingTypes, putBack, typeNames } from './definition-edits.ts';
import { conditionText, type Laid, partText, typeText } from './dialect-text.ts';
import { copyDescription, copySection, removeDescription, removeSection } from './doc-restore.ts';
import { type Holder, insertion, removeParts } from './entry-edits.ts';
import { editFix } from './fixes.ts';
import { edit, holderAt, insertLike, insertPart, type PartPlace, partAt, partName, partsIn } from './part-edits.ts';
import type { FileEdit, Fix, RuleContext } from './rule.ts';

/** The ways to undo a change: none where nobody knows how, or the dialect of the tree cannot say what the baseline says. */
export function restoreFixes(change: Change, context: RuleContext): readonly Fix[] {
  const fix = context.contract && new Restoration(context, context.contract.baseline).fix(change);
  return fix ? [fix] : [];
}

/** Makes a member optional or mandatory. */
export function optionalityFix(member: Member, context: RuleContext, title: string): Fix[] {
  const file = context.schema.file(member.file);
  if (!file) return [];
  const { start } = member.name.span;
  const star = file.tree.text[start - 1] === '*';
  if (star !== member.optional) return [];
  const change = star ? edit(file, start - 1, start, '') : { file: file.path, ...insertion(start, '*') };
  return [editFix(title, [change], false)];
}

/** Something in a schema that may have features and an `if`, with the object that it is written as, if it is one. */
interface Written {
  readonly thing: NamedThing;
  readonly file: SourceFile;
  /** The place of the part that it is, undefined for definitions. */
  readonly part: PartPlace | undefined;
  readonly object: ObjectValue | undefined;
  readonly place: KeyPlace;
}

class Restoration {
  readonly #context: RuleContext;
  readonly #schema: Schema;
  readonly #baseline: Schema;

  constructor(context: RuleContext, baseline: Schema) {
    this.#context = context;
    this.#schema = context.schema;
    this.#baseline = baseline;
  }

  fix(change: Change): Fix | undefined {
    switch (change.kind) {
      case 'became-optional':
      case 'became-mandatory':
        return this.#optionality(change);
      case 'type-changed':
      case 'type-narrowed':
      case 'type-widened':
      case 'range-changed':
      case 'range-narrowed':
      case 'range-widened':
        return this.#type(change);
      case 'command-removed':
      case 'event-removed':
        return this.#definition(change);
      case 'optional-member-removed':
      case 'mandatory-member-removed':
      case 'value-removed':
      case 'alternative-removed':
        return this.#part(change);
      case 'optional-member-added':
      case 'mandatory-member-added':
      case 'value-added':
      case 'alternative-added':
        return this.#takeOut(change);
      case 'feature-removed':
      case 'deprecated-removed':
      case 'unstable-removed':
        return this.#featureBack(change);
      case 'feature-added':
      case 'deprecated-added':
      case 'unstable-added':
        return this.#featureOut(change);
      case 'return-added':
      case 'return-removed':
        return this.#return(change);
      case 'flag-gained':
      case 'flag-lost':
        return this.#flag(change);
      case 'condition-added':
      case 'condition-changed':
      case 'condition-removed':
        return this.#condition(change);
      default:
        return undefined;
    }
  }

  #optionality({ ours, baseline }: OptionalityChange): Fix | undefined {
    const member = ours?.thing;
    const theirs = baseline?.thing;
    if (!member || !theirs || isDefinition(member) || isDefinition(theirs)) return undefined;
    // Where unions are told by other tags, it may be a branch that does not have it.
    if (member.optional === theirs.optional) return undefined;
    const what = member.optional ? 'mandatory' : 'optional';
    return optionalityFix(member, this.#context, `Make '${member.name.text}' ${what} again`)[0];
  }

  #type({ ours, baseline, wire }: TypeChange): Fix | undefined {
    const file = ours && this.#schema.file(ours.thing.file);
    const source = baseline && this.#baseline.file(baseline.thing.file);
    const is = ours && typeOf(ours.thing, wire.part);
    const was = baseline && typeOf(baseline.thing, wire.part);
    if (!file || !source || !is || !was) return undefined;
    // Only an enum tells the branches of a union apart.
    if (this.#isTag(ours.thing) && this.#baseline.typeOf(was)?.kind !== 'enum') return undefined;
    const value = valueOfType(baseline.thing, was);
    const laid = value && typeText(source, value, this.#context.version);
    const types = missingTypes(typeNames(was), this.#compared);
    const definitions = types && putBack(types, this.#compared);
    if (!laid || !definitions) return undefined;
    const { start, end } = spanWithQuotes(is);
    const text = laid(file.tree.lines.positionOf(start).character);
    if (text === file.tree.text.slice(start, end)) return undefined;
    const title = was.kind === 'name' ? `Make it '${was.name}' again` : "Restore upstream's type";
    return editFix(title, [edit(file, start, end, text), ...definitions], false);
  }

  #isTag(thing: NamedThing): boolean {
    return this.#schema.definitions.some((union) => {
      return union.kind === 'union' && this.#schema.viewOf(union)?.tag?.member === thing;
    });
  }

  #definition({ baseline, name }: Presence): Fix | undefined {
    const gone = baseline && definitionOf(baseline.thing);
    if (!gone || this.#schema.definition(gone.name.text)) return undefined;
    const types = missingTypes(typesNamedBy(gone), this.#compared);
    const edits = types && putBack([gone, ...types], this.#compared);
    if (!edits) return undefined;
    const more = types.length > 0 ? ', with the types that it needs' : '';
    return editFix(`Put the ${gone.kind} '${name}' back${more}`, edits, false);
  }

  /** A member, value or branch that is gone. */
  #part(change: Presence): Fix | undefined {
    const gone = change.baseline?.thing;
    if (!gone || isDefinition(gone)) return undefined;
    const model = this.#placeInBaseline(gone);
    if (!model) return undefined;
    const target = this.#targetOf(gone, change);
    if (!target) return this.#dataBack(gone, change, model);
    const { definition, holder } = target;
    const file = this.#schema.file(definition.file);
    if (!file || partsIn(holder).some((part) => partName(part) === gone.name.text)) return undefined;
    const text = this.#textOf(model, keyPlaceOf(gone));
    // What a branch always has, an object without that branch may have.
    const isOptionalHere =
      change.kind === 'optional-member-removed' && !gone.optional && definition.name.text !== gone.owner.name.text;
    const laid: Laid | undefined = text && isOptionalHere ? (column) => text(column).replace("'", "'*") : text;
    const edits = this.#branchesFor(gone);
    const types = missingTypes([...typeNames(gone.type), ...edits.flatMap(({ names }) => names)], this.#compared);
    const definitions = types && putBack(types, this.#compared);
    if (!laid || !definitions) return undefined;
    return editFix(
      `Put '${gone.name.text}' back`,
      [
        insertLike(file, holder, model, laid),
        ...edits.map(({ edit: branch }) => branch),
        ...copyDescription(gone, file, definition),
        ...definitions,
      ],
      false,
    );
  }

  /** All that a command takes or gives, or an event carries, where nothing of it is left. */
  #dataBack(gone: Member, { holder, wire }: Presence, model: PartPlace): Fix | undefined {
    if (!holder || !isDefinition(holder) || (holder.kind !== 'command' && holder.kind !== 'event')) return undefined;
    const theirs = this.#baseline.definition(holder.name.text);
    const file = this.#schema.file(holder.file);
    if (theirs?.kind !== holder.kind || !file) return undefined;
    if (wire.part === 'return') {
      const hasReturn = holder.kind !== 'command' || holder.returns !== undefined;
      return hasReturn ? undefined : this.#returnBack(holder, theirs);
    }
    const object = holder.expression.value;
    const place = this.#entryPlace(theirs, 'data');
    if (holder.data || object.kind !== 'object' || !place) return undefined;
    const type = theirs.data;
    const isAnonymous = type?.kind === 'object';
    const types = missingTypes(typeNames(isAnonymous ? gone.type : type), this.#compared);
    const definitions = types && putBack(types, this.#compared);
    const laid = isAnonymous ? this.#textOf(model, 'member') : this.#entryText(theirs, 'data');
    if (!laid || !definitions) return undefined;
    const boxed = theirs.flags.has('boxed') && !holder.flags.has('boxed') ? ", 'boxed': true" : '';
    const text: Laid = (column) =>
      isAnonymous ? `'data': { ${laid(column + "'data': { ".length)} }` : laid(column) + boxed;
    return editFix(
      `Put '${gone.name.text}' back`,
      [insertLike(file, object, place, text), ...copyDescription(gone, file, holder), ...definitions],
      false,
    );
  }

  /** Where in our schema something that is gone is put back: into which object or list of which definition. */
  #targetOf(gone: Member, { holder, wire }: Presence): { definition: Definition; holder: Holder } | undefined {
    const { owner } = gone;
    const same = this.#schema.definition(owner.name.text);
    // Nothing stands for the enum of a simple union but the union.
    if (gone.kind === 'branch' && owner.kind === 'union') {
      return same?.kind === 'union' && !same.discriminator ? inData(same) : undefined;
    }
    if (!holder) return undefined;
    if (!isDefinition(holder)) {
      const inside = holder.type?.kind === 'array' ? holder.type.of : holder.type;
      const object = inside && holderAt(holder.owner.expression.value, inside.span);
      return object && inside?.kind === 'object' ? { definition: holder.owner, holder: object } : undefined;
    }
    if (gone.kind === 'value') return holder.kind === 'enum' ? inData(holder) : undefined;
    if (gone.kind === 'branch') return holder.kind === 'alternate' ? inData(holder) : undefined;
    if (same && same.kind === owner.kind && (same === holder || this.#isPartOf(holder, same))) {
      return this.#membersOf(same, wire.part);
    }
    // Others that use the type would get the member, too.
    if (isTypeDefinition(holder) && usesOfType(this.#schema, holder.name.text) > 1 && !this.#hadMember(holder, gone))
      return undefined;
    return this.#membersOf(holder, wire.part);
  }

  /** What holds the members that a definition declares. */
  #membersOf(
    definition: Definition,
    part: Presence['wire']['part'],
  ): { definition: Definition; holder: Holder } | undefined {
    switch (definition.kind) {
      case 'struct':
        return inData(definition);
      case 'union': {
        const base = entry(definition, 'base')?.value;
        if (base?.kind === 'object') return { definition, holder: base };
        const type = this.#schema.typeOf(definition.base);
        return type?.kind === 'struct' && usesOfType(this.#schema, type.name.text) === 1 ? inData(type) : undefined;
      }
      case 'command':
      case 'event': {
        const value = entry(definition, part === 'return' ? 'returns' : 'data')?.value;
        return value?.kind === 'object' ? { definition, holder: value } : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Whether objects of a type have what another type declares: it is a base, or that of a branch. */
  #isPartOf(holder: Definition, other: Definition): boolean {
    if (!isTypeDefinition(holder)) return false;
    const parts = new Set<TypeDefinition>([holder]);
    // The set grows while it is walked.
    for (const part of parts) {
      if (part === other) return true;
      if (part.kind !== 'struct' && part.kind !== 'union') continue;
      const refs = [part.base, ...(part.kind === 'union' ? part.branches.map(({ type }) => type) : [])];
      for (const ref of refs) {
        const type = this.#schema.typeOf(ref);
        if (type) parts.add(type);
      }
    }
    return false;
  }

  #hadMember(holder: TypeDefinition, { name }: Member): boolean {
    const theirs = this.#baseline.definition(holder.name.text);
    const view = theirs && isTypeDefinition(theirs) ? this.#baseline.viewOf(theirs) : undefined;
    return view?.members.some((member) => member.name.text === name.text) === true;
  }

  /** The branches of unions that the baseline has for a value of their tag. */
  #branchesFor(value: Member): { edit: FileEdit; names: readonly string[] }[] {
    if (value.kind !== 'value') return [];
    return this.#baseline.definitions.flatMap((theirs) => {
      const ours = this.#schema.definition(theirs.name.text);
      if (theirs.kind !== 'union' || ours?.kind !== 'union') return [];
      const tag = this.#baseline.viewOf(theirs)?.tag;
      const branch = theirs.branches.find(({ key }) => key.text === value.name.text);
      if (!branch || !tag?.values.includes(value)) return [];
      if (ours.branches.some(({ key }) => key.text === value.name.text)) return [];
      const file = this.#schema.file(ours.file);
      const source = this.#baseline.file(theirs.file);
      const data = inData(ours);
      const at = partAt(theirs.expression.value, branch.key.content.start);
      if (!file || !source || !data || !at) return [];
      const model = { file: source, ...at };
      const laid = this.#textOf(model, 'branch');
      return laid ? [{ edit: insertLike(file, data.holder, model, laid), names: typeNames(branch.type) }] : [];
    });
  }

  /** Something that upstream does not have, where no prefix helps. */
  #takeOut({ ours, kind, name }: Presence): Fix | undefined {
    const thing = ours?.thing;
    const file = thing && this.#schema.file(thing.file);
    if (!thing || !file || isDefinition(thing)) return undefined;
    const at = partAt(thing.owner.expression.value, thing.name.span.start);
    if (!at || (kind === 'alternative-added' && partsIn(at.holder).length < 2)) return undefined;
    const removal = removeParts(file.tree.text, at.holder, [at.index]);
    if (removal.length === 0) return undefined;
    const branches = this.#ownBranchesFor(thing);
    if (!branches) return undefined;
    return editFix(
      `Take ${kind === 'alternative-added' ? `'${thing.name.text}'` : `'${name}'`} out`,
      [...removal.map((change) => ({ file: file.path, ...change })), ...branches, ...removeDescription(thing, file)],
      false,
    );
  }

  /** Takes the branches of our unions out that a value selects; undefined where that cannot be. */
  #ownBranchesFor(value: Member): FileEdit[] | undefined {
    const edits: FileEdit[] = [];
    if (value.kind !== 'value') return edits;
    for (const union of this.#schema.definitions) {
      if (union.kind !== 'union' || !this.#schema.viewOf(union)?.tag?.values.includes(value)) continue;
      const branch = union.branches.find(({ key }) => key.text === value.name.text);
      const file = branch && this.#schema.file(union.file);
      const at = branch && partAt(union.expression.value, branch.key.content.start);
      if (!file || !at) continue;
      const removal = removeParts(file.tree.text, at.holder, [at.index]);
      if (removal.length === 0) return undefined;
      edits.push(...removal.map((change) => ({ file: file.path, ...change })));
    }
    return edits;
  }

  #featureBack({ baseline, holder, name }: Presence): Fix | undefined {
    const gone = baseline?.thing;
    const ours = holder && this.#written(this.#schema, holder);
    if (!gone || isDefinition(gone) || !ours) return undefined;
    const model = this.#placeInBaseline(gone);
    const item = model && this.#textOf(model, 'feature');
    const file = ours.file;
    if (!model || !item || !keysOf(this.#context.version)[ours.place].allowed.has('features')) return undefined;
    const list = ours.object && entryOf(ours.object, 'features')?.value;
    const theirs = this.#written(this.#baseline, gone.parent ?? gone.owner);
    let change: FileEdit | undefined;
    if (list?.kind === 'array') change = insertLike(file, list, model, item);
    else if (!list) {
      change = this.#attach(ours, theirs, 'features', (column) => `[ ${item(column + 2)} ]`);
    }
    if (!change) return undefined;
    return editFix(
      `Put the feature '${name}' back`,
      [change, ...copyDescription(gone, file, definitionOf(ours.thing))],
      false,
    );
  }

  #featureOut({ ours, name }: Presence): Fix | undefined {
    const feature = ours?.thing;
    const file = feature && this.#schema.file(feature.file);
    if (!feature || !file || isDefinition(feature)) return undefined;
    const at = partAt(feature.owner.expression.value, feature.name.span.start);
    const written = this.#written(this.#schema, feature.parent ?? feature.owner);
    if (!at || !written) return undefined;
    const removal =
      partsIn(at.holder).length > 1
        ? removeParts(file.tree.text, at.holder, [at.index]).map((change) => ({ file: file.path, ...change }))
        : this.#detach(written, 'features');
    if (removal.length === 0) return undefined;
    return editFix(
      `Remove the feature '${name}'`,
      [...removal, ...(isShared(feature) ? [] : removeDescription(feature, file))],
      false,
    );
  }

  #return({ ours, baseline, holder, kind }: Presence): Fix | undefined {
    if (kind === 'return-removed') {
      const theirs = baseline && definitionOf(baseline.thing);
      return holder && theirs && this.#returnBack(definitionOf(holder), theirs);
    }
    const command = ours && definitionOf(ours.thing);
    const written = command && this.#written(this.#schema, command);
    const removal = written ? this.#detach(written, 'returns') : [];
    if (!command || !written || removal.length === 0) return undefined;
    const section = command.doc?.sections.find((one) => one.kind === 'returns');
    const doc = command.doc && section ? removeSection(command.doc, section, written.file) : [];
    return editFix("Remove 'returns'", [...removal, ...doc], false);
  }

  #returnBack(ours: Definition, theirs: Definition): Fix | undefined {
    const file = this.#schema.file(ours.file);
    const model = this.#entryPlace(theirs, 'returns');
    const laid = this.#entryText(theirs, 'returns');
    const types = theirs.kind === 'command' && missingTypes(typeNames(theirs.returns), this.#compared);
    const definitions = types && putBack(types, this.#compared);
    const object = ours.expression.value;
    if (!file || !model || !laid || !definitions || object.kind !== 'object') return undefined;
    const section = theirs.doc?.sections.find((one) => one.kind === 'returns');
    const doc = theirs.doc && section && ours.doc ? copySection(theirs.doc, section, file, ours.doc) : [];
    return editFix("Put 'returns' back", [insertLike(file, object, model, laid), ...doc, ...definitions], false);
  }

  #flag({ ours, baseline, flag }: FlagChange): Fix | undefined {
    const is = ours && definitionOf(ours.thing);
    const was = baseline && definitionOf(baseline.thing);
    const written = is && this.#written(this.#schema, is);
    if (!was || !written?.object) return undefined;
    const { file, object } = written;
    const own = entryOf(object, flag);
    const model = this.#entryPlace(was, flag);
    if (!model) {
      const removal = this.#detach(written, flag);
      return removal.length > 0 ? editFix(`Remove '${flag}'`, removal, false) : undefined;
    }
    const laid = own ? undefined : this.#entryText(was, flag);
    return laid && editFix(`Put '${flag}' back`, [insertLike(file, object, model, laid)], false);
  }

  #condition({ ours, baseline, kind }: ConditionChange): Fix | undefined {
    const is = ours && this.#written(this.#schema, ours.thing);
    const was = baseline && this.#written(this.#baseline, baseline.thing);
    if (!is || !was) return undefined;
    const edits = [this.#conditionEdits(is, was), ...this.#branchConditions(is.thing, was.thing)];
    if (edits.some((some) => !some)) return undefined;
    const all = edits.flatMap((some) => some ?? []);
    if (all.length === 0) return undefined;
    const title =
      kind === 'condition-added'
        ? 'Remove the condition: upstream has none'
        : kind === 'condition-removed'
          ? "Put upstream's condition back"
          : "Restore upstream's condition";
    return editFix(title, all, false);
  }

  /** Gives something the condition of something else, or none; undefined where that cannot be. */
  #conditionEdits(is: Written, was: Written): FileEdit[] | undefined {
    const theirs = was.object && entryOf(was.object, 'if')?.value;
    const own = is.object && entryOf(is.object, 'if')?.value;
    if (!theirs) {
      if (!own) return [];
      const removal = this.#detach(is, 'if');
      return removal.length > 0 ? removal : undefined;
    }
    const laid = conditionText(was.file, theirs, this.#context.version);
    if (!laid) return undefined;
    if (own) return [edit(is.file, own.span.start, own.span.end, laid(0))];
    const allowed = isDefinition(is.thing) || has(this.#context.version, 'longhand');
    const change = allowed ? this.#attach(is, was, 'if', laid) : undefined;
    return change && [change];
  }

  /** A value's condition is that of the branches that it selects, where the baseline has it so. */
  #branchConditions(value: NamedThing, theirs: NamedThing): (FileEdit[] | undefined)[] {
    if (value.kind !== 'value' || theirs.kind !== 'value') return [];
    return this.#schema.definitions.map((union) => {
      const other = this.#baseline.definition(union.name.text);
      if (union.kind !== 'union' || other?.kind !== 'union') return [];
      if (!this.#schema.viewOf(union)?.tag?.values.includes(value)) return [];
      if (!this.#baseline.viewOf(other)?.tag?.values.includes(theirs)) return [];
      const is = this.#writtenBranch(this.#schema, union, value);
      const was = this.#writtenBranch(this.#baseline, other, theirs);
      return is && was ? this.#conditionEdits(is, was) : [];
    });
  }

  #writtenBranch(schema: Schema, union: Definition, value: Member): Written | undefined {
    const branch = union.kind === 'union' && union.branches.find(({ key }) => key.text === value.name.text);
    const file = schema.file(union.file);
    const at = branch && partAt(union.expression.value, branch.key.content.start);
    return file && at
      ? { thing: value, file, part: { file, ...at }, object: objectOf(at), place: 'branch' }
      : undefined;
  }

  /** Gives something a key that it does not have. */
  #attach(ours: Written, theirs: Written | undefined, key: string, value: Laid): FileEdit | undefined {
    const { file, object, part } = ours;
    const model = theirs?.object && placeOfKey(theirs.file, theirs.object, key);
    const laid: Laid = (column) => `'${key}': ${value(column + key.length + 4)}`;
    if (object) {
      return model ? insertLike(file, object, model, laid) : insertPart(file, object, object.entries.length, laid);
    }
    // What was short is written out.
    const short = part && partsIn(part.holder)[part.index];
    const old = short && ('key' in short ? short.value : short);
    if (!short || !old || !has(this.#context.version, 'longhand')) return undefined;
    const word = 'key' in short ? 'type' : 'name';
    const text = file.tree.text.slice(old.span.start, old.span.end);
    const { character } = file.tree.lines.positionOf(old.span.start);
    const head = `{ '${word}': ${text}, `;
    return edit(file, old.span.start, old.span.end, `${head}${laid(character + head.length)} }`);
  }

  /** Takes a key away; where nothing is left to be written out, what is left stands for itself. */
  #detach({ file, object, part }: Written, key: string): FileEdit[] {
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

  #written(schema: Schema, thing: NamedThing): Written | undefined {
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

  #placeInBaseline({ file: path, owner, name }: Member): PartPlace | undefined {
    const file = this.#baseline.file(path);
    const at = partAt(owner.expression.value, name.span.start);
    return file && at && { file, ...at };
  }

  #textOf({ file, holder, index }: PartPlace, place: KeyPlace): Laid | undefined {
    const part = partsIn(holder)[index];
    return part && partText(file, part, place, this.#context.version);
  }

  #entryPlace(theirs: Definition, key: string): PartPlace | undefined {
    const file = this.#baseline.file(theirs.file);
    const { value } = theirs.expression;
    return file && value.kind === 'object' ? placeOfKey(file, value, key) : undefined;
  }

  #entryText(theirs: Definition, key: string): Laid | undefined {
    const model = this.#entryPlace(theirs, key);
    return model && this.#textOf(model, theirs.kind);
  }

  get #compared(): { schema: Schema; baseline: Schema; version: RuleContext['version'] } {
    return { schema: this.#schema, baseline: this.#baseline, version: this.#context.version };
  }
}

/** What somebody says the type of a place is. */
function typeOf(thing: NamedThing, part: Change['wire']['part']): TypeRef | undefined {
  if (!isDefinition(thing)) return thing.type;
  if (thing.kind === 'command') return part === 'return' ? thing.returns : thing.data;
  return thing.kind === 'event' ? thing.data : undefined;
}

/** The value in the text that a type was read from. */
function valueOfType(thing: NamedThing, type: TypeRef): Value | undefined {
  const { value } = definitionOf(thing).expression;
  const { start, end } = spanWithQuotes(type);
  if (type.kind !== 'name') return holderAt(value, { start, end });
  return { kind: 'string', text: type.name, content: type.span, span: { start, end } };
}

function spanWithQuotes({ kind, span: { start, end } }: TypeRef): { start: number; end: number } {
  return kind === 'name' ? { start: start - 1, end: end + 1 } : { start, end };
}

function entry({ expression: { value } }: Definition, key: string): Entry | undefined {
  return value.kind === 'object' ? entryOf(value, key) : undefined;
}

function inData(definition: Definition): { definition: Definition; holder: Holder } | undefined {
  const value = entry(definition, 'data')?.value;
  return value?.kind === 'object' || value?.kind === 'array' ? { definition, holder: value } : undefined;
}

function objectOf({ holder, index }: { readonly holder: Holder; readonly index: number }): ObjectValue | undefined {
  const part = partsIn(holder)[index];
  const value = part && ('key' in part ? part.value : part);
  return value?.kind === 'object' ? value : undefined;
}

function placeOfKey(file: SourceFile, holder: ObjectValue, key: string): PartPlace | undefined {
  const index = holder.entries.findIndex((one) => one.key.text === key);
  return index < 0 ? undefined : { file, holder, index };
}

/** What sort of object something is where it is written out. */
function keyPlaceOf(thing: NamedThing): KeyPlace {
  return thing.kind;
}

/** Whether another thing of the definition has a feature of the same name, which has the same description. */
function isShared(feature: Member): boolean {
  const { owner } = feature;
  return (
    docSectionOf(feature) !== undefined &&
    featuresIn(owner).some((other) => other !== feature && other.name.text === feature.name.text)
  );
}

function featuresIn(definition: Definition): Member[] {
  const features: Member[] = [];
  forEachNamed(definition, (thing) => {
    if (thing.kind === 'feature') features.push(thing);
  });
  return features;
}
