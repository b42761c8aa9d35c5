/**
 * A documentation comment as QEMU's generator reads it. What begins a section, what its text is and what is refused depends
 * on the version, so this is apart from the tree, whose sections are the same for every version.
 *
 * There are two ways to read a comment. Until 8.2 it is read line by line: a name or tag at the beginning of a line begins a
 * section, wherever it stands. Since 9.0 it is read by paragraphs: a section begins behind an empty line or behind the text
 * of the section before, and its text is what is indented. Since 11.1 the overview may be indented as well.
 */
import type { Span } from '../syntax/text.ts';
import type { Doc, DocName } from '../syntax/tree.ts';
import { compareVersions, has, type QemuVersion, SPECIAL_FEATURES } from './dialect.ts';
import { LineReader } from './doc-lines.ts';
import { ParagraphReader } from './doc-paragraphs.ts';

export type ReadSectionKind =
  | 'member'
  | 'feature'
  | 'returns'
  | 'errors'
  | 'since'
  | 'todo'
  | 'note'
  | 'example'
  | 'text';

/** A section as the generator reads it. The text before the first one is none. */
export interface ReadSection {
  readonly kind: ReadSectionKind;
  /** `@name:` of a member or feature; the name may be empty, or have anything but a colon in it. */
  readonly name: DocName | undefined;
  /** `@name:` or `Since:`; of mere text its first line. */
  readonly head: Span;
  /** Indices into `Doc.lines`, half-open; empty lines behind the text count. */
  readonly firstLine: number;
  endLine: number;
  /** The first line with text, an index into `Doc.lines`; undefined where there is none. */
  textLine: number | undefined;
  /** It stands where the generator wants none of its kind. */
  readonly misplaced: boolean;
}

export type DocFaultCode =
  | 'symbol-colon'
  | 'symbol-missing'
  | 'symbol-space'
  | 'symbol-below'
  | 'duplicate'
  | 'features-twice'
  | 'features-empty'
  | 'empty'
  | 'nameless'
  | 'order'
  | 'unindented'
  | 'colon'
  | 'de-indent'
  | 'stray-name'
  | 'heading'
  | 'optional';

/** What the generator refuses in a comment, before it looks at the definition. */
export interface DocFault {
  readonly code: DocFaultCode;
  readonly span: Span;
  /** Where the generator says so, if that is another line than that of `span`: an offset. */
  readonly refusedAt?: number;
  /** A name, a tag or a number, as the code has it. */
  readonly detail: string;
  /** The section it is about. */
  readonly section?: ReadSection;
  /** The first of two. */
  readonly origin?: Span;
  /** The lines it is about, indices into `Doc.lines`, half-open; none where something is missing before a line. */
  readonly lines?: { readonly from: number; readonly to: number };
}

export interface DocReading {
  /** What the comment is for, as the generator takes it from the first line; undefined for a free-form comment. */
  readonly symbol: string | undefined;
  readonly sections: readonly ReadSection[];
  /** The line `Features:`, an index into `Doc.lines`. */
  readonly featuresLine: number | undefined;
  /** As they stand in the text. */
  readonly faults: readonly DocFault[];
}

/** What of a version matters where documentation is judged; `dialect.ts` says what each of its traits means. */
export interface DocDialect {
  readonly version: QemuVersion;
  /** Documentation is looked at. */
  readonly refuses: boolean;
  readonly paragraphs: boolean;
  readonly features: boolean;
  readonly optionalTagRefused: boolean;
  /** What is described has to be so on its own line, or indented. */
  readonly textBesideName: boolean;
  readonly colonEndsTag: boolean;
  readonly headingRefused: boolean;
  readonly twoColonsFree: boolean;
  readonly notesRefused: boolean;
  /** How the text below the head of a section has to be indented, where comments are read line by line. */
  readonly indent: 'free' | 'column' | 'second-line';
  readonly namesChecked: boolean;
  readonly simpleUnions: boolean;
  /** Features that are refused on types. */
  readonly specialFeatures: ReadonlySet<string>;
  readonly membersWanted: boolean;
  readonly commentBehindRefused: boolean;
  /** What is indented below the first line is read as the text of a section is, and goes on behind empty lines. */
  readonly overviewIndented: boolean;
  /** The generator fails where an exempt definition has nothing but members described. */
  readonly stumblesOverExempt: boolean;
}

let lastDialect: DocDialect | undefined;

/** What of a version matters where documentation is judged. Nearly always the same version is asked for, so the last answer is kept. */
export function docDialectOf(version: QemuVersion): DocDialect {
  if (lastDialect && compareVersions(lastDialect.version, version) === 0) return lastDialect;
  const colonEndsTag = has(version, 'doc-colon-ends-tag');
  const column = has(version, 'doc-text-in-column');
  lastDialect = {
    version,
    refuses: has(version, 'docs-refused'),
    paragraphs: has(version, 'doc-paragraphs'),
    features: has(version, 'doc-features'),
    optionalTagRefused: has(version, 'optional-tag-refused'),
    textBesideName: has(version, 'doc-text-beside-name'),
    colonEndsTag,
    headingRefused: has(version, 'doc-heading-refused'),
    twoColonsFree: has(version, 'doc-two-colons-free'),
    notesRefused: has(version, 'doc-notes-and-examples-refused'),
    indent: column ? 'column' : colonEndsTag ? 'second-line' : 'free',
    namesChecked: has(version, 'doc-names-checked'),
    simpleUnions: has(version, 'simple-unions'),
    specialFeatures: new Set([...SPECIAL_FEATURES].flatMap(([name, trait]) => (has(version, trait) ? name : []))),
    membersWanted: has(version, 'doc-members-wanted'),
    commentBehindRefused: has(version, 'comment-behind-doc-refused'),
    overviewIndented: has(version, 'doc-overview-indented'),
    stumblesOverExempt: has(version, 'exempt-docs-fail'),
  };
  return lastDialect;
}

/** Reads a documentation comment as the generator of a version does. */
export function readDoc(doc: Doc, dialect: DocDialect): DocReading {
  return (dialect.paragraphs ? new ParagraphReader(doc, dialect) : new LineReader(doc, dialect)).read();
}
