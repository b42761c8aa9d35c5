import { memo } from '../../names/memo.ts';
import { isSlip, lettersOf, mayBeSlip } from '../../names/nearest.ts';
import { has, type QemuVersion } from '../../schema/dialect.ts';
import { DocNames } from '../../schema/docs.ts';
import type { Definition, SourceFile } from '../../schema/model.ts';
import { perContent, perDefinition, perFile } from '../../schema/remember.ts';
import { declaredIn, isIntended, isIntendedPart, type Schema } from '../../schema/schema.ts';
import { STANDINGS } from '../../schema/standing.ts';
import { type Mention, mentionsIn } from '../../syntax/doc.ts';
import type { Span } from '../../syntax/text.ts';
import type { Content, Doc } from '../../syntax/tree.ts';
import { lacksDescription, tagMeant } from '../doc-tags.ts';
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
    const { schema, version, role, report } = context;
    const names = new Names(schema, has(version, 'doc-cross-references'));
    for (const file of schema.sources.files) {
      for (const { definition, mention, finding } of mistakesIn(file, names)) {
        // Those of a downstream are for `downstream/unknown-mention`.
        if (role === 'downstream' && mention.text.startsWith('__')) continue;
        if (isUpstreams(definition, context)) continue;
        if (isDescription(mention, definition, version)) continue;
        if (!isToldElsewhere(mention.text, schema)) report({ ...finding, file: file.path });
      }
    }
  },
};

/** Whether it is part of a description as others write it, `@param NAME`, where the generator misses one: `doc/undocumented-member` tells. */
function isDescription({ text, span }: Mention, definition: Definition, version: QemuVersion): boolean {
  if (text !== 'param' || !has(version, 'doc-names-checked')) return false;
  const { lines = [], sections = [] } = definition.doc ?? {};
  const line = lines.find(({ start }) => start === span.start - 1);
  const [, name = ''] = /^@param(?:\[[a-z, ]+\])? +([\w.-]+)/.exec(line?.text ?? '') ?? [];
  return lacksDescription(name, definition, sections);
}

/** Whether a name is that of what is typed half, or has a comment and no more, or of a part of it; or nearly that. */
function isToldElsewhere(name: string, schema: Schema): boolean {
  const [first = name] = name.split('.', 1);
  if (isIntended(name, schema, true) || isIntendedPart(first, schema)) return true;
  return schema.sources.files.some(({ intended: { names, documented } }) => {
    // In a file that is broken somewhere all names may be meant; those that are there are not lost.
    return [...names, ...documented].some((lost) => isSlip(name, lost) && !schema.definition(lost));
  });
}

/** A mention that is not right. */
interface Mistake {
  readonly definition: Definition;
  readonly mention: Mention;
  readonly finding: Omit<Finding, 'file'>;
}

/** What is wrong in a file: what was found before, while nothing has changed on which it rests. */
function mistakesIn(file: SourceFile, names: Names): readonly Mistake[] {
  const standing = names.schema.standingOfFile(file);
  const before = looked.get(standing);
  const ground = before && names.stillCarry(before.ground, false);
  if (before && ground) {
    if (ground !== before.ground) looked.set(standing, { ground, mistakes: before.mistakes });
    return before.mistakes;
  }
  const mistakes: Mistake[] = [];
  names.beginFile();
  const grounds = openIn(file).map((definition) => judgeAll(definition, names, (mistake) => mistakes.push(mistake)));
  looked.set(standing, { ground: names.together(grounds), mistakes });
  return mistakes;
}

const looked = STANDINGS.memory<{ readonly ground: Ground; readonly mistakes: readonly Mistake[] }>();

/** The mentions in the documentation of a definition. */
interface Mentions {
  readonly mentions: readonly Mention[];
  /** Those that are no names of its own: what they mean, if anything, only the schema can tell. */
  readonly open: readonly Mention[];
}

const NOTHING: Mentions = { mentions: [], open: [] };

/** Those of a definition, if some of them are open. */
const mentionsOf = perDefinition((definition): readonly Mentions[] => {
  const mentions = definition.doc ? mentionsIn(definition.doc) : [];
  if (mentions.length === 0) return [];
  const own = namesWithin(definition);
  const { whole } = definition.expression;
  const open = mentions.filter(({ text, span, markup }) => {
    // Which members a definition has is not known where it is broken.
    if (markup === '@' && !whole) return false;
    return !own.includes(text) && !isToDo(span, definition.doc as Doc);
  });
  return open.length > 0 ? [{ mentions, open }] : [];
});

