// The rules about messages, in the examples of documentation comments.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../server/src/rules/run.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const ROOT = '/tree/qapi/qapi-schema.json';

/** A schema whose command has an example: of the types that it leads to some are far away. */
function schemaWith(replacements: readonly [string, string][] = []): string {
  let text = `{ 'enum': 'Sync', 'data': [ 'full', 'top' ] }

{ 'struct': 'Speed', 'data': { 'bytes': 'int' } }

{ 'struct': 'Limits', 'data': { 'speeds': [ 'Speed' ] } }

{ 'struct': 'Job', 'data': { 'id': 'str' } }

{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'JobNotFound' ] }

##
# @backup:
#
# Back up.
#
# @sync: how
#
# @limits: how fast
#
# Since: 9.0
#
# .. qmp-example::
#
#     -> { "execute": "backup",
#          "arguments": { "sync": "full",
#                         "limits": { "speeds": [ { "bytes": 7 } ] } } }
#     <- { "return": { "id": "job0" } }
#     -> { "execute": "cancel" }
#     <- { "error": { "class": "JobNotFound", "desc": "..." } }
##
{ 'command': 'backup', 'data': { 'sync': 'Sync', '*limits': 'Limits' }, 'returns': 'Job' }

##
# @cancel:
#
# Stop.
#
# Since: 9.0
##
{ 'command': 'cancel' }
`;
  for (const [from, to] of replacements) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  return text;
}

const ofMessages = ({ rule }: Problem): boolean => rule.category === 'qmp';
const shown = ({ rule, severity, message }: Problem): string => `${severity} ${rule.id}: ${message}`;

async function told(workspace: Workspace): Promise<string[]> {
  return (await workspace.analyse(ROOT)).problems.filter(ofMessages).map(shown);
}

/** What changes elsewhere in the schema, and what is then wrong with the example. */
const changes: Record<string, { change: [string, string]; problem: string }> = {
  'a value goes': {
    change: ["'full', 'top'", "'top'"],
    problem: `warning qmp/unknown-value: Argument 'sync' of command 'backup' has no value 'full'. It takes 'top'.`,
  },
  'a member far away is of another type': {
    change: ["'bytes': 'int'", "'bytes': 'str'"],
    problem: `warning qmp/wrong-type: Argument 'limits.speeds.bytes' of command 'backup' is a string, not a number.`,
  },
  'a member far away is added': {
    change: ["'bytes': 'int'", "'bytes': 'int', 'burst': 'int'"],
    problem: `warning qmp/missing-argument: An element of argument 'limits.speeds' of command 'backup' lacks the member 'burst', which must be there. It is an integer.`,
  },
  'what the command returns is another thing': {
    change: ["{ 'id': 'str' }", "{ 'id': 'str', 'name': 'str' }"],
    problem: `warning qmp/missing-output: The reply of command 'backup' lacks the member 'name', which is always there. What is left out on purpose is shown by '...'.`,
  },
  'another command has another name': {
    change: [
      "# @cancel:\n#\n# Stop.\n#\n# Since: 9.0\n##\n{ 'command': 'cancel' }",
      "# @cancel-job:\n#\n# Stop.\n#\n# Since: 9.0\n##\n{ 'command': 'cancel-job' }",
    ],
    problem: `warning qmp/unknown-command: There is no command 'cancel'. Did you mean 'cancel-job'?`,
  },
  'another command wants an argument': {
    change: ["{ 'command': 'cancel' }", "{ 'command': 'cancel', 'data': { 'id': 'str' } }"],
    problem: `warning qmp/missing-argument: Command 'cancel' lacks the argument 'id', which must be there. It is a string.`,
  },
  'a class of errors goes': {
    change: [", 'JobNotFound'", ''],
    problem: `warning qmp/error-class: There is no class of errors 'JobNotFound'. The schema has 'GenericError'.`,
  },
  'the example changes': {
    change: ['"arguments": { "sync"', '"arguments": { "snyc"'],
    problem: `warning qmp/unknown-argument: Command 'backup' has no argument 'snyc'. Did you mean 'sync'?`,
  },
  'the example is broken': {
    change: ['"full",', '"full"'],
    problem: 'warning qmp/json: A comma is missing here.',
  },
};

/** The last line of an example as it is being typed, and what is said of it. */
const typed: readonly [line: string, problem: string][] = [
  ['<- {', "This bracket is never closed: a '}' is missing."],
  ['<- { "ret', 'This string does not end: the closing " is missing.'],
  ['<- { "return": { "id', 'This string does not end: the closing " is missing.'],
  ['<- { "return": {', "This bracket is never closed, nor are those around it: '}' and '}' are missing."],
  ['-> { "execute": "', 'This string does not end: the closing " is missing.'],
  ['-> { "execute": "can', 'This string does not end: the closing " is missing.'],
  ['-> { "execute": "backup",', "This bracket is never closed: a '}' is missing."],
  ['-> { "execute": "backup", "argu', 'This string does not end: the closing " is missing.'],
  [
    '<- { "event": "STOP", "timestamp": { "seconds": 1',
    "This bracket is never closed, nor are those around it: '}' and '}' are missing.",
  ],
];

