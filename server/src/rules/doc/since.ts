import {
  compareVersions,
  formatVersion,
  has,
  parseVersion,
  type QemuVersion,
  releaseAfter,
  releaseOf,
} from '../../schema/dialect.ts';
import { docDialectOf, readDoc } from '../../schema/doc-sections.ts';
import type { Definition, SourceFile } from '../../schema/model.ts';
import { perContent, perFile } from '../../schema/remember.ts';
import { indentOf, withoutTail } from '../../syntax/space.ts';
import type { Span } from '../../syntax/text.ts';
import type { Doc, DocLine } from '../../syntax/tree.ts';
import { DocEdits } from '../doc-edits.ts';
import { lineStartAfter } from '../doc-text.ts';
import { editFix, replaceFix } from '../fixes.ts';
import { describe, isUpstreams, sentence } from '../names.ts';
import type { FileEdit, Finding, Rule, RuleContext } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** A version as it should be, maybe with a remark behind it. */
const GOOD = /^\d+\.\d+(?:\.\d+)?(?=$|[\s,;(])/;
/** What is meant for one. */
const CRUDE = /^(?:(?:QEMU|version)\s+)?v?(\d+)((?:\.\d+){0,2})\.?(?=$|[\s,;(])/i;
/** A line that was meant to be a section, and is running text: without a colon nothing but a version is taken for one. */
const PLAIN = /^(?:since\s*:(?!:)|\\?since\s+(?=(?:QEMU\s+)?v?\d+(?:\.\d+){0,2}\.?$))\s*(?=(?:QEMU\s+)?v?\d)/i;

export const docSince: Rule = {
  id: 'doc/since',
  category: 'doc',
  severity: 'information',
  summary: 'A definition does not say since which version of QEMU it exists, or not in the right form.',
  why: `Whoever writes a client wants to know which versions of QEMU have a command. The documentation says so in a section \`Since: 10.2\`: the tag
with its capital letter and colon at the beginning of a paragraph, then the version, nothing in front of it. In any other form the line is
running text, and tools that collect the versions do not find it. QEMU counts releases from \`X.0\` to \`X.2\`; a development tree such as
10.2.50 leads to 11.0. No generator refuses any of this.`,
  remedy: 'Write `Since:` and the release in which the definition appears first.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n#\n# «Since 1.1»\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
    },
  },
  check(context) {
    const { schema, version, role, report } = context;
    if (!has(version, 'docs-refused')) return;
    const last = releaseAfter(version);
    // A downstream has things from newer releases.
    const isLate = (named: QemuVersion): boolean => role !== 'downstream' && compareVersions(named, last) > 0;
    for (const file of schema.sources.files) {
      const { latest, suspects } = lookedThrough(file);
      if (latest && isLate(latest)) {
        for (const definition of file.definitions) {
          const named = sinceOf(definition).version;
          if (!named || !isLate(named)) continue;
          const meant = shortOf(releaseOf(version));
          const message = `This tree is QEMU ${formatVersion(version)}, and ${shortOf(named)} is later than its next release. Is ${meant} meant?`;
          const { span } = readSince(definition.doc as Doc) as Since;
          report({ file: file.path, span, message, fixes: () => [replaceFix(file.path, span, meant)] });
        }
      }
      for (const definition of suspects) {
        if (isUpstreams(definition, context)) continue;
        const finding = judge(definition, definition.doc as Doc, file, context);
        if (finding) report({ ...finding, file: file.path });
      }
    }
  },
};

/** The latest version that the documentation in a file names, and the definitions for which it may not be in order. */
const lookedThrough = perFile((file) => {
  let latest: QemuVersion | undefined;
  const suspects: Definition[] = [];
  for (const definition of file.definitions) {
    const { version, isSuspect } = sinceOf(definition);
    if (version && (!latest || compareVersions(version, latest) > 0)) latest = version;
    if (isSuspect) suspects.push(definition);
  }
  return { latest, suspects };
});

/** What stands in the section of a comment: a version, and where; undefined where it is none, or in no good form. */
interface Since {
  readonly version: QemuVersion | undefined;
  /** Of the tag, an index into the lines of the comment. */
  readonly line: number;
  readonly span: Span;
}

/** The version that documentation names, and whether it may have something wrong. */
const sinceOf = perContent(({ doc, name }): { version: QemuVersion | undefined; isSuspect: boolean } => {
  if (doc?.symbol?.text !== name.text) return { version: undefined, isSuspect: false };
  const { version, line } = readSince(doc) ?? {};
  return { version, isSuspect: line === undefined || !version || doc.lines[line - 1]?.text.trim() !== '' };
});

function readSince(doc: Doc): Since | undefined {
  const section = doc.sections.find(({ kind }) => kind === 'since');
  if (!section) return undefined;
  const line = section.firstLine;
  const { text, start } = doc.lines[line] as DocLine;
  const behind = text.slice(section.textStart - start);
  const good = GOOD.exec(behind.trimStart())?.[0] ?? '';
  const version = parseVersion(good);
  const from = section.textStart + indentOf(behind);
  return { version: version && [version[0], version[1], 0], line, span: { start: from, end: from + good.length } };
}

type Judged = Omit<Finding, 'file'>;

