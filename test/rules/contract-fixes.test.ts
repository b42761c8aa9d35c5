// Fixes for what a downstream has changed against its baseline: make it the baseline's again, or have a command of one's own.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { resolveFix } from '../../server/src/features/fixes.ts';
import { allRules } from '../../server/src/rules/index.ts';
import type { Example, Fix } from '../../server/src/rules/rule.ts';
import type { Problem } from '../../server/src/rules/run.ts';
import type { Workspace } from '../../server/src/workspace/workspace.ts';
import { openExample } from '../helpers/example.ts';
import { historyFrom } from '../helpers/history.ts';

const ROOT = 'qapi/qapi-schema.json';

type More = Partial<Omit<Example, 'files' | 'baseline'>>;

/** A tree against its baseline: the texts of their root files, without the line break at the end. */
function tree(ours: string, baseline: string | undefined, more: More = {}): Example {
  return {
    files: { [ROOT]: `${ours}\n` },
    ...(baseline === undefined ? {} : { baseline: { [ROOT]: `${baseline}\n` } }),
    domains: ['com.example'],
    role: 'downstream',
    ...more,
  };
}

interface Open {
  readonly workspace: Workspace;
  readonly root: string;
  readonly analysis: Analysis;
}

async function open(example: Example): Promise<Open> {
  const history = example.releases && (await historyFrom(example.releases));
  const { workspace, root } = openExample(example, history);
  return { workspace, root, analysis: await workspace.analyse(root) };
}

/** The problems that the fixes are for. */
const isAsked = ({ rule }: Problem): boolean => rule.category === 'contract' || rule.id === 'downstream/missing-prefix';

const inWords = ({ rule, path, message }: Problem): string => `${rule.id} ${path}: ${message}`;

const errorsIn = ({ problems }: Analysis): string[] =>
  problems.filter(({ severity }) => severity === 'error').map(inWords);

/** What a fix makes of the files. It must do away with its problem, and bring no other that is serious. */
async function press({ workspace, root, analysis }: Open, problem: Problem, fix: Fix): Promise<Record<string, string>> {
  const resolved = resolveFix(fix, [analysis]);
  assert.ok(resolved.ok, `${fix.title} cannot be done`);
  const texts: Record<string, string> = {};
  for (const { path, tree: before } of analysis.schema.sources.files) {
    const after = applyEdits(
      before.text,
      resolved.edits.filter(({ file }) => file === path),
    );
    texts[path.replace('/tree/', '')] = after;
    workspace.setDocument(path, after);
  }
  const after = await workspace.analyse(root);
  const known = new Set(errorsIn(analysis));
  assert.deepEqual(
    errorsIn(after).filter((message) => !known.has(message)),
    [],
    fix.title,
  );
  assert.ok(!after.problems.map(inWords).includes(inWords(problem)), `${fix.title}: the problem is still there`);
  return texts;
}

/** The text of the root after the fix with a title. */
async function after(example: Example, title: string): Promise<string | undefined> {
  const tree = await open(example);
  for (const problem of tree.analysis.problems.filter(isAsked)) {
    for (const fix of waysOut(problem)) {
      if (fix.title === title) return (await press(tree, problem, fix))[ROOT]?.slice(0, -1);
    }
  }
  assert.fail(`no fix '${title}' among ${JSON.stringify(await titles(example))}`);
}

/** The fixes that change something: to acknowledge a problem is always possible. */
function waysOut(problem: Problem): readonly Fix[] {
  return problem.fixes().filter(({ kind }) => kind !== 'acknowledge');
}

/** The titles of all fixes. */
async function titles(example: Example): Promise<string[]> {
  const { analysis } = await open(example);
  return analysis.problems.filter(isAsked).flatMap((problem) => waysOut(problem).map(({ title }) => title));
}

interface Return {
  readonly what: string;
  readonly upstream: string;
  readonly ours: string;
  readonly title: string;
  readonly version?: string;
}

