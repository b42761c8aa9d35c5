/** Which changes say nothing of the contract: our side could not be read, and that is told where it stands. */
import type { Change } from '../compat/change.ts';
import type { WirePath } from '../compat/wire-path.ts';
import { has, type QemuVersion } from '../schema/dialect.ts';
import {
  BUILTIN_TYPES,
  type Definition,
  definitionOf,
  type Member,
  type TypeDefinition,
  type TypeRef,
} from '../schema/model.ts';
import { elementOf, isIntended, SCHEMAS, type Schema } from '../schema/schema.ts';
import type { SyntaxCode } from '../syntax/tree.ts';

/**
 * Whether a change follows from text of ours that is broken: a definition that is being typed, or is lost with its first line, or
 * has a base, branch or argument of a type that there is not.
 * @param change between the baseline and our schema
 * @param version of QEMU that our schema is for
 */
export function followsFromBroken({ ours, holder, wire }: Change, schema: Schema, version: QemuVersion): boolean {
  const thing = ours?.thing ?? holder;
  // What neither side has a place for is held by upstream's type, of which ours has the name.
  const definition = (thing && schema.definition(definitionOf(thing).name.text)) ?? schema.definition(wire.name);
  if (!definition) return isIntended(wire.name, schema, has(version, 'docs-refused'));
  if (isUnreadable(definition, schema, version)) return true;
  for (const type of typesOnTheWay(wire, schema)) if (isUnreadable(type, schema, version)) return true;
  return false;
}

/** Many changes lead through the same types. A schema is of one version. */
const unreadable = SCHEMAS.memory<Map<Definition, boolean>>();

function isUnreadable(definition: Definition, schema: Schema, version: QemuVersion): boolean {
  let known = unreadable.get(schema);
  if (!known) {
    known = new Map();
    unreadable.set(schema, known);
  }
  let answer = known.get(definition);
  if (answer === undefined) {
    answer = !isReadable(definition, schema, version);
    known.set(definition, answer);
  }
  return answer;
}

/** Whether a way leads through types that could not be read for certain: where it leads to shows when they can. */
export function isWayBroken(wire: WirePath, schema: Schema, version: QemuVersion): boolean {
  return [...typesOnTheWay(wire, schema)].some((type) => !isComplete(type, schema, version));
}

/** The types that a way leads through, as far as it can be followed. */
function* typesOnTheWay({ name, part, members }: WirePath, schema: Schema): Generator<TypeDefinition> {
  const origin = schema.definition(name);
  if (origin?.kind !== 'command' && origin?.kind !== 'event') return;
  let ref: TypeRef | undefined = part === 'return' && origin.kind === 'command' ? origin.returns : origin.data;
  for (const member of [...members, undefined]) {
    const element = elementOf(ref);
    const type = schema.typeOf(element);
    if (type) yield type;
    // It goes on in one of what an alternate may be.
    if (type?.kind === 'alternate' && member !== undefined) {
      for (const branch of type.branches) {
        const offered = schema.typeOf(elementOf(branch.type));
        if (offered) yield offered;
      }
    }
    ref = member === undefined ? undefined : memberOf(element, member, schema)?.type;
  }
}

/** A member of an object, of one of its branches, or of what an alternate may be. */
function memberOf(ref: TypeRef | undefined, name: string, schema: Schema): Member | undefined {
  const named = (members: readonly Member[] = []): Member | undefined => members.find((one) => one.name.text === name);
  const view = schema.objectOf(ref);
  const own = named(view?.members);
  if (own) return own;
  const type = schema.typeOf(ref);
  for (const branch of type?.kind === 'alternate' ? type.branches : (view?.tag?.branches.values() ?? [])) {
    const inBranch = named(schema.objectOf(branch.type)?.members);
    if (inBranch) return inBranch;
  }
  return undefined;
}

/**
 * Whether all of a definition could be read for certain, as far as itself goes: a union that does not say what tells its branches apart
 * could not.
 */
export function isComplete(definition: Definition, schema: Schema, version: QemuVersion): boolean {
  // Simple unions need neither base nor discriminator, and stay what they are in the releases of upstream.
  const isUnion = definition.kind === 'union' && definition.base !== undefined && !has(version, 'simple-unions');
  const lacksTag = isUnion && !definition.discriminator;
  return isClear(definition, schema) && !lacksTag;
}

/** Mistakes that leave no doubt of what is meant. */
const CLEAR: ReadonlySet<SyntaxCode> = new Set(['comma', 'double-quotes']);

function isClear({ file, expression: { whole, span } }: Definition, schema: Schema): boolean {
  if (whole) return true;
  const problems = schema.file(file)?.tree.problems ?? [];
  const own = problems.filter((problem) => problem.span.end >= span.start && problem.span.start <= span.end);
  return own.length > 0 && own.every(({ code }) => CLEAR.has(code));
}

/** Whether that holds for all that it takes in as well: bases, branches, what an alternate offers, what a command takes and returns. */
function isReadable(
  definition: Definition,
  schema: Schema,
  version: QemuVersion,
  seen = new Set<Definition>(),
): boolean {
  if (seen.has(definition)) return true;
  seen.add(definition);
  if (!isComplete(definition, schema, version)) return false;
  return takenIn(definition).every((name) => {
    const other = schema.definition(name);
    return other ? isReadable(other, schema, version, seen) : BUILTIN_TYPES.has(name);
  });
}

/** The names of the types that a definition takes in. */
function takenIn(definition: Definition): string[] {
  switch (definition.kind) {
    case 'struct':
      return namesIn(definition.base);
    case 'union':
      return [definition.base, ...definition.branches.map(({ type }) => type)].flatMap(namesIn);
    case 'alternate':
      return definition.branches.flatMap(({ type }) => namesIn(type));
    case 'command':
      return [definition.data, definition.returns].flatMap(namesIn);
    case 'event':
      return namesIn(definition.data);
    default:
      return [];
  }
}

function namesIn(ref: TypeRef | undefined): string[] {
  if (ref?.kind === 'array') return namesIn(ref.of);
  return ref?.kind === 'name' ? [ref.name] : [];
}
