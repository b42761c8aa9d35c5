/**
 * A definition in short, in the schema's own language: without comments, in a uniform layout, cut where it is long. Of a
 * member just its place in the definition.
 */
import { type Definition, isDefinition, type NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { ArrayValue, Entry, ObjectValue, Value } from '../syntax/tree.ts';

const WIDTH = 80;
/** How many keys and list elements are shown. */
const MAX_ITEMS = 24;
/** A longer name is cut. */
const MAX_TEXT = 200;

/**
 * @param thing a definition, or something with a name inside one
 * @param text the text of its file
 * @returns lines of the schema language
 */
export function signatureOf(thing: NamedThing, text: string): string[] {
  const definition = isDefinition(thing) ? thing : thing.owner;
  const { value } = definition.expression;
  const shown = isDefinition(thing) ? value : (narrowed(value, thing.name.span, definition) ?? value);
  return new Printer(text).print(shown, 0).split('\n');
}

/** What leads to a name: the keyword of the definition, and the keys and list elements on the way. */
function narrowed(value: Value, name: Span, definition: Definition): Value | undefined {
  if (value.kind === 'object') {
    const entries = value.entries.flatMap((entry): Entry[] => {
      if (entry.key === definition.keyword || holds(entry.key.span, name)) return [entry];
      if (!entry.value || !holds(entry.value.span, name)) return [];
      const inside = narrowed(entry.value, name, definition);
      return inside ? [{ key: entry.key, value: inside }] : [];
    });
    return { ...value, entries };
  }
  if (value.kind === 'array') {
    const item = value.items.find(({ span }) => holds(span, name));
    // `{ 'name': ... }` is one element; a feature inside it stands under `features` again.
    const own = item?.kind === 'object' && item.entries.some((e) => e.value && sameContent(e.value, name));
    const shown = item && (own ? item : narrowed(item, name, definition));
    return { ...value, items: shown ? [shown] : [] };
  }
  return value;
}

function sameContent(value: Value, name: Span): boolean {
  return value.kind === 'string' && value.content.start === name.start && value.content.end === name.end;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

class Printer {
  readonly #text: string;
  #left = MAX_ITEMS;

  constructor(text: string) {
    this.#text = text;
  }

  print(value: Value, column: number): string {
    const flat = this.#flat(value, WIDTH - column);
    if (flat !== undefined) return flat;
    switch (value.kind) {
      case 'object':
        return this.#object(value, column);
      case 'array':
        return this.#array(value, column);
      default:
        return this.#source(value.span, MAX_TEXT);
    }
  }

  /** The value in one line, if it is no wider than that. */
  #flat(value: Value, width: number): string | undefined {
    let flat: string;
    if (value.kind === 'object') {
      const entries = this.#all(value.entries, width, (entry) => {
        const inner = entry.value ? this.#flat(entry.value, width) : '';
        return inner === undefined ? undefined : `${this.#source(entry.key.span, width)}: ${inner}`;
      });
      if (!entries) return undefined;
      flat = entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
    } else if (value.kind === 'array') {
      const items = this.#all(value.items, width, (item) => this.#flat(item, width));
      if (!items) return undefined;
      flat = `[${items.length > 1 ? ` ${items.join(', ')} ` : items.join('')}]`;
    } else {
      flat = this.#source(value.span, width);
    }
    return flat.length <= width ? flat : undefined;
  }

  #all<T>(list: readonly T[], width: number, print: (item: T) => string | undefined): string[] | undefined {
    const printed: string[] = [];
    let length = 0;
    for (const item of list) {
      const text = print(item);
      if (text === undefined) return undefined;
      length += text.length + 2;
      if (length > width) return undefined;
      printed.push(text);
    }
    return printed;
  }

  /** A line an entry, one below the other. */
  #object(object: ObjectValue, column: number): string {
    const margin = ' '.repeat(column + 2);
    const lines: string[] = [];
    for (const { key, value } of object.entries) {
      if (this.#left-- <= 0)
        return `{ ${lines.join(`,\n${margin}`)}${rest(object.entries.length, lines.length, column)}}`;
      const start = `${this.#source(key.span, MAX_TEXT)}: `;
      // A key that leaves no room has its value as if it stood at the margin.
      const next = column + 2 + start.length;
      lines.push(start + (value ? this.print(value, next < WIDTH - 16 ? next : column + 2) : ''));
    }
    return `{ ${lines.join(`,\n${margin}`)} }`;
  }

  /** As many elements in a line as it holds. */
  #array(array: ArrayValue, column: number): string {
    const margin = ' '.repeat(column + 2);
    let out = '[ ';
    let width = column + 2;
    let shown = 0;
    for (const item of array.items) {
      if (this.#left-- <= 0) return `${out}${rest(array.items.length, shown, column)}]`;
      const flat = this.#flat(item, WIDTH - column - 4);
      const text = flat ?? this.print(item, column + 2);
      if (shown > 0) {
        const fits = flat !== undefined && width + 2 + flat.length <= WIDTH - 2;
        out += fits ? ', ' : `,\n${margin}`;
        width = fits ? width + 2 : column + 2;
      }
      out += text;
      width += flat?.length ?? WIDTH;
      shown++;
    }
    return `${out} ]`;
  }

  /** A piece of the text, in one line. */
  #source(span: Span, limit: number): string {
    const end = Math.min(span.end, span.start + limit + 1);
    const text = this.#text.slice(span.start, end).replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  }
}

/** What was left out, in a comment of the language; the bracket stands on the line below. */
function rest(all: number, shown: number, column: number): string {
  const margin = `\n${' '.repeat(column)}`;
  return shown === 0 ? `# ${all} of them${margin}` : `${margin}  # and ${all - shown} more${margin}`;
}
