import { versionsWith } from '../../schema/dialect.ts';
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
});

function reason({ thing, parsed }: NameUse): string {
  const { text } = thing.name;
  if (text === '') return 'a name cannot be empty.';
  if (parsed.prefix !== '')
    return 'what follows the downstream prefix must begin with a letter and hold only letters, digits and hyphens.';
  if (/^[A-Za-z0-9_-]+$/.test(text)) return 'a name must begin with a letter.';
  return "a name may hold only ASCII letters, digits, '-' and '_', beginning with a letter.";
}
