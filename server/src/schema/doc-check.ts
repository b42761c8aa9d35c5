/**
 * What QEMU's generator refuses about the documentation in a file: comments by themselves, and comments beside what they
 * document. All of it depends on the file alone, but for two pragmas that the caller knows.
 */
import { nearest } from '../names/nearest.ts';
import { commentedName } from '../syntax/doc.ts';
import { Kind, type Remembering } from '../syntax/memory.ts';
import type { Span } from '../syntax/text.ts';
import { type Doc, type Expression, entryOf, type ObjectValue, valueAt } from '../syntax/tree.ts';
import { cNameOf } from './c-names.ts';
import type { QemuVersion } from './dialect.ts';
import {
  type DocDialect,
  type DocFault,
  type DocReading,
  docDialectOf,
  type ReadSection,
  readDoc,
} from './doc-sections.ts';
import { isKey, KEYWORDS, withMeantKeys } from './keys.ts';
import { type Definition, FILES, isTypeDefinition, type Member, type SourceFile } from './model.ts';
import { unseenSpansIn } from './unclosed-doc.ts';

/** A documentation comment, as the generator of a version reads it. */
export interface CheckedDoc {
  readonly doc: Doc;
  readonly reading: DocReading;
  /** What the comment stands before, if it is a definition; unknown where the comment has no end. */
  readonly definition: Definition | undefined;
}

/** A comment where none of its kind may stand. */
export interface DocMisfit {
  readonly code: 'not-followed' | 'free-form' | 'comment-behind';
  readonly doc: Doc;
  readonly span: Span;
  /** Where the generator says so: an offset. */
  readonly refusedAt: number;
  /** What is documented, or stands behind a free-form comment; empty where that has no name either. */
  readonly name: string;
  /** What stands where a definition should. */
  readonly next: 'comment' | 'include' | 'pragma' | 'end' | undefined;
}

export interface FileDocs extends Remembering {
  /** In the order of the text. */
  readonly docs: readonly CheckedDoc[];
  /** Those of them in which something is wrong: few. */
  readonly faulty: readonly CheckedDoc[];
  readonly misfits: readonly DocMisfit[];
  /** Definitions without a comment, those left out that lost theirs by another mistake. */
  readonly undocumented: readonly Definition[];
}

const FILE_DOCS = new Kind<FileDocs>();

const known = FILES.memory<{ readonly dialect: DocDialect; readonly docs: FileDocs }>();

/**
 * The documentation of a file as the generator of a version reads it, and what is missing or out of place.
 * @returns nothing at all for versions that do not look at documentation
 */
export function checkedDocsOf(file: SourceFile, version: QemuVersion): FileDocs {
  const dialect = docDialectOf(version);
  const earlier = known.get(file);
  if (earlier?.dialect === dialect) return earlier.docs;
  const docs = dialect.refuses
    ? findDocs(file, dialect)
    : { docs: [], faulty: [], misfits: [], undocumented: [], memory: undefined };
  known.set(file, { dialect, docs });
  return docs;
}

