/**
 * The way out that the strict profile wants: upstream's command stays as upstream has it, and a command of the downstream's own
 * takes the new arguments.
 */
import type { WirePath } from '../compat/wire-path.ts';
import { parseName } from '../names/parse.ts';
import { withPrefix } from '../names/prefix.ts';
import { docSectionOf } from '../schema/docs.ts';
import type { CommandDefinition, Member, NamedThing, SourceFile, StructDefinition } from '../schema/model.ts';
import { usesOfType } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import { mentionsIn } from '../syntax/doc.ts';
import type { Span } from '../syntax/text.ts';
import { entryOf } from '../syntax/tree.ts';
import { isDownstream } from './contract-rule.ts';
import { gapIn, spanWithDoc } from './definition-edits.ts';
import { removeDescription } from './doc-restore.ts';
import { prefixedName } from './domain-fixes.ts';
import { removeEntries, removeParts } from './entry-edits.ts';
import { editFix } from './fixes.ts';
import { edit, partAt, partsIn } from './part-edits.ts';
import type { FileEdit, Fix, RuleContext } from './rule.ts';

/** A new text for a piece of a definition that is copied. */
interface Change {
  readonly span: Span;
  readonly newText: string;
}

/**
 * @param thing an argument that upstream's command does not have
 * @param wire the way to it
 * @returns no fix where the arguments are not the command's own, what would be copied is broken, no domain is set, or the name is taken
 */
export function copyCommandFixes(thing: NamedThing, wire: WirePath, context: RuleContext): Fix[] {
  const { schema, domains } = context;
  const [domain] = domains;
  const command = schema.definition(wire.name);
  if (domain === undefined || command?.kind !== 'command' || isDownstream(wire.name)) return [];
  if (thing.kind !== 'member' || thing.parent || wire.part !== 'arguments' || wire.members.length !== 1) return [];
  const struct = thing.owner === command ? undefined : ownArguments(command, schema);
  if (thing.owner !== (struct ?? command)) return [];
  // A copy of what is broken would be broken as well.
  if (!command.expression.whole || struct?.expression.whole === false) return [];
  const name = prefixedName(command, context);
  const structName = struct && withPrefix('struct', struct.name.text, domain);
  if (name === undefined || (struct && structName === undefined)) return [];
  if ([name, structName].some((taken) => taken !== undefined && schema.definition(taken))) return [];
  if (isExempt(command, struct, schema)) return [];
  const added = newArguments(command, struct ?? command, context);
  const removal = takeOut(added, struct ?? command, schema);
  const files = [command, ...(struct ? [struct] : [])].map(({ file }) => schema.file(file));
  const [file, structFile] = files;
  if (!removal || !file || (struct && !structFile)) return [];
  const copy = copyOf(
    file,
    command,
    name,
    added,
    struct && structName !== undefined ? { struct, structName } : undefined,
  );
  const copies = [copy];
  if (struct && structFile && structName !== undefined) copies.push(copyOf(structFile, struct, structName, added));
  const what = added.length === 1 ? 'the new argument' : 'the new arguments';
  const title = `Leave upstream's '${wire.name}' as it is, and add '${name}' with ${what}`;
  return [editFix(title, [...removal, ...copies], false)];
}

/** The struct of a command's arguments, if nothing else uses it. */
function ownArguments({ data }: CommandDefinition, schema: Schema): StructDefinition | undefined {
  const type = schema.typeOf(data);
  return type?.kind === 'struct' && usesOfType(schema, type.name.text) === 1 ? type : undefined;
}

/** Whether a pragma lists one of them by its name: the copy would have to be listed as well. */
function isExempt(command: CommandDefinition, struct: StructDefinition | undefined, { exemptions }: Schema): boolean {
  const names = [command.name.text, ...(struct ? [struct.name.text] : [])];
  const lists = [exemptions.commandReturns, exemptions.documentation, exemptions.memberNames];
  return lists.some((list) => names.some((name) => list.has(name)));
}

