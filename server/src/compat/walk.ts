/**
 * Two schemas walked side by side from commands and events, along pairs of types: what stands in the same place on the wire
 * is compared, whatever the types are called. QEMU's docs/devel/qapi-code-gen.rst, sections "Compatibility considerations"
 * and "Client JSON Protocol introspection".
 */
import { SPECIAL_FEATURES } from '../schema/dialect.ts';
import type { CommandDefinition, Definition, Member, NamedThing } from '../schema/model.ts';
import { errorClassesOf } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import type { Whole } from '../schema/standing.ts';
import {
  type Attached,
  featuresOf,
  isFeatureless,
  isMarkedUnstable,
  isUnattached,
  isUnconditional,
  Stability,
} from './attached.ts';
import type { Change, FlagChange, OptionalityChange, Site, TypeChange } from './change.ts';
import {
  type Choice,
  choicesOf,
  distinctTypes,
  elementsOf,
  holderOf,
  isAlternate,
  isAny,
  isEnum,
  isObject,
  isUnknown,
  ofKind,
  stringChange,
  typesOf,
  valueNames,
  valuesNamed,
  withAlternates,
  wordsOf,
} from './choices.ts';
import { branchDeclared, conditionBesides, conditionOf, type DeclaredBranch } from './conditions.ts';
import type { Tracks, Wanted } from './earlier.ts';
import {
  alone,
  branchesOf,
  declaredOf,
  deepFields,
  type Field,
  fieldIn,
  hasTag,
  haveSameNames,
  isEmpty,
  isMandatory,
  isUnstableValue,
  mayHaveValue,
  objectsIn,
  outermostIn,
  ownFields,
  sharedTag,
  writtenOf,
} from './fields.ts';
import {
  conditionFact,
  conditionSite,
  Findings,
  featureKind,
  inOrder,
  nameSite,
  presence,
  typeSite,
  UNSTABLE_SHIFT,
  type WayKey,
} from './findings.ts';
import { numberChange } from './numbers.ts';
import { type OriginDefinition, originOf, originsOf, partOf } from './origins.ts';
import {
  inArray,
  inBranch,
  memberPlace,
  NO_BRANCHES,
  type Origin,
  type Place,
  RECEIVE,
  SEND,
  unstably,
  type WireEnd,
} from './way.ts';
import {
  definitionOf,
  NO_MEMBERS,
  pairOf,
  Wire,
  type WireEnum,
  type WireMember,
  type WireObject,
  type WireType,
} from './wire.ts';
import type { WirePart, WirePath } from './wire-path.ts';

/** All that the two schemas allow in one place. The baseline's side is empty below what is new. */
interface Pair {
  readonly was: readonly WireType[];
  readonly is: readonly WireType[];
  readonly place: Place;
  readonly key: number | string;
}

/** A command or event of ours, where the walk begins. */
export interface Head {
  readonly definition: OriginDefinition;
  /** Undefined where the baseline has nothing of that name, and where nothing is known of earlier walks. */
  readonly both: { readonly whole: Whole; readonly theirs: Definition } | undefined;
}

const FLAGS: readonly { readonly flag: FlagChange['flag']; readonly usual: boolean }[] = [
  { flag: 'allow-oob', usual: false },
  { flag: 'allow-preconfig', usual: false },
  { flag: 'success-response', usual: true },
];

/** One walk over two schemas, or to one place in them. It is used once. */
export class Walk {
  readonly #ours: Wire;
  readonly #baseline: Wire;
  readonly #baselineStability: Stability;
  readonly #namesOnly: boolean;
  /** Pairs still to be compared. First come, first served: so the first way to a change is a short one. */
  readonly #queue: Pair[] = [];
  /** The ways on which a pair has been met. */
  readonly #seen = new Map<number | string, number>();
  readonly #findings: Findings;
  readonly #tracks: Tracks | undefined;

  /** @param tracks what is to be known of this walk when it is over, and what is known of those before */
  constructor(baseline: Schema, ours: Schema, wanted: Wanted, tracks?: Tracks) {
    this.#tracks = tracks;
    this.#findings = new Findings(tracks && ((about) => tracks.touch(about)));
    this.#ours = Wire.of(ours);
    this.#baseline = Wire.of(baseline);
    this.#baselineStability = Stability.of(baseline);
    this.#namesOnly = wanted === 'new names';
  }