function findDocs(file: SourceFile, dialect: DocDialect): FileDocs {
  const { tree } = file;
  const docs: CheckedDoc[] = [];
  const misfits: DocMisfit[] = [];
  const undocumented: Definition[] = [];
  const definitions = new Map(file.definitions.map((definition) => [definition.expression, definition]));
  const read = (doc: Doc, definition: Definition | undefined): CheckedDoc => {
    const reading = withSymbolBelow(readDoc(doc, dialect), definition);
    const checked = { doc, reading, definition: doc.closed ? definition : undefined };
    docs.push(checked);
    return checked;
  };
  const spoiled = placesOfProblems(file);
  const unseen = unseenSpansIn(tree, dialect.version);
  /** Reports a comment that wants its definition where something else follows. */
  const reject = (checked: CheckedDoc | undefined, next: DocMisfit['next'], offset: number): void => {
    if (!checked) return;
    const { doc, reading } = checked;
    if (!doc.closed || !doc.symbol || reading.symbol === undefined || spoiled(doc.span.end, offset)) return;
    // Where the first line is wrong, nobody knows what the comment is for.
    if (hasSymbolFault(reading)) return;
    const span = { start: doc.symbol.span.start - 1, end: doc.symbol.span.end };
    misfits.push({ code: 'not-followed', doc, span, refusedAt: doc.span.start, name: reading.symbol, next });
  };
  /** What is documented by a comment that has a `#` too many in each line, which is told. */
  const commentedOut = new Set(
    tree.problems.map(({ code, detail, span }) =>
      code === 'doc-junk' && detail === 'commented-out'
        ? commentedName(tree.text.slice(span.start, span.end))
        : undefined,
    ),
  );
  let free = 0;
  /** The comment right before what comes next. */
  let pending: CheckedDoc | undefined;
  const readFreeBefore = (offset: number): void => {
    for (let doc = tree.freeDocs[free]; doc && doc.span.start < offset; doc = tree.freeDocs[++free]) {
      reject(pending, 'comment', doc.span.start);
      const { start } = doc.span;
      pending = unseen.some((span) => span.start <= start && start < span.end) ? undefined : read(doc, undefined);
    }
  };
  for (const expression of tree.expressions) {
    const { start } = expression.span;
    readFreeBefore(start);
    const definition = definitions.get(expression);
    if (expression.doc) {
      reject(pending, 'comment', expression.doc.span.start);
      pending = read(expression.doc, definition);
    }
    const directive = expression.value.kind === 'object' ? directiveOf(expression.value) : undefined;
    if (directive) reject(pending, directive, start);
    else if (definition && !pending && expression.whole && !commentedOut.has(definition.name.text))
      undocumented.push(definition);
    else if (pending?.doc.closed && pending.reading.symbol === undefined) {
      const stands = definition !== undefined || isReadAsObject(expression, file);
      if (stands && !spoiled(pending.doc.span.end, start)) misfits.push(withoutSymbol(pending, definition, docs));
    }
    pending = undefined;
  }
  readFreeBefore(tree.text.length);
  reject(pending, 'end', tree.text.length);
  if (dialect.commentBehindRefused) findCommentsBehind(file, docs, misfits);
  const faulty = docs.filter(({ reading }) => reading.faults.length > 0);
  return { docs, faulty, misfits, undocumented, memory: undefined };
}

/** Whether the generator, too, reads the expression to its end; it goes deeper than we do. */
function isReadAsObject({ span, value, whole }: Expression, { tree }: SourceFile): boolean {
  if (value.kind !== 'object') return false;
  const isInside = (at: Span): boolean => span.start <= at.start && at.start < span.end;
  return whole || tree.problems.every((problem) => problem.code === 'too-deep' || !isInside(problem.span));
}

function hasSymbolFault({ faults }: DocReading): boolean {
  return faults.some(({ code }) => code.startsWith('symbol-'));
}

/** The name of the definition may stand below a wrong first line: as a section without text it is no mistake of its own. */
function withSymbolBelow(reading: DocReading, definition: Definition | undefined): DocReading {
  if (!definition || !hasSymbolFault(reading)) return reading;
  const faults = reading.faults.filter(({ section }) => section?.name?.text !== definition.name.text);
  return { ...reading, faults };
}

/** A comment that lacks the name of what it documents: then its descriptions are no mistakes of their own. */
function withoutSymbol(checked: CheckedDoc, definition: Definition | undefined, docs: CheckedDoc[]): DocMisfit {
  const { doc, reading } = checked;
  const { start } = doc.span;
  const isStray = ({ code }: DocFault): boolean => code === 'stray-name';
  const first = reading.faults.find(isStray);
  if (first) {
    const faults = reading.faults.filter((fault) => !isStray(fault));
    docs[docs.lastIndexOf(checked)] = { ...checked, reading: { ...reading, faults } };
  }
  const span = { start, end: start + 2 };
  const refusedAt = first?.span.start ?? start;
  return { code: 'free-form', doc, span, refusedAt, name: definition?.name.text ?? '', next: undefined };
}

/** QEMU 9.0 stumbles over an ordinary comment right behind a documentation comment. */
function findCommentsBehind({ tree }: SourceFile, docs: readonly CheckedDoc[], misfits: DocMisfit[]): void {
  let index = 0;
  const { comments } = tree;
  for (const { doc, reading } of docs) {
    while (index < comments.length && (comments[index]?.span.start ?? 0) < doc.span.end) index++;
    const comment = comments[index];
    if (!comment) return;
    if (tree.text.slice(doc.span.end, comment.span.start).trim() !== '') continue;
    // One that was meant to be documentation is told as that.
    if (tree.problems.some(({ span }) => span.start === comment.span.start)) continue;
    const refusedAt = reading.symbol === undefined ? comment.span.start : doc.span.start;
    misfits.push({ code: 'comment-behind', doc, span: comment.span, refusedAt, name: '', next: undefined });
  }
}

