/** Definitions and what they hold made the baseline's again. */
import type { Change, OptionalityChange, Presence, TypeChange } from '../compat/change.ts';
import { isMadeFromAnswer } from '../introspection/introspection.ts';
import { has } from '../schema/dialect.ts';
import {
  type Definition,
  definitionOf,
  isDefinition,
  isTypeDefinition,
  type Member,
  type NamedThing,
  type TypeDefinition,
  type TypeRef,
  type UnionDefinition,
} from '../schema/model.ts';
import { typesNamedBy, usesOfType } from '../schema/reach.ts';
import { entryOf, type Value } from '../syntax/tree.ts';
import { Compared, entry, keyPlaceOf } from './compared.ts';
import { missingTypes, putBack, typeNames } from './definition-edits.ts';
import { type Laid, typeText } from './dialect-text.ts';
import { copyDescription, copySection, removeDescription, removeSection } from './doc-restore.ts';
import { type Holder, insertion, removeParts } from './entry-edits.ts';
import { editFix } from './fixes.ts';
import { edit, holderAt, insertLike, type PartPlace, partAt, partName, partsIn } from './part-edits.ts';
import type { FileEdit, Fix, RuleContext } from './rule.ts';

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

/** Each method gives the fix for one kind of change, or nothing where there is none. */
export class PartRestoration extends Compared {
  optionality({ ours, baseline }: OptionalityChange): Fix | undefined {
    const member = ours?.thing;
    const theirs = baseline?.thing;
    if (!member || !theirs || isDefinition(member) || isDefinition(theirs)) return undefined;
    // Where unions are told by other tags, it may be a branch that does not have it.
    if (member.optional === theirs.optional || member.kind === 'branch') return undefined;
    const what = member.optional ? 'mandatory' : 'optional';
    return optionalityFix(member, this.context, `Make '${member.name.text}' ${what} again`)[0];
  }

  type({ ours, baseline, wire }: TypeChange): Fix | undefined {
    const file = ours && this.schema.file(ours.thing.file);
    const source = baseline && this.baseline.file(baseline.thing.file);
    const is = ours && typeOf(ours.thing, wire.part);
    const was = baseline && typeOf(baseline.thing, wire.part);
    if (!file || !source || !is || !was) return undefined;
    // Only an enum tells the branches of a union apart.
    if (this.#isTag(ours.thing) && this.baseline.typeOf(was)?.kind !== 'enum') return undefined;
    const value = valueOfType(baseline.thing, was);
    const laid = value && typeText(source, value, this.version);
    const types = missingTypes(typeNames(was), this);
    const definitions = types && putBack(types, this);
    if (!laid || !definitions) return undefined;
    const { start, end } = spanWithQuotes(is);
    const text = laid(file.tree.lines.positionOf(start).character);
    if (text === file.tree.text.slice(start, end)) return undefined;
    const title = was.kind === 'name' ? `Make it '${was.name}' again` : "Restore upstream's type";
    return editFix(title, [edit(file, start, end, text), ...definitions], false);
  }

  #isTag(thing: NamedThing): boolean {
    return this.schema.definitions.some((union) => {
      return union.kind === 'union' && this.schema.viewOf(union)?.tag?.member === thing;
    });
  }

  definition({ baseline, name }: Presence): Fix | undefined {
    const gone = baseline && definitionOf(baseline.thing);
    if (!gone || this.schema.definition(gone.name.text)) return undefined;
    const types = missingTypes(typesNamedBy(gone), this);
    const edits = types && putBack([gone, ...types], this);
    if (!edits) return undefined;
    const more = types.length > 0 ? ', with the types that it needs' : '';
    return editFix(`Put the ${gone.kind} '${name}' back${more}`, edits, false);
  }