const hasOpen = perContent((definition) => mentionsOf(definition).length > 0);
const openIn = perFile((file) => file.definitions.filter(hasOpen));

/** What is still to be done may be about names that are still to come. */
function isToDo(span: Span, { sections, lines }: Doc): boolean {
  return sections.some(
    ({ kind, textStart, endLine }) =>
      kind === 'todo' && textStart <= span.start && span.end <= (lines[endLine - 1]?.end ?? 0),
  );
}

/** @returns what it rests on */
function judgeAll(definition: Definition, names: Names, onMistake: (mistake: Mistake) => void): Ground {
  const { schema } = names;
  const { content } = definition.expression;
  const standing = schema.standingOf(definition);
  const before = judged.get(standing);
  const ground = before?.content === content ? names.stillCarry(before.ground, true) : undefined;
  let now = before;
  if (!now || !ground) now = judgeAnew(definition, names);
  else if (ground !== now.ground) now = { ...now, ground };
  if (now !== before) judged.set(standing, now);
  if (now.wrong.length > 0) {
    const [{ open } = NOTHING] = mentionsOf(definition);
    for (const { index, verdict } of now.wrong) {
      const mention = open[index] as Mention;
      onMistake({ definition, mention, finding: inWords(verdict, mention, definition) });
    }
  }
  return now.ground;
}

function judgeAnew(definition: Definition, names: Names): Verdicts {
  const { schema, isLinked } = names;
  const { content } = definition.expression;
  const [{ mentions, open } = NOTHING] = mentionsOf(definition);
  const own = new DocNames(definition, schema);
  const wrong: { index: number; verdict: Verdict }[] = [];
  names.listen();
  for (const [index, mention] of open.entries()) {
    if (mention.markup === '`' && (!isLinked || names.hasDefinition(mention.text))) continue;
    const verdict = judge(mention, { definition, mentions, own, schema, names, isLinked });
    if (verdict) wrong.push({ index, verdict });
  }
  return { content, ground: names.ground(), wrong };
}

/** What is wrong with a mention, wherever it stands. */
type Verdict =
  | { readonly code: 'unlinked' }
  | {
      readonly code: 'unknown';
      /** The name that was meant, and whether it is written between backticks. */
      readonly meant: { readonly name: string; readonly isLinked: boolean } | undefined;
      readonly severity?: 'hint';
    };

/** What is wrong with the mentions in a comment: those that are open, by their number. */
interface Verdicts {
  readonly content: Content;
  readonly ground: Ground;
  readonly wrong: readonly { readonly index: number; readonly verdict: Verdict }[];
}

const judged = STANDINGS.memory<Verdicts>();

interface Surroundings extends Omit<Mentions, 'open'> {
  readonly definition: Definition;
  readonly own: DocNames;
  readonly schema: Schema;
  readonly names: Names;
  /** Whether definitions are mentioned between backticks. */
  readonly isLinked: boolean;
}

function judge(
  mention: Mention,
  { definition, mentions, own, schema, names, isLinked }: Surroundings,
): Verdict | undefined {
  const { text, markup, span } = mention;
  if (markup === '`') {
    if (own.mentioned(text)) return undefined;
    // It may be a command of another schema, or a label of the manual.
    const meant = names.like(text);
    return meant === undefined ? undefined : { code: 'unknown', meant: { name: meant, isLinked } };
  }
  // `@disk.size` is a path, of which the first part is a name here.
  const [first = text] = text.split('.', 1);
  if (own.mentioned(text) || own.mentioned(first)) return undefined;
  if (names.hasDefinition(text)) return isLinked ? { code: 'unlinked' } : undefined;
  // Between quotes it is text, such as an address.
  const before = schema.file(definition.file)?.tree.text[span.start - 2];
  if (names.hasDefinition(first) || before === '"' || before === "'") return undefined;
  const others = namesWithin(definition);
  const slip = others.find((name) => isSlip(text, name));
  if (!names.has(first)) {
    const longer = others.filter((name) => name.startsWith(`${text}-`));
    const member = slip ?? onlyOf(longer) ?? onlyOf(others.filter((name) => text.length > 1 && name.startsWith(text)));
    const name = member ?? names.like(text);
    return { code: 'unknown', meant: name === undefined ? undefined : { name, isLinked: isLinked && !member } };
  }
  // It is a name of something else; that is meant where the comment speaks of it.
  if (slip === undefined) return undefined;
  const named = mentions.map((other) => names.lookInto(other.text));
  if (named.some((other) => other && namesWithin(other).includes(text))) return undefined;
  return { code: 'unknown', meant: { name: slip, isLinked: false }, severity: 'hint' };
}

