// Every fix at once: what comes of it, what does not, and that a second time changes nothing more.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { applyEdits } from '../../server/src/features/edits.ts';
import { type FixAllResult, fixAll } from '../../server/src/features/fix-all.ts';
import { resolveFix } from '../../server/src/features/fixes.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import type { Problem } from '../../server/src/rules/run.ts';
import type { ConfigLayer } from '../../server/src/workspace/config.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const ROOT = 'qapi/qapi-schema.json';

type Texts = Readonly<Record<string, string>>;

interface Fixed {
  readonly texts: Texts;
  readonly result: FixAllResult;
  readonly left: readonly Problem[];
}

/** Fixes everything in some roots of a tree in memory, the first of the files unless given, and sees that once is enough. */
async function fix(
  texts: Texts | string,
  settings: ConfigLayer = {},
  roots?: readonly string[],
  only?: (problem: Problem) => boolean,
): Promise<Fixed> {
  const files = typeof texts === 'string' ? { [ROOT]: texts } : texts;
  const named = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/tree/${path}`, text]));
  const workspace = new Workspace(memoryHost(named), ['/tree']);
  workspace.setSettings({ baseline: 'none', role: 'downstream', ...settings });
  const paths = (roots ?? Object.keys(files).slice(0, 1)).map((root) => `/tree/${root}`);
  const result = await fixAll(workspace, paths, only);
  const after = Object.entries(files).map(([path, text]) => [path, result.files.get(`/tree/${path}`) ?? text]);
  const left = (await Promise.all(paths.map((root) => workspace.analyse(root)))).flatMap(({ problems }) => problems);

  const again = await fixAll(workspace, paths, only);
  assert.deepEqual([...again.files], [], 'fixing twice changes something more');
  assert.deepEqual(again.applied, []);
  assert.deepEqual(
    again.refused.map(({ reason }) => reason),
    result.refused.map(({ reason }) => reason),
  );
  return { texts: Object.fromEntries(after), result, left };
}

const rulesOf = (problems: readonly Problem[]): string[] => problems.map(({ rule }) => rule.id);

describe('a wrong prefix is repaired', () => {
  for (const [name, kind, repaired] of [
    ['__com.x-foo', 'command', '__com.x_foo'],
    ['_com.x_foo', 'command', '__com.x_foo'],
    ['com.x_foo', 'command', '__com.x_foo'],
    ['__com_x_foo', 'command', '__com.x_foo'],
    ['x-__com.x_foo', 'command', '__com.x_x-foo'],
    ['__x.com_foo', 'command', '__com.x_foo'],
    ['___foo', 'command', '__com.x_foo'],
    ['__COM.X_foo', 'command', '__com.x_foo'],
    ['__COM.X_FOO', 'event', '__com.x_FOO'],
    ['__com.x_foo', 'event', '__com.x_FOO'],
    ['__com.x_foo_bar', 'command', '__com.x_foo-bar'],
    ['__com.x_fooBar', 'command', '__com.x_foo-bar'],
    ['__RFQDN_foo', 'command', '__com.x_foo'],
    ['__x_foo', 'command', '__com.x_foo'],
    ['____com.x_foo', 'command', '__com.x_foo'],
  ] as const) {
    it(`${kind} ${name} -> ${repaired}`, async () => {
      // What comes with an `x-` is another story.
      const severities = { 'naming/experimental-prefix': 'off' } as const;
      const { texts, result, left } = await fix(`{ '${kind}': '${name}' }`, { domains: ['com.x'], severities });
      assert.equal(texts[ROOT], `{ '${kind}': '${repaired}' }`);
      assert.deepEqual(result.refused, []);
      assert.deepEqual(
        left.filter((problem) => problem.rule.category === 'downstream' || problem.severity === 'error'),
        [],
      );
    });
  }

  it('in members, values, branches and features, the * in its place', async () => {
    const { texts } = await fix(
      `{ 'enum': 'Kind', 'data': [ '__com.x-two' ] }
{ 'union': 'Disk', 'base': { '__com_x_kind': 'Kind' }, 'discriminator': '__com_x_kind',
  'data': { '__com.x-two': 'Two' } }
{ 'struct': 'Two', 'data': { '*com.x_size': 'int' }, 'features': [ '_com.x_wide' ] }
{ 'command': 'add', 'data': 'Disk', 'boxed': true }
`,
      { domains: ['com.x'] },
    );
    assert.equal(
      texts[ROOT],
      `{ 'enum': 'Kind', 'data': [ '__com.x_two' ] }
{ 'union': 'Disk', 'base': { '__com.x_kind': 'Kind' }, 'discriminator': '__com.x_kind',
  'data': { '__com.x_two': 'Two' } }
{ 'struct': 'Two', 'data': { '*__com.x_size': 'int' }, 'features': [ '__com.x_wide' ] }
{ 'command': 'add', 'data': 'Disk', 'boxed': true }
`,
    );
  });

  it('by the domain that it tells itself, where none is configured', async () => {
    const { texts } = await fix("{ 'command': '__redhat.com_foo' }\n{ 'command': '_com.redhat_bar' }\n");
    assert.equal(texts[ROOT], "{ 'command': '__com.redhat_foo' }\n{ 'command': '__com.redhat_bar' }\n");
  });
});

describe('upstream names are repaired', () => {
  it('by the spelling of their kind, all over the tree', async () => {
    const { texts, left } = await fix(
      {
        [ROOT]: `{ 'include': 'disk.json' }
##
# @Query_Disks:
#
# Lists every \`disk_info\`.
#
# Example:
#
# -> { "execute": "Query_Disks" }
# <- { "return": [ { "mediaType": "dvd_rom" } ] }
##
{ 'command': 'Query_Disks', 'returns': [ 'disk_info' ] }
{ 'event': 'disk-gone' }
`,
        'qapi/disk.json': `{ 'struct': 'disk_info', 'data': { 'mediaType': 'mediaList' } }
{ 'enum': 'mediaList', 'data': [ 'dvd_rom', 'CD' ] }
`,
      },
      { role: 'upstream' },
    );
    assert.deepEqual(texts, {
      [ROOT]: `{ 'include': 'disk.json' }
##
# @query-disks:
#
# Lists every \`DiskInfo\`.
#
# .. qmp-example::
#
#     -> { "execute": "query-disks" }
#     <- { "return": [ { "media-type": "dvd-rom" } ] }
##
{ 'command': 'query-disks', 'returns': [ 'DiskInfo' ] }
{ 'event': 'DISK_GONE' }
`,
      'qapi/disk.json': `{ 'struct': 'DiskInfo', 'data': { 'media-type': 'MediaListInfo' } }
{ 'enum': 'MediaListInfo', 'data': [ 'dvd-rom', 'cd' ] }
`,
    });
    assert.deepEqual(left, []);
  });
});

describe('syntax is repaired', () => {
  it('quotes, commas, colons, brackets', async () => {
    const { texts, left } = await fix(`##
# @a:
#
#No space.
#
# @x: a number
##
{ "command": 'a',, 'data': { 'x': int, } }
{ 'enum' 'Mode', 'data': [ 'on' 'off' ] },
{ 'command': 'b', 'data': { 'x': 'Mode', 'y: 'int' }
`);
    assert.equal(
      texts[ROOT],
      `##
# @a:
#
# No space.
#
# @x: a number
##
{ 'command': 'a', 'data': { 'x': 'int' } }
{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }
{ 'command': 'b', 'data': { 'x': 'Mode', 'y': 'int' } }
`,
    );
    assert.deepEqual(left, []);
  });

  for (const [what, broken, repaired] of [
    ['the bracket before a list', "'data': 'on', 'off' ] }", "'data': [ 'on', 'off' ] }"],
    ['the bracket before a list of one name', "'data': 'on' ] }", "'data': [ 'on' ] }"],
    [
      'the bracket behind a list, and the next key',
      "'data': [ 'on', 'prefix': 'M' }",
      "'data': [ 'on' ], 'prefix': 'M' }",
    ],
    ['the bracket behind a string', "'data': [ 'on' ], 'prefix': 'M' ] }", "'data': [ 'on' ], 'prefix': 'M' }"],
    ['quotes of two kinds', "'data': [ 'on\" ] }", "'data': [ 'on' ] }"],
    ['a quote too many', "'data': [ 'on'', 'off' ] }", "'data': [ 'on', 'off' ] }"],
    ['a quote for a comma', "'data': [ 'on'' 'off' ] }", "'data': [ 'on', 'off' ] }"],
    ['three quotes for one', "'data': [ '''on''', 'off' ] }", "'data': [ 'on', 'off' ] }"],
    ['an escaped quote', String.raw`'data\': [ 'on' ] }`, "'data': [ 'on' ] }"],
    [
      'the bracket behind a name with a remark',
      "'data': [ 'on', # said so\n  # twice\n  'off' # said so }\n}",
      "'data': [ 'on', # said so\n  # twice\n  'off' ] # said so }\n}",
    ],
    [
      'a brace too many below a remark',
      "'data': [ 'on' ] # said so\n  } , 'prefix': 'M' }",
      "'data': [ 'on' ] # said so\n   , 'prefix': 'M' }",
    ],
  ] as const) {
    it(what, async () => {
      const use = "\n{ 'command': 'a', 'data': { 'x': 'Mode' } }\n";
      const { texts, left } = await fix(`{ 'enum': 'Mode', ${broken}${use}`);
      assert.equal(texts[ROOT], `{ 'enum': 'Mode', ${repaired}${use}`);
      assert.deepEqual(left, []);
    });
  }
});

