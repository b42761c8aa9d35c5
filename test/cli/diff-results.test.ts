import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Run } from 'sarif';
import { allRules } from '../../server/src/rules/index.ts';
import { historyFrom } from '../helpers/history.ts';
import { readSarif } from '../helpers/sarif.ts';
import { type Files, qapi, type Setting } from './qapi.ts';

const OLD = `{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' }, 'returns': 'Tray' }
{ 'struct': 'Tray', 'data': { 'kind': 'Kind', '*x-age': 'int' } }
{ 'enum': 'Kind', 'data': [ 'cd' ] }
{ 'command': 'change' }
`;
const NEW = `{ 'command': 'eject', 'data': { 'id': 'str', 'force': 'bool', '*now': 'bool' }, 'returns': 'Tray' }
{ 'struct': 'Tray', 'data': { 'kind': 'Kind' } }
{ 'enum': 'Kind', 'data': [ 'cd', 'dvd' ] }
`;
const TREES: Files = {
  'old/qapi/qapi-schema.json': OLD,
  'new/qapi/qapi-schema.json': NEW,
  // The storage daemon has the same: no result is there twice.
  'old/storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/qapi-schema.json' }\n",
  'new/storage-daemon/qapi/qapi-schema.json': "{ 'include': '../../qapi/qapi-schema.json' }\n",
};

async function sarif(command: string, files: Files, setting: Setting = {}): Promise<Run> {
  return readSarif((await qapi(`${command} --format sarif`, files, setting)).stdout);
}

/** The results of a run, one a line: `level id way`. */
function shown({ results = [] }: Run): string[] {
  return results.map(({ level, ruleId, locations }) => {
    const [{ logicalLocations: [{ fullyQualifiedName: way } = {}] = [] } = {}] = locations ?? [];
    return `${level} ${ruleId} ${way}`;
  });
}

/** `line:column` of each result. */
function places({ results = [] }: Run): string[] {
  return results.map(({ locations }) => {
    const { artifactLocation, region } = locations?.[0]?.physicalLocation ?? {};
    return artifactLocation ? `${artifactLocation.uri}:${region?.startLine}:${region?.startColumn}` : 'nowhere';
  });
}

function fingerprints({ results = [] }: Run): (string | undefined)[] {
  return results.map(({ partialFingerprints }) => partialFingerprints?.['qapiIdentity/v1']);
}

