/**
 * Every kind of change, in every direction: small pairs of schemas that differ in just that, and why nobody minds where that is
 * so. What the rules say of each is the table in docs/contract.md.
 */
import type { ChangeDirection, ChangeKind } from '../../server/src/compat/change.ts';

/** A baseline, and what a tree has made of it. */
export interface Case {
  /** What was changed, in words. */
  readonly what: string;
  readonly kind: ChangeKind;
  readonly direction: ChangeDirection;
  readonly baseline: string;
  readonly ours: string;
  /** Why nothing is said of it in some role or profile; undefined where something is said in all of them. */
  readonly quiet: string | undefined;
}

type Quiet = string | Partial<Record<ChangeDirection, string>> | undefined;

const DIRECTIONS: readonly ChangeDirection[] = ['send', 'receive', 'both'];

/** What stands for itself, and has one direction. */
function whole(kind: ChangeKind, what: string, baseline: string, ours: string, quiet?: Quiet): Case[] {
  const direction = /^(event|return)-/.test(kind) || /error|greeting/.test(what) ? 'receive' : 'send';
  return [caseOf(kind, what, direction, baseline, ours, quiet)];
}

/** A change of what a struct holds, which clients send, receive, or both. */
function member(kind: ChangeKind, what: string, was: string, is: string, quiet?: Quiet, besides = ''): Case[] {
  return DIRECTIONS.map((direction) => {
    const schema = (members: string): string =>
      `${HOLDERS[direction]}{ 'struct': 'Tray', 'data': { ${members} } }\n${besides}`;
    return caseOf(kind, what, direction, schema(was), schema(is), quiet);
  });
}

/** The same of the type of a member. */
function type(kind: ChangeKind, what: string, was: string, is: string, quiet?: Quiet): Case[] {
  return DIRECTIONS.map((direction) => {
    const schema = (definition: string): string =>
      `${HOLDERS[direction]}{ 'struct': 'Tray', 'data': { 'a': 'Inner' } }\n${definition}\n`;
    return caseOf(kind, what, direction, schema(was), schema(is), quiet);
  });
}

function caseOf(
  kind: ChangeKind,
  what: string,
  direction: ChangeDirection,
  baseline: string,
  ours: string,
  quiet: Quiet,
): Case {
  return { what, kind, direction, baseline, ours, quiet: typeof quiet === 'object' ? quiet[direction] : quiet };
}

/** Beside the type of the member, whatever that uses. */
const MODE = "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }\n{ 'event': 'MODE', 'data': { 'mode': 'Mode' } }\n";

const HOLDERS: Readonly<Record<ChangeDirection, string>> = {
  send: "{ 'command': 'set', 'boxed': true, 'data': 'Tray' }\n",
  receive: "{ 'event': 'CHANGED', 'boxed': true, 'data': 'Tray' }\n",
  both: "{ 'command': 'set', 'boxed': true, 'data': 'Tray' }\n{ 'event': 'CHANGED', 'boxed': true, 'data': 'Tray' }\n",
};

const STOP = "{ 'command': 'stop' }\n";
const command = (name: string, more = ''): string => `${STOP}{ 'command': '${name}'${more} }\n`;
const event = (name: string): string => `${STOP}{ 'event': '${name}' }\n`;
const returning = (type: string): string =>
  `{ 'command': 'query-tray'${type} }\n{ 'struct': 'Tray', 'data': { 'a': 'int' } }\n{ 'command': 'set', 'data': 'Tray' }\n`;
const values = (more: string): string => `{ 'enum': 'Inner', 'data': [ 'x'${more} ] }`;
const branches = (more: string): string => `{ 'alternate': 'Inner', 'data': { 's': 'str'${more} } }`;
const withFeature = (name: string): string => `'a': { 'type': 'int', 'features': [ '${name}' ] }`;
const withCondition = (name: string): string => `'a': { 'type': 'int', 'if': '${name}' }`;
const errors = (more: string): string =>
  `{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError'${more} ] }\n`;