describe('an example that is being typed has one problem', () => {
  for (const [line, problem] of typed) {
    it(line, async () => {
      const text = schemaWith([['-> { "execute": "cancel" }\n', `${line}\n`]]);
      const workspace = new Workspace(memoryHost({ [ROOT]: text }), ['/tree']);
      workspace.setSettings({ role: 'upstream', baseline: 'none' });
      assert.deepEqual(await told(workspace), [`warning qmp/json: ${problem}`]);
    });
  }
});

describe('an example in a documentation comment', () => {
  for (const [name, { change, problem }] of Object.entries(changes)) {
    it(`is looked at again where ${name}, and again when it is as it was`, async () => {
      const workspace = new Workspace(memoryHost({ [ROOT]: schemaWith() }), ['/tree']);
      workspace.setSettings({ role: 'upstream', baseline: 'none' });
      assert.deepEqual(await told(workspace), []);
      workspace.setDocument(ROOT, schemaWith([change]));
      assert.deepEqual(await told(workspace), [problem]);
      workspace.setDocument(ROOT, schemaWith());
      assert.deepEqual(await told(workspace), []);
    });
  }

  it('is right where it follows the documentation, and only the definition has another name: that is told there', async () => {
    for (const change of [
      ["{ 'command': 'cancel' }", "{ 'command': 'cancel-job' }"],
      ["'data': { 'sync': 'Sync'", "'data': { 'how': 'Sync'"],
    ] as [string, string][]) {
      const workspace = new Workspace(memoryHost({ [ROOT]: schemaWith([change]) }), ['/tree']);
      assert.deepEqual(await told(workspace), []);
    }
  });

  it('is not judged by a type that the schema has wrong', async () => {
    const data = "'data': { 'sync': 'Sync', '*limits': 'Limits' }";
    for (const change of [
      [data, "'data': 'Sync'"],
      [data, "'data': [ 'Limits' ]"],
      ["{ 'enum': 'Sync', 'data': [ 'full', 'top' ] }", "{ 'alternate': 'Sync', 'data': {} }"],
      [
        "{ 'enum': 'Sync', 'data': [ 'full', 'top' ] }",
        "{ 'alternate': 'Sync', 'data': { 'a': 'int', 'b': 'number' } }",
      ],
    ] as [string, string][]) {
      const workspace = new Workspace(memoryHost({ [ROOT]: schemaWith([change]) }), ['/tree']);
      const { problems } = await workspace.analyse(ROOT);
      assert.ok(problems.length > 0);
      assert.deepEqual(
        problems.filter(({ rule }) => rule.category === 'qmp'),
        [],
      );
    }
  });

  it('is not judged by a definition that is broken, or not yet there', async () => {
    const backup = "{ 'command': 'backup', 'data': { 'sync': 'Sync', '*limits': 'Limits' }, 'returns': 'Job' }";
    for (const change of [
      [backup, "{ 'command': 'backup'"],
      [backup, "{ 'command': 'backup', 'data': { 'sync': 'Sync', '*limits': 'Limits' , 'returns': 'Job' }"],
      [backup, "{ 'command': 'backup', 'data': {"],
      [backup, ''],
      ["{ 'struct': 'Job', 'data': { 'id': 'str' } }", "{ 'struct': 'Job', 'data': { 'id"],
      ["{ 'enum': 'Sync', 'data': [ 'full', 'top' ] }", "{ 'enum': 'Sync', 'data': [ "],
    ] as [string, string][]) {
      const workspace = new Workspace(memoryHost({ [ROOT]: schemaWith([change]) }), ['/tree']);
      workspace.setSettings({ role: 'upstream', baseline: 'none' });
      const { problems } = await workspace.analyse(ROOT);
      assert.deepEqual(
        problems.flatMap(({ rule }) => (/^(?:syntax|doc|qmp)$/.test(rule.category) ? rule.category : [])),
        [change[1] === '' ? 'doc' : 'syntax'],
        change[1],
      );
    }
  });

  it('is not the business of a downstream that has it from upstream, mistakes included', async () => {
    const wrong: [string, string] = ['"bytes": 7', '"byte": 7'];
    const worse: [string, string] = ['"id": "job0"', '"idd": "job0"'];
    const files = { [ROOT]: schemaWith([wrong, worse]), '/upstream/qapi/qapi-schema.json': schemaWith([wrong]) };
    const workspace = new Workspace(memoryHost(files), ['/tree']);
    workspace.setSettings({ role: 'downstream', domains: ['com.example'], baseline: 'dir:../upstream' });
    assert.deepEqual(await told(workspace), [
      `warning qmp/unknown-output: The reply of command 'backup' has no member 'idd'. Did you mean 'id'?`,
    ]);
  });

  it('keeps its mistakes, their places and the ways out of them when its comment moves', async () => {
    const mistakes: [string, string][] = [
      ['"bytes": 7', '"byte": 7'],
      ['"id": "job0"', '"id": "job0", "id": "job1"'],
      ['"sync": "full",', ''],
    ];
    const workspace = new Workspace(memoryHost({ [ROOT]: schemaWith(mistakes) }), ['/tree']);
    workspace.setSettings({ role: 'upstream', baseline: 'none' });
    const whole = async (of: Workspace): Promise<unknown[]> =>
      (await of.analyse(ROOT)).problems
        .filter(ofMessages)
        .map(({ message, span, related, fixes }) => ({ message, span, related, fixes: fixes() }));
    assert.equal((await whole(workspace)).length, 3);
    const first = "{ 'enum': 'Sync'";
    for (const instead of [`# Moved.\n\n${first}`, `${first}, 'prefix': 'SYNC'`, first]) {
      const text = schemaWith([...mistakes, [first, instead]]);
      workspace.setDocument(ROOT, text);
      const afresh = new Workspace(memoryHost({ [ROOT]: text }), ['/tree']);
      afresh.setSettings({ role: 'upstream', baseline: 'none' });
      assert.deepEqual(await whole(workspace), await whole(afresh));
    }
  });

  it('speaks of what is deprecated where that stands now, and in the words of its documentation now', async () => {
    const cancel = "# Stop.\n#\n# Since: 9.0\n##\n{ 'command': 'cancel' }";
    const old = (words: string): string =>
      cancel
        .replace(' }', ", 'features': [ 'deprecated' ] }")
        .replace('# Since', `# Features:\n#\n# @deprecated: ${words}\n#\n# Since`);
    const texts = [
      [[cancel, old('Use `stop`.')]],
      [
        [cancel, old('Use `stop`.')],
        ['# Stop.', '# Stop\n# it.'],
      ],
      [[cancel, old('Do not.')]],
      [],
    ] as [string, string][][];
    const workspace = new Workspace(memoryHost({ [ROOT]: schemaWith() }), ['/tree']);
    workspace.setSettings({ role: 'upstream', baseline: 'none' });
    const seen: unknown[][] = [];
    for (const changes of texts) {
      const text = schemaWith(changes);
      workspace.setDocument(ROOT, text);
      const { problems } = await workspace.analyse(ROOT);
      const at = ({ thing }: Problem): string | undefined => thing && text.slice(thing.name.span.start).split('\n')[0];
      seen.push(problems.filter(ofMessages).map((problem) => [problem.message, at(problem)]));
    }
    const place = "cancel', 'features': [ 'deprecated' ] }";
    assert.deepEqual(seen, [
      [["Command 'cancel' is deprecated. Use `stop`.", place]],
      [["Command 'cancel' is deprecated. Use `stop`.", place]],
      [["Command 'cancel' is deprecated. Do not.", place]],
      [],
    ]);
  });

  it('is looked at again where it stands before no definition', async () => {
    const free = '##\n# = Backups\n#\n# .. qmp-example::\n#\n#     -> { "execute": "cancel" }\n##\n\n';
    const workspace = new Workspace(memoryHost({ [ROOT]: '' }), ['/tree']);
    workspace.setSettings({ role: 'upstream', baseline: 'none' });
    const after = async (...changes: [string, string][]): Promise<string[]> => {
      workspace.setDocument(ROOT, free + schemaWith(changes));
      return told(workspace);
    };
    const more: [string, string] = ["{ 'command': 'cancel' }", "{ 'command': 'cancel', 'data': { 'id': 'str' } }"];
    const wrong = `warning qmp/missing-argument: Command 'cancel' lacks the argument 'id', which must be there. It is a string.`;
    assert.deepEqual(await after(), []);
    assert.deepEqual(await after(more), [wrong, wrong]);
    assert.deepEqual(await after(more, ['# Stop.', '# Stop it.']), [wrong, wrong]);
    assert.deepEqual(await after(), []);
  });

  it('breaks no build, and is fixed like anything else', async () => {
    const files = { [ROOT]: schemaWith([['"bytes": 7', '"byte": 7']]) };
    const workspace = new Workspace(memoryHost(files), ['/tree']);
    workspace.setSettings({ role: 'upstream', baseline: 'none' });
    const [problem, ...more] = (await workspace.analyse(ROOT)).problems.filter(ofMessages);
    assert.deepEqual([problem?.buildBreaking, more], [false, []]);
    const [fix] = problem?.fixes() ?? [];
    assert.deepEqual(fix?.kind === 'edit' && fix.edits.map(({ newText }) => newText), ['bytes']);
  });
});
