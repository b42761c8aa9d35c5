// The discouraged second choice: a name is listed in a pragma, in the list that counts and in its layout.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import { resolveFix } from '../../server/src/features/fixes.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const ROOT = '/tree/qapi/qapi-schema.json';

/** What becomes of a schema when the first of its names is exempted, and whether that cures it. */
async function exempted(text: string, version = '10.2'): Promise<{ title: string; text: string; remains: string[] }> {
  const workspace = new Workspace(memoryHost({ [ROOT]: text }));
  workspace.setSettings({ baseline: 'none', qemuVersion: version, role: 'upstream' });
  const before = await workspace.analyse(ROOT);
  const fixes = before.problems.flatMap((problem) => problem.fixes());
  const fix = fixes.find(({ kind }) => kind === 'exception');
  if (!fix) return { title: '', text: '', remains: [] };
  assert.equal(fix.preferred, false);
  const resolved = resolveFix(fix, [before]);
  assert.ok(resolved.ok);
  const mended = applyEdits(text, resolved.edits);
  workspace.setDocument(ROOT, mended);
  const { problems } = await workspace.analyse(ROOT);
  const remains = problems.filter(({ buildBreaking }) => buildBreaking).map(({ message }) => message);
  return { title: fix.title, text: mended, remains };
}

describe('a name is listed as an exception', () => {
  const eject = "{ 'command': 'eject_all' }\n";

  it('in its place, where the list is in order, and with a line of its own where the others have one', async () => {
    const { title, text, remains } = await exempted(
      `{ 'pragma': { 'command-name-exceptions': [\n    'add_client',\n    'query_all' ] } }\n${eject}`,
    );
    assert.equal(title, "Add 'eject_all' to the pragma 'command-name-exceptions' (discouraged)");
    assert.equal(
      text,
      `{ 'pragma': { 'command-name-exceptions': [\n    'add_client',\n    'eject_all',\n    'query_all' ] } }\n${eject}`,
    );
    assert.deepEqual(remains, []);
  });

  for (const [list, after] of [
    ["[ 'add', 'bad' ]", "[ 'add', 'bad', 'eject_all' ]"],
    ["[ 'zap', 'add' ]", "[ 'zap', 'add', 'eject_all' ]"],
    ["[ 'zap' ]", "[ 'eject_all', 'zap' ]"],
    ['[]', "[ 'eject_all' ]"],
    ['[ ]', "[ 'eject_all' ]"],
  ] as const) {
    it(`${list} becomes ${after}`, async () => {
      const schema = (names: string): string => `{ 'pragma': { 'command-name-exceptions': ${names} } }\n${eject}`;
      assert.equal((await exempted(schema(list))).text, schema(after));
    });
  }

  it('in the last list, which is the one that counts', async () => {
    const first = "{ 'pragma': { 'command-name-exceptions': [ 'a' ] } }\n";
    assert.equal(
      (await exempted(`${first}${first}${eject}`)).text,
      `${first}{ 'pragma': { 'command-name-exceptions': [ 'a', 'eject_all' ] } }\n${eject}`,
    );
  });

  it('in a new list, beside what other pragmas there are', async () => {
    const { text, remains } = await exempted(`{ 'pragma': { 'doc-required': false } }\n${eject}`);
    assert.equal(
      text,
      `{ 'pragma': { 'doc-required': false,\n               'command-name-exceptions': [ 'eject_all' ] } }\n${eject}`,
    );
    assert.deepEqual(remains, []);
  });

  it('in a pragma in front of everything, where there is none', async () => {
    const doc = '##\n# @eject_all:\n#\n# Since: 1.1\n##\n';
    assert.equal(
      (await exempted(doc + eject)).text,
      `{ 'pragma': { 'command-name-exceptions': [ 'eject_all' ] } }\n\n${doc}${eject}`,
    );
  });

  it('for the members of its type, the returns of a command, and what a comment leaves out', async () => {
    for (const [schema, pragma] of [
      ["{ 'struct': 'Disk', 'data': { 'read_only': 'bool' } }\n", "'member-name-exceptions': [ 'Disk' ]"],
      ["{ 'command': 'query-speed', 'returns': 'int' }\n", "'command-returns-exceptions': [ 'query-speed' ]"],
      [
        "##\n# @eject:\n#\n# Since: 1.1\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
        "'documentation-exceptions': [ 'eject' ]",
      ],
    ] as const) {
      const { text, remains } = await exempted(schema);
      assert.equal(text, `{ 'pragma': { ${pragma} } }\n\n${schema}`);
      assert.deepEqual(remains, []);
    }
  });

  it('under the names that the pragmas had until 5.2', async () => {
    const schema = "{ 'struct': 'Disk', 'data': { 'readOnly': 'bool' } }\n";
    const { text, remains } = await exempted(schema, '5.2');
    assert.equal(text, `{ 'pragma': { 'name-case-whitelist': [ 'Disk' ] } }\n\n${schema}`);
    assert.deepEqual(remains, []);
  });

  it('never for features, arguments and capitals of commands: there is no such exception', async () => {
    for (const schema of [
      "{ 'command': 'eject', 'features': [ 'by_force' ] }\n",
      "{ 'command': 'eject', 'data': { 'by_force': 'bool' } }\n",
      "{ 'command': 'ejectAll' }\n",
    ]) {
      assert.equal((await exempted(schema)).text, '', schema);
    }
  });
});