function judge(definition: Definition, doc: Doc, file: SourceFile, context: RuleContext): Judged | undefined {
  const { text } = file.tree;
  const section = doc.sections.find(({ kind }) => kind === 'since');
  if (!section) {
    // A schema that does not ask for documentation is a test or a sketch.
    const isWanted = context.schema.docRequired;
    return plainSince(definition, doc, text) ?? (isWanted ? missing(definition, doc, text, context) : undefined);
  }
  const head = doc.lines[section.firstLine] as DocLine;
  const above = doc.lines[section.firstLine - 1];
  if (above && above.text.trim() !== '' && has(context.version, 'doc-paragraphs')) {
    const { sections } = readDoc(doc, docDialectOf(context.version));
    if (!sections.some(({ firstLine }) => firstLine === section.firstLine)) {
      const other = sections.find(({ kind }) => kind === 'since');
      return other
        ? toldTwice(doc, section.firstLine, other.firstLine, file)
        : unseparated(definition, head, above, text);
    }
  }
  return versionProblem(head, section.textStart, definition);
}

/** What is wrong with the version behind the tag. */
function versionProblem(head: DocLine, textStart: number, { file }: Definition): Judged | undefined {
  const behind = withoutTail(head.text.slice(textStart - head.start));
  const value = behind.trimStart();
  // Nothing there, or further below: that is for others to say.
  if (value === '' || GOOD.test(value)) return undefined;
  const start = textStart + behind.length - value.length;
  const meant = CRUDE.exec(value);
  const span = { start, end: start + (meant?.[0] ?? value).length };
  if (!meant) return { span, message: "Behind 'Since:' stands a version of QEMU, such as '10.2'." };
  const wanted = versionOf(meant);
  return {
    span,
    message: `The version is written '${wanted}', with nothing else.`,
    fixes: () => [editFix(`Write '${wanted}'`, [{ file, span, newText: wanted }])],
  };
}

const plainLineOf = perContent(
  ({ doc }): number => doc?.lines.findIndex((line) => PLAIN.test(withoutTail(line.text))) ?? -1,
);

/** The problem with a line that reads like the section, and is none. */
function plainSince(definition: Definition, doc: Doc, text: string): Judged | undefined {
  const index = plainLineOf(definition);
  const line = doc.lines[index];
  if (!line) return undefined;
  const written = withoutTail(line.text);
  const behind = written.replace(PLAIN, '');
  const meant = CRUDE.exec(behind);
  if (!meant) return undefined;
  const newText = `Since: ${versionOf(meant)}${behind.slice(meant[0].length)}`;
  const span = { start: line.start, end: line.start + written.length };
  const above = doc.lines[index - 1];
  const { file } = definition;
  return {
    span,
    message: `QEMU takes this for running text. The section is written '${newText}'.`,
    fixes: () => [
      editFix(`Write '${newText}'`, [
        ...(above && above.text.trim() !== '' ? [blankBelow(above, text, file)] : []),
        { file, span, newText },
      ]),
    ],
  };
}

function unseparated({ file }: Definition, head: DocLine, above: DocLine, text: string): Judged {
  return {
    span: { start: head.start, end: head.start + 'Since:'.length },
    message: `A section begins a paragraph: without an empty line above it 'Since:' is running text.`,
    // Without a version it would be a section without text, which is refused.
    fixes: () => [
      editFix('Insert an empty line', [blankBelow(above, text, file)], withoutTail(head.text) !== 'Since:'),
    ],
  };
}

/** A line in the middle of a paragraph, where there is a section as well. */
function toldTwice(doc: Doc, line: number, sectionLine: number, file: SourceFile): Judged {
  const [head, section] = [doc.lines[line], doc.lines[sectionLine]] as [DocLine, DocLine];
  const isSame = withoutTail(head.text) === withoutTail(section.text);
  return {
    span: { start: head.start, end: head.start + 'Since:'.length },
    message: `There is a section 'Since:' besides, and without an empty line above it this one is running text. Remove it.`,
    related: [{ file: file.path, span: { start: section.start, end: section.end }, message: 'The section.' }],
    fixes: () => [editFix('Remove this line', [new DocEdits(file, doc).remove(line, line + 1)], isSame)],
  };
}

function missing(definition: Definition, doc: Doc, text: string, { version }: RuleContext): Judged {
  const release = shortOf(releaseOf(version));
  return {
    span: doc.symbol?.span as Span,
    severity: 'hint',
    message: `${sentence(describe(definition))} does not say since when it exists. If it is new, that is 'Since: ${release}'.`,
    fixes: () => {
      const line = doc.lines[lastLine(doc)] as DocLine;
      const lineStart = lineStartAfter(line, text);
      const newText = `${lineStart.trimEnd()}${lineStart}Since: ${release}`;
      const span = { start: line.end, end: line.end };
      // Not preferred: it may have been there for long.
      return [editFix(`Insert 'Since: ${release}'`, [{ file: definition.file, span, newText }], false)];
    },
  };
}

/** The line below which the section belongs: examples come behind it, whatever else before it. */
function lastLine({ lines }: Doc): number {
  const example = lines.findIndex(({ text }) => /^\.\. +qmp-example *::/.test(text));
  let last = (example < 0 ? lines.length : example) - 1;
  while (last > 0 && lines[last]?.text.trim() === '') last--;
  return last;
}

function blankBelow(line: DocLine, text: string, file: string): FileEdit {
  return { file, span: { start: line.end, end: line.end }, newText: lineStartAfter(line, text).trimEnd() };
}

/** `7` and `v7.1.` as the versions that they mean. */
function versionOf([, major = '', rest = '']: RegExpExecArray): string {
  return major + (rest === '' ? '.0' : rest);
}

/** `11.0`. */
function shortOf([major, minor]: QemuVersion): string {
  return `${major}.${minor}`;
}
