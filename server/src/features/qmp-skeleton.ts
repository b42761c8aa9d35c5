/** What may be written in a place of a message, with stops for what the user has to fill in, as a snippet. */
import type { WireObject, WireTag, WireType } from '../compat/wire.ts';
import { type About, ERROR_CLASSES, type Expectations, type Expected, type ExpectedKey } from '../qmp/expected.ts';
import type { JsonObject } from '../qmp/json.ts';
import { inCallOrder } from './qmp-types.ts';

/** A place to fill in, and what stands there until then. Of choices the first. */
interface Stop {
  readonly choices: readonly string[];
  /** Completion offers the same, with what each of them brings: better, where the editor can be told to open its list. */
  readonly suggests?: boolean;
}

export type Skeleton =
  | { readonly kind: 'stop'; readonly stop: Stop; readonly quoted: boolean }
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: Skeleton])[] }
  | { readonly kind: 'array'; readonly items: readonly Skeleton[] };

/** Editors show choices as a list: a longer one is better served by completion. */
const MAX_CHOICES = 40;
/** Objects in objects; what is deeper is left to the user. */
const MAX_DEPTH = 3;

const EMPTY: JsonObject = { kind: 'object', span: { start: 0, end: 0 }, entries: [], elided: false };
const NOTHING: About = {
  message: EMPTY,
  side: undefined,
  command: undefined,
  event: undefined,
  answers: () => undefined,
};

/** A string that stands there as it is. */
export function string(text: string): Skeleton {
  return { kind: 'text', text, quoted: true };
}

/** A string to be filled in. */
export const SOME_STRING: Skeleton = { kind: 'stop', stop: { choices: [''] }, quoted: true };
const SOME_NUMBER: Skeleton = { kind: 'stop', stop: { choices: ['0'] }, quoted: false };
const SOMETHING: Skeleton = { kind: 'stop', stop: { choices: ['null'] }, quoted: false };

/** What comes with the name of a command or event where that is written. */
export function object(...entries: readonly (readonly [key: string, value: Skeleton] | undefined)[]): Skeleton {
  return { kind: 'object', entries: entries.filter((entry) => entry !== undefined) };
}

/** Whether it is an object that has nothing in it. */
export function isEmpty(skeleton: Skeleton): boolean {
  return skeleton.kind === 'object' && skeleton.entries.length === 0;
}

/** A value with all that must be in it. */
export function skeletonOf(expected: Expected, expectations: Expectations): Skeleton {
  return new Builder(expectations).value(expected, []);
}

class Builder {
  readonly #expectations: Expectations;

  constructor(expectations: Expectations) {
    this.#expectations = expectations;
  }

  value(expected: Expected, above: readonly WireObject[]): Skeleton {
    switch (expected.kind) {
      case 'frame':
        return this.#object(expected, above);
      case 'name':
        return SOME_STRING;
      case 'error-class':
        return oneOf(ERROR_CLASSES);
      case 'any':
        return SOMETHING;
      case 'value':
        return this.#type(expected, expected.type, above);
    }
  }

  #type(expected: Expected & { kind: 'value' }, type: WireType, above: readonly WireObject[]): Skeleton {
    switch (type.kind) {
      case 'scalar':
        return scalar(type.json);
      case 'enum':
        return oneOf([...type.values.keys()]);
      case 'array':
        return { kind: 'array', items: [this.#type(expected, type.of, above)] };
      case 'object':
        if (above.includes(type) || above.length >= MAX_DEPTH) return object();
        return this.#object({ ...expected, type }, [...above, type]);
      case 'alternate': {
        // The simplest there is: a name rather than an object.
        const branches = type.branches.filter(({ type: one }) => one.kind !== 'alternate');
        const first = branches.find(({ type: one }) => one.json === 'string') ?? branches[0];
        return first ? this.#type(expected, first.type, above) : SOMETHING;
      }
      case 'unknown':
        return SOMETHING;
    }
  }

  #object(expected: Expected, above: readonly WireObject[]): Skeleton {
    const keys = (this.#expectations.keys(expected, EMPTY, NOTHING) ?? []).filter(({ mandatory }) => mandatory);
    const tag = expected.kind === 'value' && expected.type.kind === 'object' ? expected.type.tag : undefined;
    const inside = ({ isTag, expected: meant }: ExpectedKey): Skeleton => {
      const value = this.value(meant, above);
      const suggests = isTag && value.kind === 'stop' && tag !== undefined && bringsMore(tag);
      return suggests ? { ...value, stop: { ...value.stop, suggests } } : value;
    };
    return object(...inCallOrder(keys).map((key) => [key.name, inside(key)] as const));
  }
}

/** Whether one of a tag's values asks for further members. */
function bringsMore({ branches }: WireTag): boolean {
  return [...branches.values()].some(({ members }) =>
    [...members.values()].some(({ declared }) => !declared?.optional),
  );
}

function scalar(json: WireType['json']): Skeleton {
  switch (json) {
    case 'string':
      return SOME_STRING;
    case 'number':
      return SOME_NUMBER;
    case 'boolean':
      return { kind: 'stop', stop: { choices: ['true', 'false'] }, quoted: false };
    case 'null':
      return { kind: 'text', text: 'null', quoted: false };
    default:
      return SOMETHING;
  }
}

function oneOf(values: readonly string[]): Skeleton {
  const [only] = values;
  if (only !== undefined && values.length === 1) return string(only);
  return values.length > MAX_CHOICES || values.length === 0
    ? SOME_STRING
    : { kind: 'stop', stop: { choices: values }, quoted: true };
}

/** How a skeleton is laid out. */
export interface Layout {
  readonly quote: '"' | "'";
  /** No line is to be longer, if that can be. */
  readonly width: number;
  /** What a line below begins with so that it comes to stand at a column. */
  readonly margin: (column: number) => string;
}

/** Writes skeletons as a snippet in the syntax of the language server protocol, with stops numbered in the order of the text. */
export class SnippetWriter {
  snippet = '';
  /** Whether completion is to fill in the first stop. */
  suggests = false;
  readonly #layout: Layout;
  #column: number;
  #stops = 0;

