import { isSlip } from '../../names/nearest.ts';
import { has } from '../../schema/dialect.ts';
import { DocNames } from '../../schema/docs.ts';
import { type Definition, forEachNamed } from '../../schema/model.ts';
import { perFile } from '../../schema/per-file.ts';
import type { Schema } from '../../schema/schema.ts';
import { type Mention, mentionsIn } from '../../syntax/doc.ts';
import type { Doc } from '../../syntax/tree.ts';
import { editFix } from '../fixes.ts';
import { describe, isUpstreams, sentence } from '../names.ts';
import type { Finding, Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

export const docMention: Rule = {
  id: 'doc/mention',
  category: 'doc',
  severity: 'information',
  summary: 'Documentation mentions a name that does not exist, or not there.',
  why: `\`@name\` stands for a member of what is documented: an argument, a value, a branch. Since QEMU 10.1 the name of a definition stands between
backticks, and becomes a link in the manual. When a member is renamed its mentions are easily forgotten, and nothing else tells: to the
generator all this is text.`,
  remedy: 'Write the name as it is defined; put names of definitions between backticks.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray of a drive, unless «@forced» is false.
#
# @force: open it even where the guest has locked it
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray of a drive, unless @force is false.
#
# @force: open it even where the guest has locked it
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
  },
  check(context) {
    const { schema, report, role, version } = context;
    const isLinked = has(version, 'doc-cross-references');
    const others = new OtherNames(schema);
    for (const file of schema.sources.files) {
      for (const { definition, mentions, open } of mentionsOf(file)) {
        const names = new DocNames(definition, schema);
        let upstreams: boolean | undefined;
        for (const mention of open) {
          if (mention.markup === '`' && (!isLinked || schema.definition(mention.text))) continue;
          // Those of a downstream are for `downstream/unknown-mention`.
          if (role === 'downstream' && mention.text.startsWith('__')) continue;
          const finding = judge(mention, { definition, mentions, names, schema, others, isLinked });
          if (!finding) continue;
          upstreams ??= isUpstreams(definition, context);
          if (!upstreams) report({ ...finding, file: file.path });
        }
      }
    }
  },
};

type Judged = Omit<Finding, 'file'>;

/** The mentions in the documentation of a definition. */
interface Mentions {
  readonly definition: Definition;
  readonly mentions: readonly Mention[];
  /** Those that are no names of its own: what they mean, if anything, only the schema can tell. */
  readonly open: readonly Mention[];
}

/** The mentions in the comments of a file, where there are open ones. */
const mentionsOf = perFile((file): readonly Mentions[] =>
  file.definitions.flatMap((definition) => {
    const mentions = definition.doc ? mentionsIn(definition.doc) : [];
    if (mentions.length === 0) return [];
    const own = new Set(ownNames(definition));
    const open = mentions.filter((mention) => !own.has(mention.text) && !isToDo(mention, definition.doc as Doc));
    return open.length > 0 ? [{ definition, mentions, open }] : [];
  }),
);

/** What is still to be done may be about names that are still to come. */
function isToDo({ span }: Mention, { sections, lines }: Doc): boolean {
  return sections.some(
    ({ kind, textStart, endLine }) =>
      kind === 'todo' && textStart <= span.start && span.end <= (lines[endLine - 1]?.end ?? 0),
  );
}

interface Surroundings extends Omit<Mentions, 'open'> {
  readonly names: DocNames;
  readonly schema: Schema;
  readonly others: OtherNames;
  /** Whether definitions are mentioned between backticks. */
  readonly isLinked: boolean;
}

