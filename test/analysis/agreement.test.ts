import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareVerdicts, readVerdict, type Verdict } from '../../server/src/analysis/agreement.ts';
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const ROOT = '/src/qapi/schema.json';

function at(file: string, line: number, message: string, column?: number): Verdict {
  return { kind: 'refused', message, place: { file, line, column } };
}

describe('what the generator says', () => {
  const cases: readonly [what: string, text: string, verdict: Verdict][] = [
    ['nothing', '', { kind: 'accepted' }],
    ['a line', 'schema.json:3: no\n', at(ROOT, 3, 'no')],
    ['a line with a column', 'schema.json:3:14: no\n', at(ROOT, 3, 'no', 14)],
    ['an absolute path', '/else/where.json:3: no\n', at('/else/where.json', 3, 'no')],
    ['a path with .. in it', '/src/qapi/../other.json:3: no\n', at('/src/other.json', 3, 'no')],
    ['the definition first', "schema.json: In struct 'Disk':\nschema.json:3: no\n", at(ROOT, 3, 'no')],
    [
      'who included whom first',
      'In file included from schema.json:1:\nIn file included from a.json:2:\nb.json:3: no\n',
      at('/src/qapi/b.json', 3, 'no'),
    ],
    ['more lines', 'schema.json:3: no\nschema.json:1: here\n', at(ROOT, 3, 'no\nschema.json:1: here')],
    ['a message with a colon', "schema.json:3: stray 'a:1: b'\n", at(ROOT, 3, "stray 'a:1: b'")],
    [
      'no place',
      "can't read it: no such file\n",
      { kind: 'refused', message: "can't read it: no such file", place: undefined },
    ],
  ];
  for (const [what, text, verdict] of cases) {
    test(what, () => assert.deepEqual(readVerdict(text, ROOT), verdict));
  }

  test('a traceback is a crash', () => {
    const trace = 'Traceback (most recent call last):\n  File "x.py", line 1, in f\nIndexError: out of range\n';
    assert.deepEqual(readVerdict(trace, ROOT), { kind: 'crashed', message: 'IndexError: out of range', trace });
  });
});

/** How a verdict compares with ours. */
async function compared(text: string, verdict: Verdict, severities = {}): Promise<string> {
  const workspace = new Workspace(memoryHost({ [ROOT]: text }));
  workspace.setSettings({ severities });
  return compareVerdicts(verdict, (await workspace.analyse(ROOT)).asGenerator([10, 2, 0])).kind;
}

describe('the comparison', () => {
  const good = "{ 'command': 'query-disks' }\n";
  const bad = "# A comment.\n{ 'command': 'query_disks' }\n";
  const crash: Verdict = { kind: 'crashed', message: 'IndexError', trace: '' };
  const cases: readonly [what: string, text: string, verdict: Verdict, kind: string][] = [
    ['both accept', good, { kind: 'accepted' }, 'agree'],
    ['both refuse, at the same line', bad, at(ROOT, 2, 'no'), 'agree'],
    ['both refuse, at different lines', bad, at(ROOT, 1, 'no'), 'elsewhere'],
    ['both refuse, in different files', bad, at('/src/qapi/other.json', 2, 'no'), 'elsewhere'],
    ['both refuse, it cannot say where', bad, { kind: 'refused', message: 'no', place: undefined }, 'agree'],
    ['only it refuses', good, at(ROOT, 1, 'no'), 'only-generator'],
    ['only we refuse', bad, { kind: 'accepted' }, 'only-ours'],
    ['it crashes, and we tell an error', bad, crash, 'agree'],
    ['it crashes, and we have nothing to say', good, crash, 'only-generator'],
  ];
  for (const [what, text, verdict, kind] of cases) {
    test(what, async () => assert.equal(await compared(text, verdict), kind));
  }

  test('of several problems one at the right line is enough: it stops at the first', async () => {
    assert.equal(await compared(`${bad}${bad}`, at(ROOT, 2, 'no')), 'agree');
    assert.equal(await compared(`${bad}${bad}`, at(ROOT, 4, 'no')), 'agree');
  });

  test('a rule that the user has switched off counts: the generator knows no settings', async () => {
    assert.equal(await compared(bad, at(ROOT, 2, 'no'), { 'naming/lower-case': 'off' }), 'agree');
  });

  test("it is the generator's version that counts", async () => {
    const workspace = new Workspace(memoryHost({ [ROOT]: bad, '/src/VERSION': '5.2.0\n' }));
    const analysis: Analysis = await workspace.analyse(ROOT);
    const kind = (verdict: Verdict, version?: [number, number, number]) =>
      compareVerdicts(verdict, analysis.asGenerator(version)).kind;
    // Underscores in the names of commands were told off, and no more, before 6.0.
    assert.equal(kind({ kind: 'accepted' }), 'agree');
    assert.equal(kind(at(ROOT, 2, 'no'), [10, 2, 0]), 'agree');
  });

  test('where definitions are looked at in no particular order, any of those that are to blame will do', async () => {
    const text = "{ 'struct': 'A', 'base': 'B', 'data': {} }\n{ 'struct': 'B', 'base': 'A', 'data': {} }\n";
    const analysis: Analysis = await new Workspace(memoryHost({ [ROOT]: text })).analyse(ROOT);
    const kind = (line: number, version: [number, number, number]) =>
      compareVerdicts(at(ROOT, line, 'no'), analysis.asGenerator(version)).kind;
    assert.deepEqual([kind(1, [2, 11, 0]), kind(2, [2, 11, 0])], ['agree', 'agree']);
    assert.deepEqual([kind(1, [4, 2, 0]), kind(2, [4, 2, 0])], ['agree', 'elsewhere']);
  });
});
