/**
 * What is wrong with the QMP messages in the documentation comments of a schema. After a keystroke only those are looked at again
 * whose comment has changed, or something that they speak of; and those in which something is wrong.
 */
import { type WirePath, wirePathText } from '../compat/wire-path.ts';
import { type Fault, type FaultKind, MEASURED } from '../qmp/faults.ts';
import { tellExamples } from '../qmp/resolve.ts';
import { type Block, exampleBlocks } from '../qmp/transcript.ts';
import {
  DEFINITIONS,
  type Definition,
  definitionOf,
  FILES,
  forEachNamed,
  type NamedThing,
  type SourceFile,
} from '../schema/model.ts';
import { perContent, perDefinition, perFile } from '../schema/remember.ts';
import { describedInVain, isIntended, SCHEMAS, type Schema, withBases } from '../schema/schema.ts';
import type { Ground, Standing } from '../schema/standing.ts';
import { Unclear } from '../schema/unclear.ts';
import type { Span } from '../syntax/text.ts';
import { CONTENTS, type Doc } from '../syntax/tree.ts';
import { followsFromBreak, serverQuotes, sideOfProblem } from './message-faults.ts';
import { isExempt } from './names.ts';
import type { FaultWords, RuleContext } from './rule.ts';

/** Words of a rule, and the settings of the user for whom they were found. */
interface Said extends Pick<RuleContext, 'domains' | 'inherited'> {
  readonly words: Omit<FaultWords, 'fixes'> | undefined;
}

/** A fault in an example, and what rules have said of it. It may have been found when its comment stood elsewhere in the file. */
export class ExampleFault {
  readonly file: string;
  /** As it was when it was found. */
  readonly fault: Fault;
  /** The same as it is now: asked for by whoever wants to change something there. */
  readonly now: () => Fault | undefined;
  /** How far its comment has moved since. */
  readonly #moved: number;
  /** By the id of the rule. */
  readonly #said: Map<string, Said>;

  constructor(
    file: string,
    fault: Fault,
    now = (): Fault | undefined => fault,
    moved = 0,
    said = new Map<string, Said>(),
  ) {
    this.file = file;
    this.fault = fault;
    this.now = now;
    this.#moved = moved;
    this.#said = said;
  }