describe('a tab in documentation', () => {
  const comment = (text: string): string => `##\n# @eject:\n#\n${text}\n#\n# Since: 1.0\n##\n{ 'command': 'eject' }\n`;
  for (const [what, before, after] of [
    ['becomes as wide as it looks', '# Open\tthe tray.', '# Open  the tray.'],
    [
      'becomes as wide as what stands between two words where the line would be too long',
      '# A drive that the guest has locked stays closed, unless it is\tforced.',
      '# A drive that the guest has locked stays closed, unless it is forced.',
    ],
    [
      'becomes as wide as what stands between two sentences there',
      '# Open the tray of a drive, which may be empty already or not.\tYes.',
      '# Open the tray of a drive, which may be empty already or not.  Yes.',
    ],
  ] as const) {
    it(what, async () => {
      const { texts } = await fix(comment(before), { role: 'upstream', qemuVersion: '10.2' });
      assert.equal(texts[ROOT], comment(after));
    });
  }
});

describe('a brace that closes the members before one more', () => {
  it('goes, and not the one that is left over at the end', async () => {
    const text = "{ 'struct': 'Disk',\n  'data': { 'id': 'str' },\n            '*size': 'int' } }\n";
    const { texts, left } = await fix(text);
    assert.equal(texts[ROOT], text.replace("'str' },", "'str',"));
    assert.deepEqual(rulesOf(left), []);
  });
});

