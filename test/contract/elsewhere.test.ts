// What other releases of upstream say of a change: backports, revivals, things that only share a name, and what upstream has
// dropped or changed as well. The tree is built on 8.2; there are 8.0, 8.1, 8.2, 9.0, 9.1 and 9.2.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Contract } from '../../server/src/contract/contract.ts';
import { hasInWords, OtherReleases } from '../../server/src/contract/elsewhere.ts';
import { HistoryError } from '../../server/src/history/data.ts';
import type { QemuVersion } from '../../server/src/schema/dialect.ts';
import { historyFrom } from '../helpers/history.ts';
import { schemaFrom } from '../helpers/schema.ts';

const ROOT = '/tree/qapi/qapi-schema.json';

interface Case {
  /** What the releases have besides the command `stop`; one that is not named has what the one before it has. */
  readonly releases: Readonly<Record<string, string>>;
  readonly ours: string;
}

const NAMES = ['8.0', '8.1', '8.2', '9.0', '9.1', '9.2'];
const STOP = "{ 'command': 'stop' } ";

async function contractOf({ releases, ours }: Case, version: QemuVersion = [8, 2, 2]): Promise<Contract> {
  const texts: Record<string, string> = {};
  let last = '';
  for (const name of NAMES) {
    last = releases[name] ?? last;
    texts[name] = STOP + last;
  }
  const history = await historyFrom(texts);
  const baseline = history.release('8.2', 'qapi');
  assert.ok(baseline);
  const schema = await schemaFrom({ [ROOT]: STOP + ours }, ROOT);
  return new Contract(schema, baseline, () => OtherReleases.of(history, ROOT, version, baseline));
}

/** Each new name, and each other change, with what is known of it: `argument ... | same 9.1`. */
async function told(one: Case): Promise<string[]> {
  const contract = await contractOf(one);
  const names = new Set(contract.newNames.map(({ thing }) => thing));
  const others = contract.changes.filter(
    ({ kind, ours }) => !kind.endsWith('-added') || !ours || !names.has(ours.thing),
  );
  return [...contract.newNames, ...others].map((change) => {
    const elsewhere = contract.elsewhereOf(change);
    const { kind, release, isLater, differences } = elsewhere ?? {};
    const what = elsewhere ? `${kind} ${isLater ? '' : 'before, '}${release?.name}` : 'nowhere';
    return [change.path, what, ...(differences ?? []).map((one) => `${one.kind} ${one.path}`)].join(' | ');
  });
}

function finds(title: string, one: Case, expected: readonly string[]): void {
  it(title, async () => assert.deepEqual(await told(one), expected));
}

describe('when upstream has a new name', () => {
  for (const [what, from, to, words] of [
    ['is when it came, where it is still there', '9.0', undefined, 'has it since 9.0'],
    ['is when it went, before the tree', '8.0', '8.1', 'had it until 8.0'],
    ['is all of its time, where it came and went after the tree', '9.0', '9.2', 'had it from 9.0 to 9.1'],
    ['is one release, where the next one dropped it', '9.1', '9.2', 'had it in 9.1 only'],
    ['is when it came the last time', '8.0', '8.1', 'has it since 9.2'],
  ] as const) {
    it(what, async () => {
      const releases = { '8.0': '', [from]: "{ 'event': 'GONE' }", ...(to && { [to]: '' }) };
      if (words.endsWith('9.2')) releases['9.2'] = "{ 'event': 'GONE' }";
      const contract = await contractOf({ releases, ours: "{ 'event': 'GONE' }" });
      const elsewhere = contract.newNames[0] && contract.elsewhereOf(contract.newNames[0]);
      assert.equal(elsewhere && hasInWords(elsewhere), words);
    });
  }
});

it('of a tree that is compared with an older release than its own, the release that brought or dropped it counts', async () => {
  const releases = {
    '8.0': "{ 'event': 'BYE' }",
    '9.0': "{ 'command': 'eject' } { 'event': 'BYE' }",
    '9.1': "{ 'command': 'eject' }",
  };
  const contract = await contractOf({ releases, ours: "{ 'command': 'eject' }" }, [9, 1, 1]);
  const when = contract.changes.map((change) => `${change.path}: ${contract.elsewhereOf(change)?.release.name}`);
  assert.deepEqual(when, ['command eject: 9.0', 'event BYE: 9.1']);
});

