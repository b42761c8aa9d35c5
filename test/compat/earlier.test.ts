// What a walk has passed over because nothing differed there the last time: a tree is typed in, and after every stroke all that
// is told of it is what somebody is told who opens it like that.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openExample } from '../helpers/example.ts';
import { historyFrom } from '../helpers/history.ts';

const ROOT = 'qapi/qapi-schema.json';

const UPSTREAM = `{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }
{ 'struct': 'Motor', 'data': { 'pace': 'Pace', '*next': 'Motor' } }
{ 'alternate': 'MotorRef', 'data': { 'name': 'str', 'motor': 'Motor' } }
{ 'union': 'Part', 'base': { 'at': 'Pace' }, 'discriminator': 'at', 'data': { 'slow': 'Motor' } }
{ 'struct': 'Tray', 'data': { 'parts': [ 'Part' ], 'motor': 'MotorRef' } }
{ 'command': 'add-tray', 'data': { 'tray': 'Tray' } }
{ 'command': 'query-tray', 'returns': 'Tray' }
{ 'event': 'TRAY', 'data': { 'trays': [ 'Tray' ] } }
{ 'command': 'stop' }
`;

/** Texts one after the other, with what is to be told of each. */
async function typed(texts: readonly string[], releases?: Record<string, string>): Promise<readonly string[][]> {
  const history = releases && (await historyFrom(releases));
  const open = (text: string) =>
    openExample(
      {
        files: { [ROOT]: text },
        domains: ['com.example'],
        role: 'downstream',
        version: '8.2.0',
        ...(releases ? { releases } : { baseline: { [ROOT]: UPSTREAM } }),
      },
      history,
    );
  const { workspace, root } = open(UPSTREAM);
  const told: string[][] = [];
  const problemsIn = async (where: ReturnType<typeof open>): Promise<string[]> =>
    (await where.workspace.analyse(where.root)).problems.flatMap(({ rule, path, message }) =>
      rule.category === 'contract' || rule.category === 'downstream' ? `${rule.id} ${path}: ${message}` : [],
    );
  for (const text of texts) {
    workspace.setDocument(root, text);
    const found = await problemsIn({ workspace, root });
    assert.deepEqual(found, await problemsIn(open(text)), text);
    told.push(found);
  }
  return told;
}

describe('what was like the baseline a keystroke ago', () => {
  for (const [what, from, to] of [
    ['a member of a member', "'*next'", "'next'"],
    ['the type of a member in a branch', "'pace': 'Pace', '*next'", "'pace': 'str', '*next'"],
    ['a value', ", 'quick'", ''],
    ['a branch of an alternate', "'name': 'str', ", ''],
    ['what a branch holds', "{ 'slow': 'Motor' }", "{ 'slow': 'Motor', 'quick': 'Motor' }"],
    ['an element of an array', "[ 'Part' ]", "[ 'Motor' ]"],
    ['the name of a type', "'struct': 'Motor'", "'struct': 'Engine'"],
  ] as const) {
    it(`is looked at again when ${what} changes, and when that is taken back`, async () => {
      const changed = UPSTREAM.replace(from, to);
      const [first, second, third, fourth] = await typed([UPSTREAM, changed, UPSTREAM, changed]);
      assert.deepEqual(first, []);
      assert.deepEqual(third, []);
      assert.deepEqual(second, fourth);
      if (what !== 'the name of a type') assert.notDeepEqual(second, []);
    });
  }

  it('is looked at again when something is mended and spoilt once more', async () => {
    const spoilt = UPSTREAM.replace("'*next'", "'next'");
    const elsewhere = spoilt.replace(", 'quick'", '');
    await typed([spoilt, UPSTREAM, spoilt, elsewhere, spoilt, UPSTREAM, elsewhere, UPSTREAM, spoilt]);
  });

  it('is no place for new names, which are found where a branch without a name is new', async () => {
    const branch = UPSTREAM.replace("'name': 'str', 'motor': 'Motor'", "$&, 'speeds': [ 'Speed' ]");
    const named = `${branch}{ 'enum': 'Speed', 'data': [ 'fast' ] }\n`;
    const other = named.replace("{ 'command': 'stop' }", "{ 'command': 'stop', 'data': { '*now': 'bool' } }");
    const [first, second, third] = await typed([named, other, named]);
    const isOf = (path: string) => (line: string) => line.startsWith(`downstream/missing-prefix ${path}`);
    assert.ok(first?.some(isOf('query-tray: return motor value fast')));
    assert.ok(second?.some(isOf('stop: argument now')));
    assert.deepEqual(third, first);
  });

  it('is asked of other releases again when something below it changes', async () => {
    const next = UPSTREAM.replace("{ 'command': 'stop' }", "{ 'command': 'move', 'data': { 'tray': 'Tray' } }\n$&");
    const other = next.replace("'motor': 'MotorRef'", "$&, 'speed': 'int'");
    await typed([next, other, next, other], { '8.2': UPSTREAM, '9.1': next });
  });
});