  /** @param column of the place where the snippet comes to stand */
  constructor(layout: Layout, column: number) {
    this.#layout = layout;
    this.#column = column;
  }

  /** Writes text as it is. */
  raw(text: string): this {
    this.snippet += text.replace(/[\\$]/g, '\\$&');
    this.#column += text.length;
    return this;
  }

  /** Goes on in the next line. */
  line(column: number): this {
    this.raw(`\n${this.#layout.margin(column)}`);
    this.#column = column;
    return this;
  }

  /** Whether so much text has room in the line in hand. */
  hasRoom(text: string): boolean {
    return this.#column + text.length <= this.#layout.width;
  }

  /** Writes a further entry of an object, in the line in hand or in the next one, at a column. */
  entry(key: string, value: Skeleton, column: number): this {
    this.raw(',');
    if (this.hasRoom(` ${flat(object([key, value])).slice(2, -2)}`)) this.raw(' ');
    else this.line(column);
    return this.raw(`${this.#quoted(key)}: `).value(value);
  }

  /** Writes a string without its opening quote. */
  restOfString(text: string): this {
    return this.raw(this.#escaped(text) + this.#layout.quote);
  }

  /** Writes a value: in one line if that is wide enough. */
  value(skeleton: Skeleton): this {
    const isFlat = this.hasRoom(flat(skeleton));
    switch (skeleton.kind) {
      case 'text':
        return this.raw(skeleton.quoted ? this.#quoted(skeleton.text) : skeleton.text);
      case 'stop':
        return this.#stop(skeleton.stop, skeleton.quoted);
      case 'array':
        this.raw('[ ');
        for (const [index, item] of skeleton.items.entries()) {
          if (index > 0) this.raw(', ');
          this.value(item);
        }
        return this.raw(' ]');
      case 'object': {
        if (skeleton.entries.length === 0) {
          this.raw('{');
          this.#stop({ choices: [''] }, false);
          return this.raw('}');
        }
        this.raw('{ ');
        const column = this.#column;
        for (const [index, [key, value]] of skeleton.entries.entries()) {
          if (index > 0) this.raw(',');
          if (index > 0 && isFlat) this.raw(' ');
          else if (index > 0) this.line(column);
          this.raw(`${this.#quoted(key)}: `).value(value);
        }
        return this.raw(' }');
      }
    }
  }

  #quoted(text: string): string {
    return this.#layout.quote + this.#escaped(text) + this.#layout.quote;
  }

  /** Names need no escapes, but a broken schema may have anything for a name. */
  #escaped(text: string): string {
    return text.replace(/[\\"']/g, (character) =>
      character === '\\' || character === this.#layout.quote ? `\\${character}` : character,
    );
  }

  #stop({ choices, suggests = false }: Stop, quoted: boolean): this {
    this.#stops += 1;
    // The list of completions can be opened where the caret is once the snippet stands: at its first stop.
    const isLeft = suggests && this.#stops === 1;
    if (isLeft) this.suggests = true;
    const [first = ''] = isLeft ? [] : choices;
    const { quote } = this.#layout;
    const shown =
      choices.length > 1 && !isLeft
        ? `\${${this.#stops}|${choices.map((choice) => this.#escaped(choice).replace(/[\\,|]/g, '\\$&')).join(',')}|}`
        : first === ''
          ? `$${this.#stops}`
          : `\${${this.#stops}:${first.replace(/[\\$}]/g, '\\$&')}}`;
    if (quoted) this.raw(quote);
    this.snippet += shown;
    this.#column += first.length;
    return quoted ? this.raw(quote) : this;
  }
}

/** In one line, as it looks before anything is filled in. */
export function flat(skeleton: Skeleton): string {
  switch (skeleton.kind) {
    case 'text':
      return skeleton.quoted ? `"${skeleton.text}"` : skeleton.text;
    case 'stop': {
      const [first = ''] = skeleton.stop.choices;
      return skeleton.quoted ? `"${first}"` : first;
    }
    case 'array':
      return `[ ${skeleton.items.map(flat).join(', ')} ]`;
    case 'object':
      if (skeleton.entries.length === 0) return '{}';
      return `{ ${skeleton.entries.map(([key, value]) => `"${key}": ${flat(value)}`).join(', ')} }`;
  }
}