describe('what is listed twice', () => {
  it('goes once, where both say the same', async () => {
    const { texts, left } = await fix(`{ 'enum': 'Mode', 'data': [ 'ro', 'rw', 'ro' ] }
{ 'command': 'eject', 'data': { 'mode': 'Mode' }, 'features': [ 'odd', 'odd', 'even' ] }
{ 'event': 'EJECTED', 'features': [ 'odd', { 'name': 'odd', 'if': 'CONFIG_ODD' } ] }
`);
    assert.equal(
      texts[ROOT],
      `{ 'enum': 'Mode', 'data': [ 'ro', 'rw' ] }
{ 'command': 'eject', 'data': { 'mode': 'Mode' }, 'features': [ 'odd', 'even' ] }
{ 'event': 'EJECTED', 'features': [ 'odd', { 'name': 'odd', 'if': 'CONFIG_ODD' } ] }
`,
    );
    assert.deepEqual(rulesOf(left), ['schema/doubled-name']);
  });
});

describe('what nobody can know is left to be written', () => {
  const cases: readonly (readonly [name: string, text: string, rules: readonly string[], version?: string])[] = [
    [
      'documentation',
      `{ 'pragma': { 'doc-required': true } }
{ 'command': 'stop' }
##
# @eject:
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { 'id': 'str' } }
`,
      ['doc/required', 'doc/undocumented-member'],
    ],
    [
      'where to describe a feature before there were features',
      "##\n# @eject:\n#\n# @id: the drive\n#\n# Features:\n#\n# @odd: it is\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'data': { 'id': 'str' }, 'features': [ 'odd' ] }\n",
      ['doc/section-order', 'schema/unknown-key'],
      '4.0',
    ],
    [
      'what a section would say that the generator refuses, and takes for running text so far',
      "##\n# @eject:\n#\n# Open it.\n# TODO:\n##\n{ 'command': 'eject' }\n##\n# @stop:\n#\n# Hold it.\n# Returns: nothing\n##\n{ 'command': 'stop' }\n##\n# @go:\n#\n# Go.\n# Since:\n##\n{ 'command': 'go' }\n",
      ['doc/tag-form', 'doc/tag-form', 'doc/since'],
    ],
    [
      'since when something exists',
      `{ 'pragma': { 'doc-required': true } }
##
# @eject:
##
{ 'command': 'eject' }
`,
      ['doc/since'],
    ],
    [
      'what a comment is about',
      `##
# These are trays.
##
{ 'command': 'eject' }
##
# @open:
##
{ 'command': 'stop' }
`,
      ['doc/symbol-line', 'doc/wrong-symbol'],
    ],
    [
      'which member is described',
      `##
# @eject:
#
# @old: the drive
##
{ 'command': 'eject', 'data': { 'id': 'str' } }
`,
      ['doc/unknown-member'],
    ],
    [
      'in which place the name of a member is misspelt',
      `##
# @eject:
#
# @force: open it even where it is locked
##
{ 'command': 'eject', 'data': { '*forse': 'bool' } }
`,
      ['doc/misspelt-member'],
    ],
    ['the name of a type', "{ 'command': 'eject', 'data': { 'id': 'sr' } }\n", ['schema/unknown-type']],
    [
      'a name with a letter or an escape that none may have',
      "{ 'command': 'l\u00fcften' }\n{ 'command': 'air\\n' }\n",
      ['syntax/string-character', 'syntax/escape'],
    ],
    [
      'whether a title is of any use where it stands',
      "##  Trays\n# @eject:\n#\n# Since: 1.1\n##\n{ 'command': 'eject' }\n",
      ['doc/fence'],
    ],
    [
      'the name of a branch or discriminator',
      `{ 'enum': 'Kind', 'data': [ 'hdd' ] }
{ 'struct': 'Disk', 'data': {} }
{ 'union': 'Uni', 'base': { 'kind': 'Kind' }, 'discriminator': 'kid', 'data': { 'hdd': 'Disk' } }
{ 'union': 'Other', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ssd': 'Disk' } }
`,
      ['schema/discriminator', 'schema/branch'],
    ],
  ];
  for (const [name, text, rules, qemuVersion] of cases) {
    it(name, async () => {
      const { texts, left } = await fix(text, { role: 'upstream', ...(qemuVersion && { qemuVersion }) });
      assert.equal(texts[ROOT], text);
      assert.deepEqual(rulesOf(left), rules);
      if (qemuVersion) return;
      for (const problem of left) assert.ok(problem.fixes().length > 0, `${problem.rule.id} offers nothing`);
    });
  }
});