describe('a new name', () => {
  finds('that no release has is nowhere', { releases: { '8.0': '' }, ours: "{ 'command': 'eject' }" }, [
    'command eject | nowhere',
  ]);
  finds(
    'that a later release has in the same place is the same there',
    { releases: { '8.0': '', '9.1': "{ 'command': 'eject' } { 'event': 'GONE' }" }, ours: "{ 'command': 'eject' }" },
    ['command eject | same 9.1'],
  );
  finds(
    'that upstream has dropped before is the same in the last release that had it',
    { releases: { '8.0': "{ 'event': 'GONE' }", '8.2': '' }, ours: "{ 'event': 'GONE' }" },
    ['event GONE | same before, 8.1'],
  );
  finds(
    'is that of its place and kind, and not of another one',
    {
      releases: {
        '8.0': "{ 'command': 'a', 'data': {} } { 'command': 'b', 'data': {} }",
        '9.0': "{ 'command': 'a', 'data': { '*id': 'str' } } { 'command': 'b', 'data': {} } { 'event': 'GONE' }",
      },
      ours: "{ 'command': 'a' } { 'command': 'b', 'data': { '*id': 'str' } } { 'command': 'GONE' }",
    },
    ['b: argument id | nowhere', 'command GONE | nowhere'],
  );
  finds(
    'may be a value, whose branch is compared as well, or a feature',
    {
      releases: {
        '8.0': `{ 'enum': 'Kind', 'data': [ 'file' ] }
          { 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {} }
          { 'command': 'add', 'data': 'Disk', 'boxed': true }`,
        '9.0': `{ 'enum': 'Kind', 'data': [ 'file', 'nbd', 'rbd' ] } { 'struct': 'Net', 'data': { 'host': 'str' } }
          { 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'nbd': 'Net', 'rbd': 'Net' } }
          { 'command': 'add', 'data': 'Disk', 'boxed': true, 'features': [ 'net' ] }`,
      },
      ours: `{ 'enum': 'Kind', 'data': [ 'file', 'nbd', 'rbd' ] } { 'struct': 'Net', 'data': { 'host': 'str' } }
        { 'struct': 'Port', 'data': { 'port': 'int' } }
        { 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'nbd': 'Net', 'rbd': 'Port' } }
        { 'command': 'add', 'data': 'Disk', 'boxed': true, 'features': [ 'net', 'fast' ] }`,
    },
    [
      'add: argument kind value nbd | same 9.0',
      'add: argument kind value rbd | differs 9.0 | mandatory-member-added add: argument host | mandatory-member-removed add: argument port',
      'add: feature net | same 9.0',
      'add: feature fast | nowhere',
    ],
  );
});

describe('a member of a branch', () => {
  const union = (file: string, nbd: string): string => `{ 'enum': 'Kind', 'data': [ 'file', 'nbd' ] }
    { 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'File', 'nbd': 'Net' } }
    { 'struct': 'File', 'data': { ${file} } } { 'struct': 'Net', 'data': { ${nbd} } }
    { 'command': 'add', 'data': { 'disks': [ 'Disk' ] } }`;
  finds(
    'is not one of another branch that has had the name for long',
    { releases: { '8.0': union("'*quick': 'bool'", '') }, ours: union("'*quick': 'bool'", "'*quick': 'bool'") },
    ['add: argument disks.quick | nowhere'],
  );
  finds(
    'came when that branch got it',
    {
      releases: { '8.0': union("'*quick': 'bool'", ''), '9.1': union("'*quick': 'bool'", "'*quick': 'int'") },
      ours: union("'*quick': 'bool'", "'*quick': 'int'"),
    },
    ['add: argument disks.quick | same 9.1'],
  );
  finds(
    'is compared with that of the same branch',
    {
      releases: { '8.0': union("'*quick': 'bool'", ''), '9.1': union("'*quick': 'bool'", "'*quick': 'int'") },
      ours: union("'*quick': 'bool'", "'*quick': 'bool'"),
    },
    ['add: argument disks.quick | collides 9.1 | type-changed add: argument disks.quick'],
  );
});

describe('the condition of a branch', () => {
  const union = (condition: string): string => `{ 'enum': 'Kind', 'data': [ 'file' ] }
    { 'union': 'Disk', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
      'data': { 'file': { 'type': 'File', 'if': '${condition}' } } }
    { 'struct': 'File', 'data': { 'path': 'str' } } { 'command': 'add', 'data': 'Disk', 'boxed': true }`;
  finds(
    'may be one that upstream has by now',
    { releases: { '8.0': union('A'), '9.1': union('B') }, ours: union('B') },
    ['add: argument kind value file | same 9.1'],
  );
  finds('is ours alone otherwise', { releases: { '8.0': union('A'), '9.1': union('B') }, ours: union('C') }, [
    'add: argument kind value file | nowhere',
  ]);
});