describe('qapi diff in SARIF', () => {
  test('has a result for each change that is not compatible, as bad as its verdict', async () => {
    const { status, stdout, stderr } = await qapi('diff old new --format sarif', TREES);
    const run = readSarif(stdout);
    assert.deepEqual(shown(run), [
      'error change/became-mandatory eject: argument force',
      'warning change/value-added eject: return kind value dvd',
      'note change/optional-member-removed eject: return x-age',
      'error change/command-removed command change',
    ]);
    // What is gone is shown where it was held, or at what stood before it.
    assert.deepEqual(places(run), [
      'new/qapi/qapi-schema.json:1:47',
      'new/qapi/qapi-schema.json:3:36',
      'new/qapi/qapi-schema.json:2:14',
      'new/qapi/qapi-schema.json:3:12',
    ]);
    const [first] = run.results ?? [];
    assert.equal(
      first?.message.text,
      'eject: argument force is mandatory now, and was optional (sent). Clients that leave it out are refused.',
    );
    assert.equal(first.relatedLocations?.[0]?.physicalLocation?.region?.startColumn, 48);
    assert.deepEqual(first.properties, { verdict: 'breaking', direction: 'send' });
    assert.deepEqual(run.invocations, [{ executionSuccessful: true, exitCode: 1 }]);
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
  });

  test('tells of every kind of change that may be bad, whatever was found', async () => {
    const { tool, results } = await sarif('diff old old', TREES);
    const rules = tool.driver.rules ?? [];
    assert.deepEqual(results, []);
    const levels = new Map(rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration?.level]));
    assert.equal(levels.get('change/command-removed'), 'error');
    assert.equal(levels.get('change/values-opened'), 'warning');
    assert.equal(levels.has('change/command-added'), false);
    const { fullDescription } = rules.find(({ id }) => id === 'change/value-removed') ?? {};
    assert.equal(
      fullDescription?.text,
      'Where clients send it: breaking. Clients that send the value are refused.\n\nWhere clients receive it: compatible. Clients understand all that they may receive.',
    );
  });

  test('has the rules of qapi check and what they say, where HEAD is judged as a downstream', async () => {
    const run = await sarif('diff old new --fail-on downstream', TREES);
    assert.deepEqual(shown(run), [
      'error contract/argument-now-mandatory eject: argument force',
      'error downstream/missing-prefix eject: argument now',
      'error contract/command-removed command change',
      'error downstream/missing-prefix eject: return kind value dvd',
    ]);
    const ids = run.tool.driver.rules?.map(({ id }) => id) ?? [];
    assert.ok(ids.length > 20 && ids.every((id) => allRules.some((rule) => rule.id === id)));
  });

  test('knows the results of a downstream by the same fingerprints as qapi check', async () => {
    const [diff, check] = await Promise.all([
      sarif('diff old new --fail-on downstream --root qapi', TREES),
      sarif('check new --baseline dir:old --role downstream', TREES),
    ]);
    const serious = (check.results ?? []).filter(({ level }) => level !== 'note');
    assert.ok(serious.length > 3);
    assert.deepEqual(fingerprints(diff).sort(), fingerprints({ ...check, results: serious }).sort());
  });

  test('knows a change again when the text around it has changed', async () => {
    const moved = NEW.split('\n').reverse().join('\n\n');
    const [before, after] = await Promise.all([
      sarif('diff old new', TREES),
      sarif('diff old new', { ...TREES, 'new/qapi/qapi-schema.json': moved }),
    ]);
    assert.notDeepEqual(places(after), places(before));
    assert.deepEqual(fingerprints(after).sort(), fingerprints(before).sort());
  });

  test('has no places in what is in no file', async () => {
    const git = { top: '/src', tags: { v1: { 'qapi-schema.json': OLD }, v2: { 'qapi-schema.json': NEW } } };
    const history = await historyFrom({ '8.1': OLD, '8.2': NEW });
    for (const sides of ['git:v1 git:v2', 'release:8.1 release:8.2']) {
      const run = await sarif(`diff ${sides}`, {}, { git, history });
      assert.deepEqual(new Set(places(run)), new Set(['nowhere']), sides);
      assert.equal(shown(run).length, 4);
    }
    const [result] = (await sarif('diff release:8.1 new', TREES, { history })).results ?? [];
    assert.deepEqual(result?.relatedLocations, undefined);
  });

  test('says why there is nothing to tell', async () => {
    const { status, stdout } = await qapi('diff old nowhere --format sarif', TREES);
    assert.deepEqual(readSarif(stdout).invocations, [
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: {
              text: 'There is no file or folder "nowhere". To name a tag, branch or commit of the repository, write git:nowhere.',
            },
          },
        ],
      },
    ]);
    assert.equal(status, 2);
  });
});

describe('qapi diff for GitHub', () => {
  const github = async (command: string, files: Files, setting: Setting = {}): Promise<string> =>
    (await qapi(`${command} --format github`, files, setting)).stdout;

  test('annotates the lines that have changed', async () => {
    const files = { ...TREES, '.git/HEAD': '' };
    assert.equal(
      (await github('diff old new', files)).split('\n')[0],
      '::error file=new/qapi/qapi-schema.json,line=1,endLine=1,col=47,endColumn=52,title=change/became-mandatory::eject: argument force is mandatory now, and was optional (sent). Clients that leave it out are refused.',
    );
    assert.match(
      await github('diff old new --fail-on downstream', files),
      /^::error file=new\/qapi\/qapi-schema\.json,line=1,.*title=contract\/argument-now-mandatory::Upstream lets clients/m,
    );
  });

  test('says what goes wrong, and nothing where nothing has changed', async () => {
    assert.equal(await github('diff old old', TREES), '');
    assert.equal(await github('diff old a/b', TREES), '::error title=qapi::There is no file or folder "a/b".\n');
  });
});
