/** Lists a name in a pragma, as an exception to a rule of QEMU's generator. */
import { insertion } from '../rules/entry-edits.ts';
import type { FileEdit } from '../rules/rule.ts';
import type { SourceFile } from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { type ArrayValue, entryOf, type ObjectValue } from '../syntax/tree.ts';

/**
 * The name goes into the list that counts: the last one, as the generator has it. It keeps the order of names where they have
 * one. Without such a list one is begun, in the pragma that is there or in front of everything else.
 * @param pragma the name of the pragma
 * @returns no edits where the name is listed, or there is no file
 */
export function listInPragma(schema: Schema, pragma: string, name: string): readonly FileEdit[] {
  const edit = (file: SourceFile, offset: number, text: string): FileEdit[] => [
    { file: file.path, ...insertion(offset, text) },
  ];
  const lists = schema.pragmas.filter(({ pragma: { name, value } }) => name.text === pragma && value?.kind === 'array');
  const last = lists.at(-1);
  if (last) {
    const added = addToList(last.pragma.value as ArrayValue, name, last.file.tree.text);
    return added ? edit(last.file, added.offset, added.text) : [];
  }
  for (const file of schema.sources.files) {
    const object = pragmaObjectIn(file);
    const entry = object?.entries.at(-1);
    if (entry?.value) return edit(file, entry.value.span.end, `,\n               '${pragma}': [ '${name}' ]`);
  }
  const [root] = schema.sources.files;
  const first = root?.tree.expressions[0];
  if (!root || !first) return [];
  const before = root.tree.freeDocs.find(({ span }) => span.start < first.span.start) ?? first.doc ?? first;
  return edit(root, before.span.start, `{ 'pragma': { '${pragma}': [ '${name}' ] } }\n\n`);
}

function pragmaObjectIn({ tree }: SourceFile): ObjectValue | undefined {
  for (const { value } of tree.expressions) {
    const pragma = value.kind === 'object' ? entryOf(value, 'pragma')?.value : undefined;
    if (pragma?.kind === 'object' && pragma.entries.length > 0) return pragma;
  }
  return undefined;
}

/** Where in a list the name goes, and with what around it. */
function addToList(list: ArrayValue, name: string, text: string): { offset: number; text: string } | undefined {
  const items = list.items.filter((item) => item.kind === 'string');
  const names = items.map((item) => item.text);
  if (names.includes(name)) return undefined;
  const isSorted = names.every((other, i) => i === 0 || (names[i - 1] as string) <= other);
  const index = isSorted ? names.findIndex((other) => other > name) : -1;
  const [first, second, next] = [items[0], items[1], items[index]];
  if (!first)
    return { offset: list.span.start + 1, text: ` '${name}'${list.span.end - list.span.start > 2 ? '' : ' '}` };
  // What stands between two of them, as long as it is no comment.
  const gap = second ? text.slice(first.span.end, second.span.start).replace(',', '') : ' ';
  const between = gap.trim() === '' ? gap : ' ';
  if (next) return { offset: next.span.start, text: `'${name}',${between}` };
  return { offset: items.at(-1)?.span.end ?? first.span.end, text: `,${between}'${name}'` };
}