describe('a backport', () => {
  finds(
    'may have less than upstream has',
    {
      releases: { '8.0': '', '9.0': "{ 'command': 'eject', 'data': { '*id': 'str', '*force': 'bool' } }" },
      ours: "{ 'command': 'eject', 'data': { '*id': 'str' } }",
    },
    ['command eject | same 9.0'],
  );
  finds(
    'differs where it has more, or something that clients would miss',
    {
      releases: { '8.0': '', '9.0': "{ 'command': 'eject', 'data': { '*id': 'str' } }" },
      ours: "{ 'command': 'eject', 'data': { '*id': 'str', '*force': 'bool' } }",
    },
    ['command eject | differs 9.0 | optional-member-removed eject: argument force'],
  );
  finds(
    'may have more with downstream names, as far as nobody has to send it',
    {
      releases: {
        '8.0': '',
        '9.0': `{ 'struct': 'Tray', 'data': { 'id': 'str' } } { 'command': 'query-tray', 'returns': 'Tray' }
          { 'enum': 'How', 'data': [ 'now' ] } { 'command': 'eject', 'data': { 'how': 'How' } } { 'command': 'open' }`,
      },
      ours: `{ 'struct': 'Tray', 'data': { 'id': 'str', '__com.example_size': 'int' } } { 'command': 'query-tray', 'returns': 'Tray' }
        { 'enum': 'How', 'data': [ 'now', '__com.example_soon' ] }
        { 'command': 'eject', 'data': { 'how': 'How', '*__com.example_quick': 'bool' }, 'features': [ '__com.example_fast' ] }
        { 'command': 'open', 'data': { '__com.example_key': 'str' } }`,
    },
    [
      'command query-tray | same 9.0',
      'command eject | same 9.0',
      'command open | differs 9.0 | mandatory-member-removed open: argument __com.example_key',
    ],
  );
  finds(
    'may be from a release or two after the one that had it first',
    {
      releases: {
        '8.0': '',
        '9.0': "{ 'command': 'eject', 'data': { '*id': 'str' } }",
        '9.1': "{ 'command': 'eject', 'data': { '*id': 'str', '*force': 'bool' } }",
        '9.2': "{ 'command': 'eject', 'data': { '*id': 'str', '*force': 'bool', '*quick': 'bool' } }",
      },
      ours: "{ 'command': 'eject', 'data': { '*id': 'str', '*force': 'bool' } }",
    },
    ['command eject | same 9.1'],
  );
  finds(
    'is what members say, and not what types are called',
    {
      releases: {
        '8.0': '',
        '9.0': "{ 'command': 'eject', 'data': { 'tray': 'Tray' } } { 'enum': 'Tray', 'data': [ 'one', 'two' ] }",
      },
      ours: "{ 'command': 'eject', 'data': { 'tray': 'Which' } } { 'enum': 'Which', 'data': [ 'two', 'one' ] }",
    },
    ['command eject | same 9.0'],
  );
});

describe('something else by the same name', () => {
  finds(
    'is a command that takes nothing that ours takes',
    {
      releases: { '8.0': '', '9.1': "{ 'command': 'backup', 'data': { 'device': 'str' } }" },
      ours: "{ 'command': 'backup', 'data': { 'archive': 'str' } }",
    },
    [
      'command backup | collides 9.1 | mandatory-member-added backup: argument device | mandatory-member-removed backup: argument archive',
    ],
  );
  finds(
    'is a member of another kind',
    {
      releases: { '8.0': "{ 'event': 'E' }", '9.1': "{ 'event': 'E', 'data': { 'time': 'str' } }" },
      ours: "{ 'event': 'E', 'data': { 'time': 'int' } }",
    },
    ['E: data member time | collides 9.1 | type-changed E: data member time'],
  );
});