describe('a slip of the pen is corrected', () => {
  it('in keywords, keys, pragmas and flags, and in what documentation says of names', async () => {
    const { texts, left } = await fix(
      `{ 'pragma': { 'command-name-exception': [ 'get_tray' ] } }
##
# @get_trya:
#
# @drive-di: the drive
##
{ 'comand': 'get_tray', 'dta': { 'drive-id': 'str' }, 'allow-oob': 'true' }
{ 'enum': 'DriveMode', 'data': [ 'ro' ], 'perfix': 'DRIVE_MODE' }
{ 'event': 'OUT', 'data': { 'drive-id': 'str', 'mode': 'DriveMode' } }
`,
      { role: 'upstream' },
    );
    assert.equal(
      texts[ROOT],
      `{ 'pragma': { 'command-name-exceptions': [ 'get_tray' ] } }
##
# @get_tray:
#
# @drive-id: the drive
##
{ 'command': 'get_tray', 'data': { 'drive-id': 'str' }, 'allow-oob': true }
{ 'enum': 'DriveMode', 'data': [ 'ro' ] }
{ 'event': 'OUT', 'data': { 'drive-id': 'str', 'mode': 'DriveMode' } }
`,
    );
    assert.deepEqual(left, []);
  });
});

describe('what may change is marked', () => {
  const settings = { domains: ['com.x'] };

  it('in the list of features that there is, or in a new one', async () => {
    const { texts } = await fix(
      "{ 'command': '__com.x_x-a', 'features': [ 'odd' ] }\n{ 'command': '__com.x_x-b', 'features': [] }\n{ 'command': '__com.x_x-c' }",
      settings,
    );
    assert.equal(
      texts[ROOT],
      "{ 'command': '__com.x_x-a', 'features': [ 'odd', 'unstable' ] }\n{ 'command': '__com.x_x-b', 'features': ['unstable'] }\n{ 'command': '__com.x_x-c', 'features': [ 'unstable' ] }",
    );
  });

  it('only once the features are a list, and the definition is whole', async () => {
    for (const text of ["{ 'command': '__com.x_x-a', 'features': { } }", "{ 'command': '__com.x_x-a' 'features' }"]) {
      const { texts } = await fix(text, settings);
      assert.doesNotMatch(texts[ROOT] ?? '', /unstable/);
    }
  });
});

