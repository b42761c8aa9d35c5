import { isDefinition } from '../../schema/model.ts';
import { exceptionFixes } from '../exceptions.ts';
import { GEN_NAMING } from '../sources.ts';
import { spellingRule } from '../spelling-rule.ts';

export const lowerCase = spellingRule({
  id: 'naming/lower-case',
  category: 'naming',
  problem: 'lower',
  summary: 'The name of a command, member, enum value or feature has upper-case letters or underscores.',
  why: `What clients see is spelled one way: lower case, words separated by \`-\`. For old names that break the rule there are the pragmas
\`command-name-exceptions\` and \`member-name-exceptions\`; a new member of a type that already has names with \`_\` may follow its neighbours.
For anything else that is new, an exception is strongly discouraged. In a downstream name the rule holds for what follows the prefix.`,
  remedy: 'Write the name in lower case, with hyphens.',
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«eject_disk»', 'data': { 'id': 'str' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject-disk', 'data': { 'id': 'str' } }\n" } },
  message: ({ parsed }) => {
    const underscore = parsed.stem.includes('_');
    // Up to QEMU 5.2 the letters of the prefix count too.
    const upper = /[A-Z]/.test(parsed.stem) || !underscore;
    const what =
      upper && underscore ? 'upper-case letters and underscores' : upper ? 'upper-case letters' : 'underscores';
    return `no ${what} here: names that clients see are lower case, with hyphens between words.`;
  },
  // Features and branches of alternates have no exceptions, nor have arguments that are written in a command or event.
  otherFixes: ({ thing, parsed }, version) => {
    if (thing.kind === 'command') {
      return /[A-Z]/.test(parsed.stem) ? [] : exceptionFixes('command-name', thing.name.text, version);
    }
    if (isDefinition(thing) || (thing.kind !== 'member' && thing.kind !== 'value')) return [];
    const { kind, name } = thing.owner;
    return kind === 'command' || kind === 'event' ? [] : exceptionFixes('member-name', name.text, version);
  },
});
