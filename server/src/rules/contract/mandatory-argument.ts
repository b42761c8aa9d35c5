import { isDefinition } from '../../schema/model.ts';
import { contractRule } from '../contract-rule.ts';
import { copyCommandFixes } from '../copy-command.ts';
import { optionalityFix } from '../restore-parts.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const mandatoryArgument = contractRule({
  id: 'contract/mandatory-argument',
  severity: 'error',
  otherDirection: { rule: 'contract/new-output' },
  summary: 'A new argument of an existing command is mandatory.',
  why: `No client that works with upstream's QEMU sends this argument, so with yours the command fails for all of them. A prefix does not
help: what counts is that input without downstream names is handled as upstream does.`,
  remedy: `Make it optional, with a default that does what upstream does. If that makes no sense, your command is another command: give it a
name of its own, with your prefix, and leave upstream's as it is.`,
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '«__com.example_key»': 'str' } }\n",
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str', '*__com.example_key': 'str' } }\n",
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
  },
  kinds: ['mandatory-member-added'],
  directions: ['send', 'both'],
  tell: ({ name, path, ours }) => {
    // What a simple union has by itself cannot be made optional.
    const wayOut = ours ? `Make it optional: '*${name}'.` : 'Let the type be as it is upstream.';
    return `'${name}' is new and mandatory (${path}): whatever clients of upstream send lacks it, and is refused. ${wayOut}`;
  },
  fixes: ({ ours, wire, name }, context) => {
    const thing = ours?.thing;
    if (!thing || isDefinition(thing)) return [];
    return [...optionalityFix(thing, context, `Make '${name}' optional`), ...copyCommandFixes(thing, wire, context)];
  },
});
