import type { Misspelling } from '../../contract/misspelt.ts';
import { isSlip } from '../../names/nearest.ts';
import { parseName } from '../../names/parse.ts';
import { type DocMismatch, mismatchesIn } from '../../schema/doc-check.ts';
import { type Definition, definitionOf, isDefinition, type Member } from '../../schema/model.ts';
import { onlyParts } from '../../schema/parts.ts';
import { perFileByDefinition } from '../../schema/remember.ts';
import { declaredIn } from '../../schema/schema.ts';
import type { DocLine, DocName } from '../../syntax/tree.ts';
import type { DocEdits } from '../doc-edits.ts';
import { type DocWords, docRule, isSpelledRightly } from '../doc-rule.ts';
import { editFix, renameFix } from '../fixes.ts';
import { type RightName, rightMemberNameOf } from '../misspelt-names.ts';
import { describe, sentence } from '../names.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

type Unknown = Extract<DocMismatch, { readonly code: 'unknown' }>;

/** What is described does not exist, and differs from something that is not described by a slip of the pen. */
type Misspelt = Unknown & { readonly section: { readonly name: DocName }; readonly meant: Member };

/** Tells it of every comment. */
const { scope: _, ...ofAll } = docRule({
  id: 'doc/misspelt-member',
  generatorNote:
    'refuses it for structs, unions, alternates and for the arguments of commands and events since 2.9; for enums, features and named arguments since 4.2',
  summary: 'A member and its description have names that differ by a slip of the pen.',
  why: 'One of the two names is misspelt. In the comment that is a small matter; in the code it is the name that clients have to use, for as long as there is the member.',
  remedy:
    'Write the same name in both places. The one that upstream has is right, or by which a union knows the member; where nothing tells, only you know, and `--fix` leaves it alone.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# «@devcie:» the drive\n##\n{ 'command': 'eject', 'data': { 'device': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @device: the drive\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'data': { 'device': 'str' } }\n",
    },
  },
  mismatches: {
    unknown: (mismatch, { edits, context }) => {
      if (!isMisspelt(mismatch)) return undefined;
      const { section, meant } = mismatch;
      const right = rightMemberNameOf(meant, section.name.text, context);
      if (right === undefined) {
        const isName = parseName(section.name.text).validAsValue;
        return isName ? eitherOf(meant, section.name, edits) : inComment(meant, section.name, edits);
      }
      return right.name === meant.name.text ? inComment(meant, section.name, edits) : inCode(meant, right);
    },
  },
});

/** Which of the names is right more tells than the definition. */
export const docMisspeltMember: Rule = {
  ...ofAll,
  check(context) {
    const files = context.files.flatMap((file) => {
      const parts = new Set(doubtfulIn(file).map(({ expression }) => expression.content));
      return parts.size === 0 ? [] : [onlyParts(file, (content) => parts.has(content))];
    });
    ofAll.check({ ...context, files });
  },
};

const AT = 64;
const BLANK = 32;
/** What a line of a comment may describe, by what one version or another takes for the name there: all before the first colon, or a word. */
const DESCRIBED = /^\s*@(?=([^:]*):)(\S*)/;

/** Definitions with a line in their comments that describes, by a slip of the pen, something they have. */
const doubtfulIn = perFileByDefinition((definition): readonly Definition[] => {
  const { doc } = definition;
  if (!doc) return [];
  const declared = declaredIn(definition);
  const isDoubtful = (line: DocLine): boolean => {
    // What lacks its `#` may be meant to begin a line.
    if (line.text.charCodeAt(0) !== AT && !line.lacks) return false;
    return !describesOne(declared, line) && isSlipOfOne(declared, line);
  };
  return doc.lines.some(isDoubtful) ? [definition] : [];
});

/** Whether a line describes, as nearly all do, something that there is: a first look. */
function describesOne(declared: readonly string[], { text }: DocLine): boolean {
  const colon = text.indexOf(':');
  const isWhole = colon === text.length - 1 || text.charCodeAt(colon + 1) === BLANK;
  return colon > 0 && isWhole && declared.includes(text.slice(1, colon));
}

function isSlipOfOne(declared: readonly string[], { text }: DocLine): boolean {
  const [, toColon = '', word = ''] = DESCRIBED.exec(text) ?? [];
  if (toColon === '') return false;
  const described = word === `${toColon}:` ? [toColon] : [toColon, word.slice(0, -1)];
  return described.some((name) => !declared.includes(name) && declared.some((other) => isSlip(name, other)));
}

/** Whether this rule tells what is wrong with a description. */
export function isMisspelt(mismatch: Unknown): mismatch is Misspelt {
  const { section, meant } = mismatch;
  const described = section.name?.text;
  if (!meant || described === undefined || described === meant.name.text) return false;
  return isSlip(described, meant.name.text);
}

/** Whether it is told that a member has one of upstream's names, misspelt, and its description has it right. */
export function isToldOfDescription({ ours, removed }: Misspelling, context: RuleContext): boolean {
  const { rules, schema, version } = context;
  const file = schema.file(definitionOf(ours).file);
  if (!rules.includes(docMisspeltMember) || isDefinition(ours) || !file) return false;
  if (isSpelledRightly(ours, removed.name, context)) return false;
  return mismatchesIn(file, version, schema.exemptions.documentation).some(
    (mismatch) =>
      mismatch.code === 'unknown' &&
      isMisspelt(mismatch) &&
      mismatch.meant === ours &&
      mismatch.section.name.text === removed.name,
  );
}

function inComment(meant: Member, { text: described, span }: DocName, edits: DocEdits): DocWords {
  const { text } = meant.name;
  return {
    message: `${sentence(describe(meant))} is described as '${described}'. Write '${text}'.`,
    fixes: () => [editFix(`Write '${text}'`, [edits.replace(span, text)])],
  };
}

function inCode(meant: Member, { name, where }: RightName): DocWords {
  return {
    span: meant.name.span,
    thing: meant,
    message: `${sentence(describe(meant))} is '${name}' in its description and ${where}. Write '${name}'.`,
    fixes: () => [renameFix(`Write '${name}'`, meant, name)],
  };
}

/** Which of the two names is the right one only who wrote them knows. */
function eitherOf(meant: Member, { text: described, span }: DocName, edits: DocEdits): DocWords {
  const { text, span: there } = meant.name;
  return {
    message: `${sentence(describe(meant))} is described as '${described}': one of the two names is misspelt. Write the same name in both places.`,
    related: { span: there, message: `${sentence(describe(meant))} has no other description.` },
    fixes: () => [
      editFix(`Write '${text}' in the comment`, [edits.replace(span, text)], false),
      renameFix(`Rename it to '${described}'`, meant, described, false),
    ],
  };
}
