// Names in documentation: those that exist nowhere, and those that were nearly written right.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { ROOT, schemaWith, told } from '../helpers/doc-text.ts';
import { memoryHost } from '../helpers/memory-host.ts';

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
  // Tags of other languages; what comes back is told only by commands that give something.
  ['@since 7.1', ['@since -> Since: (information)']],
  ['@returns the drive', ['@returns -> ? (information)']],
  ['It is here @since 7.1.', ['@since -> ? (information)']],
  ['@param other the drive', ['@param -> ? (information)']],
  ['@param id the drive', []],
  ['The value that @returns has.', ['@returns -> ? (information)']],
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

  describe('is not told', () => {
    const saidOf = async (text: string): Promise<string[]> => {
      const problems = await told('doc/mention', text);
      return problems.map(({ span }) => text.slice(span.start, span.end));
    };

    it('where its member may be among what is broken', async () => {
      const typed = schemaWith(['Open @id, @forced.'], "{ '*id': 'str', '*force': 'bool' }").replace(
        ", '*force'",
        " '*force",
      );
      assert.deepEqual(await saidOf(typed), []);
    });

    it('where it has a comment, and what that is for is still to be written', async () => {
      const text = schemaWith(['See `DriveInfos`.'], "{ '*id': 'str' }") + OTHERS;
      const comment = '\n##\n# @DriveInfos:\n#\n# Since: 10.2\n##\n';
      assert.deepEqual(await saidOf(text), ['`DriveInfos`']);
      assert.deepEqual(await saidOf(text + comment), []);
      assert.deepEqual(await saidOf(`${text}${comment}{ 'struct':`), []);
    });
  });

  describe('that was judged is judged again', () => {
    /** A line, what changes below it while somebody types, and what is said of the line then. */
    const changes: readonly [name: string, line: string, change: [string, string], after: readonly string[]][] = [
      [
        'where its definition goes',
        'See `DriveInfo`.',
        ["'DriveInfo'", "'DriveInfos'"],
        ['`DriveInfo` -> `DriveInfos`'],
      ],
      ['where the definition that was meant goes', 'See `DriveInfos`.', ["'DriveInfo'", "'Drive'"], []],
      ['where a better name for it comes', 'See `DriveInfos`.', ["'DriveInfo'", "'DriveInfos'"], []],
      ['where its name comes', 'Open @tray.', ["'tray-open'", "'tray'"], []],
      ['where its name goes', 'See @tray-open of it.', ["'tray-open'", "'tray'"], ['@tray-open -> ?']],
      [
        'where what it speaks of loses the name',
        'Those of `DriveInfo`: @forces.',
        ["'forces'", "'more'"],
        ['@forces -> @force'],
      ],
      [
        'where another has the name now that it speaks of',
        'Those of `DriveInfo`: @forces.',
        ["'int' } }", "'int' } }\n{ 'struct': 'Force', 'data': { 'forces': 'int' } }"],
        [],
      ],
      ["where a name comes that is nobody's business", 'Open @forced.', ["'ids'", "'idle'"], ['@forced -> @force']],
    ];
    const text = (line: string): string => schemaWith([line], "{ '*id': 'str', '*force': 'bool' }") + OTHERS;

    for (const [name, line, [from, to], after] of changes) {
      it(name, async () => {
        const workspace = new Workspace(memoryHost({ [ROOT]: text(line) }), ['/tree']);
        workspace.setSettings({ baseline: 'none', qemuVersion: '10.2', role: 'upstream' });
        const said = async (typed: string): Promise<string[]> => {
          workspace.setDocument(ROOT, typed);
          const { problems } = await workspace.analyse(ROOT);
          return problems.flatMap(({ rule, span, fixes }) => {
            if (rule.id !== 'doc/mention') return [];
            const [fix] = fixes();
            const edit = fix?.kind === 'edit' ? fix.edits[0] : undefined;
            if (edit) assert.deepEqual(edit.span, span);
            return `${typed.slice(span.start, span.end)} -> ${edit?.newText ?? '?'}`;
          });
        };
        const before = await said(text(line));
        const changed = text(line).replace(from, to);
        assert.deepEqual(await said(changed), after);
        // It has moved, too.
        assert.deepEqual(await said(`\n# A comment.\n\n${changed}`), after);
        assert.deepEqual(await said(text(line)), before);
      });
    }
  });
});