function inWords(verdict: Verdict, mention: Mention, definition: Definition): Omit<Finding, 'file'> {
  if (verdict.code === 'unlinked') return unlinked(mention, definition);
  const { meant, severity } = verdict;
  return { ...unknown(mention, definition, meant), ...(severity && { severity }) };
}

/** What is the only one of its kind. */
function onlyOf(names: readonly string[]): string | undefined {
  return new Set(names).size === 1 ? names[0] : undefined;
}

/** What it rests on that mentions are right or wrong. */
interface Ground {
  readonly isLinked: boolean;
  /** The names that were defined, and all that were declared. */
  readonly nameSet: object;
  readonly declaredSet: object;
  /** What was asked of them; undefined where more was asked than is answered. */
  readonly asked: readonly Asked[] | undefined;
}

/** What was asked of the names of a schema. */
interface Asked {
  /** Names, and whether there were such. */
  readonly definitions: ReadonlyMap<string, boolean>;
  readonly anything: ReadonlyMap<string, boolean>;
  /** The words for which a name that is like them was looked for. */
  readonly guessed: ReadonlySet<string>;
  /** The definitions that were looked into, by name: their texts. */
  readonly lookedInto: ReadonlyMap<string, Content | undefined>;
}

/** The names of a schema, asked for the same words again and again. */
class Names {
  readonly schema: Schema;
  /** Whether definitions are mentioned between backticks. */
  readonly isLinked: boolean;
  readonly #declared = new Map<string, boolean>();
  /** In this file. */
  #guessed = new Set<string>();
  #asked = nothingAsked();
  #isAnswered = true;

  constructor(schema: Schema, isLinked: boolean) {
    this.schema = schema;
    this.isLinked = isLinked;
  }

  beginFile(): void {
    this.#guessed = new Set();
  }

  /** Forgets what has been asked. */
  listen(): void {
    this.#asked = nothingAsked();
    this.#isAnswered = true;
  }

  /** What has been asked since. */
  ground(): Ground {
    return this.#groundOf(this.#isAnswered ? [this.#asked] : undefined);
  }

