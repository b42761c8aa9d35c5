/**
 * What other releases of upstream say of a change: a downstream takes things from newer releases (backports), and keeps some
 * that upstream has dropped. These are upstream's names and no matter of its own, as long as they mean the same there.
 */
import { type Change, type ChangeKind, isPresence } from '../compat/change.ts';
import { changesAt } from '../compat/changes.ts';
import { verdictOf } from '../compat/verdict.ts';
import { type WirePath, wirePathText } from '../compat/wire-path.ts';
import { type RootName, rootNameOf } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { momentInWords } from '../history/life.ts';
import type { WirePath as LifePath, Lives } from '../history/lives.ts';
import type { Release } from '../history/releases.ts';
import { compareVersions, type QemuVersion, releaseOf } from '../schema/dialect.ts';
import { isTypeDefinition, type TypeDefinition, type TypeRef } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Standing, Whole } from '../schema/standing.ts';

/** A release of upstream other than the one that the tree is based on, which has a change of the tree, too. */
export interface Elsewhere {
  /**
   * `same`: whoever uses what the tree has can use it with that release. `differs`: some of it would fail there. `collides`:
   * it is something else there, that only has the name in common.
   */
  readonly kind: 'same' | 'differs' | 'collides';
  readonly release: Release;
  /** Whether that release is newer than what the tree is based on, so that a rebase will meet it. */
  readonly isLater: boolean;
  /** The last release that has it, where it came with that release or a later one, and newer ones have dropped it again. */
  readonly until: Release | undefined;
  /** What is different there in a way that breaks clients. */
  readonly differences: readonly Difference[];
}

/** A change from the tree to the other release. */
export interface Difference {
  readonly kind: ChangeKind;
  readonly path: string;
}

/** What is asked about: all of a change that matters. */
export type Question = Pick<Change, 'kind' | 'wire' | 'path'>;

/** Compares one schema with the releases of upstream other than its baseline; kept for as long as the schema is. */
export class OtherReleases {
  static readonly #known = new WeakMap<Schema, OtherReleases>();

  readonly #history: History;
  readonly #root: RootName;
  readonly #lives: Lives;
  readonly #version: QemuVersion;
  /** What is known of the system emulator, for the storage daemon. */
  #emulators: OtherReleases | undefined;
  /** What was found out, by the whole of the command or event that it is about. */
  readonly #found = new WeakMap<Whole, Map<string, Elsewhere | undefined>>();
  /** The last of it by the way itself: a change that is carried over from one schema to the next keeps that. */
  readonly #asked = new WeakMap<
    WirePath,
    { readonly kind: ChangeKind; readonly whole: Whole; readonly found: Elsewhere | undefined }
  >();
  /** The same of the names of types, by their standing. */
  readonly #clashes = new WeakMap<Standing, { readonly release: Release | undefined }>();

  private constructor(history: History, root: RootName, version: QemuVersion) {
    this.#history = history;
    this.#root = root;
    this.#lives = history.lives(root);
    this.#version = version;
  }

  /**
   * @param root path of the root that is judged
   * @param version of the tree
   * @param baseline what the tree is compared with
   * @returns undefined where it is none of QEMU's schemas, of which alone there is a history
   * @throws HistoryError
   */
  static of(history: History, root: string, version: QemuVersion, baseline: Schema): OtherReleases | undefined {
    const name = rootNameOf(root);
    if (name === undefined) return undefined;
    const known = OtherReleases.#known.get(baseline);
    if (known && known.#history === history && known.#root === name && compareVersions(known.#version, version) === 0) {
      return known;
    }
    if (!history.lives(name).isQemus(baseline)) return undefined;
    const others = new OtherReleases(history, name, version);
    OtherReleases.#known.set(baseline, others);
    return others;
  }

