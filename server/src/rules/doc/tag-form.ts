import { type CheckedDoc, checkedDocsOf } from '../../schema/doc-check.ts';
import { type DocDialect, type DocReading, docDialectOf, type ReadSection } from '../../schema/doc-sections.ts';
import type { Definition, SourceFile } from '../../schema/model.ts';
import type { Doc, DocLine } from '../../syntax/tree.ts';
import { DocEdits } from '../doc-edits.ts';
import { describesBehind, lacksDescription } from '../doc-tags.ts';
import { editFix } from '../fixes.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** A tag in any spelling, at the margin. What stands behind a colon has to look like the text of a section. */
const ALMOST = /^(returns?|errors?|todo|features?)\s*:(?!:)\s*/i;
/** The same with the sign that other languages put before it: `\\return`, `:returns:`. What has an `@` is a name to QAPI. */
const SIGNED = /^(?:\\|:(?=\w+:))(returns?|errors?|todo)(?:\s*:(?!:)\s*|\s+(?=\S)|$)/i;
/** Letters that a tag begins with: E, F, R, T. */
const LETTERS = new Uint8Array(128);
for (const code of [69, 70, 82, 84, 101, 102, 114, 116]) LETTERS[code] = 1;
const SIGNS: ReadonlySet<number> = new Set([...'\\:'].map((sign) => sign.charCodeAt(0)));

export const docTagForm: Rule = {
  id: 'doc/tag-form',
  category: 'doc',
  severity: 'information',
  scope: 'part',
  summary: 'A line looks like the tag of a section, and is plain text.',
  why: `Sections begin with \`Returns:\`, \`Errors:\`, \`TODO:\` or \`Features:\`, written just so: with an upper-case letter, the colon right
behind the word, and (since QEMU 9.0) an empty line before. Anything else is text for the generator, also \`\\returns\` and \`:returns:\` of
other languages: it says nothing, and the manual lacks the section. The rule \`doc/since\` is about \`Since:\`.`,
  remedy: 'Write the tag as it has to be, and put an empty line before it.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray.\n#\n# «todo:» close it\n##\n{ 'command': 'eject' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# Open the tray.\n#\n# TODO: close it\n#\n# Since: 1.0\n##\n{ 'command': 'eject' }\n",
    },
  },
  check({ files, version, role, report }) {
    // Most of a downstream's text is upstream's, and not its to change.
    if (role !== 'upstream') return;
    for (const file of files) {
      const dialect = docDialectOf(version);
      for (const checked of checkedDocsOf(file, version).docs) {
        const { reading } = checked;
        const { lines } = checked.doc;
        if (reading.symbol === undefined) continue;
        for (let index = 0; index < lines.length; index++) {
          const { text } = lines[index] as DocLine;
          const first = text.charCodeAt(0);
          const isSigned = SIGNS.has(first);
          if (LETTERS[isSigned ? text.charCodeAt(1) : first] !== 1) continue;
          const [written] = (isSigned ? SIGNED : ALMOST).exec(text) ?? [];
          if (written === undefined || isFeaturesLine(reading, index) || beginsSection(reading, index)) continue;
          const finding = judge(file, checked, index, written, dialect);
          if (finding) report(finding);
        }
      }
    }
  },
};