/** Tells whether the reader met something broken between two places: then nobody knows what was meant to stand there. */
function placesOfProblems({ tree }: SourceFile): (from: number, to: number) => boolean {
  const { problems } = tree;
  return (from, to) => problems.some(({ span }) => span.start >= from && span.start < to);
}

function directiveOf(object: ObjectValue): 'include' | 'pragma' | undefined {
  if (valueAt(object, 'include')) return 'include';
  return valueAt(object, 'pragma') && 'pragma';
}

// ---- beside the definition ----

/** What is wrong with a comment beside its definition. */
export type DocMismatch = {
  readonly checked: CheckedDoc;
  readonly definition: Definition;
  /** Where the generator says so: an offset. */
  readonly refusedAt: number;
} & (
  | { /** The comment is for something else. */ readonly code: 'symbol'; readonly span: Span }
  | {
      /** What a section describes does not exist. */
      readonly code: 'unknown';
      readonly section: ReadSection;
      /** What is most likely meant; of the other kind where features are described as members, or the other way round. */
      readonly meant: Member | undefined;
    }
  | {
      /** Something is not described. */
      readonly code: 'missing';
      readonly missing: readonly Member[];
      /** All that the comment has to describe, in the order of the schema. */
      readonly all: Describable;
      /** The definition is exempt, and the generator fails all the same. */
      readonly stumbles: boolean;
    }
  | { readonly code: 'returns-nothing' | 'returns-no-command' | 'errors-no-command'; readonly section: ReadSection }
);

const compared = FILE_DOCS.memory<{ exempt: ReadonlySet<string>; mismatches: readonly DocMismatch[] }>();

/**
 * What is wrong with comments beside their definitions; of definitions that are broken nothing, for who knows what they were
 * meant to have.
 * @param exempt the names that the pragma `documentation-exceptions` lists
 */
export function mismatchesIn(
  file: SourceFile,
  version: QemuVersion,
  exempt: ReadonlySet<string>,
): readonly DocMismatch[] {
  const docs = checkedDocsOf(file, version);
  const earlier = compared.get(docs);
  if (earlier?.exempt === exempt) return earlier.mismatches;
  const dialect = docDialectOf(version);
  const mismatches = docs.docs.flatMap((checked) => {
    const { definition, reading } = checked;
    if (!definition?.expression.whole || reading.symbol === undefined) return NONE;
    return compare(checked, definition, dialect, exempt.has(reading.symbol));
  });
  compared.set(docs, { exempt, mismatches });
  return mismatches;
}

const NONE: readonly DocMismatch[] = [];