describe('a change that is no new name', () => {
  finds(
    'may be one that upstream has made as well',
    {
      releases: {
        '8.0': `{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool', 'size': 'int32' } } { 'event': 'GONE' }
          { 'command': 'wipe', 'allow-oob': true }`,
        '9.0': `{ 'command': 'eject', 'data': { 'id': 'str', 'size': 'int32' } } { 'command': 'wipe', 'allow-oob': true }`,
        '9.1': `{ 'command': 'eject', 'data': { '*id': 'str', 'size': 'int64' } } { 'command': 'wipe', 'if': 'CONFIG_W' }`,
      },
      ours: `{ 'command': 'eject', 'data': { '*id': 'str', 'size': 'int64' } } { 'command': 'wipe', 'if': 'CONFIG_W' }`,
    },
    [
      'eject: argument id | same 9.1',
      'eject: argument size | same 9.1',
      'wipe: flag allow-oob | same 9.1',
      'command wipe | same 9.1',
      'event GONE | same 9.0',
      'eject: argument force | same 9.0',
    ],
  );
  finds(
    'of what a command gives is ours alone, unless upstream gives that, too',
    {
      releases: {
        '8.0': `{ 'struct': 'Tray', 'data': { 'id': 'str' } } { 'command': 'query-tray', 'returns': 'Tray' }
          { 'command': 'query-all', 'returns': 'Tray' } { 'command': 'open' } { 'command': 'query-none', 'returns': 'Tray' }`,
        '9.0': `{ 'struct': 'Tray', 'data': { 'id': 'str' } } { 'command': 'query-tray', 'returns': 'Tray' }
          { 'command': 'query-all', 'returns': [ 'Tray' ] } { 'command': 'open' } { 'command': 'query-none', 'returns': 'Tray' }`,
      },
      ours: `{ 'struct': 'Tray', 'data': { 'id': 'str' } } { 'command': 'query-tray', 'returns': [ 'Tray' ] }
        { 'command': 'query-all', 'returns': [ 'Tray' ] } { 'command': 'open', 'returns': [ 'Tray' ] } { 'command': 'query-none' }`,
    },
    [
      'query-tray: return | nowhere',
      'query-all: return | same 9.0',
      'open: return | nowhere',
      'query-none: return id | nowhere',
    ],
  );
  finds(
    'is ours alone where upstream has dropped the whole thing later',
    {
      releases: { '8.0': "{ 'command': 'eject', 'data': { '*id': 'str' } }", '9.0': '' },
      ours: "{ 'command': 'eject' }",
    },
    ['eject: argument id | nowhere'],
  );
});

describe('the other releases', () => {
  it('say nothing of a schema that is not one of QEMU', async () => {
    const history = await historyFrom({ '8.2': "{ 'command': 'stop' }", '9.0': "{ 'command': 'eject' }" });
    const baseline = await schemaFrom({ [ROOT]: "{ 'command': 'fly' } { 'command': 'land' }" }, ROOT);
    assert.equal(OtherReleases.of(history, ROOT, [8, 2, 0], baseline), undefined);
    const release = history.release('8.2', 'qapi');
    assert.ok(release);
    assert.equal(OtherReleases.of(history, '/tree/schema.json', [8, 2, 0], release), undefined);
  });

  it('of the system emulator count for the storage daemon as well, which takes its files', async () => {
    const daemon = 'storage-daemon/qapi/qapi-schema.json';
    const history = await historyFrom({
      '8.2': { 'qapi/qapi-schema.json': STOP, [daemon]: STOP },
      '9.1': { 'qapi/qapi-schema.json': `${STOP}{ 'command': 'eject' }`, [daemon]: STOP },
    });
    const baseline = history.release('8.2', 'storage-daemon');
    assert.ok(baseline);
    const schema = await schemaFrom(
      { [`/tree/${daemon}`]: `${STOP}{ 'command': 'eject' } { 'command': 'wipe' }` },
      `/tree/${daemon}`,
    );
    const contract = new Contract(schema, baseline, () =>
      OtherReleases.of(history, `/tree/${daemon}`, [8, 2, 0], baseline),
    );
    const found = contract.newNames.map((name) => contract.elsewhereOf(name)?.release.name);
    assert.deepEqual(found, ['9.1', undefined]);
  });

  it('say nothing where the history is damaged, and that is told', async () => {
    const { schema, baseline } = await contractOf({ releases: { '8.0': '' }, ours: "{ 'command': 'eject' }" });
    const broken = new Contract(schema, baseline, () => {
      throw new HistoryError('It is damaged.');
    });
    assert.equal(broken.historyProblem, undefined);
    assert.equal(broken.newNames[0] && broken.elsewhereOf(broken.newNames[0]), undefined);
    assert.equal(broken.historyProblem, 'It is damaged.');
  });

  it('know what has been deprecated for two releases, or stands in what has', async () => {
    const marked = `{ 'command': 'old', 'data': { '*a': 'int' }, 'features': [ 'deprecated' ] }
      { 'command': 'newer', 'data': { '*a': 'int' } }`;
    const { schema, baseline } = await contractOf({ releases: { '8.0': '' }, ours: '' });
    const history = await historyFrom({
      '8.1': STOP + marked,
      '8.2': STOP + marked.replace('} }', "}, 'features': [ 'deprecated' ] }"),
    });
    const contract = new Contract(schema, baseline, () => OtherReleases.of(history, ROOT, [8, 2, 0], baseline));
    const isLongDeprecated = (name: string, members: string[]): boolean =>
      contract.isLongDeprecated({ kind: 'command', name, part: 'arguments', members });
    assert.ok(isLongDeprecated('old', ['a']));
    assert.ok(contract.isLongDeprecated({ kind: 'command', name: 'old', members: [] }));
    assert.ok(!isLongDeprecated('newer', ['a']));
  });
});
