import { nearest } from '../../names/nearest.ts';
import { has, type QemuVersion, versionsWith } from '../../schema/dialect.ts';
import { docDialectOf, readDoc } from '../../schema/doc-sections.ts';
import { type KeyPlace, placesWith, traitOfKey } from '../../schema/keys.ts';
import type { Member, SourceFile } from '../../schema/model.ts';
import type { Expression } from '../../syntax/tree.ts';
import { removeEntries } from '../entry-edits.ts';
import { memberAt } from '../member-at.ts';
import { about, type FaultContext, listed, shapeRule } from '../shape-rule.ts';
import { GEN_SYNTAX } from '../sources.ts';

export const unknownKey = shapeRule({
  id: 'schema/unknown-key',
  category: 'schema',
  codes: ['unknown-key'],
  summary: 'A key is unknown to the language, or belongs elsewhere.',
  why: `Each kind of definition has keys of its own, and so have the objects that stand for a member, branch, value or feature with more to
say about it. The generator refuses others, as most of them are slips of the finger that would change what the schema means.`,
  remedy: 'Correct the key, or remove it.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'query-tray', «'return'»: [ 'str' ] }\n" } },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'command': 'query-trays', 'returns': [ 'TrayInfo' ] }\n{ 'struct': 'TrayInfo', 'data': { 'id': 'str' } }\n",
    },
  },
  message: ({ fault, file }) => {
    const { entry, meant, subject, allowed } = fault;
    const found = entry.key.text;
    const optional = optionalMember(fault, file);
    if (optional)
      return `${about(subject)}it is '*' before its name that makes a member optional, and no key '${found}'.`;
    if (meant !== undefined && allowed.has(meant))
      return `${about(subject)}there is no key '${found}' here. Did you mean '${meant}'?`;
    return `${about(subject)}${reason(fault)} ${keysText(allowed)}`;
  },
  refusedAt: ({ fault, version }) =>
    fault.meant === 'returns' ? returnsSection(fault.expression, version) : undefined,
  fixes: ({ fault, file }) => {
    const { entry, meant, object, allowed } = fault;
    const { text, content } = entry.key;
    const rename =
      meant !== undefined && allowed.has(meant)
        ? [
            {
              title: `Write '${meant}'`,
              edits: [{ span: content, newText: meant }],
              preferred: meant.length > 2 && nearest(text, [meant]) !== undefined,
            },
          ]
        : [];
    const edits = removeEntries(file.tree.text, object, [entry]);
    if (edits.length === 0) return rename;
    const removal = { title: `Remove '${text}'`, edits, preferred: false };
    const optional = optionalMember(fault, file);
    if (!optional) return [...rename, removal];
    const { start } = optional.name.span;
    const star = { span: { start, end: start }, newText: '*' };
    return [{ title: `Write '*${optional.name.text}'`, edits: [star, ...edits], preferred: false }, removal];
  },
});

/** The member that a key is to make optional, as other languages have one for it. */
function optionalMember(
  { entry: { key, value }, object }: FaultContext<'unknown-key'>['fault'],
  file: SourceFile,
): Member | undefined {
  if (!/^optional$/i.test(key.text) || value?.kind !== 'bool' || !value.value) return undefined;
  const member = memberAt(file, object.span.start);
  return member?.optional ? undefined : member;
}

/** The generator looks at documentation before it looks at keys, and finds `Returns:` where nothing is returned. */
function returnsSection({ doc }: Expression, version: QemuVersion): number | undefined {
  if (!doc || !has(version, 'doc-paragraphs')) return undefined;
  return readDoc(doc, docDialectOf(version)).sections.find(({ kind }) => kind === 'returns')?.head.start;
}

/** Why a key may not be there. */
function reason({ place, entry }: FaultContext<'unknown-key'>['fault']): string {
  const key = entry.key.text;
  const trait = traitOfKey(place, key);
  if (trait) return `'${key}' came here with QEMU ${versionsWith(trait).since}, and this tree is older.`;
  const others = placesWith(key);
  if (others.length === 0) return `there is no key '${key}'.`;
  return `'${key}' does not belong here, but to ${listedPlain(others.map((other) => PLACES[other]))}.`;
}

const PLACES: Readonly<Record<KeyPlace, string>> = {
  enum: 'enums',
  struct: 'structs',
  union: 'unions',
  alternate: 'alternates',
  command: 'commands',
  event: 'events',
  member: 'members',
  branch: 'branches',
  value: 'enum values',
  feature: 'features',
};

function listedPlain(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? '');
}

function keysText(allowed: ReadonlySet<string>): string {
  return `The keys here are ${listed(allowed, 'and')}.`;
}