const returns: readonly Return[] = [
  {
    what: 'an argument that must be there now',
    upstream: "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }",
    ours: "{ 'command': 'eject', 'data': { 'id': 'str', 'force': 'bool' } }",
    title: "Make 'force' optional again",
  },
  {
    what: 'a member of a base that may be missing now',
    upstream: `{ 'struct': 'Basics', 'data': { 'id': 'str' } }
{ 'struct': 'Drive', 'base': 'Basics', 'data': { 'tray': 'bool' } }
{ 'command': 'query-drives', 'returns': [ 'Drive' ] }`,
    ours: `{ 'struct': 'Basics', 'data': { '*id': 'str' } }
{ 'struct': 'Drive', 'base': 'Basics', 'data': { 'tray': 'bool' } }
{ 'command': 'query-drives', 'returns': [ 'Drive' ] }`,
    title: "Make 'id' mandatory again",
  },
  {
    what: 'a type',
    upstream: "{ 'command': 'eject', 'data': { 'ids': [ 'str' ], 'delay': { 'type': 'uint8', 'if': 'CONFIG_TRAY' } } }",
    ours: "{ 'command': 'eject', 'data': { 'ids': [ 'str' ], 'delay': { 'type': 'str', 'if': 'CONFIG_TRAY' } } }",
    title: "Make it 'uint8' again",
  },
  {
    what: 'any string, which is an enum now',
    upstream: `{ 'command': 'eject', 'data': { 'how': 'str' } }
{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }`,
    ours: `{ 'command': 'eject', 'data': { 'how': 'Pace' } }
{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }`,
    title: "Make it 'str' again",
  },
  {
    what: 'an enum that clients receive, which is any string now',
    upstream: `{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }
{ 'command': 'query-pace', 'returns': { 'pace': 'Pace' } }`,
    ours: `{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }
{ 'command': 'query-pace', 'returns': { 'pace': 'str' } }`,
    title: "Make it 'Pace' again",
  },
  {
    what: 'a type that is a list',
    upstream: "{ 'command': 'eject', 'data': { 'ids': [ 'str' ] } }",
    ours: "{ 'command': 'eject', 'data': { 'ids': 'str' } }",
    title: "Restore upstream's type",
  },
  {
    what: 'a type that is gone, with its definition and what that needs',
    upstream: `{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }

##
# @Motor:
#
# @pace: how fast
#
# Since: 1.0
##
{ 'struct': 'Motor', 'data': { 'pace': 'Pace' } }

{ 'command': 'eject', 'data': { 'motor': 'Motor' } }`,
    ours: "{ 'command': 'eject', 'data': { 'motor': 'str' } }",
    title: "Make it 'Motor' again",
  },
  {
    what: 'an argument in its line, with its description',
    upstream: `##
# @eject:
#
# Opens the tray.
#
# @id: the drive
#
# @force: even if the guest has
#     locked it
#
# @wait: how long
#
# Since: 1.0
##
{ 'command': 'eject',
  'data': { 'id': 'str',
            '*force': 'bool',
            '*wait': 'int' } }`,
    ours: `##
# @eject:
#
# Opens the tray.
#
# @id: the drive
#
# @wait: how long
#
# Since: 1.0
##
{ 'command': 'eject',
  'data': { 'id': 'str',
            '*wait': 'int' } }`,
    title: "Put 'force' back",
  },
  {
    what: 'the first member, in the column of the others',
    upstream: `{ 'struct': 'Drive',
  'data': {
      'id': 'str',
      '*tray': { 'type': 'bool',
                 'features': [ 'unstable' ] },
      'size': 'int'
  } }
{ 'command': 'query-drive', 'returns': 'Drive' }`,
    ours: `{ 'struct': 'Drive',
  'data': {
      '*tray': { 'type': 'bool',
                 'features': [ 'unstable' ] },
      'size': 'int'
  } }
{ 'command': 'query-drive', 'returns': 'Drive' }`,
    title: "Put 'id' back",
  },
  {
    what: 'a member with all that belongs to it',
    upstream: `{ 'struct': 'Drive',
  'data': {
      'id': 'str',
      '*tray': { 'type': 'bool', 'if': 'CONFIG_TRAY',
                 'features': [ 'quick' ] }
  } }
{ 'command': 'query-drive', 'returns': 'Drive' }`,
    ours: `{ 'struct': 'Drive',
  'data': {
      'id': 'str'
  } }
{ 'command': 'query-drive', 'returns': 'Drive' }`,
    title: "Put 'tray' back",
  },
  {
    what: 'a member of an anonymous base',
    upstream: `{ 'enum': 'Kind', 'data': [ 'disk' ] }
{ 'struct': 'Disk', 'data': { 'size': 'int' } }
{ 'union': 'Drive', 'base': { 'id': 'str', 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    ours: `{ 'enum': 'Kind', 'data': [ 'disk' ] }
{ 'struct': 'Disk', 'data': { 'size': 'int' } }
{ 'union': 'Drive', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    title: "Put 'id' back",
  },
  {
    what: 'all that an event carried',
    upstream: "{ 'event': 'STOP', 'data': 'Reason', 'boxed': true }\n{ 'struct': 'Reason', 'data': { 'why': 'str' } }",
    ours: "{ 'event': 'STOP' }\n{ 'struct': 'Reason', 'data': { 'why': 'str' } }",
    title: "Put 'why' back",
  },
  {
    what: 'a value, with the branch that it selects and the type of that',
    upstream: `{ 'enum': 'Kind', 'data': [ 'disk', { 'name': 'tape', 'if': 'CONFIG_TAPE' }, 'card' ] }
{ 'struct': 'Tape', 'data': { 'length': 'int' } }
{ 'union': 'Drive',
  'base': { 'kind': 'Kind' },
  'discriminator': 'kind',
  'data': { 'tape': { 'type': 'Tape', 'if': 'CONFIG_TAPE' },
            'card': 'Card' } }
{ 'struct': 'Card', 'data': { 'pins': 'int' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    ours: `{ 'enum': 'Kind', 'data': [ 'disk', 'card' ] }
{ 'union': 'Drive',
  'base': { 'kind': 'Kind' },
  'discriminator': 'kind',
  'data': { 'card': 'Card' } }
{ 'struct': 'Card', 'data': { 'pins': 'int' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    title: "Put 'tape' back",
  },
  {
    what: 'a value in a row of values',
    upstream: `{ 'enum': 'Key',
  'data': [ 'a', 'b', 'c',
            'd', 'e', 'f' ] }
{ 'command': 'send', 'data': { 'key': 'Key' } }`,
    ours: `{ 'enum': 'Key',
  'data': [ 'a', 'b', 'c',
            'e', 'f' ] }
{ 'command': 'send', 'data': { 'key': 'Key' } }`,
    title: "Put 'd' back",
  },
  {
    what: 'one of the types of an alternate',
    upstream: `{ 'alternate': 'Which', 'data': { 'id': 'str', 'none': 'null' } }
{ 'command': 'eject', 'data': { 'drive': 'Which' } }`,
    ours: `{ 'alternate': 'Which', 'data': { 'id': 'str' } }
{ 'command': 'eject', 'data': { 'drive': 'Which' } }`,
    title: "Put 'none' back",
  },
  {
    what: 'an alternate that takes more',
    upstream: `{ 'alternate': 'Which', 'data': { 'id': 'str', 'none': 'null' } }
{ 'command': 'eject', 'data': { 'drive': 'Which' } }`,
    ours: `{ 'alternate': 'Which', 'data': { 'id': 'str', 'ids': [ 'str' ], 'none': 'null' } }
{ 'command': 'eject', 'data': { 'drive': 'Which' } }`,
    title: "Take 'ids' out",
  },
  {
    what: 'a command between its neighbours, with its comment and types, each in its place',
    upstream: `{ 'command': 'stop' }

##
# = Trays
##

##
# @Tray:
#
# @open: the disk can be taken out
#
# Since: 1.0
##
{ 'enum': 'Tray', 'data': [ 'open' ] }

##
# @eject:
#
# @tray: how it is to be
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }

{ 'command': 'cont' }`,
    ours: `{ 'command': 'stop' }

##
# = Trays
##

{ 'command': 'cont' }`,
    title: "Put the command 'eject' back, with the types that it needs",
  },
  {
    what: 'an event at the end',
    upstream: "{ 'event': 'STOP' }\n{ 'event': 'RESUME', 'data': { 'id': 'str' } }",
    ours: "{ 'event': 'STOP' }",
    title: "Put the event 'RESUME' back",
  },
  {
    what: 'what a command gives',
    upstream: `{ 'struct': 'Drive', 'data': { 'id': 'str' } }
##
# @query-drives:
#
# Returns: all of them
#
# Since: 1.0
##
{ 'command': 'query-drives', 'returns': [ 'Drive' ] }`,
    ours: `##
# @query-drives:
#
# Since: 1.0
##
{ 'command': 'query-drives' }`,
    title: "Put 'returns' back",
  },
  {
    what: 'that a command gives nothing',
    upstream: "{ 'command': 'eject', 'data': { 'id': 'str' } }\n{ 'struct': 'Drive', 'data': { 'id': 'str' } }",
    ours: "{ 'command': 'eject', 'data': { 'id': 'str' }, 'returns': [ 'Drive' ] }\n{ 'struct': 'Drive', 'data': { 'id': 'str' } }",
    title: "Remove 'returns'",
  },
  {
    what: 'a flag that is gone',
    upstream: "{ 'command': 'eject',\n  'data': { 'id': 'str' },\n  'allow-oob': true,\n  'if': 'CONFIG_TRAY' }",
    ours: "{ 'command': 'eject',\n  'data': { 'id': 'str' },\n  'if': 'CONFIG_TRAY' }",
    title: "Put 'allow-oob' back",
  },
  {
    what: 'a flag that is new',
    upstream: "{ 'command': 'eject', 'data': { 'id': 'str' } }",
    ours: "{ 'command': 'eject', 'data': { 'id': 'str' }, 'allow-preconfig': true }",
    title: "Remove 'allow-preconfig'",
  },
  {
    what: 'a feature among others, with its description',
    upstream: `##
# @eject:
#
# Features:
#
# @quick: it takes no time
#
# @quiet: nor does it make a noise
#
# Since: 1.0
##
{ 'command': 'eject', 'features': [ 'quick', 'quiet' ] }`,
    ours: `##
# @eject:
#
# Features:
#
# @quiet: nor does it make a noise
#
# Since: 1.0
##
{ 'command': 'eject', 'features': [ 'quiet' ] }`,
    title: "Put the feature 'quick' back",
  },
  {
    what: 'the only feature of a member, with its description',
    upstream: `##
# @eject:
#
# @id: the drive
#
# Features:
#
# @quick: it takes no time
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': { 'type': 'str', 'features': [ 'quick' ] } } }`,
    ours: `##
# @eject:
#
# @id: the drive
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': 'str' } }`,
    title: "Put the feature 'quick' back",
  },
  {
    what: 'the mark of a value',
    upstream: `{ 'enum': 'Tray', 'data': [ 'open', { 'name': 'shut', 'features': [ 'unstable' ] } ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }`,
    ours: `{ 'enum': 'Tray', 'data': [ 'open', 'shut' ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' } }`,
    title: "Put the feature 'unstable' back",
  },
  {
    what: 'what is marked and was not, without its description',
    upstream: `##
# @eject:
#
# @id: the drive
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': 'str' } }`,
    ours: `##
# @eject:
#
# @id: the drive
#
# Features:
#
# @deprecated: take another
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': { 'type': 'str', 'features': [ 'deprecated' ] } } }`,
    title: "Remove the feature 'deprecated'",
  },
  {
    what: 'a condition that is new',
    upstream: "{ 'command': 'eject', 'data': { 'id': 'str', '*tray': 'bool' } }",
    ours: "{ 'command': 'eject', 'data': { 'id': 'str', '*tray': { 'type': 'bool', 'if': 'CONFIG_TRAY' } } }",
    title: 'Remove the condition: upstream has none',
  },
  {
    what: 'another condition, of a value and of its branch',
    upstream: `{ 'enum': 'Kind', 'data': [ 'disk', { 'name': 'tape', 'if': { 'any': [ 'CONFIG_TAPE', 'CONFIG_REEL' ] } } ] }
{ 'struct': 'Tape', 'data': { 'length': 'int' } }
{ 'union': 'Drive', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
  'data': { 'tape': { 'type': 'Tape', 'if': { 'any': [ 'CONFIG_TAPE', 'CONFIG_REEL' ] } } } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    ours: `{ 'enum': 'Kind', 'data': [ 'disk', { 'name': 'tape', 'if': 'CONFIG_REEL' } ] }
{ 'struct': 'Tape', 'data': { 'length': 'int' } }
{ 'union': 'Drive', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
  'data': { 'tape': { 'type': 'Tape', 'if': 'CONFIG_REEL' } } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    title: "Restore upstream's condition",
  },
  {
    what: 'a member of the greeting that upstream does not have',
    upstream: `##
# @VersionInfo:
#
# @qemu: the version
#
# Since: 0.14
##
{ 'struct': 'VersionInfo', 'data': { 'qemu': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }`,
    ours: `##
# @VersionInfo:
#
# @qemu: the version
#
# @__com.example_build: the build
#
# Since: 0.14
##
{ 'struct': 'VersionInfo', 'data': { 'qemu': 'str', '__com.example_build': 'str' } }
{ 'command': 'query-version', 'returns': 'VersionInfo' }`,
    title: "Take '__com.example_build' out",
  },
  {
    what: 'a branch whose value has stayed, with its type',
    upstream: `{ 'enum': 'Kind', 'data': [ 'disk', 'tape' ] }
{ 'struct': 'Tape', 'data': { 'length': 'int', '*speed': 'int' } }
{ 'union': 'Drive', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'tape': 'Tape', 'disk': 'Disk' } }
{ 'struct': 'Disk', 'data': { 'size': 'int' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    ours: `{ 'enum': 'Kind', 'data': [ 'disk', 'tape' ] }
{ 'union': 'Drive', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }
{ 'struct': 'Disk', 'data': { 'size': 'int' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    title: "Put the branch 'tape' back",
  },
  {
    what: 'a value of a simple union',
    upstream: `{ 'struct': 'Disk', 'data': { 'size': 'int' } }
{ 'union': 'Drive', 'data': { 'disk': 'Disk', 'tape': 'Disk' } }
{ 'command': 'add', 'data': { 'drive': 'Drive' } }`,
    ours: `{ 'struct': 'Disk', 'data': { 'size': 'int' } }
{ 'union': 'Drive', 'data': { 'disk': 'Disk' } }
{ 'command': 'add', 'data': { 'drive': 'Drive' } }`,
    title: "Put 'tape' back",
    version: '5.2.0',
  },
  {
    what: 'the type of a branch of a simple union',
    upstream: `{ 'union': 'Drive', 'data': { 'disk': 'int', 'tape': 'str' } }
{ 'command': 'add', 'data': { 'drive': 'Drive' } }
{ 'command': 'query', 'returns': [ 'Drive' ] }`,
    ours: `{ 'union': 'Drive', 'data': { 'disk': 'int', 'tape': 'bool' } }
{ 'command': 'add', 'data': { 'drive': 'Drive' } }
{ 'command': 'query', 'returns': [ 'Drive' ] }`,
    title: "Make it 'str' again",
    version: '5.2.0',
  },
  {
    what: 'a member of an old comment, which has no empty lines',
    upstream: `##
# @eject:
#
# @id: the drive
# @force: even if it is locked
# @wait: how long
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool', '*wait': 'int' } }`,
    ours: `##
# @eject:
#
# @id: the drive
# @wait: how long
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': 'str', '*wait': 'int' } }`,
    title: "Put 'force' back",
    version: '5.2.0',
  },
];

describe('what upstream has comes back as it was', () => {
  for (const { what, upstream, ours, title, version } of returns) {
    it(what, async () => {
      assert.equal(await after(tree(ours, upstream, { version: version ?? '10.2.0' }), title), upstream);
    });
  }
});

describe('a release as the baseline, which has no comments and a layout of its own', () => {
  const put = async (ours: string, release: string, title: string, version = '10.2.0'): Promise<string | undefined> => {
    const name = version.split('.').slice(0, 2).join('.');
    return after(
      tree(ours, undefined, { version, baselineSpec: `release:${name}`, releases: { [name]: release } }),
      title,
    );
  };

  it('gives a member, in the layout of its neighbours', async () => {
    const text = await put(
      `{ 'struct': 'Drive',
  'data': {
      'id': 'str',
      'size': 'int'
  } }
{ 'command': 'query-drive', 'returns': 'Drive' }`,
      `{ 'struct': 'Drive', 'data': { 'id': 'str', '*tray': 'bool', 'size': 'int' } }
{ 'command': 'query-drive', 'returns': 'Drive' }
`,
      "Put 'tray' back",
    );
    assert.equal(
      text,
      `{ 'struct': 'Drive',
  'data': {
      'id': 'str',
      '*tray': 'bool',
      'size': 'int'
  } }
{ 'command': 'query-drive', 'returns': 'Drive' }`,
    );
  });

  it('gives a command, with its types', async () => {
    const text = await put(
      "{ 'command': 'cont' }\n\n{ 'command': 'stop' }",
      "{ 'enum': 'Tray', 'data': [ 'open' ] }{ 'command': 'cont' }{ 'command': 'eject', 'data': { 'tray': 'Tray' } }{ 'command': 'stop' }",
      "Put the command 'eject' back, with the types that it needs",
    );
    assert.equal(
      text,
      // A release has its definitions in the order of their names.
      `{ 'enum': 'Tray',
  'data': [ 'open' ] }

{ 'command': 'cont' }

{ 'command': 'eject',
  'data': { 'tray': 'Tray' } }

{ 'command': 'stop' }`,
    );
  });

  it('is told in the dialect of the tree: conditions as C before 6.2', async () => {
    const text = await put(
      "{ 'enum': 'Kind', 'data': [ 'disk' ] }\n{ 'command': 'add', 'data': { 'kind': 'Kind' } }",
      `{ 'enum': 'Kind', 'data': [ 'disk', { 'name': 'tape', 'if': '!defined(CONFIG_REEL)' } ] }
{ 'command': 'add', 'data': { 'kind': 'Kind' } }`,
      "Put 'tape' back",
      '5.2.0',
    );
    assert.equal(
      text,
      `{ 'enum': 'Kind', 'data': [ 'disk',
                            { 'name': 'tape', 'if': '!defined(CONFIG_REEL)' } ] }
{ 'command': 'add', 'data': { 'kind': 'Kind' } }`,
    );
  });

  it('is told in the dialect of the tree: structs as types before 2.4', async () => {
    const text = await put(
      "{ 'command': 'query-drive' }",
      "{ 'type': 'Drive', 'data': { 'id': 'str' } }\n{ 'command': 'query-drive', 'returns': 'Drive', 'gen': 'no' }",
      "Put 'returns' back",
      '2.3.0',
    );
    assert.equal(
      text,
      "{ 'type': 'Drive',\n  'data': { 'id': 'str' } }\n\n{ 'command': 'query-drive',\n  'returns': 'Drive' }",
    );
  });

  it('leaves comments to be filled in, where the schema demands them', async () => {
    const ours = `{ 'pragma': { 'doc-required': true } }

##
# @stop:
#
# Stop the guest.
#
# Since: 1.0
##
{ 'command': 'stop' }`;
    const release = `{ 'command': 'stop' }
{ 'enum': 'Tray', 'data': [ 'open' ] }
{ 'command': 'eject', 'data': { 'tray': 'Tray' }, 'features': [ 'slow' ] }`;
    const title = "Put the command 'eject' back, with the types that it needs";
    const eject = `##
# @eject:
#
# Not documented yet.
#
# @tray: not documented yet
#
# Features:
#
# @slow: not documented yet
##
{ 'command': 'eject',
  'data': { 'tray': 'Tray' },
  'features': [ 'slow' ] }`;
    const tray = `##
# @Tray:
#
# Not documented yet.
#
# @open: not documented yet
##
{ 'enum': 'Tray',
  'data': [ 'open' ] }`;
    const at = ours.indexOf('##');
    assert.equal(
      await put(ours, release, title, '9.2.0'),
      `${ours.slice(0, at)}${tray}\n\n${eject}\n\n${ours.slice(at)}`,
    );
  });

  it('leaves descriptions to be filled in, where the generator of the tree demands them', async () => {
    const ours = `##
# @eject:
#
# Open the tray.
#
# @id: the drive
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { 'id': 'str' } }`;
    const member = "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }";
    const restored = ours.replace("'id': 'str'", "'id': 'str', '*force': 'bool'");
    const described = restored.replace('drive\n', 'drive\n#\n# @force: not documented yet\n');
    assert.equal(await put(ours, member, "Put 'force' back", '9.2.0'), described);
    assert.equal(await put(ours, member, "Put 'force' back", '8.2.0'), restored);
    const slow =
      "{ 'command': 'eject', 'data': { 'id': 'str', '*force': { 'type': 'bool', 'features': [ 'slow', 'loud' ] } } }";
    const features = '# Features:\n#\n# @slow: not documented yet\n#\n# @loud: not documented yet\n';
    assert.equal(
      await put(ours, slow, "Put 'force' back", '9.2.0'),
      described
        .replace(" '*force': 'bool'", `\n${' '.repeat(32)}'*force': { 'type': 'bool', 'features': [ 'slow', 'loud' ] }`)
        .replace('yet\n', `yet\n#\n${features}`),
    );
    const feature = "{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'slow' ] }";
    assert.equal(
      await put(ours, feature, "Put the feature 'slow' back", '8.2.0'),
      ours
        .replace('drive\n', 'drive\n#\n# Features:\n#\n# @slow: not documented yet\n')
        .replace("'str' } }", "'str' }, 'features': [ 'slow' ] }"),
    );
  });

  it('gives nothing that the dialect of the tree has no word for', async () => {
    const [ours, release] = [
      "{ 'command': 'stop' }\n{ 'command': 'eject', 'data': { 'id': 'str' } }",
      "{ 'command': 'stop' }\n{ 'command': 'eject', 'data': { 'id': 'str', '*tray': { 'type': 'bool', 'if': 'CONFIG_TRAY' } }, 'allow-preconfig': true }",
    ];
    const more = { baselineSpec: 'release:10.2', releases: { '10.2': release } };
    const told = await titles(tree(ours, undefined, { ...more, version: '10.2.0' }));
    assert.deepEqual(told, ["Put 'tray' back", "Put 'allow-preconfig' back"]);
    assert.deepEqual(await titles(tree(ours, undefined, { ...more, version: '2.12.0' })), []);
  });
});

describe('a baseline of another dialect', () => {
  it('gives no value that one of the unions would need a branch for, of which nobody knows what it holds', async () => {
    const unions = (values: string): string => `{ 'enum': 'Kind', 'data': [ ${values} ] }
{ 'struct': 'File', 'data': { 'name': 'str' } }
{ 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }
{ 'command': 'add', 'data': 'Disk', 'boxed': true }`;
    const [ours, upstream] = [unions("'file'"), unions("'file', 'tape'")];
    assert.deepEqual(await titles(tree(ours, upstream, { version: '3.0.0' })), ["Put 'tape' back"]);
    assert.deepEqual(await titles(tree(ours, upstream, { version: '2.12.0' })), []);
    const complete = upstream.replace("'file': 'File'", "$&, 'tape': 'File'");
    assert.deepEqual(await titles(tree(ours, complete, { version: '2.12.0' })), ["Put 'tape' back"]);
  });

  it('gives its C conditions as objects', async () => {
    const command = (condition: string): string => `{ 'command': 'eject', 'if': ${condition} }`;
    const upstream = command("[ 'defined(A)', '!defined(B)' ]");
    const restored = command("{ 'all': [ 'A', { 'not': 'B' } ] }");
    assert.equal(await after(tree(command("'C'"), upstream), "Restore upstream's condition"), restored);
  });

  it('gives its objects as C conditions', async () => {
    assert.equal(
      await after(
        tree("{ 'command': 'eject', 'if': 'defined(B)' }", "{ 'command': 'eject', 'if': { 'not': 'A' } }", {
          version: '5.2.0',
        }),
        "Restore upstream's condition",
      ),
      "{ 'command': 'eject', 'if': '!defined(A)' }",
    );
  });
});

describe("a program's answer as the baseline", () => {
  it('gives what it knows, and no made-up name, width or condition', async () => {
    const answer = [
      { name: 'eject', 'meta-type': 'command', 'arg-type': '1', 'ret-type': '0', features: ['quick'] },
      { name: '0', 'meta-type': 'object', members: [] },
      {
        name: '1',
        'meta-type': 'object',
        members: [
          { name: 'id', type: 'str' },
          { name: 'tray', type: '2', default: null },
          { name: 'wait', type: 'int', default: null },
          { name: 'note', type: 'str', default: null },
        ],
      },
      { name: '2', 'meta-type': 'enum', members: [{ name: 'open' }], values: ['open'] },
      { name: 'str', 'meta-type': 'builtin', 'json-type': 'string' },
      { name: 'int', 'meta-type': 'builtin', 'json-type': 'int' },
    ];
    const example = tree("{ 'command': 'eject', 'data': { '*id': 'str' }, 'if': 'CONFIG_TRAY' }", undefined, {
      baselineSpec: 'introspection:qemu.json',
    });
    const files = { ...example.files, 'qemu.json': JSON.stringify({ return: answer }) };
    assert.deepEqual(await titles({ ...example, files }), [
      "Put 'note' back",
      "Put the feature 'quick' back",
      "Make 'id' mandatory again",
    ]);
  });
});

describe('a new class of errors', () => {
  it('gets the prefix, and is written as the classes around it', async () => {
    const classes = (more: string): string => `{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }
{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError'${more} ] }
{ 'command': 'stop' }`;
    assert.equal(
      await after(tree(classes(", 'DiskBusy'"), classes('')), "Insert the prefix: '__com.example_DiskBusy'"),
      classes(", '__com.example_DiskBusy'"),
    );
  });
});

describe('a new argument', () => {
  const upstream = "{ 'command': 'eject', 'data': { 'id': 'str' } }";
  const copy = "Leave upstream's 'eject' as it is, and add '__com.example_eject' with the new argument";

  it('goes into a command of its own, with its description', async () => {
    const documented = `##
# @eject:
#
# Opens the tray.  With @secure it takes longer.
#
# @id: the drive
#
# @secure: empty it first
#
# Since: 1.0
#
# .. qmp-example::
#
#     -> { "execute": "eject", "arguments": { "id": "a" } }
#     <- { "return": {} }
##
{ 'command': 'eject',
  'data': { 'id': 'str',
            '*secure': 'bool' } }`;
    assert.equal(
      await after(tree(documented, upstream), copy),
      `##
# @eject:
#
# Opens the tray.  With @secure it takes longer.
#
# @id: the drive
#
# Since: 1.0
#
# .. qmp-example::
#
#     -> { "execute": "eject", "arguments": { "id": "a" } }
#     <- { "return": {} }
##
{ 'command': 'eject',
  'data': { 'id': 'str' } }

##
# @__com.example_eject:
#
# Opens the tray.  With @secure it takes longer.
#
# @id: the drive
#
# @secure: empty it first
#
# Since: 1.0
#
# .. qmp-example::
#
#     -> { "execute": "__com.example_eject", "arguments": { "id": "a" } }
#     <- { "return": {} }
##
{ 'command': '__com.example_eject',
  'data': { 'id': 'str',
            '*secure': 'bool' } }`,
    );
  });

  it('needs no prefix there', async () => {
    const ours = "{ 'command': 'eject', 'data': { 'id': 'str', '*__com.example_secure': 'bool' } }";
    assert.equal(
      await after(tree(ours, upstream, { profile: 'strict' }), copy),
      `${upstream}

{ 'command': '__com.example_eject', 'data': { 'id': 'str', '*secure': 'bool' } }`,
    );
  });

  it('goes with a struct of its own, where the arguments have one', async () => {
    const struct = "{ 'struct': 'Eject', 'data': { 'id': 'str' } }\n{ 'command': 'eject', 'data': 'Eject' }";
    const ours =
      "{ 'struct': 'Eject', 'data': { 'id': 'str', 'secure': 'bool' } }\n{ 'command': 'eject', 'data': 'Eject' }";
    assert.equal(
      await after(tree(ours, struct), copy),
      `{ 'struct': 'Eject', 'data': { 'id': 'str' } }
{ 'struct': '__com.example_Eject', 'data': { 'id': 'str', 'secure': 'bool' } }
{ 'command': 'eject', 'data': 'Eject' }
{ 'command': '__com.example_eject', 'data': '__com.example_Eject' }`,
    );
  });

  it('takes the others along', async () => {
    const ours = "{ 'command': 'eject', 'data': { '*quick': 'bool', 'id': 'str', '*secure': 'bool' } }";
    assert.equal(
      await after(tree(ours, upstream), copy.replace(/t$/, 'ts')),
      `${upstream}

{ 'command': '__com.example_eject', 'data': { '*quick': 'bool', 'id': 'str', '*secure': 'bool' } }`,
    );
  });

  it('leaves upstream what another release of upstream has', async () => {
    const ours = "{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'bool', '*secure': 'bool' } }";
    const later = "{ 'command': 'eject', 'data': { 'id': 'str', '*quick': 'bool' } }";
    const stop = "{ 'command': 'stop' }\n";
    const releases = { '8.2': stop + upstream, '9.1': stop + later };
    const example = tree(stop + ours, undefined, { version: '8.2.0', baselineSpec: 'auto', releases });
    assert.equal(
      await after(example, copy),
      `${stop}${later}\n{ 'command': '__com.example_eject', 'data': { 'id': 'str', '*quick': 'bool', '*secure': 'bool' } }`,
    );
  });

  it('makes a command that upstream does not have, although it has one of that name', async () => {
    const releases = { '8.2': upstream };
    const more = { version: '8.2.0', baselineSpec: 'auto', releases };
    const made = (data: string): Promise<Open> =>
      open(tree(`${upstream}\n{ 'command': '__com.example_eject', 'data': ${data} }`, undefined, more));
    const told = async (data: string): Promise<string[]> =>
      (await made(data)).analysis.problems.filter(isAsked).map(({ rule }) => rule.id);
    assert.deepEqual(await told("{ 'id': 'str', '*secure': 'bool' }"), []);
    assert.deepEqual(await told("{ 'id': 'str' }"), ['contract/now-upstream']);
  });

  it('stays where others use the struct, no domain is set, the name is taken, or the command is broken', async () => {
    const shared = `{ 'struct': 'Drive', 'data': { 'id': 'str', '*secure': 'bool' } }
{ 'command': 'eject', 'data': 'Drive' }
{ 'command': 'close', 'data': 'Drive' }`;
    const ours = "{ 'command': 'eject', 'data': { 'id': 'str', '*secure': 'bool' } }";
    const rename = "Insert the prefix: '__com.example_secure'";
    assert.deepEqual(await titles(tree(ours, upstream)), [rename, copy]);
    assert.deepEqual(await titles(tree(shared, shared.replace(", '*secure': 'bool'", ''))), [rename]);
    assert.deepEqual(await titles(tree(ours, upstream, { domains: [] })), ['Insert the downstream prefix...']);
    assert.deepEqual(await titles(tree(`${ours}\n{ 'command': '__com.example_eject' }`, upstream)), [rename]);
    assert.deepEqual(await titles(tree(ours.replace(' }', ', }'), upstream)), [rename]);
  });

  it('can be made optional, where it is mandatory', async () => {
    const ours = "{ 'command': 'eject', 'data': { 'id': 'str', 'secure': 'bool' } }";
    assert.equal(
      await after(tree(ours, upstream), "Make 'secure' optional"),
      "{ 'command': 'eject', 'data': { 'id': 'str', '*secure': 'bool' } }",
    );
  });
});

describe('nothing is offered', () => {
  for (const [what, upstream, ours] of [
    [
      'where a name stands for something else here',
      "{ 'enum': 'Pace', 'data': [ 'slow' ] }\n{ 'command': 'eject', 'data': { 'pace': 'Pace' } }",
      "{ 'struct': 'Pace', 'data': { 'rpm': 'int' } }\n{ 'command': 'eject', 'data': { 'pace': 'str' } }\n{ 'command': '__com.example_stop', 'data': 'Pace' }",
    ],
    [
      'where others use the struct to which upstream adds nothing',
      "{ 'struct': 'Drive', 'data': { 'id': 'str' } }\n{ 'command': 'eject', 'data': { 'id': 'str', 'force': 'bool' } }\n{ 'command': 'close', 'data': 'Drive' }",
      "{ 'struct': 'Drive', 'data': { 'id': 'str' } }\n{ 'command': 'eject', 'data': 'Drive' }\n{ 'command': 'close', 'data': 'Drive' }",
    ],
    [
      'where the values of the enum are no list',
      "{ 'enum': 'Pace', 'data': [ 'slow' ] }\n{ 'command': 'eject', 'data': { 'pace': 'Pace' } }",
      "{ 'enum': 'Pace', 'data': { 'type': [ 'slow' ] } }\n{ 'command': 'eject', 'data': { 'pace': 'Pace' } }",
    ],
    [
      "where upstream's is broken",
      "{ 'command': 'eject', 'data': { 'id' 'str' } }",
      "{ 'command': 'eject', 'data': [ 'int' ] }",
    ],
    [
      'where something else stands in its place',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }",
      "{ 'command': 'eject', 'data': true }",
    ],
    ['where nobody knows the place', "{ 'command': 'eject' }", "{ 'command': '__com.example_eject' }"],
    [
      'where only an enum will do, and upstream has none',
      "{ 'command': 'add', 'data': { 'kind': 'str', '*size': 'int' } }",
      `{ 'enum': 'Kind', 'data': [ 'disk' ] }
{ 'struct': 'Disk', 'data': { '*size': 'int' } }
{ 'union': 'Drive', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }
{ 'command': 'add', 'data': 'Drive', 'boxed': true }`,
    ],
  ] as const) {
    it(what, async () => {
      const example = tree(ours, upstream);
      const { analysis } = await open(example);
      assert.ok(analysis.problems.some(isAsked), 'there is no problem');
      assert.deepEqual(await titles(example), []);
    });
  }
});

describe('every fix of a contract rule', () => {
  for (const rule of allRules) {
    if (rule.category !== 'contract') continue;
    it(`${rule.id}: does away with its problem, brings no other, and is left to a person`, async () => {
      const tree = await open(rule.bad);
      const { analysis, workspace } = tree;
      for (const problem of analysis.problems.filter((one) => one.rule === rule)) {
        for (const fix of waysOut(problem)) {
          // What was changed on purpose is not undone by `--fix`. Only a prefix is.
          assert.equal(fix.preferred, fix.kind === 'rename', fix.title);
          await press(tree, problem, fix);
          for (const file of analysis.schema.sources.files) workspace.setDocument(file.path, file.tree.text);
        }
      }
    });
  }
});
