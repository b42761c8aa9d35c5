import { meantName } from '../../names/meant.ts';
import type { Definition } from '../../schema/model.ts';
import { question, replaceName, vendorNote } from '../message-words.ts';
import { describe, sentence } from '../names.ts';
import { qmpRule } from '../qmp-rule.ts';
import { SPEC_COMMANDS } from '../sources.ts';

export const unknownCommand = qmpRule({
  id: 'qmp/unknown-command',
  severity: 'error',
  summary: 'The program has no such command.',
  why: `A program answers a command that it does not have with the error \`CommandNotFound\`, and does nothing. Names of commands are taken letter by
letter: case and the choice of \`-\` or \`_\` matter.`,
  remedy: 'Write the name as the schema has it, or choose the release or program for which the messages are meant.',
  source: SPEC_COMMANDS,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'query-status' }\n",
      'messages.qmp': '{ "execute": "«query-statu»" }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'query-status' }\n",
      'messages.qmp': '{ "execute": "query-status" }\n',
    },
  },
  kinds: ['unknown-command'],
  tell({ name, definition, wire, span }, { schema, file, domains, life }) {
    const commands = schema.definitions.filter(({ kind }) => kind === 'command').map((command) => command.name.text);
    const meant = queryFor(name.text, commands) ?? meantName(name.text, commands);
    const other = definition ? ` ${sentence(isCalled(definition))}.` : '';
    const since = (wire ? life(wire) : '') + vendorNote('command', name.text, domains);
    return {
      message: `There is no command '${name.text}'.${other}${since}${question(meant)}`,
      fixes: replaceName(file, span, meant),
    };
  },
});

/** The command for what the human monitor has under `info`. */
function queryFor(name: string, commands: readonly string[]): string | undefined {
  const [, subject] = /^info[ -](.+)$/.exec(name) ?? [];
  const query = subject && `query-${subject.trim().replaceAll(' ', '-')}`;
  return commands.find((command) => command === query);
}

function isCalled(definition: Definition): string {
  return `${describe(definition)} is ${definition.kind === 'event' ? 'what a program tells of its own accord' : 'a type'}`;
}
