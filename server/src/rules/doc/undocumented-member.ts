import { versionsWith } from '../../schema/dialect.ts';
import type { DocMismatch } from '../../schema/doc-check.ts';
import type { ReadSection } from '../../schema/doc-sections.ts';
import type { Member } from '../../schema/model.ts';
import type { DocLine } from '../../syntax/tree.ts';
import { STUB } from '../doc-edits.ts';
import { type DocPlace, docRule } from '../doc-rule.ts';
import { exceptionFixes } from '../exceptions.ts';
import { editFix } from '../fixes.ts';
import { describe, sentence } from '../names.ts';
import type { Fix } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

type Missing = Extract<DocMismatch, { readonly code: 'missing' }>;

export const docUndocumentedMember = docRule({
  id: 'doc/undocumented-member',
  enforced: versionsWith('doc-names-checked'),
  generatorNote: 'refuses it for features since 4.2, for members, arguments, values and branches since 9.0',
  summary: 'A documentation comment does not describe a member or feature of its definition.',
  why: `A comment describes all of what its definition declares: members, arguments, values, branches of an alternate, and features. A
definition may leave members out only if the pragma \`documentation-exceptions\` lists it, and that is meant for old ones.`,
  remedy:
    'Describe the member in a section `@NAME:`, in the order of the definition; features below a line `Features:`.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive\n##\n{ 'command': 'eject', 'data': { 'id': 'str', '*«force»': 'bool' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive\n#\n# @force: even if it is locked\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }\n",
    },
  },
  mismatches: {
    missing: (mismatch, place) => {
      const { missing, definition, stumbles } = mismatch;
      const [first] = missing as [Member, ...Member[]];
      const swallowed = linesInText(missing, place);
      const list = missing.map((member) => `${member.kind === 'feature' ? 'feature ' : ''}'${member.name.text}'`);
      const what =
        missing.length === 1
          ? `${sentence(describe(first))} is not described`
          : `The documentation of ${describe(definition)} does not describe ${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
      const [line] = swallowed;
      const advice = line
        ? line.head === `@${line.name}:`
          ? `'${line.head}' stands in the middle of a paragraph there: put an empty line before it`
          : line.head === `@${line.name}`
            ? `A colon is missing there behind '${line.head}'`
            : `What begins with '${line.head}' there is running text: a description begins with '@${line.name}:'`
        : `Add ${missing.length === 1 ? `a section '@${first.name.text}:'` : 'a section for each'}`;
      const exempt = stumbles
        ? " The pragma 'documentation-exceptions' lists it, but QEMU's generator fails where no other section follows the members."
        : '';
      return {
        message: `${what}. ${advice}.${exempt}`,
        span: first.name.span,
        related: { span: place.doc.symbol?.span ?? place.doc.span, message: 'The documentation.' },
        fixes: () => [
          fix(mismatch, swallowed, place),
          ...(missing.some(({ kind }) => kind !== 'feature') && !stumbles
            ? exceptionFixes('documentation', definition.name.text, place.version)
            : []),
        ],
      };
    },
  },
});

/** A line that would describe what is missing if it did not stand in a paragraph, or if its name were written as it has to be. */
interface TextLine {
  readonly index: number;
  readonly name: string;
  /** What stands in the place of `@name:`. */
  readonly head: string;
  /** There is no empty line before it. */
  readonly isGlued: boolean;
}

/** How descriptions begin here, with the colon or without; and elsewhere, as fields of Sphinx and Doxygen, or with nothing but a colon. */
const HEADS: readonly RegExp[] = [
  /^@([^:\s]+):?/,
  /^:param(?:eter)? +(?:[\w[\]]+ +)?@?([\w.-]+) *:/,
  /^[@\\]param(?:\[[a-z, ]+\])? +@?([\w.-]+)(?: *:| +-(?= ))?(?= |$)/,
  /^`+([\w.-]+)`+ *:/,
  /^([\w.-]+) *:(?!:)/,
];
/** The same as an item of a list. */
const ITEM_HEAD = /^[-*] +(?:@|`+)?([\w.-]+)`*(?: *:| +-(?= ))/;
const ITEM = /^[-*] /;
/** What begins so is surely a description; anything else may be a sentence. */
const SURE = /^(?:@|[:\\]param)/;

function linesInText(missing: readonly Member[], { doc: { lines }, checked }: DocPlace): TextLine[] {
  const begun = new Set(checked?.reading.sections.flatMap(({ kind, firstLine }) => (kind === 'text' ? [] : firstLine)));
  const names = new Set(missing.map(({ name }) => name.text));
  // Features are described below a line of their own.
  const members = new Set(missing.flatMap(({ kind, name }) => (kind === 'feature' ? [] : name.text)));
  const isItemOfThese = ({ text }: DocLine): boolean => members.has(ITEM_HEAD.exec(text)?.[1] ?? '');
  const items = lines.filter(({ text }) => ITEM.test(text));
  const patterns = items.every(isItemOfThese) ? [...HEADS, ITEM_HEAD] : HEADS;
  const featuresLine = checked?.reading.featuresLine ?? lines.length;
  const found: TextLine[] = [];
  for (const [index, { text }] of lines.entries()) {
    if (index === 0 || begun.has(index)) continue;
    const isGlued = (lines[index - 1]?.text.trim() ?? '') !== '';
    const isItem = ITEM.test(text);
    for (const pattern of patterns) {
      const [head, name = ''] = pattern.exec(text) ?? [];
      if (head === undefined || !(head.startsWith('@') && index > featuresLine ? names : members).has(name)) continue;
      // In the middle of a paragraph a mention is none, and other words are a sentence, but for those right below such a line.
      const goesOn = found.at(-1)?.index === index - 1 && head !== `@${name}`;
      if (isGlued && head !== `@${name}:` && !isItem && !goesOn) continue;
      found.push({ index, name, head, isGlued });
      // What follows is about the next one.
      names.delete(name);
      members.delete(name);
      break;
    }
  }
  return found;
}

function fix(
  { missing, all, definition }: Missing,
  swallowed: readonly TextLine[],
  { doc, edits, checked }: DocPlace,
): Fix {
  const title =
    missing.length === 1 ? 'Insert a description to fill in' : `Insert ${missing.length} descriptions to fill in`;
  if (swallowed.length > 0) {
    // The first of them ends the paragraph for those behind it.
    const glued = new Set(swallowed.filter(({ isGlued }) => isGlued).map(({ index }) => index));
    const isFirst = (index: number): boolean => {
      for (let at = index - 1; at >= 0 && !edits.isBlank(at); at--) if (glued.has(at)) return false;
      return true;
    };
    const changes = swallowed.flatMap(({ index, name, head, isGlued }) => {
      const { start } = doc.lines[index] as DocLine;
      const isRight = head === `@${name}:`;
      return [
        ...(isGlued && (!isRight || isFirst(index)) ? [edits.insert(index, [''])] : []),
        ...(isRight ? [] : [edits.replace({ start, end: start + head.length }, `@${name}:`)]),
      ];
    });
    const [{ name, head } = { name: '', head: '' }] = swallowed;
    const done =
      head === `@${name}:` ? 'Insert an empty line before' : head === `@${name}` ? "Insert ':'" : `Write '@${name}:'`;
    return editFix(
      done,
      changes,
      swallowed.every((line) => SURE.test(line.head)),
    );
  }
  const sections = checked?.reading.sections ?? [];
  const inserts = new Map<number, string[]>();
  const add = (index: number, lines: readonly string[]): void => {
    inserts.set(index, [...(inserts.get(index) ?? []), ...lines]);
  };
  const wanted = new Set(missing);
  const stub = ({ name }: Member): string => `@${name.text}: ${STUB}`;
  const place = (
    things: readonly Member[],
    kind: 'member' | 'feature',
    start: number,
    open: readonly string[],
  ): number => {
    const own = new Map<string, ReadSection>();
    for (const section of sections) {
      if (section.kind === kind && section.name && !section.misplaced) own.set(section.name.text, section);
    }
    const first = sections.find((section) => section.kind === kind && !section.misplaced);
    let end = start;
    let anchored = false;
    let opened = first !== undefined;
    for (const thing of things) {
      const section = own.get(thing.name.text);
      if (section) {
        end = edits.beforeBlanks(section.endLine);
        anchored = true;
      } else if (wanted.has(thing)) {
        if (!anchored && first) add(first.firstLine, [stub(thing), '']);
        else {
          add(end, [...(opened ? [] : open), '', stub(thing)]);
          opened = true;
        }
      }
    }
    const last = sections.findLast((section) => section.kind === kind && !section.misplaced);
    return last ? edits.beforeBlanks(last.endLine) : end;
  };
  const intro = Math.min(sections[0]?.firstLine ?? doc.lines.length, checked?.reading.featuresLine ?? doc.lines.length);
  const behindIntro = edits.beforeBlanks(intro);
  const behindMembers = place(all.members, 'member', behindIntro, []);
  const featuresLine = checked?.reading.featuresLine;
  const open = featuresLine === undefined ? ['', 'Features:'] : [];
  place(all.features, 'feature', featuresLine === undefined ? behindMembers : featuresLine + 1, open);
  const changes = [...inserts].map(([index, lines]) => {
    const glued = lines[0] === '' && index < doc.lines.length && !edits.isBlank(index);
    return edits.insert(index, glued ? [...lines, ''] : lines);
  });
  // Somebody has to write the descriptions: nothing to do for all places in one go.
  return editFix(`${title} for ${describe(definition)}`, changes, false);
}
