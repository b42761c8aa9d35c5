import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { historyFrom } from '../helpers/history.ts';
import { type Files, qapi } from './qapi.ts';

/** A downstream with one addition that both of its roots see, beside its upstream. */
const TREE: Files = {
  'ours/VERSION': '8.2.0\n',
  'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'event': 'BYE' }\n",
  'ours/qapi/block.json': "# our own\n\n{ 'command': 'eject', 'data': { 'id': 'str', '*secure-erase': 'bool' } }\n",
  'ours/qga/qapi-schema.json': "{ 'include': '../qapi/block.json' }\n",
  'up/qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
  'up/qga/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
};

describe('the report for people', () => {
  test('shows each problem once, with its line, what is wrong, and the way out', async () => {
    const { status, stdout, stderr } = await qapi('check ours --baseline dir:up --rfqdn com.acme', TREE);
    assert.equal(
      stdout,
      `ours/qapi/block.json:3:48 error downstream/missing-prefix
  Argument 'secure-erase' of command 'eject' is not in the upstream schema, and clients can send it
  (eject: argument secure-erase). Names that a downstream adds begin with '__RFQDN_': rename it to
  '__com.acme_secure-erase'.

  3 | { 'command': 'eject', 'data': { 'id': 'str', '*secure-erase': 'bool' } }
    |                                                ^^^^^^^^^^^^

  fix: Insert the prefix: '__com.acme_secure-erase'

ours/qapi/qapi-schema.json:2:13 error downstream/missing-prefix
  Event 'BYE' is not in the upstream schema, and clients receive it. Names that a downstream adds
  begin with '__RFQDN_': rename it to '__com.acme_BYE'.

  1 | { 'include': 'block.json' }
  2 | { 'event': 'BYE' }
    |             ^^^

  fix: Insert the prefix: '__com.acme_BYE'

2 errors in 2 roots (3 files)
Role: downstream, a domain is configured (com.acme). QEMU: 8.2.0. Baseline: dir:up.
Run with --fix to apply 2 fixes.
qapi explain downstream/missing-prefix says more about that rule.
`,
    );
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });

  test('says so when there is nothing to say, and by what was judged', async () => {
    const { status, stdout } = await qapi('check up', TREE);
    assert.equal(
      stdout,
      `No problems in 2 roots (2 files)
Role: upstream, no domain is configured, and no name begins with '__'. QEMU: the newest known, as
there is no VERSION file.
`,
    );
    assert.equal(status, 0);
  });

  test('warnings are no errors: the exit status is 0', async () => {
    const files = { 'a.json': "{ 'command': '__com.redhat_eject' }\n" };
    const { status, stdout } = await qapi('check a.json --rfqdn com.example', files);
    assert.match(stdout, /^a\.json:1:15 warning downstream\/foreign-domain\n/);
    assert.match(stdout, /^ {2}fix: Use your own domain: '__com\.example_eject' \(--fix leaves this one to you\)$/m);
    assert.doesNotMatch(stdout, /Run with --fix/);
    assert.match(stdout, /^1 warning in 1 root \(1 file\)$/m);
    assert.equal(status, 0);
  });

  test('where no domain is known, a fix says what it needs', async () => {
    const { stdout } = await qapi('check ours/qga --baseline dir:up --role downstream', TREE);
    assert.match(stdout, /^ {2}fix: Insert the downstream prefix \(needs --rfqdn DOMAIN\)$/m);
    assert.match(stdout, /^With --rfqdn DOMAIN, --fix inserts the prefix of your domain into 1 name\.$/m);
    assert.doesNotMatch(stdout, /Run with --fix/);
  });

  test('a fix that would clash says with what', async () => {
    const files = { 'a.json': "{ 'command': 'eject_all' }\n{ 'command': 'eject-all' }\n" };
    const { stdout } = await qapi('check a.json', files);
    assert.match(stdout, /^ {2}no fix: 'eject_all' cannot become 'eject-all': [\s\S]*\(a\.json:2\)/m);
  });

  test('a missing baseline is one problem, and the other rules go on', async () => {
    const git = { tags: {} };
    const files = { 'qapi/qapi-schema.json': "{ 'event': 'bye' }\n" };
    const { status, stdout, stderr } = await qapi('check . --baseline git:v8.2.0 --rfqdn com.acme', files, { git });
    assert.equal(
      stdout,
      `qapi/qapi-schema.json:1:1 error config/baseline
  The repository has no reference "v8.2.0" for the baseline. Fetch it with: git fetch
  https://gitlab.com/qemu-project/qemu.git tag v8.2.0 --no-tags

  1 | { 'event': 'bye' }
    | ^

qapi/qapi-schema.json:1:13 error naming/event-case (breaks the build)
  Event 'bye': events are named in capitals, with underscores between words. Write 'BYE'.

  1 | { 'event': 'bye' }
    |             ^^^

  fix: Rename to 'BYE'

2 errors in 1 root (1 file)
Role: downstream, a domain is configured (com.acme). QEMU: the newest known, as there is no VERSION
file. Baseline: none.
Run with --fix to apply 1 fix.
qapi explain config/baseline says more about that rule.
`,
    );
    // Who names one on the command line wants that one and no other.
    assert.match(stderr, /^qapi: The repository has no reference "v8\.2\.0" for the baseline\./);
    assert.equal(status, 2);
  });

  test('a missing baseline that a file sets is told there, once for all roots', async () => {
    const files = { ...TREE, 'ours/.qapirc.json': '{ "domains": ["com.acme"], "baseline": "git:v9.0.0" }\n' };
    const { status, stdout } = await qapi('check ours', files, { git: { tags: {} } });
    assert.equal(
      stdout.slice(0, stdout.indexOf('\nRole')),
      `ours/.qapirc.json:1:40 error config/baseline
  The repository has no reference "v9.0.0" for the baseline. Fetch it with: git fetch
  https://gitlab.com/qemu-project/qemu.git tag v9.0.0 --no-tags

  1 | { "domains": ["com.acme"], "baseline": "git:v9.0.0" }
    |                                        ^^^^^^^^^^^^

1 error in 2 roots (3 files)`,
    );
    assert.equal(status, 1);
  });

  test('names the place in the baseline by line where somebody has that file, and no line of a text that is ours', async () => {
    const files = {
      'ours/VERSION': '8.2.0\n',
      'ours/qapi/qapi-schema.json': "{ 'command': 'stop' }\n",
      'up/qapi/qapi-schema.json': "{ 'command': 'stop' }\n{ 'command': 'eject' }\n",
      'answer.json': JSON.stringify([
        { name: 'stop', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' },
        { name: 'eject', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0' },
        { name: '0', 'meta-type': 'object', members: [] },
      ]),
    };
    const history = await historyFrom({ '8.2': files['up/qapi/qapi-schema.json'] });
    const seen = async (baseline: string): Promise<readonly string[]> => {
      const { stdout } = await qapi(`check ours --role downstream --baseline ${baseline}`, files, { history });
      assert.match(stdout, /^ours\/qapi\/qapi-schema\.json:1:15 error contract\/command-removed$/m);
      return stdout.split('\n').filter((line) => line.includes('Upstream has this'));
    };
    assert.deepEqual(await seen('dir:up'), ['  see up/qapi/qapi-schema.json:2:15: Upstream has this.']);
    assert.deepEqual(await seen('release:8.2'), ['  see release:8.2:/qapi/qapi-schema.json: Upstream has this.']);
    assert.deepEqual(await seen('introspection:answer.json'), []);
  });

  test('where the tag of the version is missing, the release of that version is the baseline', async () => {
    const upstream = "{ 'command': 'eject', 'data': { 'id': 'str' } }\n";
    const history = await historyFrom({
      '8.2': { 'qapi/qapi-schema.json': `${upstream}{ 'event': 'BYE' }\n`, 'qga/qapi-schema.json': upstream },
    });
    const { status, stdout } = await qapi('check ours --rfqdn com.acme', TREE, { git: { tags: {} }, history });
    assert.match(stdout, /^ours\/qapi\/block\.json:3:48 error downstream\/missing-prefix$/m);
    assert.match(
      stdout,
      /^1 error in 2 roots \(3 files\)\nRole: downstream, .* \(com\.acme\)\. QEMU: 8\.2\.0\. Baseline: release:8\.2\.$/m,
    );
    assert.equal(status, 1);
  });

  test('where that is not known either, the last line names the command that fetches the tag', async () => {
    const history = await historyFrom({ '8.1': "{ 'event': 'BYE' }\n" });
    const { status, stdout } = await qapi('check ours --rfqdn com.acme', TREE, { git: { tags: {} }, history });
    assert.equal(
      stdout,
      `No problems in 2 roots (3 files)
Role: downstream, a domain is configured (com.acme). QEMU: 8.2.0. Baseline: none. The repository has
no tag v8.2.0, which the VERSION file of the tree asks for. QEMU 8.2.0 is not among the releases
known here, 8.1 to 8.1; next to it is release:8.1. Fetch it with: git fetch
https://gitlab.com/qemu-project/qemu.git tag v8.2.0 --no-tags
`,
    );
    assert.equal(status, 0);
  });

  test('roots that are judged differently are told apart', async () => {
    const { stdout } = await qapi('check ours/qapi/qapi-schema.json up/qapi/qapi-schema.json', TREE);
    assert.equal(
      stdout,
      `No problems in 2 roots (3 files)
ours/qapi/qapi-schema.json: Role: upstream, no domain is configured, and no name begins with '__'.
QEMU: 8.2.0.
up/qapi/qapi-schema.json: Role: upstream, no domain is configured, and no name begins with '__'.
QEMU: the newest known, as there is no VERSION file.
`,
    );
  });

  test('what cannot be a schema does not flood the terminal', async () => {
    const text = Array.from({ length: 1200 }, (_, i) => `{ 'event': 'bye${i}' }\n`).join('');
    const { stdout } = await qapi('check a.json', { 'a.json': text });
    assert.equal(stdout.match(/^a\.json:/gm)?.length, 1000);
    assert.match(stdout, /^\.\.\. and 200 more problems\. --format json gives them all\.$/m);
    assert.match(stdout, /^1200 errors in/m);
  });
});

describe('colours', () => {
  const files = { 'a.json': "{ 'event': 'bye' }\n" };
  const ESC = '\x1b[';
  for (const [what, command, setting, colored] of [
    ['not in a pipe', 'check a.json', {}, false],
    ['on a terminal', 'check a.json', { columns: 80 }, true],
    ['not on a dumb one', 'check a.json', { columns: 80, env: { TERM: 'dumb' } }, false],
    ['not with NO_COLOR', 'check a.json', { columns: 80, env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR does not count', 'check a.json', { columns: 80, env: { NO_COLOR: '' } }, true],
    ['FORCE_COLOR, even in a pipe', 'check a.json', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', 'check a.json', { columns: 80, env: { FORCE_COLOR: '0' } }, false],
    ['--color always', 'check a.json --color always', { env: { NO_COLOR: '1' } }, true],
    ['--color never', 'check a.json --color never', { columns: 80, env: { FORCE_COLOR: '1' } }, false],
    ['never in JSON', 'check a.json --color always --format json', {}, false],
    ['explain too', 'explain naming/event-case', { columns: 80 }, true],
    ['explain in a pipe', 'explain naming/event-case', {}, false],
  ] as const) {
    test(what, async () => {
      const { stdout } = await qapi(command, files, setting);
      assert.equal(stdout.includes(ESC), colored);
    });
  }

  test('say how serious it is, and dim what is for orientation', async () => {
    const { stdout } = await qapi('check a.json --color always', files);
    assert.equal(
      stdout.split('\n')[0]?.replaceAll('\x1b', '^'),
      '^[1ma.json:1:13^[22m ^[31merror^[39m naming/event-case^[2m (breaks the build)^[22m',
    );
  });
});

test('lines are as wide as the terminal', async () => {
  const { stdout } = await qapi('check ours --baseline dir:up --rfqdn com.acme --color never', TREE, { columns: 50 });
  assert.equal(
    stdout.slice(0, stdout.indexOf('ours/qapi/qapi-schema.json')),
    `ours/qapi/block.json:3:48 error downstream/missing-prefix
  Argument 'secure-erase' of command 'eject' is
  not in the upstream schema, and clients can send
  it (eject: argument secure-erase). Names that a
  downstream adds begin with '__RFQDN_': rename it
  to '__com.acme_secure-erase'.

  3 | …{ 'id': 'str', '*secure-erase': 'bool' } }
    |                   ^^^^^^^^^^^^

  fix: Insert the prefix:
    '__com.acme_secure-erase'

`,
  );
});