const capabilities = (more: string): string =>
  `{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }
{ 'command': 'qmp_capabilities', 'data': { '*enable': [ 'QMPCapability' ] } }
{ 'enum': 'QMPCapability', 'data': [ 'oob'${more} ] }
`;
const version = (more: string): string =>
  `{ 'struct': 'VersionInfo', 'data': { 'package': 'str'${more} } }\n{ 'command': 'query-version', 'returns': 'VersionInfo' }\n`;

// Why nobody minds.
const UPSTREAM_ADDS = 'Upstream may add what clients need not use, or ignore.';
const YOURS = 'The name is yours, and clients can do without it.';
const ALLOWED = 'The specification allows it; strict wants a command or event of your own.';
const NOTHING_NEW = 'Clients are ready for more than they receive.';
const MORE_IS_ACCEPTED = 'All that clients of the last release send is accepted.';
const PLAIN = 'Upstream judges its own stability.';

export const CASES: readonly Case[] = [
  ...whole('command-added', 'new command', STOP, command('eject'), UPSTREAM_ADDS),
  ...whole('command-added', 'new command with a prefix', STOP, command('__com.example_eject'), YOURS),
  ...whole('command-removed', 'command removed', command('eject'), STOP),
  ...whole('event-added', 'new event', STOP, event('EJECTED'), UPSTREAM_ADDS),
  ...whole('event-added', 'new event with a prefix', STOP, event('__com.example_EJECTED'), YOURS),
  ...whole('event-removed', 'event removed', event('EJECTED'), STOP),

  ...member('optional-member-added', 'new optional member', "'a': 'int'", "'a': 'int', '*b': 'int'", UPSTREAM_ADDS),
  ...member(
    'optional-member-added',
    'new optional member with a prefix',
    "'a': 'int'",
    "'a': 'int', '*__com.example_b': 'int'",
    ALLOWED,
  ),
  ...member('mandatory-member-added', 'new mandatory member', "'a': 'int'", "'a': 'int', 'b': 'int'", {
    receive: UPSTREAM_ADDS,
  }),
  ...member(
    'mandatory-member-added',
    'new mandatory member with a prefix',
    "'a': 'int'",
    "'a': 'int', '__com.example_b': 'int'",
    { receive: ALLOWED },
  ),
  ...member('optional-member-removed', 'optional member removed', "'a': 'int', '*b': 'int'", "'a': 'int'"),
  ...member('mandatory-member-removed', 'mandatory member removed', "'a': 'int', 'b': 'int'", "'a': 'int'"),
  ...member('became-optional', 'mandatory member made optional', "'a': 'int'", "'*a': 'int'", {
    send: MORE_IS_ACCEPTED,
  }),
  ...member('became-mandatory', 'optional member made mandatory', "'*a': 'int'", "'a': 'int'", {
    receive: NOTHING_NEW,
  }),

  ...type('value-added', 'new value of an enum', values(''), values(", 'y'"), { send: UPSTREAM_ADDS }),
  ...type('value-added', 'new value of an enum with a prefix', values(''), values(", '__com.example_y'"), {
    send: ALLOWED,
  }),
  ...type('value-removed', 'value of an enum removed', values(", 'y'"), values(''), { receive: NOTHING_NEW }),
  ...type('alternative-added', 'new branch of an alternate', branches(''), branches(", 'l': [ 'int' ]"), {
    send: MORE_IS_ACCEPTED,
  }),
  ...type('alternative-removed', 'branch of an alternate removed', branches(", 'l': [ 'int' ]"), branches(''), {
    receive: NOTHING_NEW,
  }),

  ...member('type-widened', 'type made wider: `int` to `number`', "'a': 'int'", "'a': 'number'", {
    send: MORE_IS_ACCEPTED,
  }),
  ...member('type-narrowed', 'type made narrower: `number` to `int`', "'a': 'number'", "'a': 'int'", {
    receive: NOTHING_NEW,
  }),
  ...member('type-changed', 'another type: `int` to `str`', "'a': 'int'", "'a': 'str'"),
  ...member(
    'values-opened',
    'any string, where it was an enum',
    "'a': 'Mode'",
    "'a': 'str'",
    { send: MORE_IS_ACCEPTED },
    MODE,
  ),
  ...member(
    'values-closed',
    'an enum, where it was any string',
    "'a': 'str'",
    "'a': 'Mode'",
    { receive: NOTHING_NEW },
    MODE,
  ),
  ...member('range-widened', 'range made wider: `int8` to `int16`', "'a': 'int8'", "'a': 'int16'", {
    send: MORE_IS_ACCEPTED,
  }),
  ...member('range-narrowed', 'range made narrower: `int16` to `int8`', "'a': 'int16'", "'a': 'int8'", {
    receive: NOTHING_NEW,
  }),
  ...member('range-changed', 'another range: `int8` to `uint8`', "'a': 'int8'", "'a': 'uint8'"),
  ...whole(
    'return-added',
    'a list returned, where it was nothing',
    returning(''),
    returning(", 'returns': [ 'Tray' ]"),
  ),
  ...whole(
    'return-removed',
    'nothing returned, where it was a list',
    returning(", 'returns': [ 'Tray' ]"),
    returning(''),
  ),

  ...member('feature-added', 'new feature', "'a': 'int'", withFeature('quick'), UPSTREAM_ADDS),
  ...member('feature-added', 'new feature with a prefix', "'a': 'int'", withFeature('__com.example_quick'), YOURS),
  ...member('feature-removed', 'feature removed', withFeature('quick'), "'a': 'int'"),
  ...member(
    'deprecated-added',
    'marked deprecated',
    "'a': 'int'",
    withFeature('deprecated'),
    'Upstream deprecates by its own policy.',
  ),
  ...member(
    'deprecated-removed',
    'no longer deprecated',
    withFeature('deprecated'),
    "'a': 'int'",
    'It works as it did; nobody loses anything.',
  ),
  ...member('unstable-added', 'marked unstable', "'a': 'int'", withFeature('unstable')),
  ...member('unstable-removed', 'no longer unstable', withFeature('unstable'), "'a': 'int'", PLAIN),

  ...member('condition-added', 'new condition', "'a': 'int'", withCondition('CONFIG_A')),
  ...member(
    'condition-removed',
    'condition removed',
    withCondition('CONFIG_A'),
    "'a': 'int'",
    'Each build has what some builds of upstream have.',
  ),
  ...member('condition-changed', 'another condition', withCondition('CONFIG_A'), withCondition('CONFIG_B')),

  ...(['allow-oob', 'allow-preconfig'] as const).flatMap((flag) => [
    ...whole(
      'flag-gained',
      `\`${flag}\` added`,
      command('eject'),
      command('eject', `, '${flag}': true`),
      MORE_IS_ACCEPTED,
    ),
    ...whole('flag-lost', `\`${flag}\` removed`, command('eject', `, '${flag}': true`), command('eject')),
  ]),
  ...whole(
    'flag-gained',
    "`'success-response': false` removed",
    command('eject', ", 'success-response': false"),
    command('eject'),
    MORE_IS_ACCEPTED,
  ),
  ...whole(
    'flag-lost',
    "`'success-response': false` added",
    command('eject'),
    command('eject', ", 'success-response': false"),
  ),

  ...whole('value-added', 'new class of errors', errors(''), errors(", 'NoSpace'")),
  ...whole('value-added', 'new class of errors with a prefix', errors(''), errors(", '__com.example_NoSpace'")),
  ...whole('value-removed', 'class of errors removed', errors(", 'NoSpace'"), errors('')),
  ...whole('value-added', 'new capability', capabilities(''), capabilities(", 'batch'")),
  ...whole('value-added', 'new capability with a prefix', capabilities(''), capabilities(", '__com.example_batch'")),
  ...whole('value-removed', 'capability removed', capabilities(", 'batch'"), capabilities('')),
  ...whole(
    'mandatory-member-added',
    'new member of the greeting, with a prefix',
    version(''),
    version(", '__com.example_build': 'str'"),
  ),
  ...whole('optional-member-removed', 'member of the greeting removed', version(", '*build': 'str'"), version('')),
];
