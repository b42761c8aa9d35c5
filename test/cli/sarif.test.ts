import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Log, Run } from 'sarif';
import { placeOf } from '../../server/src/cli/absences.ts';
import { checkResults } from '../../server/src/cli/check-results.ts';
import { checkMessages } from '../../server/src/cli/messages.ts';
import { Report } from '../../server/src/cli/report.ts';
import { sarifReport } from '../../server/src/cli/sarif.ts';
import { allRules } from '../../server/src/rules/index.ts';
import { isMessageFile } from '../../server/src/workspace/message-files.ts';
import { TREE as EXAMPLE_TREE, historyOf, openExample } from '../helpers/example.ts';
import { readSarif } from '../helpers/sarif.ts';
import { type Files, qapi, readingFrom, type Setting } from './qapi.ts';

/** A downstream in a repository, and its upstream beside it. */
const TREE: Files = {
  'ours/.git/HEAD': 'ref: refs/heads/main\n',
  'ours/VERSION': '8.2.0\n',
  'ours/qapi/qapi-schema.json': "{ 'include': 'block devices.json' }\n",
  'ours/qapi/block devices.json': `{ 'command': 'eject', 'data': { '*secure-erase': 'bool' } }
{ 'enum': 'Tray', 'data': ['open'] }
{ 'enum': 'Tray', 'data': ['closed'] }
`,
  'up/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
};
const COMMAND = 'check . --baseline dir:../../up --rfqdn com.acme';

async function sarif(command: string, files: Files, setting: Setting = {}): Promise<Run> {
  return readSarif((await qapi(`${command} --format sarif`, files, setting)).stdout);
}

test('the report is a document of SARIF 2.1.0', async () => {
  const { status, stdout, stderr } = await qapi(`${COMMAND} --format sarif`, TREE, { cwd: '/src/ours/qapi' });
  assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  readSarif(stdout);

  // Of all the rules, the fixture has those that results point to; the index still tells their places among all.
  const log: Log = JSON.parse(stdout);
  const [{ tool, results = [] }] = log.runs as [Run];
  const wanted = new Set(results.map(({ ruleId }) => ruleId));
  tool.driver.rules = tool.driver.rules?.filter(({ id }) => wanted.has(id)) ?? [];
  const shown = `${JSON.stringify(log, null, 2)}\n`;
  const path = fileURLToPath(new URL('fixtures/eject.sarif', import.meta.url));
  if (process.env.QAPI_UPDATE === '1') writeFileSync(path, shown);
  assert.equal(shown, readFileSync(path, 'utf8'));
});