  /**
   * @param ours the schema that has the change
   * @returns undefined where no other release has it
   * @throws HistoryError
   */
  with(question: Question, ours: Schema): Elsewhere | undefined {
    const { kind, wire } = question;
    const origin = ours.definition(wire.name);
    if (!origin) return this.#with(question, ours);
    const whole = ours.wholeOf(origin);
    const last = this.#asked.get(wire);
    if (last?.kind === kind && last.whole === whole) return last.found;
    const found = this.#foundBelow(whole, question, ours);
    this.#asked.set(wire, { kind, whole, found });
    return found;
  }

  #foundBelow(whole: Whole, question: Question, ours: Schema): Elsewhere | undefined {
    const { kind, path, wire } = question;
    let found = this.#found.get(whole);
    if (!found) {
      found = new Map();
      this.#found.set(whole, found);
    }
    const branches = wire.branches?.flat().map(({ tag, value }) => `${tag}=${value}`) ?? [];
    const key = [kind, path, ...branches].join('\n');
    if (!found.has(key)) found.set(key, this.#with(question, ours));
    return found.get(key);
  }

  /**
   * The oldest release that has what a downstream name stands for under a plain name, as far as the names of members tell.
   * @param plain the name without its prefix
   */
  plainly({ wire }: Question, plain: string, ours: Schema): Release | undefined {
    const place = withLastName(wire, plain);
    const path = lifePathOf(place);
    const having = path ? this.#lives.having(path) : [];
    const [oldest] = having;
    const newest = having.at(-1);
    const theirs = newest && this.#history.release(newest.name, this.#root);
    if (!theirs || (wire.part === undefined && haveNothingInCommon(ours, wire.name, theirs, place.name)))
      return undefined;
    return oldest;
  }

  /**
   * The first release after the tree's that gives the name of a type to something else: to one that looks different on the wire.
   * @returns undefined where none does; and where a release has the very type, from which it was taken
   * @throws HistoryError
   */
  typeClash(type: TypeDefinition, ours: Schema): Release | undefined {
    const standing = ours.standingOf(type);
    let found = this.#clashes.get(standing);
    if (!found) {
      found = { release: this.#typeClash(type, ours) };
      this.#clashes.set(standing, found);
    }
    return found.release;
  }

  #typeClash(type: TypeDefinition, ours: Schema): Release | undefined {
    const own = shapeOf(type, ours);
    let clash: Release | undefined;
    // The same text may look different from one release to the next, where a base has changed.
    for (const release of this.#history.releasesDefining(type.name.text, this.#root)) {
      const theirs = this.#history.release(release.name, this.#root);
      const other = theirs?.definition(type.name.text);
      if (!theirs || !other) continue;
      if (isTypeDefinition(other) && shapeOf(other, theirs) === own) return undefined;
      if (this.#isLater(release)) clash ??= release;
    }
    return clash;
  }

  /** Whether two releases or more before the tree have something, or what holds it, deprecated. */
  isLongDeprecated(wire: WirePath): boolean {
    for (let place: WirePath | undefined = wire; place; place = holderOf(place)) {
      const path = lifePathOf({ ...place, feature: 'deprecated' });
      if (path && this.#lives.having(path).filter((release) => !this.#isLater(release)).length >= 2) return true;
    }
    return false;
  }

  #with(question: Question, ours: Schema): Elsewhere | undefined {
    switch (SORTS[question.kind]) {
      case 'added':
        return this.#added(question, ours) ?? this.#addedToEmulator(question, ours);
      case 'removed':
        return this.#removed(question);
      default:
        return this.#changed(question, ours);
    }
  }

  /**
   * The storage daemon takes files from the system emulator, and with them what a downstream has put there and upstream has in a
   * file of the emulator alone. Upstream's it is all the same.
   */
  #addedToEmulator(question: Question, ours: Schema): Elsewhere | undefined {
    if (this.#root !== 'storage-daemon') return undefined;
    this.#emulators ??= new OtherReleases(this.#history, 'qapi', this.#version);
    return this.#emulators.with(question, ours);
  }

  /** Of several releases that have it the first one after the tree's counts, unless only a later one fits. */
  #added({ wire }: Question, ours: Schema): Elsewhere | undefined {
    const path = lifePathOf(wire);
    const having = path ? this.#lives.having(path) : [];
    const later = having.filter((release) => this.#isLater(release));
    // Who takes over something big may have taken it from a release or two later. Each of them is to be read.
    const own = this.#untilOwn(having);
    const next = [...own.slice(0, 1), ...own.slice(1).slice(-1), ...later.slice(0, 4), ...later.slice(4).slice(-1)];
    const candidates = next.length > 0 ? next : having.slice(-1);
    const last = having.at(-1);
    const isDropped = ({ version }: Release): boolean =>
      last !== undefined && compareVersions(version, last.version) > 0;
    const until = later.length > 0 && path && this.#lives.lacking(path).some(isDropped) ? last : undefined;
    let first: Elsewhere | undefined;
    for (const release of candidates) {
      const found = this.#compare(wire, ours, release, until, next.length > 0);
      if (found?.kind === 'same') return found;
      first ??= found;
    }
    return first;
  }

  /**
   * Of some releases the last ones in a row up to the tree's own. Of those that have what was added, or lack what is gone, there are
   * none, unless the tree is compared with an older release than its own.
   */
  #untilOwn(releases: readonly Release[]): readonly Release[] {
    const earlier = this.#history.releases.filter((release) => !this.#isLater(release));
    return earlier.slice(earlier.findLastIndex((release) => !releases.includes(release)) + 1);
  }