  /** A member, value or branch that is gone. */
  part(change: Presence): Fix | undefined {
    const gone = change.baseline?.thing;
    if (!gone || isDefinition(gone)) return undefined;
    const model = this.placeInBaseline(gone);
    if (!model) return undefined;
    const target = this.#targetOf(gone, change);
    if (!target) return this.#dataBack(gone, change, model);
    const { definition, holder } = target;
    const file = this.schema.file(definition.file);
    if (!file || partsIn(holder).some((part) => partName(part) === gone.name.text)) return undefined;
    const text = this.textOf(model, keyPlaceOf(gone));
    // What a branch always has, an object without that branch may have.
    const isOptionalHere =
      change.kind === 'optional-member-removed' && !gone.optional && definition.name.text !== gone.owner.name.text;
    const laid: Laid | undefined = text && isOptionalHere ? (column) => text(column).replace("'", "'*") : text;
    const edits = this.#branchesFor(gone);
    if (this.#leavesBranchesOut(gone, target.definition)) return undefined;
    const types = missingTypes([...typeNames(gone.type), ...edits.flatMap(({ names }) => names)], this);
    const definitions = types && putBack(types, this);
    if (!laid || !definitions) return undefined;
    return editFix(
      `Put '${gone.name.text}' back`,
      [
        insertLike(file, holder, model, laid),
        ...edits.map(({ edit: branch }) => branch),
        ...copyDescription(gone, file, definition, this),
        ...definitions,
      ],
      false,
    );
  }

  /** The branch of a union, where with it all is gone that it held. */
  branch({ kind, holder, wire }: Change): Fix | undefined {
    if (!kind.endsWith('-member-removed')) return undefined;
    const theirs = holder && this.baseline.definition(holder.name.text);
    if (holder?.kind !== 'union' || theirs?.kind !== 'union' || isMadeFromAnswer(this.baseline)) return undefined;
    const value = wire.branches?.flat().find((one) => lacksBranch(holder, theirs, one.value))?.value;
    const back = value === undefined ? undefined : this.#branchBack(value, theirs, holder);
    const types = back && missingTypes(back.names, this);
    const definitions = types && putBack(types, this);
    return definitions && editFix(`Put the branch '${value}' back`, [back.edit, ...definitions], false);
  }

  /** All that a command takes or gives, or an event carries, where nothing of it is left. */
  #dataBack(gone: Member, { holder, wire }: Presence, model: PartPlace): Fix | undefined {
    if (!holder || !isDefinition(holder) || (holder.kind !== 'command' && holder.kind !== 'event')) return undefined;
    const theirs = this.baseline.definition(holder.name.text);
    const file = this.schema.file(holder.file);
    if (theirs?.kind !== holder.kind || !file) return undefined;
    if (wire.part === 'return') {
      const hasReturn = holder.kind !== 'command' || holder.returns !== undefined;
      return hasReturn ? undefined : this.#returnBack(holder, theirs);
    }
    const object = holder.expression.value;
    const place = this.entryPlace(theirs, 'data');
    if (holder.data || object.kind !== 'object' || entryOf(object, 'data') || !place) return undefined;
    const type = theirs.data;
    const isAnonymous = type?.kind === 'object';
    const types = missingTypes(typeNames(isAnonymous ? gone.type : type), this);
    const definitions = types && putBack(types, this);
    const laid = isAnonymous ? this.textOf(model, 'member') : this.entryText(theirs, 'data');
    if (!laid || !definitions) return undefined;
    const boxed = theirs.flags.has('boxed') && !holder.flags.has('boxed') ? ", 'boxed': true" : '';
    const text: Laid = (column) =>
      isAnonymous ? `'data': { ${laid(column + "'data': { ".length)} }` : laid(column) + boxed;
    return editFix(
      `Put '${gone.name.text}' back`,
      [insertLike(file, object, place, text), ...copyDescription(gone, file, holder, this), ...definitions],
      false,
    );
  }