describe('in SARIF', () => {
  test('all rules are there, in the same order whatever was found, and with texts that GitHub can show', async () => {
    const { tool } = await sarif('check a.json', { 'a.json': '' });
    const { rules = [] } = tool.driver;
    assert.deepEqual(
      rules.map(({ id }) => id),
      allRules.map(({ id }) => id),
    );
    for (const { shortDescription, fullDescription, help } of rules) {
      for (const text of [shortDescription?.text, fullDescription?.text]) {
        assert.ok(text && text.length <= 1024, text);
      }
      assert.match(help?.markdown ?? '', /\n\n## What to do\n\n/);
      assert.match(help?.text ?? '', /\n\nWhat to do\n\n/);
    }
  });

  test('remarks are notes, and hints too where they are asked for', async () => {
    const files = {
      'a.json': "{ 'struct': 'Unused', 'data': {} }\n{ 'command': 'eject', 'data': { 'x-fast': 'bool' } }\n",
    };
    const severities = async (options: string): Promise<unknown[]> =>
      ((await sarif(`check a.json${options}`, files)).results ?? []).map(({ level, properties }) => [
        level,
        properties?.severity,
      ]);
    assert.deepEqual(await severities(''), [['note', 'information']]);
    assert.deepEqual(await severities(' --hints'), [
      ['note', 'hint'],
      ['note', 'information'],
    ]);
  });

  test('a problem of no name is in the definition that it stands in, or whose comment', async () => {
    const { results = [] } = await sarif('check a.json', {
      'a.json': "##\n# @eject:\n#\n# @disk: which\n##\n{ 'command': 'eject' }\n",
    });
    assert.deepEqual(
      results.map(({ locations }) => locations?.[0]?.logicalLocations),
      [[{ name: 'eject', fullyQualifiedName: 'eject', kind: 'command' }]],
    );
  });

  test('braces and brackets in a message are what they are', async () => {
    const { results = [] } = await sarif('check a.json', {
      'a.json': "{ 'command': 'eject'\n{ 'command': '[here](http://there.example)' }\n",
    });
    const texts = results.map(({ message }) => message.text ?? '');
    assert.ok(
      texts.some((text) => text.includes("'}}'")),
      texts.join('\n'),
    );
    assert.ok(
      texts.some((text) => text.includes('[here] (http://there.example)')),
      texts.join('\n'),
    );
  });

  // A worktree has a file in the place of the folder .git.
  for (const git of ['.git', '.git/HEAD']) {
    test(`paths are relative to the folder with ${git}; a file outside of it has its whole address`, async () => {
      const { results = [] } = await sarif(
        'check . ../../else#where',
        {
          [`ours/${git}`]: '',
          'ours/qapi/qapi-schema.json': "{ 'command': 'a_b' }\n",
          'else#where/qapi/qapi-schema.json': "{ 'command': 'a_b' }\n",
        },
        { cwd: '/src/ours/qapi' },
      );
      assert.deepEqual(
        results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation),
        [
          { uri: 'file:///src/else%23where/qapi/qapi-schema.json' },
          { uri: 'qapi/qapi-schema.json', uriBaseId: '%SRCROOT%' },
        ],
      );
    });
  }

  test('without a repository, paths are relative to the working directory', async () => {
    const { results = [] } = await sarif('check .', { '100%:/a.json': "{ 'command': 'a_b' }\n" });
    assert.deepEqual(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation, {
      uri: '100%25%3A/a.json',
      uriBaseId: '%SRCROOT%',
    });
  });

  test('a fix that needs a domain is none that can be taken', async () => {
    const [without, withDomain] = await Promise.all(
      ['', ' --rfqdn com.acme'].map((domain) =>
        sarif(`check . --role downstream --baseline dir:../../up${domain}`, TREE, { cwd: '/src/ours/qapi' }),
      ),
    );
    assert.deepEqual(without?.results?.[0]?.fixes, undefined);
    assert.deepEqual(
      withDomain?.results?.[0]?.fixes?.map(({ description }) => description?.text),
      [
        "Insert the prefix: '__com.acme_secure-erase'",
        "Leave upstream's 'eject' as it is, and add '__com.acme_eject' with the new argument",
      ],
    );
  });

  test('there is a report even where there was nothing to report about, and it says why', async () => {
    const { status, stdout } = await qapi('check nowhere --format sarif', {});
    const { invocations, results } = readSarif(stdout);
    assert.deepEqual({ status, results }, { status: 2, results: [] });
    assert.deepEqual(invocations, [
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'There is no file or folder "nowhere".' } }],
      },
    ]);
  });

  test('a generator that sees it in another way is a notification', async () => {
    const { invocations } = await sarif(
      'check qapi --generator auto',
      { VERSION: '8.2.0\n', 'scripts/qapi/schema.py': '', 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
      { generator: { says: { '/src/qapi/qapi-schema.json': '/src/qapi/qapi-schema.json:1: no\n' } } },
    );
    const [invocation] = invocations ?? [];
    assert.equal(invocation?.executionSuccessful, true);
    assert.match(invocation?.toolExecutionNotifications?.[0]?.message.text ?? '', /^Disagreement: QEMU 8\.2\.0's own/);
  });

  test('whatever a terminal would obey is escaped', async () => {
    const { stdout } = await qapi('check a.json --format sarif', { 'a.json': "{ 'command': 'e\x1b[31mj\u202e' }\n" });
    assert.doesNotMatch(stdout.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u);
  });
});

