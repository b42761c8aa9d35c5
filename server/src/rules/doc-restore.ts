/** Takes the description of a member or feature over from the baseline's comment, or out of a comment. */
import { docSectionOf } from '../schema/docs.ts';
import type { Definition, Member, SourceFile } from '../schema/model.ts';
import type { Doc, DocSection } from '../syntax/tree.ts';
import { DocEdits } from './doc-edits.ts';
import { sectionStub } from './doc-stub.ts';
import type { FileEdit, RuleContext } from './rule.ts';

/**
 * Puts the description of something that the baseline has into the comment of one of our definitions, behind the description
 * that stands before it there. Where the baseline has none, as releases do, and the generator demands one, it is left to be
 * filled in.
 * @returns nothing where our definition has no comment, or describes something of that name already
 */
export function copyDescription(
  gone: Member,
  file: SourceFile,
  definition: Definition,
  trees: Pick<RuleContext, 'schema' | 'version'>,
): FileEdit[] {
  const { doc } = definition;
  const edits: FileEdit[] = [];
  if (!doc) return edits;
  // A member brings its features.
  for (const [index, thing] of [gone, ...gone.features].entries()) {
    const found = docSectionOf(thing) ?? sectionStub(thing, definition, trees);
    for (const edit of found ? copySection(found.doc, found.section, file, doc, index > 1) : []) {
      const place = edits.findIndex(({ span }) => span.start === edit.span.start);
      const before = edits[place];
      if (before) edits[place] = { ...before, newText: before.newText + edit.newText };
      else edits.push(edit);
    }
  }
  return edits;
}

/**
 * The same for a section of any kind.
 * @param isHeaded whether another feature has come with the line above the features, where there was none
 */
export function copySection(from: Doc, section: DocSection, file: SourceFile, to: Doc, isHeaded = false): FileEdit[] {
  const isSame = (other: DocSection) => (one: DocSection) =>
    one.kind === other.kind && one.name?.text === other.name?.text;
  if (to.sections.some(isSame(section))) return [];
  const source = new DocLines(from);
  const edits = new DocEdits(file, to);
  const texts = from.lines.slice(section.firstLine, source.end(section)).map(({ text }) => text.trimEnd());
  const isApart = source.isBlank(section.firstLine - 1);
  const isFollowed = source.isBlank(source.end(section));
  // Old comments have no empty lines between descriptions.
  const insert = (at: number): FileEdit[] => {
    const before = isApart && !(at > 0 && edits.isBlank(at - 1)) ? [''] : [];
    const after = isFollowed && at < to.lines.length && !edits.isBlank(at) ? [''] : [];
    return [edits.insert(at, [...before, ...texts, ...after])];
  };
  const place = from.sections.indexOf(section);
  // A description stands among those of its kind, anything else behind all that stands before it.
  const isComparable = ({ kind }: DocSection): boolean =>
    section.name ? kind === section.kind : kind !== 'body' && kind !== 'features';
  const inOurs = (other: DocSection): DocSection | undefined =>
    isComparable(other) ? to.sections.find(isSame(other)) : undefined;
  for (const other of from.sections.slice(0, place).reverse()) {
    const ours = inOurs(other);
    if (ours) return insert(edits.beforeBlanks(ours.endLine));
  }
  for (const other of from.sections.slice(place + 1)) {
    const ours = inOurs(other);
    if (ours) return insert(ours.firstLine);
  }
  const header = section.kind === 'feature' ? to.sections.find(({ kind }) => kind === 'features') : undefined;
  const behind = header ?? to.sections.findLast(({ kind }) => kind === 'member') ?? to.sections[0];
  const first = to.sections.findIndex(({ kind }) => kind !== 'body');
  const isBody = behind?.kind === 'body';
  const line = behind && !isBody ? behind.endLine : (to.sections[first]?.firstLine ?? to.lines.length);
  const at = edits.beforeBlanks(line);
  const heading = section.kind === 'feature' && !header && !isHeaded ? ['', 'Features:'] : [];
  const lines = [...heading, ...(isApart ? [''] : []), ...texts];
  const isGlued = at < to.lines.length && !edits.isBlank(at);
  return [edits.insert(at, isGlued ? [...lines, ''] : lines)];
}

/** Takes the description of something out of its comment, and with the only feature the line `Features:`. */
export function removeDescription(thing: Member, file: SourceFile): FileEdit[] {
  const found = docSectionOf(thing);
  return found ? removeSection(found.doc, found.section, file) : [];
}

/** Takes a section out of a comment. */
export function removeSection(doc: Doc, section: DocSection, file: SourceFile): FileEdit[] {
  const edits = new DocEdits(file, doc);
  const header = doc.sections[doc.sections.indexOf(section) - 1];
  const isOnly =
    section.kind === 'feature' &&
    header?.kind === 'features' &&
    doc.sections.filter(({ kind }) => kind === 'feature').length === 1;
  const from = isOnly ? header.firstLine : section.firstLine;
  const to = edits.beforeBlanks(section.endLine);
  // One empty line is left between what stands before and what stands behind.
  return [edits.remove(edits.isBlank(to) ? edits.beforeBlanks(from) : from, to)];
}

class DocLines {
  readonly #doc: Doc;

  constructor(doc: Doc) {
    this.#doc = doc;
  }

  isBlank(index: number): boolean {
    return (this.#doc.lines[index]?.text.trim() ?? '') === '';
  }

  /** The line behind the last one of a section that has text. */
  end({ firstLine, endLine }: DocSection): number {
    let end = endLine;
    while (end > firstLine + 1 && this.isBlank(end - 1)) end--;
    return end;
  }
}
