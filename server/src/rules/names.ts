/** What the rules about names have in common: the names of a schema, taken apart once. */
import { isOfAnswer } from '../introspection/introspection.ts';
import { isTypeKind } from '../names/kinds.ts';
import { memo } from '../names/memo.ts';
import { type ParsedName, parseName } from '../names/parse.ts';
import { type BrokenShape, type Repair, repair } from '../names/prefix.ts';
import { legalStem, type StyleProblem, styleProblem, styleProblemOf } from '../names/style.ts';
import { vendorWord } from '../names/vendors.ts';
import { has, type QemuVersion, type VersionRange, versionsWith } from '../schema/dialect.ts';
import {
  definitionOf,
  forEachNamed,
  isDefinition,
  isTypeDefinition,
  type NamedThing,
  type SourceFile,
} from '../schema/model.ts';
import { perDefinition, perFile } from '../schema/remember.ts';
import type { Schema } from '../schema/schema.ts';
import { isMisplaced } from '../schema/shape.ts';
import type { Finding, RuleContext } from './rule.ts';

/** A name where it is declared. */
export interface NameUse {
  readonly thing: NamedThing;
  readonly parsed: ParsedName;
  /** What QEMU's generator has against its spelling, exemptions left aside. */
  readonly spelling: StyleProblem | undefined;
  /** Whether it could be a broken prefix: an underscore in front (behind `x-` too), or a dot. */
  readonly maybeBroken: boolean;
}

/** What does not strike is mostly seen at once, without taking the name apart. */
const PLAIN = /^(?!x-|q-|has-|u$)[a-z][a-z0-9-]*$/;
const PLAIN_TYPE = /^[A-Z][A-Z0-9]*[a-z][A-Za-z0-9]*(?<!Kind|List)$/;

const MAYBE_BROKEN = /^(?:x-)?_|\./i;

/** No name of QEMU's is half as long; more cannot be given on its command line (util/keyval.c). */
export const LONGEST_NAME = 127;

/**
 * The names that files declare and that stand out in any way: misspelled, with a prefix or what could be one, with `x-`, a
 * vendor's word or a reserved ending, or too long. Nearly all names are plain, and no rule has anything to say about them.
 */
export function strikingNames(files: readonly SourceFile[]): readonly NameUse[] {
  return files.flatMap(strikingNamesIn);
}

/** The same for one definition, in the order of the text. */
export const strikingNamesOf = perDefinition((definition): readonly NameUse[] => {
  const found: NameUse[] = [];
  forEachNamed(definition, (thing) => {
    if (isPlain(thing)) return;
    const judgement = judgements[thing.kind](thing.name.text);
    if (judgement.striking) found.push({ thing, ...judgement });
  });
  return found;
});

function isPlain({ kind, name: { text } }: NamedThing): boolean {
  if (text.length > LONGEST_NAME || kind === 'event') return false;
  return isTypeKind(kind) ? PLAIN_TYPE.test(text) : PLAIN.test(text) && vendorWord(text) === undefined;
}

const strikingNamesIn = perFile((file) => file.definitions.flatMap(strikingNamesOf));

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
    const spelling = styleProblemOf(kind, parsed, { allowUnderscoreOrUpper: false });
    const maybeBroken = MAYBE_BROKEN.test(text);
    const striking =
      spelling !== undefined ||
      maybeBroken ||
      parsed.experimental ||
      text.endsWith('Kind') ||
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

/** What a generator has against the spelling of a name, and which generators have it. */
export interface Spelling {
  readonly problem: StyleProblem;
  readonly enforced: VersionRange;
}

/** The shape of names that generators took before they wanted a letter in front. */
const LOOSE_NAME = /^[a-zA-Z_][a-zA-Z0-9_.-]*$/;
const LOOSE_VALUE = /^[a-zA-Z0-9_.-]*$/;
/** In C a dot is an underscore too. */
const RESERVED = /^q[_.-]/;
const UPPER = /[A-Z]/;

/**
 * What QEMU's generator has against the spelling of a declared name: that of the tree's version if it has anything against
 * it, else a newer one.
 */
export function spellingOf(
  use: NameUse,
  { schema, version }: Pick<RuleContext, 'schema' | 'version'>,
): Spelling | undefined {
  const { thing, parsed, spelling } = use;
  // Old generators looked at the letters of the prefix too; otherwise they were no stricter.
  if (spelling === undefined && !(parsed.prefix !== '' && UPPER.test(parsed.prefix))) return undefined;
  const exempt = isExempt(thing, schema);
  const modern = exempt ? styleProblemOf(thing.kind, parsed, { allowUnderscoreOrUpper: true }) : spelling;
  const old = has(version, 'name-case-refused') ? undefined : oldSpellingOf(use, modern, exempt);
  return old ?? (modern && { problem: modern, enforced: enforcementOf(use, modern, version) });
}

