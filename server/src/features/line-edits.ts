/** The smallest edits that lead from one text to another, as far as lines tell. */
import type { FileEdit } from '../rules/rule.ts';

/**
 * @returns one edit for each line that changed, narrowed to what is different in it; where lines came or went, one edit
 *   from the first difference to the last
 */
export function editsBetween(file: string, before: string, after: string): FileEdit[] {
  if (before === after) return [];
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length !== now.length) return [narrowed(file, 0, before, after)];
  const edits: FileEdit[] = [];
  let offset = 0;
  old.forEach((line, i) => {
    const changed = now[i] as string;
    if (line !== changed) edits.push(narrowed(file, offset, line, changed));
    offset += line.length + 1;
  });
  return edits;
}

/** The edit without what the two texts have in common at their ends. */
function narrowed(file: string, offset: number, before: string, after: string): FileEdit {
  const shortest = Math.min(before.length, after.length);
  let head = 0;
  while (head < shortest && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shortest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    file,
    span: { start: offset + head, end: offset + before.length - tail },
    newText: after.slice(head, after.length - tail),
  };
}