  /**
   * What differs below some commands and events of ours, and what does not depend on these: what the baseline alone has, and the
   * classes of errors.
   * @returns in no order
   */
  changesBelow(heads: readonly Head[]): readonly Change[] {
    const { schema: ours } = this.#ours;
    for (const { definition, both } of heads) {
      if (both) this.#tracks?.enter(both.whole, both.theirs);
      else this.#tracks?.leave();
      this.#origin(definition);
    }
    this.#tracks?.leave();
    if (!this.#namesOnly) {
      for (const gone of originsOf(this.#baseline.schema)) {
        const { kind, name } = gone;
        if (ours.definition(name.text)?.kind !== kind) this.#cameOrWent(gone, undefined, gone);
      }
    }
    this.#errorClasses();
    // The queue grows while it is walked.
    for (const pair of this.#queue) {
      this.#tracks?.stand(pair.key);
      this.#compare(pair);
    }
    return this.#findings.changes();
  }

  /** Of a place that both have only what there is to be told of it, and of what lies below. */
  changesAt(path: WirePath): readonly Change[] {
    const { schema: ours } = this.#ours;
    const { schema: baseline } = this.#baseline;
    const is = ours.definition(path.name);
    const was = baseline.definition(path.name);
    // Below a feature, a flag or a kind of value nothing lies.
    const isEnd = path.feature !== undefined || path.flag !== undefined || path.alternative !== undefined;
    if (!isEnd && is?.kind === path.kind && was?.kind === path.kind) {
      if (path.part === undefined) this.#origin(is);
      else this.#follow(path, was, is);
    }
    for (const pair of this.#queue) this.#compare(pair);
    return inOrder(this.#findings.changes(), baseline, ours);
  }

  /** Goes along a path without a look to the sides. */
  #follow(
    { kind, name, part = 'data', members, branches = [], value }: WirePath,
    was: OriginDefinition,
    is: OriginDefinition,
  ): void {
    const origin = { kind, name, part, way: part === 'arguments' ? SEND : RECEIVE } as const;
    const unstable = this.#baselineStability.isUnstable(was);
    if (members.length === 0) {
      this.#part(origin, was, is, unstable);
      return;
    }
    let place = placeOf(origin, was, is, unstable);
    let from = [this.#baseline.type(partOf(was, part))];
    let to = [this.#ours.type(partOf(is, part))];
    for (const [index, member] of members.entries()) {
      const branch = branches[index] ?? NO_BRANCHES;
      const objectsBefore = objectsIn(from, branch);
      const objectsAfter = objectsIn(to, branch);
      const isLast = index === members.length - 1;
      if (isLast && value !== undefined) {
        const branchesBefore = branchesOf(this.#baseline, objectsBefore.filter(isTaggedBy(member)), value, true);
        const branchesAfter = branchesOf(this.#ours, objectsAfter.filter(isTaggedBy(member)), value, true);
        this.#push(branchesBefore, branchesAfter, place);
        return;
      }
      // What only a branch has counts where that is selected.
      const before = fieldIn(objectsBefore, member, branch.length > 0 ? objectsBefore : outermostIn(from));
      const after = fieldIn(objectsAfter, member, branch.length > 0 ? objectsAfter : outermostIn(to));
      if (!before || !after) return;
      if (isLast) this.#member(member, before, after, place);
      place = memberPlace(member, place, writtenOf(before.members), writtenOf(after.members));
      from = [...distinctTypes(before.members)];
      to = [...distinctTypes(after.members)];
    }
  }

  #origin(is: OriginDefinition): void {
    const name = is.name.text;
    const was = this.#baseline.schema.definition(name);
    if (was?.kind !== is.kind) {
      this.#cameOrWent(is, is, undefined);
      return;
    }
    if (this.#namesOnly && isDownstream(name)) return;
    const unstable = this.#baselineStability.isUnstable(was);
    const place = placeOf(originOf(is), was, is, unstable);
    if (!isUnattached(was) || !isUnattached(is)) {
      this.#features([was], [is], place, undefined, was, is);
      this.#condition([was], [is], place, undefined, was, is);
    }
    if (is.kind === 'command' && was.kind === 'command') {
      this.#flags(was, is, place);
      this.#part({ kind: 'command', name, part: 'arguments', way: SEND }, was, is, unstable);
      this.#part({ kind: 'command', name, part: 'return', way: RECEIVE }, was, is, unstable);
    } else {
      this.#part({ kind: 'event', name, part: 'data', way: RECEIVE }, was, is, unstable);
    }
  }

  /** What a command takes or gives, or an event carries. */
  #part(
    origin: Origin & { readonly part: WirePart },
    was: OriginDefinition,
    is: OriginDefinition,
    unstable: boolean,
  ): void {
    const before = partOf(was, origin.part);
    const after = partOf(is, origin.part);
    if (!after && (!before || this.#namesOnly)) return;
    const place = placeOf(origin, was, is, unstable);
    const from = before ? this.#baseline.type(before) : NO_MEMBERS;
    const to = after ? this.#ours.type(after) : NO_MEMBERS;
    if (before && after) this.#types([from], [to], place);
    else if (from.kind === 'object' && to.kind === 'object') this.#push([from], [to], place);
    else if (this.#namesOnly) return;
    else if (after && to.kind !== 'unknown') {
      const site = typeSite(is, origin);
      this.#findings.note(presence('return-added', wordsOf([to]), undefined, site, was), place);
    } else if (before && from.kind !== 'unknown') {
      const site = typeSite(was, origin);
      this.#findings.note(presence('return-removed', wordsOf([from]), site, undefined, is), place);
    }
  }

  /** A command or event that only one of the schemas has. */
  #cameOrWent(definition: OriginDefinition, is: Definition | undefined, was: Definition | undefined): void {
    const { kind, name } = definition;
    const unstable = was !== undefined && this.#baselineStability.isUnstable(was);
    const place = placeOf(originOf(definition), definition, definition, unstable);
    const fact = `${kind}-${is ? 'added' : 'removed'}` as const;
    this.#findings.note(presence(fact, name.text, was && nameSite(was), is && nameSite(is), undefined), place);
  }

  #flags(was: CommandDefinition, is: CommandDefinition, place: Place): void {
    if (this.#namesOnly) return;
    for (const { flag, usual } of FLAGS) {
      const before = was.flags.get(flag);
      const after = is.flags.get(flag);
      if ((before?.value ?? usual) === (after?.value ?? usual)) continue;
      const kind = (after?.value ?? usual) ? 'flag-gained' : 'flag-lost';
      const baseline = { thing: was, span: before?.span ?? was.name.span };
      const ours = { thing: is, span: after?.span ?? is.name.span };
      this.#findings.note({ kind, flag, ours, baseline, holder: undefined }, place, { flag });
    }
  }

  /** The classes of errors are an enum to which no command leads: any may fail with any. */
  #errorClasses(): void {
    const was = errorClassesOf(this.#baseline.schema);
    const is = errorClassesOf(this.#ours.schema);
    if (!was || !is) return;
    const place = placeOf({ kind: 'error', name: 'error', part: 'class', way: RECEIVE }, was, is, false);
    const type = (wire: Wire, { name }: Definition): WireType =>
      wire.type({ kind: 'name', name: name.text, span: name.span });
    this.#types([type(this.#baseline, was)], [type(this.#ours, is)], place);
  }

  /**
   * Tells what can be told of the types themselves, which belongs to whatever declares them; what they hold is compared later,
   * and once for all who use them.
   */
  #types(was: readonly WireType[], is: readonly WireType[], place: Place): void {
    const [before] = was;
    const [after] = is;
    if (was.length === 1 && is.length === 1 && before && after) {
      if (before === after && before.kind === 'scalar') return;
      if (before.kind === 'array' && after.kind === 'array') {
        this.#types([before.of], [after.of], inArray(place));
        return;
      }
      if ((before.kind === 'object' || before.kind === 'enum') && before.kind === after.kind) {
        this.#push(was, is, place);
        return;
      }
    }
    if (was.length === 0) {
      // Everything in it is new.
      if (after?.kind === 'array') this.#types([], elementsOf(is), inArray(place));
      else this.#push(was, is, place);
      return;
    }
    const from = choicesOf(was);
    const to = choicesOf(is);
    // An alternate that offers nothing is a mistake.
    if (from.length === 0 || to.length === 0) return;
    if (from.some(isAny) || to.some(isAny)) {
      if (from.some(isAny) !== to.some(isAny) && !from.some(isUnknown) && !to.some(isUnknown)) {
        this.#typeChange(to.some(isAny) ? 'type-widened' : 'type-narrowed', was, is, place);
      }
      return;
    }
    const isShared = to.some(({ type }) => from.some((other) => other.type.json === type.json));
    this.#kindsOfValue(was, is, place, from, to, isShared);
    if (isShared) this.#push(was, is, place);
  }

  /** Compares which kinds of JSON value are possible, and which numbers and strings. */
  #kindsOfValue(
    was: readonly WireType[],
    is: readonly WireType[],
    place: Place,
    from: readonly Choice[],
    to: readonly Choice[],
    isShared: boolean,
  ): void {
    const isNew = ({ type }: Choice): boolean => from.every((other) => other.type.json !== type.json);
    const isGone = ({ type }: Choice): boolean => to.every((other) => other.type.json !== type.json);
    // Whatever else it may be is not known.
    if (from.some(isUnknown) || to.some(isUnknown)) return;
    if (this.#namesOnly) {
      for (const choice of to) if (choice.branch && isNew(choice)) this.#types([], [choice.type], place);
      return;
    }
    if (!isShared) {
      this.#typeChange('type-changed', was, is, place);
      return;
    }
    const came = to.filter(isNew);
    const gone = from.filter(isGone);
    const areAdded = came.some(({ branch }) => branch) && was.some(isAlternate);
    const areRemoved = gone.some(({ branch }) => branch) && is.some(isAlternate);
    if (areAdded) for (const choice of came) this.#alternative('alternative-added', choice, was, place);
    if (areRemoved) for (const choice of gone) this.#alternative('alternative-removed', choice, is, place);
    const isWidened = came.length > 0 && !areAdded;
    const isNarrowed = gone.length > 0 && !areRemoved;
    if (isWidened || isNarrowed) {
      const kind = !isNarrowed ? 'type-widened' : !isWidened ? 'type-narrowed' : 'type-changed';
      this.#typeChange(kind, was, is, place);
    }
    for (const json of ['number', 'string'] as const) {
      const before = ofKind(from, json);
      const after = ofKind(to, json);
      if (before.length === 0 || after.length === 0) continue;
      const [typesBefore, typesAfter] = [typesOf(before), typesOf(after)];
      const kind = json === 'number' ? numberChange(typesBefore, typesAfter) : stringChange(typesBefore, typesAfter);
      if (kind) this.#typeChange(kind, typesBefore, typesAfter, within(place, before, after));
    }
  }

  #typeChange(kind: TypeChange['kind'], was: readonly WireType[], is: readonly WireType[], place: Place): void {
    if (this.#namesOnly) return;
    const array = 'array of '.repeat(place.arrays);
    this.#findings.note(
      {
        kind,
        was: array + wordsOf(was),
        is: array + wordsOf(is),
        holdsNames: is.some(isAlternate) && choicesOf(is).some(({ type }) => type.kind !== 'scalar'),
        baseline: typeSite(place.was, place.origin),
        ours: typeSite(place.is, place.origin),
        holder: undefined,
      },
      place,
    );
  }

  #alternative(
    kind: 'alternative-added' | 'alternative-removed',
    { type, branch }: Choice,
    others: readonly WireType[],
    place: Place,
  ): void {
    const words = wordsOf([type]);
    const site = branch && nameSite(branch);
    const isNew = kind === 'alternative-added';
    const holder = holderOf(others) ?? (isNew ? place.was : place.is);
    const fact = presence(kind, words, isNew ? undefined : site, isNew ? site : undefined, holder);
    this.#findings.note(fact, place, { alternative: words });
  }

  /** Puts a pair in the queue, unless there is nothing in it to compare or it has been there. */
  #push(was: readonly WireType[], is: readonly WireType[], place: Place): void {
    const [before, otherBefore] = was;
    const [after, otherAfter] = is;
    const key =
      before && after && !otherBefore && !otherAfter
        ? pairOf(before.id, after.id)
        : `${was.map(({ id }) => id).join()};${is.map(({ id }) => id).join()}`;
    const met = this.#seen.get(key);
    if (met === undefined && before && after && typeof key === 'number' && this.#isUntouched(key, before, after))
      return;
    this.#tracks?.leadTo(key);
    const ways = met ?? 0;
    const { way } = place.origin;
    // Who has met it on a stable way learns nothing on one that is not.
    const known = way | (place.unstable ? way << UNSTABLE_SHIFT : 0);
    if (ways & known) return;
    this.#seen.set(key, ways | (place.unstable ? way << UNSTABLE_SHIFT : way));
    this.#queue.push({ was, is, place, key });
  }

  /** Whether two types are definitions below which nothing differs, as is known of an earlier walk. */
  #isUntouched(key: number, before: WireType, after: WireType): boolean {
    const theirs = this.#tracks && definitionOf(before);
    const our = theirs && definitionOf(after);
    if (!theirs || !our) return false;
    return this.#tracks?.isUntouched(key, this.#ours.schema.wholeOf(our), theirs) === true;
  }

  #compare({ was, is, place: outside }: Pair): void {
    const place = areUnstable(was) ? unstably(outside) : outside;
    const [before, otherBefore] = was;
    const [after, otherAfter] = is;
    // Nearly always there is one type on each side.
    if (before && after && !otherBefore && !otherAfter && before.kind === after.kind && after.kind !== 'alternate') {
      this.#typeFeatures(was, is, place);
      this.#parts(after.json, was, is, place);
      return;
    }
    const from = choicesOf(was);
    const to = choicesOf(is);
    this.#typeFeatures(withAlternates(was, from), withAlternates(is, to), place);
    for (const json of ['object', 'string', 'array'] as const) {
      const choicesAfter = ofKind(to, json);
      const choicesBefore = ofKind(from, json);
      if (choicesAfter.length === 0 || (choicesBefore.length === 0 && was.length > 0)) continue;
      const typesBefore = typesOf(choicesBefore);
      const inside = areUnstable(typesBefore) ? unstably(place) : place;
      this.#parts(json, typesBefore, typesOf(choicesAfter), within(inside, choicesBefore, choicesAfter));
    }
  }

  #parts(json: WireType['json'], was: readonly WireType[], is: readonly WireType[], place: Place): void {
    switch (json) {
      case 'object': {
        const objects = was.length > 0 ? was.filter(isObject) : [NO_MEMBERS];
        this.#objects(objects, is.filter(isObject), place);
        break;
      }
      case 'string': {
        // Where any string will do there are no values to compare.
        const before = was.filter(isEnum);
        const after = is.filter(isEnum);
        if (before.length === was.length && after.length === is.length) this.#values(before, after, place);
        break;
      }
      case 'array':
        this.#types(elementsOf(was), elementsOf(is), inArray(place));
        break;
    }
  }

  #values(was: readonly WireEnum[], is: readonly WireEnum[], place: Place): void {
    for (const name of valueNames(is)) {
      const before = valuesNamed(was, name);
      const after = valuesNamed(is, name);
      if (before.length > 0) {
        if (this.#namesOnly && isDownstream(name)) continue;
        if (!before.every(isUnattached) || !after.every(isUnattached)) {
          this.#attached(before, after, place, { value: name });
        }
        continue;
      }
      for (const value of after) {
        const fact = presence('value-added', name, undefined, nameSite(value), holderOf(was) ?? place.was);
        this.#findings.note(fact, place, { value: name });
      }
    }
    if (this.#namesOnly) return;
    for (const name of valueNames(was)) {
      if (valuesNamed(is, name).length > 0) continue;
      for (const value of valuesNamed(was, name)) {
        const fact = presence('value-removed', name, nameSite(value), undefined, holderOf(is) ?? place.is);
        this.#findings.note(fact, this.#placeWhere([value], place), { value: name });
      }
    }
  }

  /**
   * Objects with the same tag are compared value by value. Where the tags differ, or only one side has any, there is no telling
   * which values belong together: there all branches count as one, and a member that only some of them have as one that may
   * be left out.
   */
  #objects(was: readonly WireObject[], is: readonly WireObject[], place: Place): void {
    const [before, otherBefore] = was;
    const [after, otherAfter] = is;
    // Nearly always there is one object on each side, and all that differs is a member or two.
    const isAlone = before && after && !otherBefore && !otherAfter;
    const tag = sharedTag(was, is);
    if (tag === undefined && (was.some(hasTag) || is.some(hasTag))) {
      const allBefore = this.#withBranches(was, is);
      const allAfter = this.#withBranches(is, was);
      this.#typeFeatures(allBefore, allAfter, place);
      this.#fields(deepFields(was, allBefore), deepFields(is, allAfter), place, was, is);
      return;
    }
    const values = tag === undefined ? [] : this.#sharedValues(was, is);
    let isSame = true;
    if (isAlone && (values.length === 0 || haveSameNames(before.members, after.members))) {
      this.#ownMembers(before, after, place);
    } else {
      const fieldsBefore = ownFields(was);
      const fieldsAfter = ownFields(is);
      isSame = haveSameNames(fieldsBefore, fieldsAfter);
      // What one side has for all values the other may have for each of them.
      const shared = (fields: typeof fieldsBefore, others: typeof fieldsBefore): typeof fieldsBefore =>
        values.length === 0 ? fields : new Map([...fields].filter(([name]) => others.has(name)));
      this.#fields(shared(fieldsBefore, fieldsAfter), shared(fieldsAfter, fieldsBefore), place, was, is);
    }
    for (const value of values) {
      if (tag !== undefined) this.#branchCondition(was, is, tag, value, place);
      const from = branchesOf(this.#baseline, was, value, isSame);
      const to = branchesOf(this.#ours, is, value, isSame);
      if (from.length === 0 || to.length === 0 || (from.every(isEmpty) && to.every(isEmpty))) continue;
      const isUnstable = was.some((object) => isUnstableValue(object, value, this.#baselineStability));
      let inside = tag === undefined ? place : inBranch(place, tag, value);
      // Without a branch for the value it is the union that lacks what would be in that.
      if (from.every(isEmpty)) inside = { ...inside, was: holderOf(was) ?? place.was };
      if (to.every(isEmpty)) inside = { ...inside, is: holderOf(is) ?? place.is };
      this.#push(from, to, isUnstable ? unstably(inside) : inside);
    }
  }

  /** Of a branch that both sides declare for a value. It has no name of its own: what is told is told of the value. */
  #branchCondition(
    was: readonly WireObject[],
    is: readonly WireObject[],
    tag: string,
    value: string,
    place: Place,
  ): void {
    if (this.#namesOnly) return;
    const [before, after] = [branchDeclared(was, value), branchDeclared(is, value)];
    if (!before || !after || (!before.branch.condition && !after.branch.condition)) return;
    const [conditionBefore, conditionAfter] = [conditionBesides(before), conditionBesides(after)];
    if (conditionBefore === conditionAfter) return;
    const site = ({ branch, union }: DeclaredBranch): Site => ({
      thing: union,
      span: branch.condition?.span ?? branch.key.span,
    });
    const fact = conditionFact(conditionBefore, conditionAfter, site(before), site(after));
    const ofTag = memberPlace(tag, place, undefined, undefined);
    const isUnstable = was.some((object) => isUnstableValue(object, value, this.#baselineStability));
    this.#findings.note(fact, isUnstable ? unstably(ofTag) : ofTag, { value });
  }

  /** The members of two objects, whatever their tags say. */
  #ownMembers(was: WireObject, is: WireObject, place: Place): void {
    for (const [name, after] of is.members) {
      const before = was.members.get(name);
      if (!before) this.#newMember(name, alone(after), place, [was]);
      else if (!this.#differInTypeAlone(before, after)) this.#member(name, alone(before), alone(after), place);
      else if (after.type.kind !== 'scalar' || (before.type !== after.type && !this.#namesOnly)) {
        if (this.#namesOnly && isDownstream(name)) continue;
        this.#types([before.type], [after.type], memberPlace(name, place, before.written, after.written));
      }
    }
    if (this.#namesOnly) return;
    for (const [name, before] of was.members) {
      if (!is.members.has(name)) this.#goneMember(name, alone(before), place, [is]);
    }
  }

  /** The values that tags have on both sides. The others are told themselves. */
  #sharedValues(was: readonly WireObject[], is: readonly WireObject[]): string[] {
    const values = new Set<string>();
    for (const { tag } of is) {
      for (const value of tag?.values.keys() ?? []) {
        if (this.#namesOnly && isDownstream(value)) continue;
        if (was.some((object) => object.tag?.values.has(value))) values.add(value);
      }
    }
    return [...values];
  }

  /**
   * Objects with all that their tags may select, as far as the others could have the value that does. Where the others do not
   * have the tag at all, it is the tag that is told; with it the branches of a simple union, of which nothing stands in the text.
   */
  #withBranches(objects: readonly WireObject[], others: readonly WireObject[]): readonly WireObject[] {
    const all = new Set(objects);
    // The set grows while it is walked. Branches may share what they lead to.
    for (const { tag, members } of all) {
      if (!tag) continue;
      const isImplied = members.get(tag.name)?.declared === undefined;
      for (const [value, branch] of tag.branches) {
        if (this.#namesOnly && isDownstream(value)) continue;
        if (others.some((other) => mayHaveValue(other, tag, value, isImplied))) all.add(branch);
      }
    }
    return [...all];
  }

  #fields(
    was: ReadonlyMap<string, Field>,
    is: ReadonlyMap<string, Field>,
    outer: Place,
    objectsBefore: readonly WireObject[],
    objectsAfter: readonly WireObject[],
  ): void {
    for (const [name, after] of is) {
      const before = was.get(name);
      if (before) this.#member(name, before, after, outer);
      else this.#newMember(name, after, outer, objectsBefore);
    }
    if (this.#namesOnly) return;
    for (const [name, before] of was) if (!is.has(name)) this.#goneMember(name, before, outer, objectsAfter);
  }

  /** Whether there is nothing to tell of a member apart from its type: so it is with most. */
  #differInTypeAlone(was: WireMember, is: WireMember): boolean {
    if (this.#namesOnly) {
      if (is.declared?.features.length) return false;
    } else if (isMandatory(was) !== isMandatory(is) || !isUnattached(was.declared) || !isUnattached(is.declared)) {
      return false;
    }
    return !was.declared || !this.#baselineStability.isUnstable(was.declared);
  }

  #newMember(name: string, { members, always }: Field, outer: Place, others: readonly WireObject[]): void {
    const place = memberPlace(name, outer, undefined, undefined);
    const holder = holderOf(others) ?? outer.was;
    const kind = always ? 'mandatory-member-added' : 'optional-member-added';
    for (const { declared, type, written } of members) {
      // A name that stands nowhere in the text cannot be given a prefix: what it holds is looked at in its stead.
      if (!declared && this.#namesOnly) this.#types([], [type], place);
      else {
        const fact = presence(kind, name, undefined, declared && nameSite(declared), holder);
        this.#findings.note(declared ? fact : { ...fact, stead: written }, place);
      }
    }
  }

  #goneMember(name: string, { members, always }: Field, outer: Place, others: readonly WireObject[]): void {
    const place = memberPlace(name, outer, undefined, undefined);
    const holder = holderOf(others) ?? outer.is;
    const kind = always ? 'mandatory-member-removed' : 'optional-member-removed';
    for (const { declared } of members) {
      const fact = presence(kind, name, declared && nameSite(declared), undefined, holder);
      this.#findings.note(fact, declared ? this.#placeWhere([declared], place) : place);
    }
  }

  #member(name: string, was: Field, is: Field, outer: Place): void {
    if (this.#namesOnly && isDownstream(name)) return;
    const declaredBefore = declaredOf(was.members);
    const declaredAfter = declaredOf(is.members);
    const inside = memberPlace(name, outer, writtenOf(was.members), writtenOf(is.members));
    const place = this.#placeWhere(declaredBefore, inside);
    if (was.always !== is.always && !this.#namesOnly) {
      const fact: Omit<OptionalityChange, WayKey> = {
        kind: is.always ? 'became-mandatory' : 'became-optional',
        baseline: nameSite(place.was),
        ours: nameSite(place.is),
        holder: undefined,
      };
      this.#findings.note(fact, place);
    }
    this.#attached(declaredBefore, declaredAfter, place);
    this.#types(distinctTypes(was.members), distinctTypes(is.members), place);
  }

  /** A place of things that the baseline has: whether one of them is unstable makes a difference for what is told of them. */
  #placeWhere(was: readonly Member[], place: Place): Place {
    const isUnstable = was.some((thing) => this.#baselineStability.isUnstable(thing));
    return isUnstable ? unstably(place) : place;
  }

  /** Features and conditions of a member or value that both have. */
  #attached(was: readonly Member[], is: readonly Member[], outer: Place, end?: WireEnd): void {
    if (was.every(isUnattached) && is.every(isUnattached)) return;
    const [before] = was;
    const [after] = is;
    const place = this.#placeWhere(was, outer);
    this.#features(was, is, place, end, before ?? place.was, after ?? place.is);
    if (before && after) this.#condition(was, is, place, end, before, after);
  }

  #typeFeatures(was: readonly WireType[], is: readonly WireType[], place: Place): void {
    if (was.every(isFeatureless) && is.every(isFeatureless)) return;
    this.#features(was, is, place, undefined, holderOf(was) ?? place.was, holderOf(is) ?? place.is);
  }

  #features(
    was: readonly Pick<Attached, 'features'>[],
    is: readonly Pick<Attached, 'features'>[],
    place: Place,
    end: WireEnd | undefined,
    holderBefore: NamedThing,
    holderAfter: NamedThing,
  ): void {
    if (was.every(isFeatureless) && is.every(isFeatureless)) return;
    const before = featuresOf(was);
    const after = featuresOf(is);
    for (const [name, features] of after) {
      const same = before.get(name);
      const [first] = features;
      if (same?.[0] && first) {
        this.#condition(same, features, place, { ...end, feature: name }, same[0], first);
        continue;
      }
      if (this.#namesOnly && SPECIAL_FEATURES.has(name)) continue;
      for (const feature of features) {
        const fact = presence(featureKind(name, 'added'), name, undefined, nameSite(feature), holderBefore);
        this.#findings.note(fact, place, { ...end, feature: name });
      }
    }
    if (this.#namesOnly) return;
    for (const [name, features] of before) {
      if (after.has(name)) continue;
      for (const feature of features) {
        const fact = presence(featureKind(name, 'removed'), name, nameSite(feature), undefined, holderAfter);
        this.#findings.note(fact, place, { ...end, feature: name });
      }
    }
  }

  #condition(
    before: readonly Attached[],
    after: readonly Attached[],
    place: Place,
    end: WireEnd | undefined,
    wasThing: Definition | Member,
    isThing: Definition | Member,
  ): void {
    if (this.#namesOnly || (before.every(isUnconditional) && after.every(isUnconditional))) return;
    const was = conditionOf(before);
    const is = conditionOf(after);
    if (was === is) return;
    const fact = conditionFact(was, is, conditionSite(wasThing), conditionSite(isThing));
    this.#findings.note(fact, place, end);
  }
}

/** Whether all that may stand in a place is unstable: what changes beside something stable may be of that. */
function areUnstable(types: readonly WireType[]): boolean {
  return types.length > 0 && types.every(isMarkedUnstable);
}

/** Where a way begins. */
function placeOf(origin: Origin, was: NamedThing, is: NamedThing, unstable: boolean): Place {
  return { origin, member: undefined, outer: undefined, was, is, branches: NO_BRANCHES, arrays: 0, unstable };
}

function isTaggedBy(name: string): (object: WireObject) => boolean {
  return ({ tag }) => tag?.name === name;
}

/** A place where alternates offer some types: what is told of them belongs to the branches. */
function within(place: Place, from: readonly Choice[], to: readonly Choice[]): Place {
  const was = from[0]?.branch;
  const is = to[0]?.branch;
  return was || is ? { ...place, was: was ?? place.was, is: is ?? place.is, arrays: 0 } : place;
}

/** Whether a name is one of those that upstream promises never to use. */
function isDownstream(name: string): boolean {
  return name.startsWith('__');
}