/** Apart from the loop over the lines, which so makes nothing for those that are fine. */
function judge(
  file: SourceFile,
  { doc, reading, definition }: CheckedDoc,
  index: number,
  written: string,
  dialect: DocDialect,
): Finding | undefined {
  const { start, text } = doc.lines[index] as DocLine;
  const [, word = written] = SIGNED.exec(text) ?? [];
  const tag = tagOf(word);
  if (!isTag(tag, dialect)) return undefined;
  const isTwice = reading.sections.some(({ kind }) => kind === KINDS[tag]);
  // Elsewhere such a line may be anything.
  if (word !== written && (isTwice || !mayHave(tag, definition))) return undefined;
  // What would be the description of something is told there.
  const name = text.slice(0, written.search(/[:\s]|$/));
  if (definition && lacksDescription(name, definition, reading.sections)) return undefined;
  // One line is enough: another one would be one too many wherever it stands.
  if (tag === 'Features:' && reading.featuresLine !== undefined) return undefined;
  const glued = index > 0 && (doc.lines[index - 1]?.text.trim() ?? '') !== '';
  const isExact = text.startsWith(tag) && (tag !== 'Features:' || text.trimEnd() === tag);
  // A line in the middle of a paragraph that does not look like a tag as such is a sentence.
  if (glued && !isExact) return undefined;
  const edits = new DocEdits(file, doc);
  // What is described right below is told to be out of place, or to be no member, with the same way out.
  const below = reading.sections.find(({ firstLine }) => edits.beforeBlanks(firstLine) - 1 === index);
  const isFeature = definition?.features.some(({ name }) => name.text === below?.name?.text);
  if (tag === 'Features:' && (below?.misplaced || isFeature)) return undefined;
  // A section with a tag ends the descriptions: what is described behind it would be out of place.
  const isAbove = tag !== 'Features:' && describesBehind(reading, index);
  return {
    file: file.path,
    span: { start, end: start + written.trimEnd().length },
    message: isExact
      ? `'${tag}' begins a section only behind an empty line. Put one before it.`
      : `This looks like a section '${tag}', and is plain text for the generator. Write '${tag}'${tag === 'Features:' ? ' alone on its line' : isAbove ? ', behind the descriptions' : ''}.`,
    fixes: (): Fix[] => {
      if (isAbove) return [];
      const behind = text.slice(written.length).trimEnd();
      // A section that is refused breaks the build, which running text does not.
      const isTaken =
        tag !== 'Features:' && behind !== '' && !goesOn(doc, index) && !isTwice && mayHave(tag, definition);
      if (isExact) return glued ? [editFix('Insert an empty line', [edits.insert(index, [''])], isTaken)] : [];
      if (tag === 'Features:' && behind !== '') return [];
      const replaced = edits.replace({ start, end: start + written.length }, behind === '' ? tag : `${tag} `);
      return [editFix(`Write '${tag}'`, [replaced], isTaken)];
    },
  };
}

/** Whether text that is not indented follows a line: it may begin something else where that is a section. */
function goesOn({ lines }: Doc, index: number): boolean {
  return /^\S/.test(lines[index + 1]?.text ?? '');
}

/** Whether the generator lets the comment of a definition have a section. */
function mayHave(tag: Tag, definition: Definition | undefined): boolean {
  if (tag !== 'Returns:' && tag !== 'Errors:') return true;
  return definition?.kind === 'command' && (tag === 'Errors:' || definition.returns !== undefined);
}

/** Whether the generator takes a line for the one above the features, or for another one such that nothing follows. */
function isFeaturesLine({ featuresLine, faults }: DocReading, line: number): boolean {
  return line === featuresLine || faults.some(({ code, lines }) => code === 'features-empty' && lines?.from === line);
}

function beginsSection({ sections }: DocReading, line: number): boolean {
  return sections.some(({ kind, firstLine }) => kind !== 'text' && firstLine === line);
}

const TAGS = ['Returns:', 'Errors:', 'TODO:', 'Features:'] as const;
type Tag = (typeof TAGS)[number];

/** The kinds of the sections that begin so; features have one each. */
const KINDS: Readonly<Record<Tag, ReadSection['kind'] | undefined>> = {
  'Returns:': 'returns',
  'Errors:': 'errors',
  'TODO:': undefined,
  'Features:': undefined,
};

/** @param written in any spelling */
function tagOf(written: string): Tag {
  const letters = written.slice(0, 2).toLowerCase();
  return TAGS.find((tag) => tag.toLowerCase().startsWith(letters)) ?? 'TODO:';
}

/** Whether a version knows the tag. */
function isTag(tag: string, { paragraphs, features }: DocDialect): boolean {
  if (tag === 'Errors:') return paragraphs;
  return tag !== 'Features:' || features;
}
