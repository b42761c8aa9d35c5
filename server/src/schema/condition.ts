/**
 * Conditions behind `if`, in their two forms: objects of the names of macros since QEMU 6.2, C expressions before. Each can
 * be put into the other, as far as the new one can say it.
 */
import type { Value } from '../syntax/tree.ts';

export type Condition =
  | { readonly op: 'defined'; readonly name: string }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'all' | 'any'; readonly of: readonly Condition[] };

/** Deeper conditions are nobody's, and are not read. */
const MAX_DEPTH = 20;

const MACRO = /^[A-Z][A-Z0-9_]*$/;

/** Whether a text is the name of a macro as conditions since 6.2 want it. */
export function isMacroName(text: string): boolean {
  return MACRO.test(text);
}

/** What a value behind `if` says: a condition of the new form, a C expression, or a list of them, all of which must hold. */
export function readCondition(value: Value, depth = 0): Condition | undefined {
  if (depth > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'string':
      return isMacroName(value.text) ? { op: 'defined', name: value.text } : parseC(value.text);
    case 'array': {
      const of = listOf(value.items, depth);
      return of && joined('all', of);
    }
    case 'object': {
      const [entry, ...more] = value.entries;
      if (!entry?.value || more.length > 0) return undefined;
      const op = entry.key.text;
      if (op === 'not') {
        const of = readCondition(entry.value, depth + 1);
        return of && { op, of };
      }
      if ((op !== 'all' && op !== 'any') || entry.value.kind !== 'array') return undefined;
      const of = listOf(entry.value.items, depth);
      return of && joined(op, of);
    }
    default:
      return undefined;
  }
}

function listOf(items: readonly Value[], depth: number): Condition[] | undefined {
  const conditions = items.map((item) => readCondition(item, depth + 1));
  return conditions.every((condition) => condition !== undefined) ? conditions : undefined;
}

/** Of one condition nothing is made, and of none nothing can be made. */
function joined(op: 'all' | 'any', of: readonly Condition[]): Condition | undefined {
  return of.length > 1 ? { op, of } : of[0];
}

/** What a C expression says if every name in it is that of a macro, and whether that is defined is what was meant. */
export function readWithBareNames(value: Value): Condition | undefined {
  return value.kind === 'string' ? parseC(value.text, true) : undefined;
}

const TOKEN = /\s*(defined\b|&&|\|\||[!()]|[A-Za-z_]\w*)/y;

/**
 * Reads a C expression of `defined(NAME)`, `!`, `&&`, `||` and parentheses.
 * @param bare whether NAME alone counts as `defined(NAME)`; in C it means its value, which the new form cannot say
 * @returns undefined for everything else
 */
function parseC(text: string, bare = false): Condition | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  let at = 0;
  const take = (token: string): boolean => tokens[at] === token && ++at > 0;
  const chain = (op: 'all' | 'any', sign: string, part: (depth: number) => Condition | undefined, depth: number) => {
    const of: Condition[] = [];
    do {
      const next = part(depth);
      if (!next) return undefined;
      of.push(next);
    } while (take(sign));
    return joined(op, of);
  };
  const any = (depth: number): Condition | undefined => chain('any', '||', all, depth);
  const all = (depth: number): Condition | undefined => chain('all', '&&', one, depth);
  const one = (depth: number): Condition | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    if (take('!')) {
      const of = one(depth + 1);
      return of && { op: 'not', of };
    }
    if (take('(')) {
      const inside = any(depth + 1);
      return take(')') ? inside : undefined;
    }
    const said = take('defined');
    if (!said && !bare) return undefined;
    const inParentheses = said && take('(');
    const name = tokens[at++] ?? '';
    if (!isMacroName(name) || (inParentheses && !take(')'))) return undefined;
    return { op: 'defined', name };
  };
  const condition = any(0);
  return at === tokens.length ? condition : undefined;
}

/** A condition as a schema says it since QEMU 6.2. */
export function newForm(condition: Condition): string {
  switch (condition.op) {
    case 'defined':
      return `'${condition.name}'`;
    case 'not':
      return `{ 'not': ${newForm(condition.of)} }`;
    default:
      return `{ '${condition.op}': [ ${condition.of.map(newForm).join(', ')} ] }`;
  }
}

/**
 * A condition as a schema says it up to QEMU 6.1: a C expression, or a list of what must all hold.
 * @param nested it is to stand in such a list already
 */
export function oldForm(condition: Condition, nested: boolean): string {
  if (condition.op === 'all' && !nested) return `[ ${condition.of.map((one) => `'${cForm(one, false)}'`).join(', ')} ]`;
  return `'${cForm(condition, false)}'`;
}

function cForm(condition: Condition, nested: boolean): string {
  switch (condition.op) {
    case 'defined':
      return `defined(${condition.name})`;
    case 'not':
      return `!${cForm(condition.of, true)}`;
    default: {
      const text = condition.of.map((one) => cForm(one, true)).join(condition.op === 'all' ? ' && ' : ' || ');
      return nested ? `(${text})` : text;
    }
  }
}