  /** Where in our schema something that is gone is put back: into which object or list of which definition. */
  #targetOf(gone: Member, { holder, wire }: Presence): { definition: Definition; holder: Holder } | undefined {
    const { owner } = gone;
    const same = this.schema.definition(owner.name.text);
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
    if (gone.kind === 'branch' && isMadeFromAnswer(this.baseline)) return undefined;
    if (gone.kind === 'branch') return holder.kind === 'alternate' ? inData(holder) : undefined;
    if (same && same.kind === owner.kind && (same === holder || this.#isPartOf(holder, same))) {
      return this.#membersOf(same, wire.part);
    }
    // Others that use the type would get the member, too.
    if (isTypeDefinition(holder) && usesOfType(this.schema, holder.name.text) > 1 && !this.#hadMember(holder, gone))
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
        const type = this.schema.typeOf(definition.base);
        return type?.kind === 'struct' && usesOfType(this.schema, type.name.text) === 1 ? inData(type) : undefined;
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
        const type = this.schema.typeOf(ref);
        if (type) parts.add(type);
      }
    }
    return false;
  }

  #hadMember(holder: TypeDefinition, { name }: Member): boolean {
    const theirs = this.baseline.definition(holder.name.text);
    const view = theirs && isTypeDefinition(theirs) ? this.baseline.viewOf(theirs) : undefined;
    return view?.members.some((member) => member.name.text === name.text) === true;
  }

  /**
   * Whether a value is put back into the tag of one of our unions to which the baseline has no branch for it, where the dialect
   * wants one for each value: nobody knows what it would hold.
   */
  #leavesBranchesOut({ kind, name }: Member, holder: Definition): boolean {
    if (kind !== 'value' || holder.kind !== 'enum' || !has(this.version, 'all-branches-required')) return false;
    return this.schema.definitions.some((ours) => {
      if (
        ours.kind !== 'union' ||
        !holder.values.some((value) => this.schema.viewOf(ours)?.tag?.values.includes(value))
      )
        return false;
      const theirs = this.baseline.definition(ours.name.text);
      return theirs?.kind !== 'union' || !theirs.branches.some(({ key }) => key.text === name.text);
    });
  }

  /** The branches of unions that the baseline has for a value of their tag. */
  #branchesFor(value: Member): { edit: FileEdit; names: readonly string[] }[] {
    if (value.kind !== 'value') return [];
    return this.baseline.definitions.flatMap((theirs) => {
      const ours = this.schema.definition(theirs.name.text);
      if (theirs.kind !== 'union' || ours?.kind !== 'union') return [];
      const tag = this.baseline.viewOf(theirs)?.tag;
      if (!tag?.values.includes(value) || !lacksBranch(ours, theirs, value.name.text)) return [];
      return this.#branchBack(value.name.text, theirs, ours) ?? [];
    });
  }

  #branchBack(
    value: string,
    theirs: UnionDefinition,
    ours: UnionDefinition,
  ): { edit: FileEdit; names: readonly string[] } | undefined {
    const branch = branchOf(theirs, value);
    const file = this.schema.file(ours.file);
    const source = this.baseline.file(theirs.file);
    const data = inData(ours);
    const at = branch && partAt(theirs.expression.value, branch.key.content.start);
    if (!file || !source || !data || !at) return undefined;
    const model = { file: source, ...at };
    const laid = this.textOf(model, 'branch');
    return laid && { edit: insertLike(file, data.holder, model, laid), names: typeNames(branch.type) };
  }

  /** Something that upstream does not have, where no prefix helps. */
  takeOut({ ours, kind, name }: Presence): Fix | undefined {
    const thing = ours?.thing;
    const file = thing && this.schema.file(thing.file);
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
    for (const union of this.schema.definitions) {
      if (union.kind !== 'union' || !this.schema.viewOf(union)?.tag?.values.includes(value)) continue;
      const branch = union.branches.find(({ key }) => key.text === value.name.text);
      const file = branch && this.schema.file(union.file);
      const at = branch && partAt(union.expression.value, branch.key.content.start);
      if (!file || !at) continue;
      const removal = removeParts(file.tree.text, at.holder, [at.index]);
      if (removal.length === 0) return undefined;
      edits.push(...removal.map((change) => ({ file: file.path, ...change })));
    }
    return edits;
  }

  return({ ours, baseline, holder, kind }: Presence): Fix | undefined {
    if (kind === 'return-removed') {
      const theirs = baseline && definitionOf(baseline.thing);
      return holder && theirs && this.#returnBack(definitionOf(holder), theirs);
    }
    const command = ours && definitionOf(ours.thing);
    const written = command && this.written(this.schema, command);
    const removal = written ? this.detach(written, 'returns') : [];
    if (!command || !written || removal.length === 0) return undefined;
    const section = command.doc?.sections.find((one) => one.kind === 'returns');
    const doc = command.doc && section ? removeSection(command.doc, section, written.file) : [];
    return editFix("Remove 'returns'", [...removal, ...doc], false);
  }

  #returnBack(ours: Definition, theirs: Definition): Fix | undefined {
    const file = this.schema.file(ours.file);
    const model = this.entryPlace(theirs, 'returns');
    const laid = this.entryText(theirs, 'returns');
    const types = theirs.kind === 'command' && missingTypes(typeNames(theirs.returns), this);
    const definitions = types && putBack(types, this);
    const object = ours.expression.value;
    if (!file || !model || !laid || !definitions || object.kind !== 'object') return undefined;
    const section = theirs.doc?.sections.find((one) => one.kind === 'returns');
    const doc = theirs.doc && section && ours.doc ? copySection(theirs.doc, section, file, ours.doc) : [];
    return editFix("Put 'returns' back", [insertLike(file, object, model, laid), ...doc, ...definitions], false);
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

function branchOf({ branches }: UnionDefinition, value: string): UnionDefinition['branches'][number] | undefined {
  return branches.find(({ key }) => key.text === value);
}

/** Whether a union has no branch for a value for which the baseline's has one. */
function lacksBranch(ours: UnionDefinition, theirs: UnionDefinition, value: string): boolean {
  return branchOf(theirs, value) !== undefined && branchOf(ours, value) === undefined;
}

/** What holds the values, members or branches of a type. A value of another form has to be put right first. */
function inData(definition: Definition): { definition: Definition; holder: Holder } | undefined {
  const value = entry(definition, 'data')?.value;
  if (value?.kind !== 'object' && value?.kind !== 'array') return undefined;
  const isList = definition.kind === 'enum';
  return isList === (value.kind === 'array') ? { definition, holder: value } : undefined;
}