  #groundOf(asked: Ground['asked']): Ground {
    const { nameSet, declaredSet } = this.schema;
    return { isLinked: this.isLinked, nameSet, declaredSet, asked };
  }

  /** Several grounds of this schema as one. */
  together(grounds: readonly Ground[]): Ground {
    const asked = grounds.flatMap((ground) => ground.asked ?? []);
    return this.#groundOf(grounds.every((ground) => ground.asked) ? asked : undefined);
  }

  /**
   * What was a ground in an earlier schema, as one of this schema; undefined where it does not carry any more.
   * @param inFile whether it belongs to a part of the file that was begun last: its guesses are some of those of the file
   */
  stillCarry(ground: Ground, inFile: boolean): Ground | undefined {
    const { isLinked, nameSet, declaredSet, asked } = ground;
    if (isLinked !== this.isLinked || !asked) return undefined;
    const [sameNames, sameDeclared] = [nameSet === this.schema.nameSet, declaredSet === this.schema.declaredSet];
    for (const one of asked) {
      if (!sameNames && !this.#definesAsBefore(one)) return undefined;
      if (!sameDeclared && !this.#declaresAsBefore(one, declaredSet)) return undefined;
      if (inFile && !this.#hasRoomFor(one.guessed)) return undefined;
    }
    return sameNames && sameDeclared ? ground : this.#groundOf(asked);
  }

  #definesAsBefore({ definitions, guessed }: Asked): boolean {
    if (guessed.size > 0) return false;
    for (const [name, was] of definitions) if ((this.schema.definition(name) !== undefined) !== was) return false;
    return true;
  }

  #declaresAsBefore({ anything, lookedInto }: Asked, declaredSet: object): boolean {
    const others = this.schema.declaredOtherwise(declaredSet) ?? anything.keys();
    for (const name of others) {
      const was = anything.get(name);
      if (was !== undefined && this.#isDeclared(name) !== was) return false;
    }
    for (const [name, text] of lookedInto) if (this.schema.definition(name)?.expression.bare !== text) return false;
    return true;
  }

  /** Whether guesses can still be made for all words in this file; then they count as made. */
  #hasRoomFor(words: ReadonlySet<string>): boolean {
    const more = [...words].filter((word) => !this.#guessed.has(word));
    if (this.#guessed.size + more.length > MOST_GUESSES) return false;
    for (const word of more) this.#guessed.add(word);
    return true;
  }

  hasDefinition(name: string): boolean {
    const found = this.schema.definition(name) !== undefined;
    this.#asked.definitions.set(name, found);
    return found;
  }

  /** Whether anything at all has that name. */
  has(name: string): boolean {
    const found = this.#isDeclared(name);
    this.#asked.anything.set(name, found);
    return found;
  }

  #isDeclared(name: string): boolean {
    let declared = this.#declared.get(name);
    if (declared === undefined) {
      declared = this.schema.sources.files.some((file) => namesIn(file).has(name));
      this.#declared.set(name, declared);
    }
    return declared;
  }

  /** The definition of a name that is mentioned, to look into it. */
  lookInto(name: string): Definition | undefined {
    const definition = this.schema.definition(name);
    this.#asked.lookedInto.set(name, definition?.expression.bare);
    return definition;
  }

  /** The name of the definition that was meant; undefined where the word is like none, or too many have been asked for. */
  like(word: string): string | undefined {
    if (!this.#guessed.has(word) && this.#guessed.size >= MOST_GUESSES) {
      this.#isAnswered = false;
      return undefined;
    }
    this.#guessed.add(word);
    this.#asked.guessed.add(word);
    let likeness = likenesses.get(this.schema.nameSet);
    if (!likeness) {
      likeness = likenessTo(this.schema.definitions.map(({ name }) => name.text));
      likenesses.set(this.schema.nameSet, likeness);
    }
    return likeness(word);
  }
}

function nothingAsked() {
  return {
    definitions: new Map<string, boolean>(),
    anything: new Map<string, boolean>(),
    guessed: new Set<string>(),
    lookedInto: new Map<string, Content | undefined>(),
  };
}

/** For so many words of a file a guess is made: where hundreds are wrong, none helps. */
const MOST_GUESSES = 200;

/** By the set of names. */
const likenesses = new WeakMap<object, (word: string) => string | undefined>();

/** Tells for a word which name it is most likely to be, if any. */
function likenessTo(names: readonly string[]): (word: string) => string | undefined {
  const byLength = new Map<number, { name: string; letters: number }[]>();
  for (const name of names) {
    const known = { name, letters: lettersOf(name) };
    const sameLength = byLength.get(name.length);
    if (sameLength) sameLength.push(known);
    else byLength.set(name.length, [known]);
  }
  const find = memo((word) => {
    const wanted = lettersOf(word);
    for (const difference of [0, 1, -1, 2, -2]) {
      const candidates = byLength.get(word.length + difference) ?? [];
      const near = candidates.filter(({ name, letters }) => mayBeSlip(wanted, letters) && isSlip(word, name));
      // In whatever order they are defined.
      if (near.length > 0) return { meant: near.map(({ name }) => name).sort()[0] };
    }
    return { meant: undefined };
  });
  return (word) => find(word).meant;
}

function unknown(
  { text, span: { start, end }, markup }: Mention,
  definition: Definition,
  meant: Extract<Verdict, { code: 'unknown' }>['meant'],
): Omit<Finding, 'file'> {
  const what =
    markup === '@' ? `${sentence(describe(definition))} has nothing called '${text}'` : `Nothing is called '${text}'`;
  const whole = markup === '@' ? { start: start - 1, end } : { start: start - 1, end: end + 1 };
  const isFirst = markup === '@' && definition.doc?.lines.some((line) => line.start === whole.start);
  const tag = meant === undefined && isFirst ? tagMeant(text, definition) : undefined;
  if (tag !== undefined) {
    const newText = `${tag}:`;
    return {
      span: whole,
      message: `${what}. The section is written '${newText}', behind an empty line.`,
      fixes: () => [editFix(`Write '${newText}'`, [{ file: definition.file, span: whole, newText }], false)],
    };
  }
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

function unlinked({ text, span: { start, end } }: Mention, { file }: Definition): Omit<Finding, 'file'> {
  const span = { start: start - 1, end };
  return {
    span,
    severity: 'hint',
    message: `'@' stands before members. Definitions are mentioned between backticks, and linked: \`${text}\`.`,
    fixes: () => [editFix(`Write \`${text}\``, [{ file, span, newText: `\`${text}\`` }], false)],
  };
}

/** The names of a definition's members, values, branches and features: all that it declares but its own, which is the first. */
function namesWithin(definition: Definition): readonly string[] {
  return declaredIn(definition).slice(1);
}

/** All names that a file declares. */
const namesIn = perFile((file): ReadonlySet<string> => {
  return new Set(file.definitions.flatMap(declaredIn));
});
