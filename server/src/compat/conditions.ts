/** Conditions behind `if`, compared by what they say and not by how they are written. */
import { type Condition, newForm, readCondition } from '../schema/condition.ts';
import type { Value } from '../syntax/tree.ts';

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