/** What generators had against a name before they cared for its case; undefined where nothing. */
function oldSpellingOf(
  { thing, parsed }: NameUse,
  modern: StyleProblem | undefined,
  exempt: boolean,
): Spelling | undefined {
  if (modern === 'invalid' || modern === 'reserved-q') return undefined;
  const { text } = parsed;
  if (isDefinition(thing)) {
    return text.endsWith('List')
      ? { problem: 'list-suffix', enforced: versionsWith('reserved-names-refused') }
      : undefined;
  }
  if (UPPER.test(text) && !exempt) {
    const trait = UPPER.test(parsed.stem) ? 'upper-case-members-refused' : 'upper-case-prefixes-refused';
    return { problem: 'lower', enforced: versionsWith(trait) };
  }
  // Other things may hide it today.
  const isReserved =
    thing.kind === 'member' && styleProblem('member', text, { allowUnderscoreOrUpper: true }) === 'reserved-member';
  return isReserved ? { problem: 'reserved-member', enforced: reservedMembers(thing) } : undefined;
}

function enforcementOf({ thing, parsed }: NameUse, problem: StyleProblem, version: QemuVersion): VersionRange {
  switch (problem) {
    case 'invalid': {
      const isValue = thing.kind === 'value';
      if (!(isValue ? LOOSE_VALUE : LOOSE_NAME).test(parsed.text)) return versionsWith('names-checked');
      return versionsWith(!isValue && RESERVED.test(parsed.text) ? 'reserved-names-refused' : 'name-shape-refused');
    }
    case 'reserved-q':
      // Values had something put in front until their shape counted.
      return versionsWith(thing.kind === 'value' ? 'name-shape-refused' : 'reserved-names-refused');
    case 'list-suffix':
      return versionsWith('reserved-names-refused');
    case 'reserved-member':
      return reservedMembers(thing);
    default: {
      if (thing.kind !== 'feature') return versionsWith('name-case-refused');
      const first = 'feature-case-refused-first';
      return versionsWith(has(version, first) ? first : 'feature-case-refused');
    }
  }
}

/** The `*` of an optional member hid that its name is reserved. */
function reservedMembers(thing: NamedThing): VersionRange {
  const optional = thing.kind === 'member' && thing.optional;
  return versionsWith(optional ? 'reserved-optional-names-refused' : 'reserved-names-refused');
}

/** The generators that refuse the spelling of a name; `false` where none does. */
export function spellingEnforcement(
  use: NameUse,
  context: Pick<RuleContext, 'schema' | 'version'>,
): VersionRange | false {
  return spellingOf(use, context)?.enforced ?? false;
}

/** Where the generator points to for a name: to the beginning of the definition around it. */
export function refusedAt(thing: NamedThing): NonNullable<Finding['refusedAt']> {
  return { file: thing.file, offset: definitionOf(thing).expression.span.start };
}

/**
 * Whether a name stands where the generator looks at none: in something that it refuses as a whole, or in the branches of
 * a union that has no discriminator, where the dialect wants one.
 */
export function isUnread({ thing }: NameUse, { schema, version }: Pick<RuleContext, 'schema' | 'version'>): boolean {
  if (thing.kind === 'branch' && thing.owner.kind === 'union' && !has(version, 'simple-unions')) return true;
  const file = schema.file(thing.file);
  return file !== undefined && isMisplaced(file, version, thing.name.span.start);
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

/** Whether what is wrong with a downstream name makes its prefix none. */
export function isMalformed(shape: Repair | undefined): boolean {
  return shape !== undefined && MALFORMED.has(shape.code);
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
  // The types in a program's answer have made-up names, which tell nobody anything.
  if (isOfAnswer(owner) && isTypeDefinition(owner)) return `${word} ${name}`;
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
 * Whether a new member may keep its underscores and capitals when it gets a prefix: it stands in a type that a pragma exempts,
 * among other members that have some, as the classes of errors have. There consistency is preferred (QAPI code generator, "Naming
 * rules and reserved names"). A new command starts afresh.
 */
export function followsNeighbours(thing: NamedThing, schema: Schema): boolean {
  if (isDefinition(thing) || !isExempt(thing, schema)) return false;
  const { owner } = thing;
  const neighbours = owner.kind === 'enum' ? owner.values : owner.kind === 'struct' ? owner.members : [];
  return neighbours.some((other) => other !== thing && /[_A-Z]/.test(parseName(other.name.text).stem));
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

/** The name made legal for its kind; undefined where nothing legal can be derived. */
export function legalNameFor({ thing, parsed }: NameUse, { schema, version }: RuleContext): string | undefined {
  const options = { prefixed: parsed.prefix !== '', allowUnderscore: isExempt(thing, schema) };
  const stem = legalStem(thing.kind, parsed.marker + parsed.stem, options);
  const prefix =
    !isDefinition(thing) && has(version, 'upper-case-prefixes-refused') ? parsed.prefix.toLowerCase() : parsed.prefix;
  return stem === undefined ? undefined : prefix + stem;
}