  #compare(
    wire: WirePath,
    ours: Schema,
    release: Release,
    until: Release | undefined,
    isLater: boolean,
  ): Elsewhere | undefined {
    const theirs = this.#history.release(release.name, this.#root);
    if (!theirs) return undefined;
    const differences = changesAt(ours, theirs, wire).filter(
      (change) => verdictOf(change) === 'breaking' && !isAllowedExtra(change),
    );
    const kind =
      differences.length === 0 ? 'same' : isSomethingElse(wire, differences, ours, theirs) ? 'collides' : 'differs';
    return {
      kind,
      release,
      isLater,
      until,
      differences: differences.map(({ kind, path }) => ({ kind, path })),
    };
  }

  /** What upstream has dropped itself, while what held it stayed. */
  #removed({ wire }: Question): Elsewhere | undefined {
    const path = lifePathOf(wire);
    const holder = holderOf(wire);
    const holding = holder && lifePathOf(holder);
    if (!path) return undefined;
    const stayed = holding && this.#lives.having(holding);
    const lacking = this.#lives.lacking(path);
    const candidates = [...this.#untilOwn(lacking), ...lacking.filter((one) => this.#isLater(one))];
    const release = candidates.find((one) => !stayed || stayed.includes(one));
    return release && { kind: 'same', release, isLater: true, until: undefined, differences: [] };
  }

  /** What upstream has changed in the same way. */
  #changed({ kind, path, wire }: Question, ours: Schema): Elsewhere | undefined {
    const { kind: origin, name, part, members, branches, value } = wire;
    // What is told of a value may be told of the branch that it selects, in the object that has the tag.
    const within = value === undefined ? members : members.slice(0, -1);
    const place = { kind: origin, name, ...(part && { part }), members: within, ...(branches && { branches }) };
    const having = lifePathOf(place) ? this.#lives.having(lifePathOf(place) as LifePath) : [];
    const later = having.filter((release) => this.#isLater(release));
    const agrees = (release: Release): boolean => {
      const theirs = this.#history.release(release.name, this.#root);
      if (!theirs) return false;
      const changes = changesAt(theirs, ours, place);
      return !changes.some((change) => change.kind === kind && change.path === path);
    };
    // What the last one does not have hardly any of the others has, and each of them is to be read.
    const newest = later.at(-1);
    if (!newest || !agrees(newest)) return undefined;
    const release = later.find(agrees) ?? newest;
    return { kind: 'same', release, isLater: true, until: undefined, differences: [] };
  }

  #isLater({ version }: Release): boolean {
    return compareVersions(version, releaseOf(this.#version)) > 0;
  }
}

