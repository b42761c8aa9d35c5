import { exceptionFixes } from '../exceptions.ts';
import { linkRule, typeInWords } from '../link-rule.ts';
import { GEN_COMMAND } from '../sources.ts';

export const returns = linkRule({
  id: 'schema/returns',
  category: 'schema',
  codes: ['returns'],
  summary: 'A command returns what is neither an object nor a list of objects.',
  why: `To an object, members can be added later without breaking clients. A plain value can never grow. Commands that are older than this
rule are listed in the pragma \`command-returns-exceptions\`, which was \`returns-whitelist\` until QEMU 5.2.`,
  remedy: 'Put the value into a struct and return that.',
  source: GEN_COMMAND,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'query-speed', 'returns': '«int»' }\n" } },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'struct': 'Speed', 'data': { 'bytes': 'int' } }\n{ 'command': 'query-speed', 'returns': 'Speed' }\n",
    },
  },
  tell: ({ target, array, definition }, { version }) => ({
    fixes: () => exceptionFixes('command-returns', definition.name.text, version),
    message: `A command must return an object or a list of objects, and this is ${array ? 'a list of ' : ''}${
      array ? typeInWords(target).replace(/^the /, '') : typeInWords(target)
    }. Put it into a struct.`,
  }),
});
