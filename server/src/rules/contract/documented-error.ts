import type { Definition } from '../../schema/model.ts';
import { perFileByDefinition } from '../../schema/remember.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const documentedError: Rule = {
  id: 'contract/documented-error',
  category: 'contract',
  severity: 'warning',
  strictSeverity: 'error',
  upstreamSeverity: 'off',
  otherDirection: { none: 'Clients never send errors.' },
  summary: 'A command of upstream fails with a class of errors of the downstream, as its documentation says.',
  why: `Clients decide by the class of an error what to do next. Where upstream's command fails with a class that they have never heard of, they no
longer tell that failure from any other. The specification lets new commands have new errors; a new error of an existing command
counts as a change of that command.`,
  remedy: `Let the command fail with upstream's class, and say the rest in the text of the error. If clients have to tell it apart, that is a reason
for a command of your own.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray.
#
# Errors:
#     - If a reader holds it, «__com.example_TrayHeld»
#
# Since: 1.1
##
{ 'command': 'eject' }

{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }
{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', '__com.example_TrayHeld' ] }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `{ 'command': 'eject' }
{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError' ] }
`,
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray.
#
# Errors:
#     - If a reader holds it, GenericError
#
# Since: 1.1
##
{ 'command': 'eject' }
`,
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  check({ schema, contract, report }) {
    if (!contract) return;
    for (const file of schema.sources.files) {
      for (const { command, text, start } of downstreamClassesIn(file)) {
        const upstreams = contract.baseline.definition(command.name.text);
        // A baseline may be an older tree of the downstream itself.
        if (upstreams?.kind !== 'command' || namedIn(upstreams).has(text)) continue;
        report({
          file: file.path,
          span: { start, end: start + text.length },
          thing: command,
          path: `command ${command.name.text}`,
          message: `Upstream's command '${command.name.text}' fails with '${text}' here: clients do not know that class. Errors of your own are for commands of your own.`,
        });
      }
    }
  },
};

/** A class in documentation is written as it is; a name in `@` or backticks is an argument or a command. */
const CLASS = /(?<![\w.@`-])__[A-Za-z0-9.-]+_[A-Z]\w*/g;

/** Where the documentation of commands tells how they fail: since 9.1 that has a section, before it was said with what they return. */
const downstreamClassesIn = perFileByDefinition((command) => {
  const found: { readonly command: Definition; readonly text: string; readonly start: number }[] = [];
  const { doc } = command;
  if (command.kind !== 'command' || !doc) return found;
  for (const { kind, firstLine, endLine, textStart } of doc.sections) {
    if (kind !== 'errors' && kind !== 'returns') continue;
    for (const line of doc.lines.slice(firstLine, endLine)) {
      if (!line.text.includes('__')) continue;
      for (const match of line.text.matchAll(CLASS)) {
        const start = line.start + match.index;
        if (start >= textStart) found.push({ command, text: match[0], start });
      }
    }
  }
  return found;
});

/** The words with underscores in the documentation of a command. */
function namedIn({ doc }: Definition): ReadonlySet<string> {
  return new Set(doc?.lines.flatMap(({ text }) => text.match(CLASS) ?? []));
}