const SORTS: Readonly<Partial<Record<ChangeKind, 'added' | 'removed'>>> = {
  'command-added': 'added',
  'event-added': 'added',
  'optional-member-added': 'added',
  'mandatory-member-added': 'added',
  'value-added': 'added',
  'feature-added': 'added',
  'command-removed': 'removed',
  'event-removed': 'removed',
  'optional-member-removed': 'removed',
  'mandatory-member-removed': 'removed',
  'value-removed': 'removed',
  'feature-removed': 'removed',
};

/**
 * Whether something that the other release lacks is an extra with a downstream name, which nobody has to use: as fine in what was
 * taken over as in what the tree is based on.
 */
function isAllowedExtra(change: Change): boolean {
  if (!isPresence(change) || !change.kind.endsWith('-removed') || !change.name.startsWith('__')) return false;
  return change.kind !== 'mandatory-member-removed' || change.direction === 'receive';
}

/**
 * Whether two things have no more than their name in common: what they take or are is of another kind, or none of what the one
 * takes is known to the other.
 */
function isSomethingElse(wire: WirePath, differences: readonly Change[], ours: Schema, theirs: Schema): boolean {
  const own = wirePathText(wire);
  if (differences.some(({ kind, path }) => kind === 'type-changed' && path === own)) return true;
  if (wire.part !== undefined) return false;
  return haveNothingInCommon(ours, wire.name, theirs, wire.name);
}

/** Whether two commands or events have members, and none of the same name. */
function haveNothingInCommon(schema: Schema, name: string, other: Schema, otherName: string): boolean {
  const [members, others] = [membersOf(schema, name), membersOf(other, otherName)];
  return members.length > 0 && others.length > 0 && members.every((member) => !others.includes(member));
}

/** Whether a command or event has all members of another one, and more. */
export function isExtension(schema: Schema, name: string, other: Schema, otherName: string): boolean {
  if (schema.definition(name)?.kind !== other.definition(otherName)?.kind) return false;
  const [members, others] = [membersOf(schema, name), membersOf(other, otherName)];
  return members.length > others.length && others.every((member) => members.includes(member));
}

/** What a type looks like on the wire, down to the kinds of value that it holds: the same text for all that look the same. */
function shapeOf(type: TypeDefinition, schema: Schema): string {
  const list = (words: Iterable<string>): string => [...words].sort().join(' ');
  if (type.kind === 'enum') return `enum ${list(type.values.map(({ name }) => name.text))}`;
  const kindOf = (ref: TypeRef | undefined): string => schema.jsonKindOf(ref) ?? 'several';
  if (type.kind === 'alternate') return `alternate ${list(type.branches.map((branch) => kindOf(branch.type)))}`;
  const view = schema.viewOf(type);
  const members = (view?.members ?? []).map(
    ({ name, optional, type }) => `${optional ? '*' : ''}${name.text}:${kindOf(type)}`,
  );
  return `object ${list(members)}; ${view?.tag ? `${view.tag.name} ${list(view.tag.branches.keys())}` : ''}`;
}

function membersOf(schema: Schema, name: string): readonly string[] {
  const definition = schema.definition(name);
  if (definition?.kind !== 'command' && definition?.kind !== 'event') return [];
  return schema.objectOf(definition.data)?.members.map((member) => member.name.text) ?? [];
}

/** The same place under another name. */
function withLastName(wire: WirePath, name: string): WirePath {
  if (wire.feature !== undefined) return { ...wire, feature: name };
  if (wire.value !== undefined) return { ...wire, value: name };
  if (wire.members.length > 0) return { ...wire, members: [...wire.members.slice(0, -1), name] };
  return { ...wire, name };
}