describe('two that want one name', () => {
  it('do not both get it', async () => {
    const { texts, result } = await fix("{ 'command': 'foo_bar' }\n{ 'command': 'fooBar' }\n", { role: 'upstream' });
    assert.equal(texts[ROOT], "{ 'command': 'foo-bar' }\n{ 'command': 'fooBar' }\n");
    assert.deepEqual(
      result.refused.map(({ reason }) => reason),
      ["'fooBar' cannot become 'foo-bar': command 'foo-bar' exists already (qapi-schema.json:1)."],
    );
  });

  it('do not both get it as members of one object, wherever it gets them from', async () => {
    const text = `{ 'struct': 'Base', 'data': { 'fooBar': 'str' } }
{ 'struct': 'Disk', 'base': 'Base', 'data': { 'FooBar': 'str' } }
{ 'struct': 'Other', 'data': { 'FooBar': 'str' } }
{ 'command': 'x', 'data': 'Disk', 'returns': 'Other' }
`;
    const { texts, result } = await fix(text, { role: 'upstream' });
    assert.equal(
      texts[ROOT],
      text.replace('fooBar', 'foo-bar').replace("'Other', 'data': { 'FooBar'", "'Other', 'data': { 'foo-bar'"),
    );
    assert.deepEqual(
      result.refused.map(({ problem }) => problem.thing?.name.text),
      ['FooBar'],
    );
  });

  it('both get it where they do not meet', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `{ 'struct': 'S${i}x', 'data': { 'foo_bar': 'str' } }\n`).join(
      '',
    );
    const { texts } = await fix(names, { role: 'upstream' });
    assert.equal(texts[ROOT], names.replaceAll('foo_bar', 'foo-bar'));
  });
});

describe('a name that exists already', () => {
  it('stays taken, and the fix says by what', async () => {
    const { texts, result, left } = await fix("{ 'command': 'foo_bar' }\n{ 'command': 'foo-bar' }\n", {
      role: 'upstream',
    });
    assert.equal(texts[ROOT], "{ 'command': 'foo_bar' }\n{ 'command': 'foo-bar' }\n");
    assert.equal(result.files.size, 0);
    assert.match(
      result.refused[0]?.reason ?? '',
      /^'foo_bar' cannot become 'foo-bar': command 'foo-bar' exists already/,
    );
    assert.ok(rulesOf(left).includes('naming/lower-case'));
  });
});

describe('a name where nothing can be defined', () => {
  it('stays, and the fix says why', async () => {
    const text = "{ 'command': 'eject', 'returns': [ { 'id': 'str' } ] }\n";
    const upstream = "{ 'command': 'eject', 'returns': [ 'Drive' ] }\n{ 'struct': 'Drive', 'data': {} }\n";
    const { texts, result } = await fix(
      { [ROOT]: text, [`upstream/${ROOT}`]: upstream },
      { domains: ['com.example'], baseline: 'dir:upstream' },
    );
    assert.equal(texts[ROOT], text);
    assert.deepEqual(
      result.refused.map(({ reason }) => reason),
      ["'id' stands where nothing can be defined. Mend that first."],
    );
  });
});