function compare(
  checked: CheckedDoc,
  definition: Definition,
  dialect: DocDialect,
  exempt: boolean,
): readonly DocMismatch[] {
  const { doc, reading } = checked;
  const atDefinition = definition.expression.span.start;
  const common = { checked, definition };
  if (reading.symbol !== definition.name.text) {
    // What is wrong with the line as such, or that the definition has no name, is told elsewhere.
    if (hasSymbolFault(reading) || definition.name.text === '') return NONE;
    return [{ ...common, code: 'symbol', span: doc.symbol?.span ?? doc.span, refusedAt: atDefinition }];
  }
  const atSection = ({ head }: ReadSection): number => (dialect.paragraphs ? head.start : doc.span.start);
  const isTold = (section: ReadSection): boolean =>
    section.misplaced || reading.faults.some((fault) => fault.section === section);
  const mismatches: DocMismatch[] = [];
  reading.sections.forEach((section) => {
    if (section.kind !== 'returns' && section.kind !== 'errors') return;
    const code = misuseOf(section.kind, definition, dialect);
    if (code && !isTold(section)) mismatches.push({ ...common, code, section, refusedAt: atSection(section) });
  });
  if (describesInOrder(reading.sections, definition)) return mismatches;
  const all = describable(definition, dialect);
  if (!all) return mismatches;

  const members = new Set<string>();
  const features = new Set<string>();
  // What was meant to be described, and is told not to be.
  for (const { code, detail } of reading.faults) {
    if (code === 'colon' || code === 'stray-name') members.add(detail);
    if (code === 'stray-name') features.add(detail);
  }
  for (const { kind, name, misplaced } of reading.sections) {
    // What is described in the wrong place is described all the same.
    if (name && (kind === 'member' || misplaced)) members.add(name.text);
    if (name && (kind === 'feature' || misplaced)) features.add(name.text);
  }
  const doubles = new Set(doublesIn(all.members, members));
  const missingMembers = all.members.filter((member) => !members.has(member.name.text) && !doubles.has(member));
  // A line 'Features:' with nothing below it is told, and that what belongs there is missing is the same mistake.
  const toldEmpty = reading.faults.some(({ code }) => code === 'features-empty');
  const missingFeatures = toldEmpty ? [] : all.features.filter(({ name }) => !features.has(name.text));
  const stumbles = exempt && dialect.stumblesOverExempt && endsWithMembers(reading.sections, missingMembers.length);
  const wanted = [
    ...(dialect.membersWanted && (!exempt || stumbles) ? missingMembers : []),
    ...(dialect.namesChecked ? missingFeatures : []),
  ];
  const meantBySections = new Set<Member>();
  if (all.checked) {
    const ownMembers = new Set([...all.implied, ...all.members.map(({ name }) => name.text)]);
    const ownFeatures = new Set([...all.refused, ...all.features].map(({ name }) => name.text));
    const isUnknown = ({ kind, name }: ReadSection): boolean =>
      (kind === 'member' || kind === 'feature') &&
      !!name?.text &&
      !(kind === 'member' ? ownMembers : ownFeatures).has(name.text);
    const unknown = reading.sections.filter((section) => isUnknown(section) && !isTold(section));
    // They may describe what has no name yet, or has got that of another one: which is told there, and refused first.
    if (unknown.length <= doubles.size && unknown.every(({ kind }) => kind === 'member')) unknown.length = 0;
    for (const section of unknown) {
      const [same, other] =
        section.kind === 'member' ? [missingMembers, missingFeatures] : [missingFeatures, missingMembers];
      const meant = meantBy(section, same, other, unknown.length === 1);
      if (meant) meantBySections.add(meant);
      // What is not described is refused before what does not exist.
      const refusedAt = meant && wanted.includes(meant) ? atDefinition : atSection(section);
      mismatches.push({ ...common, code: 'unknown', section, meant, refusedAt });
    }
  }
  const missing = wanted.filter((member) => !meantBySections.has(member));
  if (missing.length > 0) {
    mismatches.push({ ...common, code: 'missing', missing, all, stumbles, refusedAt: atDefinition });
  }
  return mismatches;
}

/** Members without a name, and of those that are the same in C all but one: of those that are described the first, else the first. */
function doublesIn(all: readonly Member[], described: ReadonlySet<string>): Member[] {
  const seen = new Map<string, Member>();
  const doubles: Member[] = [];
  for (const member of all) {
    if (member.name.text === '') {
      doubles.push(member);
      continue;
    }
    const identifier = cNameOf(member);
    const other = seen.get(identifier);
    const isBetter = other && !described.has(other.name.text) && described.has(member.name.text);
    if (other) doubles.push(isBetter ? other : member);
    if (!other || isBetter) seen.set(identifier, member);
  }
  return doubles;
}

/**
 * Since 10.0 the generator puts sections of its own behind those of the members where a pragma exempts a definition, and
 * fails where no other section is behind them.
 */
function endsWithMembers(sections: readonly ReadSection[], missing: number): boolean {
  return missing > (sections.length > 0 ? 0 : 1) && sections.every(({ kind }) => kind === 'member');
}

/** What is meant by a section that describes what does not exist: something that is not described. */
function meantBy(
  { name, kind }: ReadSection,
  same: readonly Member[],
  other: readonly Member[],
  only: boolean,
): Member | undefined {
  const text = name?.text ?? '';
  const exact = other.find((thing) => thing.name.text === text);
  if (exact) return exact;
  if (same.length === 1 && only && kind === 'member') return same[0];
  const near = nearest(
    text,
    same.map((thing) => thing.name.text),
  );
  return same.find((thing) => thing.name.text === near);
}

