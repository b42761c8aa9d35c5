/** A documentation comment, or the part of it that describes one member, as Markdown for a hover. */
import type { Doc, DocSection } from '../syntax/tree.ts';
import { codeSpan, listItem } from './markdown.ts';
import { type Block, blocksOf, labelled } from './rst.ts';

/** More than anybody reads in a hover; the rest of a longer comment is left out. */
const MAX_LENGTH = 32_768;

/**
 * Renders a whole comment.
 * @param doc the comment
 * @param members what its members are called, in the plural: `Arguments`, `Values`
 * @returns Markdown; empty where the comment says nothing
 */
export function docMarkdown(doc: Doc, members = 'Members'): string {
  const blocks: string[] = [];
  let list: string[] = [];
  let heading = '';
  const endList = (): void => {
    if (list.length > 0) blocks.push(`**${heading}**`, list.join('\n'));
    list = [];
  };
  const budget = { left: MAX_LENGTH };
  for (const section of doc.sections) {
    if (section.kind === 'todo') continue;
    const wanted = section.kind === 'member' ? members : section.kind === 'feature' ? 'Features' : '';
    if (wanted !== heading) endList();
    heading = wanted;
    const content = blocksOf(linesOf(doc, section, budget));
    if (section.name) list.push(memberItem(section.name.text, content));
    else for (const block of sectionBlocks(section, content)) blocks.push(block);
  }
  endList();
  if (budget.left < 0) blocks.push('…');
  return blocks.join('\n\n');
}

/** Renders what one section says, without its tag or name: the description of a member. */
export function sectionMarkdown(doc: Doc, section: DocSection): string {
  const budget = { left: MAX_LENGTH };
  const blocks = blocksOf(linesOf(doc, section, budget)).map((block) => block.markdown);
  if (budget.left < 0) blocks.push('…');
  return blocks.join('\n\n');
}

function memberItem(name: string, content: readonly Block[]): string {
  const [first, ...rest] = content;
  const head =
    first?.kind === 'text'
      ? [`${codeSpan(name)}: ${first.markdown}`]
      : [codeSpan(name), ...(first ? [first.markdown] : [])];
  return listItem('-', [...head, ...rest.map((block) => block.markdown)], false);
}

function sectionBlocks(section: DocSection, content: readonly Block[]): string[] {
  const plain = content.map((block) => block.markdown);
  switch (section.kind) {
    case 'returns':
      return labelled('Returns', content);
    case 'errors':
      return labelled('Errors', content);
    case 'since':
      return labelled('Since', content);
    case 'note':
      return labelled('Note', content);
    case 'example':
      return labelled('Example', content);
    default:
      return plain;
  }
}

/** The text of a section, line by line, as far as the budget of characters goes. */
function linesOf(doc: Doc, section: DocSection, budget: { left: number }): string[] {
  const texts: string[] = [];
  for (let i = section.firstLine; i < section.endLine && budget.left >= 0; i++) {
    const line = doc.lines[i];
    if (!line) break;
    const isHead = i === section.firstLine && section.kind !== 'body';
    const text = isHead ? line.text.slice(section.textStart - line.start).trimStart() : line.text;
    budget.left -= text.length + 1;
    texts.push(budget.left < 0 ? text.slice(0, Math.max(0, text.length + budget.left)) : text);
  }
  if (section.kind === 'body') {
    // Below `@NAME:` the overview may be indented, and what follows it need not be.
    const end = texts.findIndex((text) => /^\S/.test(text));
    return end < 0 ? dedented(texts) : [...dedented(texts.slice(0, end)), ...texts.slice(end)];
  }
  const [first = '', ...rest] = texts;
  // A tagged text goes on below with an indentation of its own.
  return [first, ...dedented(rest)];
}

function dedented(lines: readonly string[]): string[] {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) if (line.trim() !== '') least = Math.min(least, line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(least, line.length)));
}
