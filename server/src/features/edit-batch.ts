/** Edits that are made together. */
import type { FileEdit } from '../rules/rule.ts';

/** The edits of several fixes. They are all made for the same texts, so none may touch what another one touches. */
export class EditBatch {
  /** By file, in the order of the text. */
  readonly edits = new Map<string, FileEdit[]>();

  /** Takes the edits of a fix in, unless it has to wait for the next round. An empty fix is not taken. */
  add(edits: readonly FileEdit[]): boolean {
    if (edits.length === 0 || edits.some((edit) => this.#touches(edit))) return false;
    for (const edit of edits) {
      const list = this.edits.get(edit.file) ?? [];
      list.splice(placeIn(list, edit), 0, edit);
      this.edits.set(edit.file, list);
    }
    return true;
  }

  #touches(edit: FileEdit): boolean {
    const list = this.edits.get(edit.file) ?? [];
    const place = placeIn(list, edit);
    const [before, after] = [list[place - 1], list[place]];
    return (
      (before !== undefined && before.span.end >= edit.span.start) ||
      (after !== undefined && after.span.start <= edit.span.end)
    );
  }
}

/** How many edits of the list, which is sorted, begin before an edit. */
function placeIn(list: readonly FileEdit[], { span }: FileEdit): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as FileEdit).span.start < span.start) low = middle + 1;
    else high = middle;
  }
  return low;
}