function misuseOf(
  kind: 'returns' | 'errors',
  definition: Definition,
  { paragraphs }: DocDialect,
): 'returns-nothing' | 'returns-no-command' | 'errors-no-command' | undefined {
  if (definition.kind !== 'command') return kind === 'returns' ? 'returns-no-command' : 'errors-no-command';
  const object = definition.expression.value;
  const returns = object.kind === 'object' && entryOf(withMeantKeys(object, 'command'), 'returns') !== undefined;
  return kind === 'returns' && paragraphs && !returns ? 'returns-nothing' : undefined;
}

/** Whether a comment describes what it has to and nothing else, one after the other. Nearly all do. */
function describesInOrder(sections: readonly ReadSection[], definition: Definition): boolean {
  const { features } = definition;
  const members = membersOf(definition);
  let member = 0;
  let feature = 0;
  const isNext = ({ kind, name }: ReadSection): boolean => {
    if (kind === 'feature') return features[feature++]?.name.text === name?.text;
    if (kind !== 'member') return true;
    const described = members[member++];
    return described?.name.text === name?.text && described?.features.length === 0;
  };
  return sections.every(isNext) && member === members.length && feature === features.length;
}

/** What the comment of a definition describes: its own members, not those of a type that it names. */
export interface Describable {
  readonly members: readonly Member[];
  readonly features: readonly Member[];
  /** Features that may not be there: they need no description, and may have one. */
  readonly refused: readonly Member[];
  /** Members that stand nowhere: the tag of a simple union. */
  readonly implied: readonly string[];
  /** Whether the generator minds descriptions of what does not exist. */
  readonly checked: boolean;
}

/** @returns undefined where the form of the definition is so wrong that it cannot be told */
export function describable(definition: Definition, dialect: DocDialect): Describable | undefined {
  const object = definition.expression.value;
  if (object.kind !== 'object') return undefined;
  for (const { key, value } of object.entries) {
    if (!isKey(key.text) && !KEYWORDS.has(key.text)) return undefined;
    if (key.text === 'features' && value?.kind !== 'array') return undefined;
  }
  const data = valueAt(object, 'data')?.kind;
  const members = membersOf(definition);
  const always = dialect.namesChecked;
  switch (definition.kind) {
    case 'enum':
      return data === 'array' ? describes(definition, members, dialect, always) : undefined;
    case 'struct':
    case 'alternate':
      return data === 'object' ? describes(definition, members, dialect) : undefined;
    case 'union':
      if (data !== 'object') return undefined;
      // The base that is missing may have all that is described.
      if (definition.discriminator && !valueAt(object, 'base')) return undefined;
      if (definition.discriminator) return describes(definition, members, dialect);
      return dialect.simpleUnions ? describes(definition, members, dialect, true, ['type']) : undefined;
    case 'command':
    case 'event':
      if (data !== undefined && data !== 'object' && data !== 'string') return undefined;
      return describes(definition, members, dialect, always || members.length > 0);
  }
}

/** What a definition declares itself: not what it takes over from types that it names. */
function membersOf(definition: Definition): readonly Member[] {
  switch (definition.kind) {
    case 'enum':
      return definition.values;
    case 'struct':
      return definition.members;
    case 'alternate':
      return definition.branches;
    case 'union':
      return definition.base?.kind === 'object' ? definition.base.members : NO_MEMBERS;
    case 'command':
    case 'event':
      return definition.data?.kind === 'object' ? definition.data.members : NO_MEMBERS;
  }
}

const NO_MEMBERS: readonly Member[] = [];

function describes(
  definition: Definition,
  members: readonly Member[],
  { specialFeatures }: DocDialect,
  checked = true,
  implied: readonly string[] = [],
): Describable {
  const isRefused = ({ name }: Member): boolean => isTypeDefinition(definition) && specialFeatures.has(name.text);
  const refused = definition.features.filter(isRefused);
  let features = refused.length > 0 ? definition.features.filter((own) => !isRefused(own)) : definition.features;
  for (const member of members) if (member.features.length > 0) features = [...features, ...member.features];
  return { members, features: distinct(features), refused, implied, checked };
}

/** Features of members share one name space with those of the definition. */
function distinct(features: readonly Member[]): readonly Member[] {
  if (features.length < 2) return features;
  const seen = new Set<string>();
  return features.filter(({ name }) => !seen.has(name.text) && seen.add(name.text));
}