/** What holds something; undefined for commands and events. */
function holderOf({
  kind,
  name,
  part,
  members,
  branches,
  value,
  feature,
  flag,
  alternative,
}: WirePath): WirePath | undefined {
  if (part === undefined) return feature === undefined && flag === undefined ? undefined : { kind, name, members: [] };
  const place = { kind, name, part, members, ...(branches && { branches }) };
  if (feature !== undefined) return { ...place, ...(value !== undefined && { value }) };
  if (value !== undefined || alternative !== undefined) return place;
  return members.length > 1 ? { ...place, members: members.slice(0, -1) } : { kind, name, members: [] };
}

/** A way on the wire as the history wants it; undefined where it has no answer. */
export function lifePathOf({
  kind,
  name,
  part,
  members,
  branches,
  value,
  feature,
  flag,
  alternative,
}: WirePath): LifePath | undefined {
  if (kind === 'error' || flag !== undefined || alternative !== undefined) return undefined;
  const end = {
    ...(branches && { branches }),
    ...(value !== undefined && { value }),
    ...(feature !== undefined && { feature }),
  };
  switch (part) {
    case 'arguments':
      return { command: name, argument: members, ...end };
    case 'return':
      return { command: name, returns: members, ...end };
    case 'data':
      return { event: name, data: members, ...end };
    default:
      return kind === 'event' ? { event: name, ...end } : { command: name, ...end };
  }
}

/** `9.1`; of a development tree the release that it leads to. */
export function momentOf({ release }: Pick<Elsewhere, 'release'>): string {
  return momentInWords({ release, earliest: releaseOf(release.version) });
}

/** When upstream has something, to stand behind `upstream`: `since 9.1`, `until 1.3`, `from 4.0 to 5.2`, `in 4.0 only`. */
export function whenInWords(elsewhere: Elsewhere): string {
  const { isLater, until, release } = elsewhere;
  const moment = momentOf(elsewhere);
  if (!isLater) return `until ${moment}`;
  if (!until) return `since ${moment}`;
  return until === release ? `in ${moment} only` : `from ${moment} to ${momentOf({ release: until })}`;
}

/** The same as the predicate of a sentence: `has it since 9.1`. */
export function hasInWords(elsewhere: Elsewhere): string {
  const isStill = elsewhere.isLater && !elsewhere.until;
  return `${isStill ? 'has' : 'had'} it ${whenInWords(elsewhere)}`;
}

/** What is different there, in words. */
export function inWords({ differences }: Elsewhere): string {
  const [first, ...more] = differences;
  if (!first) return 'nothing';
  const others =
    more.length === 0 ? '' : more.length === 1 ? ', and one more difference' : `, and ${more.length} more differences`;
  return `${WORDS[first.kind] ?? first.kind.replaceAll('-', ' ')} (${first.path})${others}`;
}

/** Differences that break clients, as the other release has them. */
const WORDS: Readonly<Partial<Record<ChangeKind, string>>> = {
  'optional-member-removed': 'it lacks a member that is here',
  'mandatory-member-removed': 'it lacks a member that is here',
  'mandatory-member-added': 'it wants a member that is not here',
  'became-mandatory': 'a member is mandatory there',
  'value-removed': 'it lacks a value that is here',
  'alternative-added': 'it may hold another kind of value there',
  'alternative-removed': 'it takes fewer kinds of value there',
  'type-widened': 'it may hold more there',
  'type-narrowed': 'it takes less there',
  'type-changed': 'the type is another one there',
  'values-closed': 'it takes only some values there',
  'return-added': 'it returns something there',
  'return-removed': 'it returns nothing there',
  'feature-removed': 'it lacks a feature that is here',
  'unstable-added': 'it is unstable there',
  'flag-lost': 'it lacks a flag that is here',
};