function judge(
  mention: Mention,
  { definition, mentions, names, schema, others, isLinked }: Surroundings,
): Judged | undefined {
  const { text, markup, span } = mention;
  if (markup === '`') {
    if (names.mentioned(text)) return undefined;
    // It may be a command of another schema, or a label of the manual.
    const meant = others.like(text);
    return meant === undefined ? undefined : unknown(mention, definition, { name: meant, isLinked });
  }
  // `@disk.size` is a path, of which the first part is a name here.
  const [first = text] = text.split('.', 1);
  if (names.mentioned(text) || names.mentioned(first)) return undefined;
  if (schema.definition(text)) return isLinked ? unlinked(mention, definition) : undefined;
  // Between quotes it is text, such as an address.
  const before = schema.file(definition.file)?.tree.text[span.start - 2];
  if (schema.definition(first) || before === '"' || before === "'") return undefined;
  const own = ownNames(definition);
  const slip = own.find((name) => isSlip(text, name));
  if (!others.has(first)) {
    const longer = own.filter((name) => name.startsWith(`${text}-`));
    const member = slip ?? (longer.length === 1 ? longer[0] : undefined);
    const name = member ?? others.like(text);
    return unknown(mention, definition, name === undefined ? undefined : { name, isLinked: isLinked && !member });
  }
  // It is a name of something else; that is meant where the comment speaks of it.
  if (slip === undefined) return undefined;
  const named = mentions.map((other) => schema.definition(other.text));
  if (named.some((other) => other && ownNames(other).includes(text))) return undefined;
  return { ...unknown(mention, definition, { name: slip, isLinked: false }), severity: 'hint' };
}

/** The names of a schema, asked for the same words again and again. */
class OtherNames {
  readonly #schema: Schema;
  readonly #declared = new Map<string, boolean>();
  readonly #meant = new Map<string, string | undefined>();
  #byLength: Map<number, string[]> | undefined;
  /** For how many words it may still look: where hundreds are wrong, no guess helps. */
  #left = 200;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Whether anything at all has that name. */
  has(word: string): boolean {
    let declared = this.#declared.get(word);
    if (declared === undefined) {
      declared = this.#schema.sources.files.some((file) => namesIn(file).has(word));
      this.#declared.set(word, declared);
    }
    return declared;
  }

  /** The name of the definition that was meant. */
  like(word: string): string | undefined {
    if (!this.#meant.has(word)) this.#meant.set(word, this.#find(word));
    return this.#meant.get(word);
  }

  #find(word: string): string | undefined {
    if (--this.#left < 0) return undefined;
    if (!this.#byLength) {
      this.#byLength = new Map();
      for (const { name } of this.#schema.definitions) {
        const names = this.#byLength.get(name.text.length);
        if (names) names.push(name.text);
        else this.#byLength.set(name.text.length, [name.text]);
      }
    }
    for (const difference of [0, 1, -1, 2, -2]) {
      const names = this.#byLength.get(word.length + difference);
      const meant = names?.find((name) => isSlip(word, name));
      if (meant !== undefined) return meant;
    }
    return undefined;
  }
}

/** @param meant the name that was meant, and whether it is written between backticks */
function unknown(
  { text, span: { start, end }, markup }: Mention,
  definition: Definition,
  meant: { readonly name: string; readonly isLinked: boolean } | undefined,
): Judged {
  const what =
    markup === '@' ? `${sentence(describe(definition))} has nothing called '${text}'` : `Nothing is called '${text}'`;
  const whole = markup === '@' ? { start: start - 1, end } : { start: start - 1, end: end + 1 };
  return {
    span: whole,
    message: `${what}.${meant === undefined ? ' Was it renamed or removed?' : ` Is '${meant.name}' meant?`}`,
    fixes: () => {
      if (meant === undefined) return [];
      const newText = meant.isLinked ? `\`${meant.name}\`` : `@${meant.name}`;
      return [editFix(`Write ${newText}`, [{ file: definition.file, span: whole, newText }], false)];
    },
  };
}

function unlinked({ text, span: { start, end } }: Mention, { file }: Definition): Judged {
  const span = { start: start - 1, end };
  return {
    span,
    severity: 'hint',
    message: `'@' stands before members. Definitions are mentioned between backticks, and linked: \`${text}\`.`,
    fixes: () => [editFix(`Write \`${text}\``, [{ file, span, newText: `\`${text}\`` }], false)],
  };
}

/** The names of a definition's members, values, branches and features. */
function ownNames(definition: Definition): string[] {
  const names: string[] = [];
  forEachNamed(definition, (thing) => {
    if (thing !== definition) names.push(thing.name.text);
  });
  return names;
}

/** All names that a file declares. */
const namesIn = perFile((file): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const definition of file.definitions) forEachNamed(definition, (thing) => names.add(thing.name.text));
  return names;
});
