// Names in documentation: those that exist nowhere, and those that were nearly written right.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { schemaWith, told } from '../helpers/doc-text.ts';

const OTHERS = `
{ 'struct': 'DriveInfo', 'data': { 'tray-open': 'bool', 'ids': 'str', 'forces': 'int' } }
`;

async function says(line: string, settings: object = {}): Promise<string[]> {
  const text = schemaWith([line], "{ '*id': 'str', '*force': 'bool' }") + OTHERS;
  const problems = await told('doc/mention', text, settings);
  return problems.map((problem) => {
    const [fix] = problem.fixes();
    const newText = fix?.kind === 'edit' ? fix.edits[0]?.newText : undefined;
    return `${text.slice(problem.span.start, problem.span.end)} -> ${newText ?? '?'} (${problem.severity})`;
  });
}

const cases: readonly [line: string, told: readonly string[]][] = [
  ['Open @id, unless @force is false.', []],
  ['Open @id.', []],
  ['Open @forced.', ['@forced -> @force (information)']],
  ['Open @tray.', ['@tray -> ? (information)']],
  // Somebody else's member may well be meant.
  ['See @tray-open of it.', []],
  // Unless it is nearly one of ours, and nothing is said of the other.
  ['Open @forces.', ['@forces -> @force (hint)']],
  ['Those of `DriveInfo`: @forces.', []],
  ['See `DriveInfo`.', []],
  ['See `DriveInfos`.', ['`DriveInfos` -> `DriveInfo` (information)']],
  // A label of the manual, or a command of another schema.
  ['See `guest-open`.', []],
  ['See @DriveInfo.', ['@DriveInfo -> `DriveInfo` (hint)']],
  ['See @DriveInfos.', ['@DriveInfos -> `DriveInfo` (information)']],
  ['See "@tray", or me@example.com.', []],
  ['See @DriveInfo.ids.', []],
  ['TODO: @tray', []],
];

describe('a mention', () => {
  for (const [line, expected] of cases) it(line, async () => assert.deepEqual(await says(line), expected));

  it('of a definition had no backticks before 10.1', async () => {
    const before = { qemuVersion: '10.0' };
    assert.deepEqual(await says('See @DriveInfo.', before), []);
    assert.deepEqual(await says('See `DriveInfos`.', before), []);
    assert.deepEqual(await says('See @DriveInfos.', before), ['@DriveInfos -> @DriveInfo (information)']);
  });

  it('of a downstream name is the matter of another rule', async () => {
    assert.deepEqual(await says('See @__com.example_tray.', { role: 'downstream' }), []);
  });
});