/** The arguments that upstream's command does not have, in the order of the text. What it has in another release may stay. */
function newArguments(
  { name }: CommandDefinition,
  owner: CommandDefinition | StructDefinition,
  { contract }: RuleContext,
): Member[] {
  const kinds = ['optional-member-added', 'mandatory-member-added'] as const;
  const changes = contract ? kinds.flatMap((kind) => contract.changesOf(kind)) : [];
  return changes.flatMap((change) => {
    const { wire, ours } = change;
    const isArgument = wire.name === name.text && wire.part === 'arguments' && wire.members.length === 1;
    const thing = ours?.thing;
    if (!isArgument || thing?.kind !== 'member' || thing.owner !== owner || thing.parent) return [];
    const isUpstreams = !isDownstream(thing.name.text) && contract?.elsewhereOf(change)?.kind === 'same';
    return isUpstreams ? [] : [thing];
  });
}

function takeOut(
  added: readonly Member[],
  owner: CommandDefinition | StructDefinition,
  schema: Schema,
): FileEdit[] | undefined {
  const file = schema.file(owner.file);
  const { value } = owner.expression;
  const places = added.flatMap(({ name }) => partAt(value, name.span.start) ?? []);
  const [first] = places;
  if (!file || !first || value.kind !== 'object') return undefined;
  const data = entryOf(value, 'data');
  const isAll = places.length === partsIn(first.holder).length;
  const removal =
    isAll && data && owner.kind === 'command'
      ? removeEntries(file.tree.text, value, [data])
      : removeParts(
          file.tree.text,
          first.holder,
          places.map(({ index }) => index),
        );
  if (removal.length === 0) return undefined;
  return [
    ...removal.map((change) => ({ file: file.path, ...change })),
    ...added.flatMap((member) => removeDescription(member, file)),
  ];
}

/** Puts a copy of a definition, with its comment, behind it. The new arguments need no prefix in it. */
function copyOf(
  file: SourceFile,
  definition: CommandDefinition | StructDefinition,
  name: string,
  added: readonly Member[],
  data?: { readonly struct: StructDefinition; readonly structName: string },
): FileEdit {
  const { text } = file.tree;
  const { doc } = definition;
  const changes: Change[] = [{ span: definition.name.span, newText: name }];
  if (data && definition.kind === 'command' && definition.data) {
    changes.push({ span: definition.data.span, newText: data.structName });
  }
  if (doc?.symbol) changes.push({ span: doc.symbol.span, newText: name });
  const plain = plainNames(added, definition);
  for (const [member, newText] of plain) {
    if (member.owner !== definition) continue;
    changes.push({ span: member.name.span, newText });
    const section = docSectionOf(member)?.section.name;
    if (section) changes.push({ span: section.span, newText });
  }
  if (doc) {
    const names = new Map([...plain].map(([member, newText]) => [member.name.text, newText]));
    for (const mention of mentionsIn(doc)) {
      const newText = mention.markup === '@' ? names.get(mention.text) : undefined;
      if (newText !== undefined) changes.push({ span: mention.span, newText });
    }
    const comment = text.slice(doc.span.start, doc.span.end);
    for (const { index, 0: whole, 1: key, 2: word = '' } of comment.matchAll(/("execute"\s*:\s*)?"([^"\s]+)"/g)) {
      const newText = key === undefined ? names.get(word) : word === definition.name.text ? name : undefined;
      if (newText === undefined) continue;
      const end = doc.span.start + index + whole.length - 1;
      changes.push({ span: { start: end - word.length, end }, newText });
    }
  }
  const { start, end } = spanWithDoc(definition);
  let copy = '';
  let at = start;
  for (const { span, newText } of changes.sort((a, b) => a.span.start - b.span.start)) {
    copy += text.slice(at, span.start) + newText;
    at = span.end;
  }
  copy += text.slice(at, end);
  return edit(file, end, end, (gapIn(file, definition) ?? '\n\n') + copy.replaceAll('\r\n', '\n'));
}

/** What the new arguments are called in the copy. */
function plainNames(
  added: readonly Member[],
  definition: CommandDefinition | StructDefinition,
): ReadonlyMap<Member, string> {
  const type = definition.kind === 'struct' ? definition.members : definition.data;
  const members = Array.isArray(type) ? type : type && 'members' in type ? type.members : [];
  const taken = new Set(members.map((member: Member) => member.name.text));
  const names = new Map<Member, string>();
  for (const member of added) {
    const { prefix, marker, stem } = parseName(member.name.text);
    if (prefix === '' || stem === '' || taken.has(marker + stem)) continue;
    taken.add(marker + stem);
    names.set(member, marker + stem);
  }
  return names;
}