describe('the fingerprint of a result', () => {
  /** What a result is about, and its fingerprint. */
  async function fingerprints(text: string, name = 'block.json'): Promise<Record<string, string>> {
    const { results = [] } = await sarif('check ours --baseline dir:up --rfqdn com.acme', {
      'ours/qapi/qapi-schema.json': `{ 'include': '${name}' }\n`,
      [`ours/qapi/${name}`]: text,
      'up/qapi/qapi-schema.json': "{ 'command': 'eject' }\n",
    });
    const entries = results.map(({ ruleId, locations, partialFingerprints }) => [
      `${ruleId} ${locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName}`,
      partialFingerprints?.['qapiIdentity/v1'] ?? '',
    ]);
    return Object.fromEntries(entries);
  }

  const NEW = 'downstream/missing-prefix eject: argument erase';
  const SPELLING = 'naming/lower-case Tray.Open';
  const COMMA = 'syntax/comma eject';
  const text = "{ 'command': 'eject', 'data': { '*erase': 'bool', } }\n{ 'enum': 'Tray', 'data': ['Open'] }\n";

  test('is there for each, and no two are the same', async () => {
    const all = await fingerprints(text);
    assert.deepEqual(Object.keys(all).sort(), [NEW, SPELLING, COMMA].sort());
    assert.equal(new Set(Object.values(all)).size, 3);
  });

  for (const [what, changed] of [
    ['lines are inserted above', `# Ours.\n\n{ 'event': 'RESUME' }\n\n${text}`],
    ['definitions change their places', text.split('\n').reverse().join('\n')],
    ['the file is reformatted', text.replaceAll("': ", "'\n  :\t").replaceAll('\n', '\r\n')],
    ['other members come before', text.replace("'*erase'", "'*force': 'bool', '*erase'").replace("['", "['shut', '")],
  ] as const) {
    test(`stays when ${what}`, async () => {
      const { [NEW]: wire, [SPELLING]: name, [COMMA]: comma } = await fingerprints(text);
      const after = await fingerprints(changed);
      assert.deepEqual([after[NEW], after[SPELLING], after[COMMA]], [wire, name, comma]);
    });
  }

  test('of what is on the wire stays when the file gets another name; that of other things does not', async () => {
    const [before, after] = [await fingerprints(text), await fingerprints(text, 'disk.json')];
    assert.equal(after[NEW], before[NEW]);
    assert.notEqual(after[SPELLING], before[SPELLING]);
    assert.notEqual(after[COMMA], before[COMMA]);
  });

  test('is another one when the rule is', async () => {
    const all = await fingerprints("{ 'command': 'eject', 'data': { 'x-Fast': 'bool' } }\n");
    const { 'naming/lower-case eject.x-Fast': spelling, 'naming/experimental-prefix eject.x-Fast': prefix } = all;
    assert.ok(spelling && prefix);
    assert.notEqual(spelling.split(':')[0], prefix.split(':')[0]);
  });

  test('is another one when the way on the wire is', async () => {
    const before = await fingerprints(text);
    const after = await fingerprints(text.replace("'*erase'", "'*wipe'"));
    assert.notEqual(after['downstream/missing-prefix eject: argument wipe'], before[NEW]);
  });

  test('is another one when the definition around it is', async () => {
    const before = await fingerprints(text);
    const after = await fingerprints(text.replace("'Tray'", "'Door'").replace("'eject'", "'stop'"));
    assert.notEqual(after['naming/lower-case Door.Open'], before[SPELLING]);
    assert.notEqual(after['syntax/comma stop'], before[COMMA]);
  });

  test('tells apart what is alike by its order', async () => {
    const { results = [] } = await sarif('check a.json', {
      'a.json': "{ 'command': 'eject', 'data': { 'a': 'str' 'b': 'str' 'c': 'str' } }\n",
    });
    const digests = results.map(
      ({ partialFingerprints }) => partialFingerprints?.['qapiIdentity/v1']?.split(':') ?? [],
    );
    assert.deepEqual(
      digests.map(([, number]) => number),
      ['1', '2'],
    );
    assert.equal(new Set(digests.map(([digest]) => digest)).size, 1);
  });
});

describe('SARIF is in order for', () => {
  for (const rule of allRules) {
    test(`what is wrong by ${rule.id}`, async () => {
      const { workspace, root } = openExample(rule.bad, await historyOf(rule.bad));
      const analysis = await workspace.analyse(root);
      const messages = await Promise.all(
        Object.keys(rule.bad.files)
          .filter(isMessageFile)
          .map((path) => checkMessages(workspace, `${EXAMPLE_TREE}/${path}`, readingFrom(workspace.host))),
      );
      const report = await Report.of(
        [analysis],
        messages.filter((one) => typeof one !== 'string'),
        () => true,
        { problems: new Set(analysis.problems.map(placeOf)), fixed: [] },
        EXAMPLE_TREE,
        workspace.host,
      );
      const all = checkResults(report, true, [], [], 1, EXAMPLE_TREE);
      // Of the rules only those that are pointed to: that the others are in order is seen elsewhere.
      const found = new Set(all.results.map(({ id }) => id));
      const { results = [] } = readSarif(
        sarifReport({ ...all, criteria: all.criteria.filter(({ id }) => found.has(id)) }, '1.2.3'),
      );
      assert.ok(results.some(({ ruleId }) => ruleId === rule.id));
    });
  }

  for (const [tree, isBad] of [
    ['examples/acme', true],
    ['examples/upstream', false],
    ['test/examples/acme-fixed', false],
  ] as const) {
    test(tree, async () => {
      const folder = fileURLToPath(new URL(`../../${tree}/`, import.meta.url));
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /VERSION|json$/.test(path),
      );
      const texts = Object.fromEntries(files.map((path) => [path, readFileSync(folder + path, 'utf8')]));
      const { results = [] } = await sarif('check . --hints --baseline none', texts);
      assert.equal(
        results.some(({ level }) => level === 'error'),
        isBad,
      );
    });
  }
});
