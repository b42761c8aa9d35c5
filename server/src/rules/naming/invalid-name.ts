import { versionsWith } from '../../schema/dialect.ts';
import type { NamedThing } from '../../schema/model.ts';
import type { NameUse } from '../names.ts';
import { GEN_NAMING } from '../sources.ts';
import { spellingRule } from '../spelling-rule.ts';

export const invalidName = spellingRule({
  id: 'naming/invalid-name',
  category: 'naming',
  problem: 'invalid',
  enforced: versionsWith('name-shape-refused'),
  summary: 'A name has characters that no name may have, or begins with something else than a letter.',
  why: `Names become identifiers in C and in clients written in every language. They begin with a letter and go on with letters, digits,
\`-\` and \`_\`, all ASCII. Enum values may begin with a digit; downstream names begin with \`__RFQDN_\`, and what follows the prefix begins
with a letter, in enum values too.`,
  remedy: 'Use letters, digits and hyphens, beginning with a letter.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«2nd-eject»' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'second-eject' }\n" } },
  message: reason,
  meant: ({ thing }) => optionalName(thing),
});

/** What was meant by a member whose `*`, or a sign that other languages have for it, stands behind the name. */
function optionalName(thing: NamedThing): string | undefined {
  const [, name] = thing.kind === 'member' && !thing.optional ? (/^([\w-]+)[*?]$/.exec(thing.name.text) ?? []) : [];
  return name === undefined ? undefined : `*${name}`;
}

function reason({ thing, parsed }: NameUse): string {
  const { text } = thing.name;
  if (text === '') return 'a name cannot be empty.';
  if (parsed.prefix !== '')
    return 'what follows the downstream prefix must begin with a letter and hold only letters, digits and hyphens.';
  if (optionalName(thing)) return "'*' makes a member optional, and stands in front of its name.";
  if (/^[A-Za-z0-9_-]+$/.test(text)) return 'a name must begin with a letter.';
  return "a name may hold only ASCII letters, digits, '-' and '_', beginning with a letter.";
}
