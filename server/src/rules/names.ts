/** What the rules about names have in common: the names of a schema, taken apart once. */
import { memo } from '../names/memo.ts';
import { type ParsedName, parseName } from '../names/parse.ts';
import { type BrokenShape, type Repair, repair } from '../names/prefix.ts';
import { hasKindSuffix, legalStem, type StyleProblem, styleProblem } from '../names/style.ts';
import { vendorWord } from '../names/vendors.ts';
import { type VersionRange, versionsWith } from '../schema/dialect.ts';
import { definitionOf, forEachNamed, isDefinition, type NamedThing, type SourceFile } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import type { Fix, RuleContext } from './rule.ts';

/** A name where it is declared. */
export interface NameUse {
  readonly thing: NamedThing;
  readonly parsed: ParsedName;
  /** What QEMU's generator has against its spelling, exemptions left aside. */
  readonly spelling: StyleProblem | undefined;
  /** Whether it could be a broken prefix: an underscore in front (behind `x-` too), or a dot. */
  readonly maybeBroken: boolean;
}

const MAYBE_BROKEN = /^(?:x-)?_|\./i;

/** No name of QEMU's is half as long; more cannot be given on its command line (util/keyval.c). */
export const LONGEST_NAME = 127;

/** By file, as all this depends on nothing else: the names of files that did not change are not looked at again. */
const namesByFile = new WeakMap<SourceFile, readonly NameUse[]>();

/**
 * The names that files declare and that stand out in any way: misspelled, with a prefix or what could be one, with `x-`, a
 * vendor's word or a reserved ending, or too long. Nearly all names are plain, and no rule has anything to say about them.
 */
export function* strikingNames(files: readonly SourceFile[]): Generator<NameUse> {
  for (const file of files) yield* strikingNamesIn(file);
}

/** In the order of the text. */
function strikingNamesIn(file: SourceFile): readonly NameUse[] {
  let names = namesByFile.get(file);
  if (!names) {
    const found: NameUse[] = [];
    const look = (thing: NamedThing): void => {
      const judgement = judgements[thing.kind](thing.name.text);
      if (judgement.striking) found.push({ thing, ...judgement });
    };
    for (const definition of file.definitions) forEachNamed(definition, look);
    names = found;
    namesByFile.set(file, names);
  }
  return names;
}

/** The name of a thing, taken apart. */
export function nameUseOf(thing: NamedThing): NameUse {
  return { thing, ...judgements[thing.kind](thing.name.text) };
}

/** All of a name use that follows from its text. */
interface Judgement extends Omit<NameUse, 'thing'> {
  readonly striking: boolean;
}

function judgementsOf(kind: NamedThing['kind']): (text: string) => Judgement {
  return memo((text) => {
    const parsed = parseName(text);
    const spelling = styleProblem(kind, text, { allowUnderscoreOrUpper: false });
    const maybeBroken = MAYBE_BROKEN.test(text);
    const striking =
      spelling !== undefined ||
      maybeBroken ||
      parsed.experimental ||
      hasKindSuffix(kind, text) ||
      vendorWord(text) !== undefined ||
      text.length > LONGEST_NAME;
    return { parsed, spelling, maybeBroken, striking };
  });
}

const judgements: Readonly<Record<NamedThing['kind'], (text: string) => Judgement>> = {
  enum: judgementsOf('enum'),
  struct: judgementsOf('struct'),
  union: judgementsOf('union'),
  alternate: judgementsOf('alternate'),
  command: judgementsOf('command'),
  event: judgementsOf('event'),
  member: judgementsOf('member'),
  value: judgementsOf('value'),
  branch: judgementsOf('branch'),
  feature: judgementsOf('feature'),
};

/**
 * Whether a pragma exempts the name from the spelling rules: a command by its own name, a member or value by the name of
 * the struct, union or enum around it. Arguments written inside a command or event have no exemption. Until 5.2 the pragma
 * named anonymous structs by what the generator called them, `q_obj_NAME-base`.
 */
export function isExempt(thing: NamedThing, schema: Schema): boolean {
  const { commandNames, memberNames } = schema.exemptions;
  if (isDefinition(thing)) return thing.kind === 'command' && commandNames.has(thing.name.text);
  if (thing.kind !== 'member' && thing.kind !== 'value') return false;
  const { kind, name } = thing.owner;
  if (kind === 'command' || kind === 'event') return memberNames.has(`q_obj_${name.text}-arg`);
  return memberNames.has(name.text) || (kind === 'union' && memberNames.has(`q_obj_${name.text}-base`));
}

/** What QEMU's generator has against the spelling of a declared name. */
export function styleProblemOf(use: NameUse, schema: Schema): StyleProblem | undefined {
  const { thing, parsed, spelling } = use;
  // An exemption only ever takes a problem away.
  if (spelling === undefined || !isExempt(thing, schema)) return spelling;
  return styleProblem(thing.kind, parsed.text, { allowUnderscoreOrUpper: true });
}

/**
 * What is wrong with the prefix of a name, if it has or was meant to have one. For trees whose role is downstream; the
 * spelling of what follows a good prefix is left to the naming rules.
 */
