/**
 * What a downstream has changed against its baseline, as its contract with the clients sees it: which names are its own, and
 * which changes upstream has made as well. QMP specification, sections "Downstream extension of QMP" and "Compatibility
 * Considerations". Rules say what is wrong with which of them.
 */
import { findNewNames, type NewName, newNamesAmong } from '../compat/additions.ts';
import { type Change, type ChangeKind, isPresence } from '../compat/change.ts';
import { changesBetween } from '../compat/changes.ts';
import { Earlier } from '../compat/earlier.ts';
import type { WirePath } from '../compat/wire-path.ts';
import { HistoryError } from '../history/data.ts';
import type { Release } from '../history/releases.ts';
import { isToldByAnswers } from '../introspection/tells.ts';
import { isAnswer } from '../schema/answer.ts';
import type { NamedThing, TypeDefinition } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { type Elsewhere, isExtension, type OtherReleases } from './elsewhere.ts';
import { type LostFile, lostFiles } from './lost-files.ts';
import { type Misspelling, misspellingsAmong } from './misspelt.ts';

/** A schema beside its baseline. What is found out is found out when it is asked for. */
export class Contract {
  readonly schema: Schema;
  readonly baseline: Schema;
  readonly #others: () => OtherReleases | undefined;
  #newNames: readonly NewName[] | undefined;
  #changes: readonly Change[] | undefined;
  #asked: { readonly others: OtherReleases | undefined } | undefined;
  #historyProblem: string | undefined;
  #byKind: ReadonlyMap<ChangeKind, readonly Change[]> | undefined;
  #lostFiles: readonly LostFile[] | undefined;
  #misspelt: ReadonlyMap<Change | NamedThing, Misspelling> | undefined;

  /**
   * @param others asked for what is known of upstream's other releases, once there is something to ask about; undefined where
   *   nothing is. It may throw a HistoryError.
   */
  constructor(schema: Schema, baseline: Schema, others: () => OtherReleases | undefined) {
    this.schema = schema;
    this.baseline = baseline;
    this.#others = others;
  }

  /** The names that the baseline does not have, in the order of the text: those that a downstream answers for. */
  get newNames(): readonly NewName[] {
    this.#newNames ??=
      newNamesAmong(this.changes, this.schema, this.baseline) ??
      findNewNames(this.schema, this.baseline, earlierTo(this.baseline));
    return this.#newNames;
  }

  /** All that clients can see, as far as the baseline tells of it. */
  get changes(): readonly Change[] {
    if (!this.#changes) {
      const all = changesBetween(this.baseline, this.schema, earlierTo(this.baseline));
      this.#changes = isAnswer(this.baseline) ? all.filter(isToldByAnswers) : all;
    }
    return this.#changes;
  }

  /** The changes of a kind, in the order of all. */
  changesOf(kind: ChangeKind): readonly Change[] {
    this.#byKind ??= grouped(this.changes);
    return this.#byKind.get(kind) ?? [];
  }

  /** The files of the baseline that are included no longer, by which commands or events are missing that may not. */
  get lostFiles(): readonly LostFile[] {
    if (!this.#lostFiles) {
      const removed = [...this.changesOf('command-removed'), ...this.changesOf('event-removed')];
      const missed = removed.filter(isPresence).filter((one) => !one.unstable && !this.elsewhereOf(one));
      this.#lostFiles = lostFiles(missed, this.schema, this.baseline);
    }
    return this.#lostFiles;
  }

  /**
   * The misspelling of one of upstream's names that a thing of the schema is, or that a change is part of. What another release of
   * upstream has like that is none.
   */
  misspellingOf(what: Change | NamedThing): Misspelling | undefined {
    this.#misspelt ??= new Map(
      misspellingsAmong(this.changes)
        .filter(({ removed, added }) => !this.elsewhereOf(removed) && !this.elsewhereOf(added))
        .flatMap((one) => [one.removed, one.added, one.ours].map((what) => [what, one] as const)),
    );
    return this.#misspelt.get(what);
  }

  /** What kept the other releases from being asked so far, as a sentence. */
  get historyProblem(): string | undefined {
    return this.#historyProblem;
  }

  /** The release of upstream that has a new name or another change as well, if one is known. */
  elsewhereOf(change: Change | NewName): Elsewhere | undefined {
    return this.#ask((others) => others.with(change, this.schema));
  }

  /** Whether a place on the wire, or something that holds it, has been deprecated for two releases of upstream or more. */
  isLongDeprecated(wire: WirePath): boolean {
    return this.#ask((others) => others.isLongDeprecated(wire)) === true;
  }

  /**
   * The oldest release of upstream that has a new downstream name under its plain name, if one is known. A command or event that has
   * all of the baseline's of that name and more was made to extend that, and upstream has nothing like it.
   */
  plainReleaseOf(name: NewName, plain: string): Release | undefined {
    const isWhole = name.wire.part === undefined && name.wire.feature === undefined;
    if (isWhole && isExtension(this.schema, name.wire.name, this.baseline, plain)) return undefined;
    return this.#ask((others) => others.plainly(name, plain, this.schema));
  }

  /** The first release after the tree's that gives the name of one of our types to something else, if one is known. */
  typeClashOf(type: TypeDefinition): Release | undefined {
    return this.#ask((others) => others.typeClash(type, this.schema));
  }

  /** Without the history all is judged as if there were no other releases. */
  #ask<Answer>(question: (others: OtherReleases) => Answer): Answer | undefined {
    if (this.#historyProblem !== undefined) return undefined;
    try {
      this.#asked ??= { others: this.#others() };
      const { others } = this.#asked;
      return others && question(others);
    } catch (error) {
      if (!(error instanceof HistoryError)) throw error;
      this.#historyProblem = error.message;
      return undefined;
    }
  }
}

/** By baseline. */
const earlier = new WeakMap<Schema, Earlier>();

function earlierTo(baseline: Schema): Earlier {
  const known = earlier.get(baseline) ?? new Earlier();
  earlier.set(baseline, known);
  return known;
}

function grouped(changes: readonly Change[]): ReadonlyMap<ChangeKind, readonly Change[]> {
  const groups = new Map<ChangeKind, Change[]>();
  for (const change of changes) {
    const group = groups.get(change.kind);
    if (group) group.push(change);
    else groups.set(change.kind, [change]);
  }
  return groups;
}
