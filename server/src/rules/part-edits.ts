/**
 * Puts a part into an object or list where it once stood, laid out as it was there, or as those around it are: who looks at the
 * change sees one part that came, and nothing else that moved.
 */
import type { SourceFile } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import { type Entry, type StringValue, type Value, valueAt } from '../syntax/tree.ts';
import { lineEnding } from './doc-edits.ts';
import { type Holder, partsOf } from './entry-edits.ts';
import type { FileEdit } from './rule.ts';

/** Lines of schemas are not longer. */
const WIDTH = 79;

/** A part where it stands in a schema. */
export interface PartPlace {
  readonly file: SourceFile;
  readonly holder: Holder;
  readonly index: number;
}

/** What a part is known by: the key of an entry, the name of an item; without the `*` of an optional member. */
export function partName(part: Entry | Value): string | undefined {
  const name = nameIn(part);
  return name?.text.replace(/^\*/, '');
}

function nameIn(part: Entry | Value): StringValue | undefined {
  if ('key' in part) return part.key;
  if (part.kind === 'string') return part;
  const name = part.kind === 'object' ? valueAt(part, 'name') : undefined;
  return name?.kind === 'string' ? name : undefined;
}

/** The parts of an object or list, in their order. */
export function partsIn(holder: Holder): readonly (Entry | Value)[] {
  return holder.kind === 'object' ? holder.entries : holder.items;
}

/** Where in a value the part stands that a name at an offset names; undefined where none is named there. */
export function partAt(value: Value, offset: number): { readonly holder: Holder; readonly index: number } | undefined {
  if (value.kind !== 'object' && value.kind !== 'array') return undefined;
  for (const [index, part] of partsIn(value).entries()) {
    const name = nameIn(part);
    if (name && name.content.start <= offset && offset <= name.content.end) return { holder: value, index };
    const inside = 'key' in part ? part.value : part;
    if (!inside || offset < inside.span.start || inside.span.end <= offset) continue;
    return partAt(inside, offset);
  }
  return undefined;
}

/** The object or list of a value that has exactly this span. */
export function holderAt(value: Value, span: Span): Holder | undefined {
  if (value.kind !== 'object' && value.kind !== 'array') return undefined;
  if (value.span.start === span.start && value.span.end === span.end) return value;
  for (const part of partsIn(value)) {
    const inside = 'key' in part ? part.value : part;
    if (inside && inside.span.start <= span.start && span.end <= inside.span.end) return holderAt(inside, span);
  }
  return undefined;
}

/** Which parts of a holder have the name. */
function placeOfName(holder: Holder, name: string | undefined): number {
  return name === undefined ? -1 : partsIn(holder).findIndex((part) => partName(part) === name);
}

/**
 * Puts a part behind the nearest one before it that both holders have, else before the nearest one behind it, else last.
 * @param model the place of the part in the baseline
 * @param textAt the text of the part, if it begins in a column
 */
export function insertLike(
  file: SourceFile,
  holder: Holder,
  model: PartPlace,
  textAt: (column: number) => string,
): FileEdit {
  const names = partsIn(model.holder).map(partName);
  let index = -1;
  for (const name of names.slice(0, model.index).reverse()) {
    const place = placeOfName(holder, name);
    if (place < 0) continue;
    index = place + 1;
    break;
  }
  for (const name of index < 0 ? names.slice(model.index + 1) : []) {
    const place = placeOfName(holder, name);
    if (place < 0) continue;
    index = place;
    break;
  }
  return insertPart(file, holder, index < 0 ? partsIn(holder).length : index, textAt, model);
}

/**
 * Puts a part into a holder.
 * @param index of the part before which it is put
 * @param model where a part like it stands, laid out as this one should be if that agrees with the holder's own layout
 */
