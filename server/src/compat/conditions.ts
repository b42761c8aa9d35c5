/** Conditions behind `if`, compared by what they say and not by how they are written. */
import { type Condition, newForm, readCondition } from '../schema/condition.ts';
import type { Branch, Definition, Member } from '../schema/model.ts';
import { parse } from '../syntax/parse.ts';
import type { Value } from '../syntax/tree.ts';
import type { WireObject } from './wire.ts';

interface Conditional {
  readonly condition: Value | undefined;
}

/**
 * When at least one of several things is there, as a text that is the same for conditions that say the same; undefined where
 * that is always. What nobody can read stands as it is written.
 */
export function conditionOf(things: readonly Conditional[]): string | undefined {
  const [first, second] = things;
  if (first && !second) return first.condition && textOf(first.condition);
  const texts = new Set<string>();
  for (const { condition } of things) {
    if (!condition) return undefined;
    texts.add(textOf(condition));
  }
  return texts.size > 0 ? [...texts].sort().join(' or ') : undefined;
}

/** A branch where the text declares it, and the union in which it does. */
export interface DeclaredBranch {
  readonly branch: Branch;
  readonly union: Definition;
  /** What selects it. */
  readonly value: Member | undefined;
}

/** The condition of a branch, if its value does not have the same: then it says nothing. */
export function conditionBesides({ branch, value }: DeclaredBranch): string | undefined {
  const condition = conditionOf([branch]);
  return value && condition === conditionOf([value]) ? undefined : condition;
}

/** The branch that the text declares for a value, in the first of the objects that has one. */
export function branchDeclared(objects: readonly WireObject[], value: string): DeclaredBranch | undefined {
  for (const { tag, definition } of objects) {
    const branch = tag?.declared.get(value);
    if (branch && definition) return { branch, union: definition, value: tag?.values.get(value) };
  }
  return undefined;
}

/** Of more macros than that nobody tries all combinations. */
const MAX_MACROS = 14;

/**
 * Whether one condition holds wherever another one does; both as `conditionOf` tells them.
 * @returns false where that cannot be found out
 */
export function holdsWhenever(condition: string, other: string): boolean {
  const [wanted, given] = [condition, other].map(conditionIn);
  if (!wanted || !given) return false;
  const macros = [...new Set([...macrosIn(wanted), ...macrosIn(given)])];
  if (macros.length > MAX_MACROS) return false;
  for (let combination = 0; combination < 2 ** macros.length; combination++) {
    const defined = new Set(macros.filter((_, place) => combination & (1 << place)));
    if (holds(given, defined) && !holds(wanted, defined)) return false;
  }
  return true;
}

function conditionIn(text: string): Condition | undefined {
  const [expression] = parse(`{ 'if': ${text.startsWith('{') ? text : `'${text.replaceAll("'", '')}'`} }`).expressions;
  const value = expression?.value.kind === 'object' ? expression.value.entries[0]?.value : undefined;
  return value && readCondition(value);
}

function macrosIn(condition: Condition): string[] {
  if (condition.op === 'defined') return [condition.name];
  return condition.op === 'not' ? macrosIn(condition.of) : condition.of.flatMap(macrosIn);
}

function holds(condition: Condition, defined: ReadonlySet<string>): boolean {
  switch (condition.op) {
    case 'defined':
      return defined.has(condition.name);
    case 'not':
      return !holds(condition.of, defined);
    case 'all':
      return condition.of.every((operand) => holds(operand, defined));
    case 'any':
      return condition.of.some((operand) => holds(operand, defined));
  }
}

function textOf(value: Value): string {
  const condition = readCondition(value);
  if (condition) return newForm(sorted(condition));
  return value.kind === 'string' ? value.text : 'a condition that cannot be read';
}

/** In which order operands stand makes no difference. */
function sorted(condition: Condition): Condition {
  switch (condition.op) {
    case 'defined':
      return condition;
    case 'not':
      return { op: 'not', of: sorted(condition.of) };
    default: {
      const of = condition.of.map(sorted).map((operand) => ({ operand, text: newForm(operand) }));
      of.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
      return { op: condition.op, of: of.map(({ operand }) => operand) };
    }
  }
}