describe('several roots', () => {
  const tree = {
    [ROOT]: "{ 'include': 'common.json' }\n{ 'command': 'a', 'data': 'disk_info', 'boxed': true }\n",
    'qapi/common.json': "{ 'struct': 'disk_info', 'data': {} }\n",
    'storage-daemon/qapi/qapi-schema.json':
      "{ 'include': '../../qapi/common.json' }\n{ 'command': 'b_c', 'data': 'disk_info', 'boxed': true }\n",
  };

  it('share what a rename changes, even those whose own problems stay', async () => {
    const { texts } = await fix(tree, { role: 'upstream' }, [ROOT]);
    assert.deepEqual(texts, {
      [ROOT]: tree[ROOT].replace('disk_info', 'DiskInfo'),
      'qapi/common.json': tree['qapi/common.json'].replace('disk_info', 'DiskInfo'),
      'storage-daemon/qapi/qapi-schema.json': tree['storage-daemon/qapi/qapi-schema.json'].replace(
        'disk_info',
        'DiskInfo',
      ),
    });
  });

  it('are fixed together, what they share once', async () => {
    const { result, left } = await fix(tree, { role: 'upstream' }, [ROOT, 'storage-daemon/qapi/qapi-schema.json']);
    assert.equal(result.applied.length, 2);
    assert.deepEqual(left, []);
  });
});

describe('only some problems', () => {
  it('are fixed, and a rename still goes where it must', async () => {
    const tree = {
      [ROOT]: "{ 'include': 'disk.json' }\n{ 'command': 'a_b', 'data': 'disk_info', 'boxed': true }\n",
      'qapi/disk.json': "{ 'struct': 'disk_info', 'data': {} }\n",
    };
    const inDisk = (problem: Problem): boolean => problem.file.endsWith('disk.json');
    const { texts, left } = await fix(tree, { role: 'upstream' }, [ROOT], inDisk);
    assert.equal(texts[ROOT], "{ 'include': 'disk.json' }\n{ 'command': 'a_b', 'data': 'DiskInfo', 'boxed': true }\n");
    assert.deepEqual(rulesOf(left), ['naming/lower-case']);
  });
});

describe('a prefix without a domain', () => {
  const upstream = { '/upstream/qapi/qapi-schema.json': "{ 'struct': 'Unrelated', 'data': {} }\n" };
  const open = (text: string, settings: ConfigLayer = {}): Workspace => {
    const workspace = new Workspace(memoryHost({ [`/tree/${ROOT}`]: text, ...upstream }), ['/tree']);
    workspace.setSettings({ baseline: 'dir:../upstream', role: 'downstream', ...settings });
    return workspace;
  };

  it('is not inserted by fixing everything: somebody has to be asked', async () => {
    const { files } = await fixAll(open("{ 'command': 'query-detach' }"), [`/tree/${ROOT}`]);
    assert.equal(files.size, 0);
  });

  it('is a placeholder where nobody answers, and that is a problem with a fix as soon as there is a domain', async () => {
    const workspace = open("{ 'command': 'query_detach' }");
    const analysis = await workspace.analyse(`/tree/${ROOT}`);
    const problem = analysis.problems.find(({ rule }) => rule.id === 'downstream/missing-prefix');
    const [offered] = problem?.fixes() ?? [];
    assert.ok(offered?.kind === 'prefix');

    const resolved = resolveFix(offered, [analysis]);
    assert.ok(resolved.ok);
    const text = applyEdits(analysis.schema.file(`/tree/${ROOT}`)?.tree.text ?? '', resolved.edits);
    assert.equal(text, "{ 'command': '__RFQDN_query-detach' }");
    assert.deepEqual(resolved.cChanges, [{ from: 'qmp_query_detach', to: 'qmp___RFQDN_query_detach' }]);

    const before = await open(text).analyse(`/tree/${ROOT}`);
    assert.deepEqual(rulesOf(before.problems), ['downstream/placeholder']);
    const { files } = await fixAll(open(text, { domains: ['com.example'] }), [`/tree/${ROOT}`]);
    assert.equal(files.get(`/tree/${ROOT}`), "{ 'command': '__com.example_query-detach' }");
  });

  it('is the one that is answered', async () => {
    const analysis = await open("{ 'event': 'GONE' }").analyse(`/tree/${ROOT}`);
    const [offered] = analysis.problems[0]?.fixes() ?? [];
    assert.ok(offered);
    const resolved = resolveFix(offered, [analysis], { domain: 'org.example' });
    assert.deepEqual(resolved.ok && resolved.edits.map(({ newText }) => newText), ['__org.example_GONE']);
  });
});