export function insertPart(
  file: SourceFile,
  holder: Holder,
  index: number,
  textAt: (column: number) => string,
  model?: PartPlace,
): FileEdit {
  const { text } = file.tree;
  const parts = partsOf(holder);
  const before = parts[index - 1];
  const after = parts[index];
  if (!before && !after) {
    const [open, close] = holder.kind === 'object' ? ['{', '}'] : ['[', ']'];
    const part = textAt(columnOf(file, holder.span.start) + 2);
    return edit(file, holder.span.start, holder.span.end, `${open} ${part} ${close}`);
  }
  const like = model && agrees(file, holder, model) ? gapsOf(model) : undefined;
  const lineStart = columnOfLines(file, parts, index, model);
  const gap = (shown: string | undefined, breaks: boolean): string => {
    const lines = shown === undefined ? Number(breaks) : shown.split('\n').length - 1;
    if (lines > 0) return `,${'\n'.repeat(lines)}${' '.repeat(lineStart)}`;
    return shown !== undefined && /^\s*,\s*$/.test(shown) ? shown : ', ';
  };
  if (!before) {
    const { start } = after as Span;
    const column = columnOf(file, start);
    const breaks = parts[1] !== undefined && hasBreak(text, start, parts[1].start);
    return edit(file, start, start, textAt(column) + gap(like?.after, breaks));
  }
  const first = parts[index - 2];
  const neighbours: readonly [Span | undefined, Span | undefined] = first ? [first, before] : [before, after];
  const [left, right] = neighbours;
  const breaks = left !== undefined && right !== undefined && hasBreak(text, left.end, right.start);
  let opening = gap(like?.before, breaks);
  const endColumn = columnOf(file, before.end);
  if (!opening.includes('\n')) {
    const column = endColumn + opening.length;
    const [line = ''] = textAt(column).split('\n');
    const closing = after ? ',' : ' }';
    if (column + line.length + closing.length > WIDTH) opening = gap('\n', true);
  }
  const part = textAt(opening.includes('\n') ? lineStart : endColumn + opening.length);
  const between = after && text.slice(before.end, after.start);
  if (like?.isComplete && like.after !== undefined && between !== undefined && /^\s*,\s*$/.test(between)) {
    return edit(file, before.end, (after as Span).start, opening + part + gap(like.after, false));
  }
  return edit(file, before.end, before.end, opening + part);

  /** The gaps beside the part in its model; complete where it has the same neighbours here. */
  function gapsOf({ file: source, holder: other, index: place }: PartPlace): Gaps {
    const spans = partsOf(other);
    const names = partsIn(other).map(partName);
    const ours = partsIn(holder).map(partName);
    const at = spans[place] as Span;
    const gapText = (from: Span | undefined, to: Span | undefined): string | undefined =>
      from && to && source.tree.text.slice(from.end, to.start);
    return {
      before: gapText(spans[place - 1], at),
      after: gapText(at, spans[place + 1]),
      isComplete: ours[index - 1] === names[place - 1] && ours[index] === names[place + 1],
    };
  }
}

interface Gaps {
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly isComplete: boolean;
}

/** Whether two holders break their lines between the same parts, as far as they have the same. */
function agrees(file: SourceFile, holder: Holder, model: PartPlace): boolean {
  const ours = partsOf(holder);
  const theirs = partsOf(model.holder);
  const names = partsIn(model.holder).map(partName);
  const breaks = (text: string, spans: readonly Span[], from: number, to: number): boolean =>
    hasBreak(text, spans[from]?.end ?? 0, spans[to]?.start ?? 0);
  return partsIn(holder).every((part, place, all) => {
    const next = all[place + 1];
    const from = names.indexOf(partName(part));
    const to = next ? names.indexOf(partName(next)) : -1;
    if (from < 0 || to < 0) return true;
    const isBroken = breaks(file.tree.text, ours, place, place + 1);
    const wasBroken = breaks(model.file.tree.text, theirs, from, to);
    if (to === from + 1) return isBroken === wasBroken;
    // Around what is gone there may have been more breaks than are left.
    return to !== from + 2 || from + 1 !== model.index || wasBroken || !isBroken;
  });
}

/** The column in which parts that have a line of their own begin. */
function columnOfLines(file: SourceFile, parts: readonly Span[], index: number, model: PartPlace | undefined): number {
  const nearest = [...parts.slice(0, index).reverse(), ...parts.slice(index)];
  const { text } = file.tree;
  const own = nearest.find(({ start }) => isFirstOnLine(file, start));
  if (own) return columnOf(file, own.start);
  const [first] = parts as readonly [Span];
  const like = model && partsOf(model.holder)[model.index];
  // Where each part of a definition has a line, the first one stands behind the brace.
  if (model && like && isFirstOnLine(model.file, like.start)) {
    const column = columnOf(model.file, like.start) - columnOf(model.file, model.holder.span.start);
    const open = text.slice(0, first.start).trimEnd().length - 1;
    return Math.max(0, columnOf(file, open) + column);
  }
  return columnOf(file, first.start);
}

/** Of what an offset stands in, as characters from the beginning of its line. */
export function columnOf({ tree }: SourceFile, offset: number): number {
  return tree.lines.positionOf(offset).character;
}

function isFirstOnLine({ tree }: SourceFile, offset: number): boolean {
  const { start } = tree.lines.line(tree.lines.lineOf(offset));
  return tree.text.slice(start, offset).trim() === '';
}

function hasBreak(text: string, from: number, to: number): boolean {
  return /[\r\n]/.test(text.slice(from, to));
}

/** The replacement of a span, with the line endings of the file. */
export function edit({ path, tree }: SourceFile, start: number, end: number, newText: string): FileEdit {
  return { file: path, span: { start, end }, newText: newText.replaceAll('\n', lineEnding(tree.text)) };
}