  /**
   * The same, found anew.
   * @param by how far its comment has moved since it was found
   * @param schema the one that it is found in now
   */
  again(by: number, now: () => Fault | undefined, schema: Schema): ExampleFault {
    const fault = inSchema(this.fault, schema);
    return new ExampleFault(this.file, fault, now, by, fault === this.fault ? this.#said : undefined);
  }

  /** Where it is now. */
  get span(): Span {
    return movedSpan(this.fault.span, this.#moved);
  }

  /**
   * What a rule says of it, asked once; without the ways out, which are to be asked of what it is now.
   * @param rule its id
   * @param tell must speak of no other places than those in the comment
   */
  wordsOf(
    rule: string,
    { domains, inherited }: Pick<RuleContext, 'domains' | 'inherited'>,
    tell: () => FaultWords | undefined,
  ): Omit<FaultWords, 'fixes'> | undefined {
    let said = this.#said.get(rule);
    if (said?.domains !== domains || said.inherited !== inherited) {
      const told = tell();
      said = { domains, inherited, words: told && withoutFixes(told) };
      this.#said.set(rule, said);
    }
    const { words } = said;
    if (!words?.related || this.#moved === 0) return words;
    return {
      ...words,
      related: words.related.map((place) => ({ ...place, span: movedSpan(place.span, this.#moved) })),
    };
  }
}

function withoutFixes({ fixes: _, ...words }: FaultWords): Omit<FaultWords, 'fixes'> {
  return words;
}

function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/**
 * The faults in the examples of a schema, by their kind, and in it file by file. In a downstream those that upstream has as well
 * are left out.
 */
export function exampleFaults(
  context: Pick<RuleContext, 'schema' | 'version' | 'role' | 'baseline'>,
): ReadonlyMap<FaultKind, readonly ExampleFault[]> {
  const { schema } = context;
  let found = known.get(schema);
  if (!found) {
    found = new Map();
    for (const fault of lookAt(context)) {
      const { kind } = fault.fault;
      const sameKind = found.get(kind);
      if (sameKind) sameKind.push(fault);
      else found.set(kind, [fault]);
    }
    known.set(schema, found);
  }
  return found;
}

/** A schema is judged by one baseline, and then it is gone. */
const known = SCHEMAS.memory<Map<FaultKind, ExampleFault[]>>();

function* lookAt(context: Pick<RuleContext, 'schema' | 'version' | 'role' | 'baseline'>): Generator<ExampleFault> {
  const { schema, version } = context;
  const unclear = new Unclear(schema, version);
  for (const file of schema.sources.files) {
    const { text } = file.tree;
    for (const definition of withExamples(file)) {
      if (isSettled(definition, schema)) continue;
      const { faults, rests } = faultsAt(definition, text, schema);
      const isUnclear = faults.length > 0 && unclear.isAnyOf(rests.standings.keys());
      for (const found of faults) {
        if (isUnclear && MEASURED.has(found.fault.kind)) continue;
        if (!isUpstreams(definition, found, text, context) && !isToldElsewhere(found.fault, schema)) yield found;
      }
    }
    const { faults, rests } = freeFaultsIn(file, schema);
    const isUnclear = faults.length > 0 && unclear.isAnyOf(rests.standings.keys());
    for (const fault of faults) {
      if (isUnclear && MEASURED.has(fault.kind)) continue;
      if (!isToldElsewhere(fault, schema)) yield new ExampleFault(file.path, fault);
    }
  }
}

/** The faults in the examples of a definition: those that were found before, where nothing has changed that they depend on. */
function faultsAt(
  definition: Definition,
  text: string,
  schema: Schema,
): { readonly faults: readonly ExampleFault[]; readonly rests: Rests } {
  const { content } = definition.expression;
  const place = definition.doc?.span.start ?? 0;
  const earlier = remembered.get(content)?.find((before) => standAsBefore(before, schema));
  if (earlier) {
    const again = (): Fault[] => faultsIn(examplesOf(definition), schema, definition, text);
    const faults = earlier.faults.map((fault, index) =>
      fault.again(place - earlier.place, () => again()[index], schema),
    );
    return { faults, rests: earlier };
  }
  const lookups = new Map<string, Definition | undefined>();
  const blocks = examplesOf(definition);
  const found = faultsIn(blocks, schema, definition, text, (name, one) => lookups.set(name, one));
  const faults = found.map((fault) => new ExampleFault(definition.file, fault));
  // Replies without a command are those of the command that is documented.
  lookups.set(definition.name.text, schema.definition(definition.name.text));
  const rests = restsOn(lookups, schema);
  if (faults.length === 0) settled.set(content, withNewest(settled.get(content), rests));
  else if (found.every(isClosed))
    remembered.set(content, withNewest(remembered.get(content), { ...rests, place, faults }));
  return { faults, rests };
}

/** The same in comments of a file that stand before no definition. */
function freeFaultsIn(file: SourceFile, schema: Schema): { readonly faults: readonly Fault[]; readonly rests: Rests } {
  const earlier = rememberedFree.get(file)?.find((before) => standAsBefore(before, schema));
  if (earlier) return { faults: earlier.faults.map((fault) => inSchema(fault, schema)), rests: earlier };
  const lookups = new Map<string, Definition | undefined>();
  const faults = freeExamplesOf(file).flatMap((blocks) =>
    faultsIn(blocks, schema, undefined, file.tree.text, (name, one) => lookups.set(name, one)),
  );
  const rests = restsOn(lookups, schema);
  if (faults.every(isClosed)) rememberedFree.set(file, withNewest(rememberedFree.get(file), { ...rests, faults }));
  return { faults, rests };
}

/** The messages in the comment of a definition. */
const examplesOf = perDefinition(({ doc }): readonly Block[] => (doc ? exampleBlocks(doc) : []));

/** The definitions that have any. */
const hasExamples = perContent((definition) => examplesOf(definition).length > 0);
const withExamples = perFile((file) => file.definitions.filter(hasExamples));

const freeExamplesOf = perFile(({ tree }): readonly (readonly Block[])[] =>
  tree.freeDocs.map((doc: Doc) => exampleBlocks(doc)).filter((blocks) => blocks.length > 0),
);

function faultsIn(
  blocks: readonly Block[],
  schema: Schema,
  documented: Definition | undefined,
  text: string,
  onLookup?: (name: string, definition: Definition | undefined) => void,
): Fault[] {
  const found: Fault[] = [];
  const allProblems = blocks.flatMap(({ problems }) => problems);
  for (const { message, told } of tellExamples(blocks, schema, documented, onLookup)) {
    const own = told.faults.filter(
      (fault) => !allProblems.some((problem) => followsFromBreak(fault, message, problem)),
    );
    found.push(...own, ...serverQuotes(message, text));
  }
  for (const { messages, problems } of blocks) {
    for (const problem of problems) {
      found.push({ kind: 'json', span: problem.span, side: sideOfProblem(problem, messages), problem });
    }
  }
  return found;
}

// ---- what has been found before ----

/** The definitions on which it rests what is wrong with the examples of one, by name, as they stood then. */
type Standings = ReadonlyMap<string, Standing | undefined>;

interface Rests {
  readonly standings: Standings;
  /** That of the schema in which they were last found to stand so. */
  ground: Ground;
}

/** A file may stand in several roots, in each of which definitions have standings of their own. */
const MAX_ROOTS = 4;

function withNewest<Found>(known: readonly Found[] = [], found: Found): readonly Found[] {
  return [found, ...known.slice(0, MAX_ROOTS - 1)];
}

/** By the text of a definition: its examples are right, as things stood in the roots that were looked at last. */
const settled = CONTENTS.memory<readonly Rests[]>();

/** The same of what is wrong with them; and where the comment stood then. */
interface Remembered extends Rests {
  readonly place: number;
  readonly faults: readonly ExampleFault[];
}

const remembered = CONTENTS.memory<readonly Remembered[]>();

/** The same for a file, and what stands in it before no definition. */
const rememberedFree = FILES.memory<readonly (Rests & { readonly faults: readonly Fault[] })[]>();

function isSettled({ expression: { content } }: Definition, schema: Schema): boolean {
  return settled.get(content)?.some((rests) => standAsBefore(rests, schema)) === true;
}

/** Whether a schema has all that something rests on as it was; from one keystroke to the next few definitions stand otherwise. */
function standAsBefore(rests: Rests, schema: Schema): boolean {
  const { ground, standings } = rests;
  if (ground === schema.ground) return true;
  const others = schema.since?.ground === ground ? schema.since.names : undefined;
  for (const [name, standing] of standings) {
    if (others ? others.has(name) : standingOf(schema.definition(name), schema) !== standing) return false;
  }
  rests.ground = schema.ground;
  return true;
}

function restsOn(lookups: ReadonlyMap<string, Definition | undefined>, schema: Schema): Rests {
  const standings = new Map<string, Standing | undefined>();
  for (const [name, definition] of lookups) standings.set(name, standingOf(definition, schema));
  return { ground: schema.ground, standings };
}

/** A fault in words of a schema that has all definitions that were looked up for it as they were: they may have moved. */
function inSchema(fault: Fault, schema: Schema): Fault {
  if (fault.kind !== 'deprecated' && fault.kind !== 'unstable') return fault;
  const { thing, feature } = fault;
  const before = definitionOf(feature);
  const now = schema.definition(before.name.text) ?? before;
  if (now === before) return fault;
  const things = namedIn(before);
  const again = namedIn(now);
  const same = <Thing extends NamedThing>(one: Thing): Thing => again[things.indexOf(one)] as Thing;
  return { ...fault, thing: same(thing), feature: same(feature) };
}

function namedIn(definition: Definition): readonly NamedThing[] {
  const things: NamedThing[] = [];
  forEachNamed(definition, (thing) => things.push(thing));
  return things;
}

/** Whether all that is told of a fault rests on the definitions that were looked up for it, and not on what names there are besides. */
function isClosed({ kind }: Fault): boolean {
  return !OPEN_KINDS.has(kind);
}

const OPEN_KINDS: ReadonlySet<FaultKind> = new Set<FaultKind>(['unknown-command', 'unknown-event', 'downstream-name']);

function standingOf(definition: Definition | undefined, schema: Schema): Standing | undefined {
  return definition && schema.standingOf(definition);
}

/**
 * Whether a fault is one of what the example is measured by, and told there: that is lost, or has another name than its documentation
 * describes, or one that is refused. It depends on comments, and so is never remembered.
 */
function isToldElsewhere(fault: Fault, schema: Schema): boolean {
  switch (fault.kind) {
    case 'unknown-command':
    case 'unknown-event': {
      const { text } = fault.name;
      return (
        schema.definitions.some(({ doc, name }) => doc?.symbol?.text === text && name.text !== text) ||
        isIntended(text, schema, true)
      );
    }
    case 'unknown-member':
      return isDescribed(fault.entry.key.text, fault, schema) || isMisspelt(fault.meant, fault.types, schema);
    case 'missing-member':
      return fault.object?.entries.some(({ key }) => isDescribed(key.text, fault, schema)) === true;
    case 'unknown-value':
      return isDescribed(fault.value.text, fault, schema);
    default:
      return false;
  }
}

/** Whether a member of one of the types has upper-case letters, as none may have. */
function isMisspelt(name: string | undefined, types: readonly string[], schema: Schema): boolean {
  if (name === undefined || !/[A-Z]/.test(name)) return false;
  const owners = types.flatMap((type) => schema.definition(type) ?? []).flatMap((type) => withBases(type, schema));
  return owners
    .flatMap(namedIn)
    .some((thing) => thing.kind === 'member' && thing.name.text === name && !isExempt(thing, schema));
}

/** Whether one of the types, or the command or event that they belong to, describes a member or value that it does not have. */
function isDescribed(
  name: string,
  { types, wire }: { readonly types: readonly string[]; readonly wire?: WirePath | undefined },
  schema: Schema,
): boolean {
  return [...types, ...(wire ? [wire.name] : [])].some((type) => {
    const definition = schema.definition(type);
    return definition !== undefined && withBases(definition, schema).some((one) => describedInVain(one).includes(name));
  });
}

/**
 * Whether a downstream has a fault from upstream: the example of upstream's definition has the same. Of releases there is no
 * documentation: then upstream's definitions count as having upstream's examples.
 */
function isUpstreams(
  { name }: Definition,
  { fault, span }: ExampleFault,
  text: string,
  { role, baseline }: Pick<RuleContext, 'role' | 'baseline'>,
): boolean {
  const theirs = role === 'downstream' ? baseline?.definition(name.text) : undefined;
  if (!baseline || !theirs) return false;
  return !theirs.doc || faultsUpstream(theirs, baseline).has(keyOf(fault, span, text));
}

/** What is wrong with the examples of a definition of the baseline, which stays the same while its downstream is edited. */
function faultsUpstream(definition: Definition, baseline: Schema): ReadonlySet<string> {
  let keys = upstream.get(definition);
  if (!keys) {
    const text = baseline.file(definition.file)?.tree.text ?? '';
    const faults = faultsIn(examplesOf(definition), baseline, definition, text);
    keys = new Set(faults.map((fault) => keyOf(fault, fault.span, text)));
    upstream.set(definition, keys);
  }
  return keys;
}

const upstream = DEFINITIONS.memory<ReadonlySet<string>>();

/**
 * Two faults are the same if they are of one kind, about the same words, in the same place of the same command.
 * @param span where it stands in `text`
 */
function keyOf(fault: Fault, span: Span, text: string): string {
  const { kind, wire } = fault;
  const what = kind === 'json' ? fault.problem.code : wire ? wirePathText(wire) : '';
  // A missing comma has no words of its own.
  const end = span.end > span.start ? span.end : text.indexOf('\n', span.start);
  const start = span.end > span.start ? span.start : text.lastIndexOf('\n', span.start) + 1;
  return [kind, what, text.slice(start, end).trim()].join('\n');
}
