/** What a baseline says, as a text that the generator of another version takes. */
import { isMacroName, newForm, oldForm, readCondition } from '../schema/condition.ts';
import { has, type QemuVersion } from '../schema/dialect.ts';
import { isLonghand, KEYWORDS, type KeyPlace, keysOf } from '../schema/keys.ts';
import type { Definition, SourceFile } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { Entry, ObjectValue, Value } from '../syntax/tree.ts';
import { columnOf } from './part-edits.ts';

/** A change to the text that is told, at its own offsets. */
interface Change {
  readonly span: Span;
  readonly newText: string;
}

/** A text that is to stand in a column; its further lines are indented as they were. */
export type Laid = (column: number) => string;

/**
 * The text of a definition, with its comment.
 * @returns undefined where the version has no way to say it
 */
export function definitionText(file: SourceFile, definition: Definition, version: QemuVersion): string | undefined {
  const { value, doc, span } = definition.expression;
  const teller = new Teller(version);
  if (value.kind !== 'object' || !teller.definition(value, definition.kind)) return undefined;
  return teller.textOf(file, { start: doc?.span.start ?? span.start, end: span.end })(0);
}

/**
 * The text of an entry or item.
 * @param place what it is: for entries of a definition the kind of that
 */
export function partText(
  file: SourceFile,
  part: Entry | Value,
  place: KeyPlace,
  version: QemuVersion,
): Laid | undefined {
  const teller = new Teller(version);
  if (!('key' in part)) return teller.item(part, place) ? teller.textOf(file, part.span) : undefined;
  const { key, value } = part;
  const isWhole = KEYWORDS.has(place) ? teller.entry(part, place) : value !== undefined && teller.type(value, place);
  return isWhole && value ? teller.textOf(file, { start: key.span.start, end: value.span.end }) : undefined;
}

/** The text of a type, as it stands behind a member's name. */
export function typeText(file: SourceFile, value: Value, version: QemuVersion): Laid | undefined {
  const teller = new Teller(version);
  return teller.type(value, 'member') ? teller.textOf(file, value.span) : undefined;
}

/** The text of a condition. */
export function conditionText(file: SourceFile, value: Value, version: QemuVersion): Laid | undefined {
  const teller = new Teller(version);
  return teller.condition(value) ? teller.textOf(file, value.span) : undefined;
}

/** Looks through what is to be told for what the version says in another way. Every method says whether it can. */
class Teller {
  readonly #version: QemuVersion;
  readonly #changes: Change[] = [];

  constructor(version: QemuVersion) {
    this.#version = version;
  }

  textOf(file: SourceFile, { start, end }: Span): Laid {
    const { text } = file.tree;
    let told = '';
    let at = start;
    for (const { span, newText } of this.#changes) {
      told += text.slice(at, span.start) + newText;
      at = span.end;
    }
    told += text.slice(at, end);
    const was = columnOf(file, start);
    const [first = '', ...more] = told.split(/\r\n|[\r\n]/);
    return (column) => [first, ...more.map((line) => (line === '' ? '' : moved(line, column - was)))].join('\n');
  }

  definition(object: ObjectValue, kind: Definition['kind']): boolean {
    return object.entries.every((entry) => this.entry(entry, kind));
  }

  /** An entry of a definition. */
  entry({ key, value }: Entry, kind: KeyPlace): boolean {
    if (!value) return false;
    // Before these words were there, a struct was a type, and an alternate a union without a discriminator to speak of.
    const hasWords = has(this.#version, 'struct-and-alternate');
    if (KEYWORDS.has(key.text)) {
      if (key.text === 'struct' && !hasWords) this.#change(key.span, "'type'");
      if (key.text === 'type' && hasWords) this.#change(key.span, "'struct'");
      if (key.text === 'alternate' && !hasWords) {
        this.#change(key.span, "'union'");
        this.#change({ start: value.span.end, end: value.span.end }, ", 'discriminator': {}");
      }
      return true;
    }
    if (!keysOf(this.#version)[kind].allowed.has(key.text)) return false;
    switch (key.text) {
      case 'if':
        return this.condition(value);
      case 'features':
        return this.#list(value, 'feature');
      case 'data':
        if (kind === 'enum') return this.#list(value, 'value');
        return this.#types(value, kind === 'union' || kind === 'alternate' ? 'branch' : 'member');
      case 'base':
      case 'returns':
        return this.#types(value, 'member');
      default:
        if (value.kind === 'bool' && !value.value && !hasWords) this.#change(value.span, "'no'");
        return true;
    }
  }

  /** An item of a list of values or features. */
  item(value: Value, place: KeyPlace): boolean {
    return value.kind !== 'object' || this.#longhand(value, place);
  }

  /** What stands behind the name of a member or branch. */
  type(value: Value, place: KeyPlace): boolean {
    if (value.kind === 'object' && isLonghand(value, place === 'branch' ? 'branch' : 'member')) {
      return this.#longhand(value, place);
    }
    return this.#types(value, 'member');
  }

  condition(value: Value): boolean {
    if (!has(this.#version, 'conditions')) return false;
    const condition = readCondition(value);
    if (!condition) return value.kind === 'string' && !has(this.#version, 'condition-objects');
    const isObjects = isOfObjects(value);
    if (has(this.#version, 'condition-objects') === isObjects) return true;
    this.#change(value.span, isObjects ? oldForm(condition, false) : newForm(condition));
    return true;
  }

  /** Members written out, or the name of what has them. */
  #types(value: Value, place: KeyPlace): boolean {
    if (value.kind === 'array') return value.items.every((item) => this.#types(item, 'member'));
    if (value.kind !== 'object') return true;
    return value.entries.every((entry) => entry.value !== undefined && this.type(entry.value, place));
  }

  #longhand(object: ObjectValue, place: KeyPlace): boolean {
    if (!has(this.#version, 'longhand')) return false;
    const { allowed } = keysOf(this.#version)[place];
    return object.entries.every(({ key, value }) => {
      if (!value || !allowed.has(key.text)) return false;
      if (key.text === 'if') return this.condition(value);
      if (key.text === 'features') return this.#list(value, 'feature');
      return key.text !== 'type' || this.#types(value, 'member');
    });
  }

  #list(value: Value, place: KeyPlace): boolean {
    return value.kind === 'array' && value.items.every((item) => this.item(item, place));
  }

  #change(span: Span, newText: string): void {
    this.#changes.push({ span, newText });
  }
}

/** Whether a condition is written as all are since QEMU 6.2: no C, and no list for what must all hold. */
function isOfObjects(value: Value): boolean {
  if (value.kind === 'string') return isMacroName(value.text);
  return (
    value.kind === 'object' &&
    value.entries.every(({ value: of }) => {
      return of !== undefined && (of.kind === 'array' ? of.items.every(isOfObjects) : isOfObjects(of));
    })
  );
}

function moved(line: string, columns: number): string {
  if (columns >= 0) return ' '.repeat(columns) + line;
  const room = line.length - line.trimStart().length;
  return line.slice(Math.min(room, -columns));
}