export function brokenPrefixOf(use: NameUse, context: RuleContext): Repair | undefined {
  const { thing, parsed } = use;
  if (context.role !== 'downstream' || !use.maybeBroken) return undefined;
  const domain = context.domains[0];
  const allowUnderscore = isExempt(thing, context.schema);
  const found = repair(thing.kind, parsed.text, { ...(domain === undefined ? {} : { domain }), allowUnderscore });
  return found?.code === 'stem' ? undefined : found;
}

/** Shapes that are no prefix at all: the name as a whole is then not judged any further. */
const MALFORMED: ReadonlySet<BrokenShape> = new Set<BrokenShape>([
  'experimental-first',
  'one-underscore',
  'no-underscores',
  'extra-underscores',
  'empty-domain',
  'no-domain',
  'closing-underscore',
  'dots',
  'no-stem',
]);

export function isMalformed(shape: Repair | undefined): boolean {
  return shape !== undefined && MALFORMED.has(shape.code);
}

/** The generator versions that refuse a spelling; `false` where none does. */
export function spellingEnforcement(use: NameUse, schema: Schema): VersionRange | false {
  const problem = styleProblemOf(use, schema);
  if (problem === undefined) return false;
  if (problem === 'invalid' || problem === 'reserved-q') return versionsWith('name-shape-refused');
  if (problem === 'list-suffix' || problem === 'reserved-member') return versionsWith('reserved-names-refused');
  // Upper case in members and values was refused long before the rest.
  const inside = use.thing.kind === 'member' || use.thing.kind === 'value' || use.thing.kind === 'branch';
  if (problem === 'lower' && inside && /[A-Z]/.test(use.parsed.stem)) return versionsWith('upper-case-members-refused');
  return versionsWith('name-case-refused');
}

/** A rename as the best way out. */
export function renameFix(title: string, thing: NamedThing, newName: string): Fix {
  return { kind: 'rename', title, thing, newName, preferred: true };
}

const KIND_WORDS: Readonly<Record<NamedThing['kind'], string>> = {
  enum: 'enum',
  struct: 'struct',
  union: 'union',
  alternate: 'alternate',
  command: 'command',
  event: 'event',
  member: 'member',
  value: 'value',
  branch: 'branch',
  feature: 'feature',
};

/** `command 'x'`, `argument 'y' of command 'x'`, `value 'z' of enum 'E'`: a thing in words, at the start or in the middle. */
export function describe(thing: NamedThing): string {
  const name = `'${thing.name.text}'`;
  if (isDefinition(thing)) return `${KIND_WORDS[thing.kind]} ${name}`;
  const { owner } = thing;
  let word = KIND_WORDS[thing.kind];
  if (thing.kind === 'member' && owner.kind === 'command') word = isInside(thing, owner.data) ? 'argument' : 'member';
  return `${word} ${name} of ${KIND_WORDS[owner.kind]} '${owner.name.text}'`;
}

function isInside(thing: NamedThing, type: { readonly span: { start: number; end: number } } | undefined): boolean {
  return type !== undefined && type.span.start <= thing.name.span.start && thing.name.span.end <= type.span.end;
}

/** A text with its first letter in upper case. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Whether a new member may keep its underscores when it gets a prefix: it stands in a type that a pragma exempts, among
 * other members that have underscores. There consistency is preferred (QAPI code generator, "Naming rules and reserved
 * names"). A new command starts afresh.
 */
export function followsUnderscores(thing: NamedThing, schema: Schema): boolean {
  if (isDefinition(thing) || !isExempt(thing, schema)) return false;
  const { owner } = thing;
  const neighbours = owner.kind === 'enum' ? owner.values : owner.kind === 'struct' ? owner.members : [];
  return neighbours.some((other) => other !== thing && parseName(other.name.text).stem.includes('_'));
}

/**
 * Whether a downstream has a thing from upstream: advice about the style of upstream's own names is of no use to it. A
 * look-up by name is good enough for advice.
 */
export function isUpstreams(thing: NamedThing, { role, baseline }: RuleContext): boolean {
  return role === 'downstream' && isIn(baseline, thing);
}

/** Whether a baseline has a thing of that kind and name, in a definition of that name. */
export function isIn(baseline: Schema | undefined, thing: NamedThing): boolean {
  const theirs = baseline?.definition(definitionOf(thing).name.text);
  if (!theirs) return false;
  let found = false;
  forEachNamed(theirs, (other) => {
    found ||= other.kind === thing.kind && other.name.text === thing.name.text;
  });
  return found;
}

/** The name with its stem made legal for its kind, the prefix as it is; undefined where nothing legal can be derived. */
export function legalNameFor({ thing, parsed }: NameUse, schema: Schema): string | undefined {
  const options = { prefixed: parsed.prefix !== '', allowUnderscore: isExempt(thing, schema) };
  const stem = legalStem(thing.kind, parsed.marker + parsed.stem, options);
  return stem === undefined ? undefined : parsed.prefix + stem;
}
