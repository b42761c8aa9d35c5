// Small things of style: headings, tabs, deprecations that say nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesTold, mend, schemaWith, told } from '../helpers/doc-text.ts';

describe('a heading', () => {
  const free = (...lines: string[]): string => ['##', ...lines.map((line) => `# ${line}`), '##', ''].join('\n');
  const cases: readonly [before: string, after: readonly string[]][] = [
    ['= Drives', ['******', 'Drives', '******']],
    ['== Drives', ['Drives', '======']],
    ['=== Drives', ['Drives', '------']],
  ];
  for (const [before, after] of cases) {
    it(`is underlined: ${before}`, async () => {
      assert.equal(await mend('doc/old-heading', free(before)), free(...after));
    });
  }

  it('is one by its signs until 10.0', async () => {
    assert.deepEqual(await told('doc/old-heading', free('= Drives'), { qemuVersion: '10.0' }), []);
    assert.deepEqual(await linesTold('doc/old-heading', free('= Drives'), { qemuVersion: '10.1' }), [2]);
  });

  it('is none in the documentation of a definition, nor in the middle of a line', async () => {
    assert.deepEqual(await told('doc/old-heading', schemaWith(['= Drives'])), []);
    assert.deepEqual(await told('doc/old-heading', free('x = y', '=', '======')), []);
  });
});

describe('a tab', () => {
  const cases: readonly [name: string, before: string, after: string][] = [
    ['gives way to as many spaces as it is wide', "{ 'command':\t'eject' }\n", "{ 'command':    'eject' }\n"],
    ['may be many', "\t\t{ 'command': 'eject' }\n", "                { 'command': 'eject' }\n"],
    ['may stand in documentation', '##\n# A\tB\n##\n', '##\n# A     B\n##\n'],
    ['stays in a comment', '#\tA\n', '#\tA\n'],
    ['is found behind one', "# A\n{ 'command':\t'eject' } #\tA\n", "# A\n{ 'command':    'eject' } #\tA\n"],
  ];
  for (const [name, before, after] of cases) {
    it(name, async () => assert.equal(await mend('syntax/tab', before), after));
  }

  it('is another mistake in a string, and where a space is missing', async () => {
    assert.deepEqual(await told('syntax/tab', "{ 'command': 'e\tject' }\n"), []);
    assert.deepEqual(await told('syntax/tab', "{ 'command': 'e\tject' }\n", { qemuVersion: '4.0' }), []);
    assert.deepEqual(await told('syntax/tab', '##\n#\tA\n##\n'), []);
  });
});

describe('the documentation of a deprecation', () => {
  const feature = (...lines: string[]): string => schemaWith(['Features:', '', ...lines]);
  const empty = [
    ['@deprecated: This command is deprecated.'],
    ['@deprecated: Deprecated'],
    ['@deprecated: Member @id is', '    deprecated since 10.1.'],
    ['@deprecated:', '    This command is deprecated.'],
  ];
  const useful = [
    ['@deprecated: This command is deprecated.  Use `open-tray` instead.'],
    ['@deprecated: Member @id is deprecated, and always ignored.'],
    ['@deprecated: Member @id is deprecated because drives have', '    names.'],
    ['@unstable: This command is deprecated.'],
  ];
  for (const lines of empty) {
    it(`says nothing: ${lines.join(' ')}`, async () => {
      const text = feature(...lines);
      const [problem] = await told('doc/replacement', text);
      assert.match(text.slice(problem?.span.start, problem?.span.end), /^(?:This|Member|Deprecated)\b/);
    });
  }
  for (const lines of useful) {
    it(`is of use: ${lines.join(' ')}`, async () => {
      assert.deepEqual(await told('doc/replacement', feature(...lines)), []);
    });
  }
});
