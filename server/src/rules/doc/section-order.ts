import { has } from '../../schema/dialect.ts';
import type { ReadSection, ReadSectionKind } from '../../schema/doc-sections.ts';
import { type Definition, forEachNamed } from '../../schema/model.ts';
import type { DocPlace } from '../doc-rule.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import type { Fix } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

export const docSectionOrder = docRule({
  id: 'doc/section-order',
  summary: 'A member is described behind other sections, or in a line without its colon.',
  why: `A documentation comment has an order: what the thing is, then its members, one after the other, then the features below \`Features:\`,
then the sections with tags, such as \`Returns:\` and \`Since:\`. Any text that stands at the margin behind the members ends them.`,
  remedy: 'Move the description up to the others.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Since: 1.0\n#\n# «@id:» the drive\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  faults: {
    colon: ({ span, detail }, { edits }) => ({
      message: `A colon is missing behind '@${detail}': without it this is no description of a member.`,
      fixes: () => [editFix("Insert ':'", [edits.replace({ start: span.end, end: span.end }, ':')])],
    }),
    order: ({ span, detail }, place) => {
      const section = place.checked?.reading.sections.find(({ head }) => head.start === span.start);
      const line = section && place.edits.almostFeatures(section.firstLine);
      if (line) {
        return {
          message: `'${detail}' is described behind '${line.text}', which the generator takes for text. Write 'Features:'.`,
          fixes: () => [line.fix],
        };
      }
      const isTwin = ({ name, misplaced }: ReadSection): boolean => name?.text === detail && !misplaced;
      if (section && place.checked?.reading.sections.some(isTwin)) {
        const { firstLine, endLine } = section;
        return {
          message: `'${detail}' is described a second time, behind other sections. Keep one of the descriptions.`,
          fixes: () => [editFix('Remove this section', [place.edits.remove(firstLine, endLine)], false)],
        };
      }
      return {
        message: `'${detail}' is described behind other sections: descriptions of members come first, then 'Features:', then the sections with tags. Move it up.`,
        fixes: () => moveUp(span.start, place),
      };
    },
  },
});

/** Moves the descriptions that begin at a place to where those of their kind stand, or belong. */
function moveUp(start: number, { doc, edits, checked, definition, version }: DocPlace): Fix[] {
  const { sections = [], featuresLine } = checked?.reading ?? {};
  const first = sections.findIndex(({ head }) => head.start === start);
  const kind = kindOf(sections[first]?.name?.text, definition);
  // A version that knows no features has no place for them.
  if (kind === 'feature' && !has(version, 'doc-features')) return [];
  const moved: ReadSection[] = [];
  for (let i = first; i >= 0 && sections[i]?.misplaced && sections[i]?.kind !== 'text'; i++) {
    const section = sections[i] as ReadSection;
    if (kindOf(section.name?.text, definition) !== kind) break;
    moved.push(section);
  }
  const [top, bottom] = [moved[0], moved.at(-1)];
  if (!top || !bottom) return [];
  const right = (of: ReadSectionKind): ReadSection | undefined =>
    sections.slice(0, first).findLast((section) => section.kind === of && !section.misplaced);
  const isOpened = kind === 'member' || featuresLine !== undefined;
  const behindMembers = Math.min(
    right('member')?.endLine ?? sections[0]?.firstLine ?? 0,
    featuresLine ?? Number.POSITIVE_INFINITY,
  );
  const behindFeatures = right('feature')?.endLine ?? (featuresLine === undefined ? undefined : featuresLine + 1);
  const at = edits.beforeBlanks(kind === 'member' ? behindMembers : (behindFeatures ?? behindMembers));
  const last = edits.beforeBlanks(bottom.endLine);
  // The empty lines stay between what was around the moved ones.
  const from = bottom.endLine === doc.lines.length ? edits.beforeBlanks(top.firstLine) : top.firstLine;
  const texts = doc.lines.slice(top.firstLine, last).map(({ text }) => text.trimEnd());
  const close = at < doc.lines.length && !edits.isBlank(at) ? [''] : [];
  const insert = edits.insert(at, [...(isOpened ? [] : ['', 'Features:']), '', ...texts, ...close]);
  const title = moved.length > 1 ? 'Move the descriptions up' : 'Move the description up';
  return [editFix(title, [insert, edits.remove(from, bottom.endLine)])];
}

/** Whether a name is that of a feature, of the definition or of something in it; what nobody knows is taken for a member. */
function kindOf(name: string | undefined, definition: Definition | undefined): 'member' | 'feature' {
  let kind: 'member' | 'feature' | undefined;
  if (definition) {
    forEachNamed(definition, (thing) => {
      if (thing === definition || thing.name.text !== name || kind === 'member') return;
      kind = thing.kind === 'feature' ? 'feature' : 'member';
    });
  }
  return kind ?? 'member';
}