/** What is only told, as that clients may receive a new value, stays. */
const isToBeMended = ({ severity }: Problem): boolean => severity === 'error' || severity === 'warning';

describe('examples/acme', () => {
  const folder = fileURLToPath(new URL('../../', import.meta.url))
    .replaceAll('\\', '/')
    .replace(/\/$/, '');
  const acme = `${folder}/examples/acme`;
  const wanted = `${folder}/test/examples/acme-fixed`;

  it('is put right, byte for byte', async () => {
    const workspace = new Workspace(nodeHost({ git: false }), [acme]);
    const roots = await workspace.rootsBelow(acme);
    assert.equal(roots.length, 2);
    const { refused } = await fixAll(workspace, roots);
    assert.deepEqual(refused, []);

    // Whose domain it is only the user knows: that fix is on offer and not made unasked.
    for (const root of roots) {
      const analysis = await workspace.analyse(root);
      for (const problem of analysis.problems.filter(isToBeMended)) {
        assert.equal(problem.rule.id, 'downstream/foreign-domain', problem.message);
        const [offered] = problem.fixes();
        assert.ok(offered && !offered.preferred);
        const resolved = resolveFix(offered, [analysis]);
        assert.ok(resolved.ok);
        for (const file of new Set(resolved.edits.map((edit) => edit.file))) {
          const edits = resolved.edits.filter((edit) => edit.file === file);
          workspace.setDocument(file, applyEdits(analysis.schema.file(file)?.tree.text ?? '', edits));
        }
      }
    }
    for (const root of roots) {
      const { schema, problems } = await workspace.analyse(root);
      assert.deepEqual(problems.filter(isToBeMended), []);
      for (const { path, tree } of schema.sources.files) {
        assert.equal(tree.text, readFileSync(path.replace(acme, wanted), 'utf8'), path.slice(acme.length));
      }
    }
  });

  it('has every file of what it is to become', () => {
    for (const entry of readdirSync(wanted, { recursive: true })) {
      assert.ok(existsSync(join(acme, String(entry))), String(entry));
    }
  });
});

describe("upstream's own names", () => {
  it('are not renamed along with everything else, however they are spelled', async () => {
    const upstream = "{ 'command': 'eject_all' }\n";
    const workspace = new Workspace(
      memoryHost({ '/tree/qapi/qapi-schema.json': upstream, '/up/qapi/qapi-schema.json': upstream }),
      ['/tree'],
    );
    workspace.setSettings({ baseline: 'dir:/up', domains: ['com.acme'] });
    const { files, refused } = await fixAll(workspace, ['/tree/qapi/qapi-schema.json']);
    assert.deepEqual([...files], []);
    assert.deepEqual(
      refused.map(({ problem, reason }) => `${problem.rule.id}: ${reason}`),
      ["naming/lower-case: 'eject_all' is upstream's name: to change it would change upstream's protocol."],
    );
  });
});

describe('a name with dots in documentation', () => {
  it('is repaired with its definition, and ends where the sentence does', async () => {
    const text = (name: string): string =>
      `##\n# @eject:\n#\n# See @${name}.  Also \`${name}\`.\n##\n{ 'command': 'eject' }\n{ 'command': '${name}' }\n`;
    const { texts } = await fix(text('_com.acme_stop'), { domains: ['com.acme'] });
    assert.equal(texts[ROOT], text('__com.acme_stop'));
  });
});
