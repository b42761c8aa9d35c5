/** What stands at a place of a tree by the grammar alone: a key of the language, or a type. */
import { KEYWORDS } from '../schema/keys.ts';
import type { DefinitionKind } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { type ObjectValue, type Tree, type Value, valueAt } from '../syntax/tree.ts';

/** What the object is whose key it is. */
export type KeyContext =
  | 'include'
  | 'pragma'
  | DefinitionKind
  /** One of the pragmas themselves. */
  | 'pragma-name'
  /** `{ 'type': ..., 'if': ... }` in the place of a type. */
  | 'member'
  /** `{ 'name': ..., 'if': ... }` in a list of enum values or features. */
  | 'name'
  /** `{ 'all': [ ... ] }` behind an `if`. */
  | 'condition';

export type Place =
  | { readonly kind: 'key'; readonly context: KeyContext; readonly key: string; readonly span: Span }
  | { readonly kind: 'type'; readonly name: string; readonly span: Span };

/** The keys by which an expression is known. */
const EXPRESSIONS: ReadonlyMap<string, KeyContext> = new Map<string, KeyContext>([
  ['include', 'include'],
  ['pragma', 'pragma'],
  ...KEYWORDS,
]);

const MEMBER_KEYS: ReadonlySet<string> = new Set(['type', 'if', 'features']);

/** The key or type that holds the offset, or ends at it; undefined in names, texts and everywhere else. */
export function placeAt(tree: Tree, offset: number): Place | undefined {
  const expression = tree.expressions.find(({ span }) => holds(span, offset));
  if (expression?.value.kind !== 'object') return undefined;
  const object = expression.value;
  const defining = object.entries.find((entry) => EXPRESSIONS.has(entry.key.text));
  const context = defining && EXPRESSIONS.get(defining.key.text);
  if (context === undefined) return undefined;
  return inObject(object, offset, context, (key, value) => {
    switch (key) {
      case 'pragma':
        return value.kind === 'object' ? inObject(value, offset, 'pragma-name', nothing) : undefined;
      case 'data':
        return context === 'enum' ? inNames(value, offset) : inType(value, offset);
      case 'base':
      case 'returns':
        return inType(value, offset);
      default:
        return inCommon(key, value, offset);
    }
  });
}

/** What every object with keys of the language may have. */
function inCommon(key: string, value: Value, offset: number): Place | undefined {
  if (key === 'features') return inNames(value, offset);
  return key === 'if' ? inCondition(value, offset) : undefined;
}

function inObject(
  object: ObjectValue,
  offset: number,
  context: KeyContext,
  inValue: (key: string, value: Value) => Place | undefined,
): Place | undefined {
  for (const { key, value } of object.entries) {
    if (holds(key.content, offset)) return { kind: 'key', context, key: key.text, span: key.content };
    if (value && holds(value.span, offset)) return inValue(key.text, value);
  }
  return undefined;
}

/** A type, a list of one, members instead of a type, or a type with more to say about it. */
function inType(value: Value, offset: number): Place | undefined {
  switch (value.kind) {
    case 'string':
      return holds(value.content, offset) ? { kind: 'type', name: value.text, span: value.content } : undefined;
    case 'array': {
      const item = value.items.find(({ span }) => holds(span, offset));
      return item && inType(item, offset);
    }
    case 'object': {
      if (valueAt(value, 'type') && value.entries.every(({ key }) => MEMBER_KEYS.has(key.text))) {
        return inObject(value, offset, 'member', (key, inner) =>
          key === 'type' ? inType(inner, offset) : inCommon(key, inner, offset),
        );
      }
      const entry = value.entries.find((e) => e.value && holds(e.value.span, offset));
      return entry?.value && inType(entry.value, offset);
    }
    default:
      return undefined;
  }
}

/** A list of enum values or features. */
function inNames(value: Value, offset: number): Place | undefined {
  if (value.kind !== 'array') return undefined;
  const item = value.items.find(({ span }) => holds(span, offset));
  if (item?.kind !== 'object') return undefined;
  return inObject(item, offset, 'name', (key, inner) => inCommon(key, inner, offset));
}

function inCondition(value: Value, offset: number): Place | undefined {
  if (value.kind === 'object') return inObject(value, offset, 'condition', (_, inner) => inCondition(inner, offset));
  if (value.kind !== 'array') return undefined;
  const item = value.items.find(({ span }) => holds(span, offset));
  return item && inCondition(item, offset);
}

function holds(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function nothing(): undefined {
  return undefined;
}
