// Which words of a command's documentation are classes of errors that upstream's command does not have.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openExample } from '../helpers/example.ts';
import { writeMarks } from '../helpers/marks.ts';

const ROOT = 'qapi/qapi-schema.json';

/** What is marked in some lines of the documentation of a command; upstream's has others. */
async function marked(lines: readonly string[], upstreams: readonly string[] = [], name = 'eject'): Promise<string> {
  const schema = (doc: readonly string[], name: string): string =>
    ['##', `# @${name}:`, '#', ...doc.map((line) => `# ${line}`), '##', `{ 'command': '${name}' }`].join('\n');
  const text = schema(lines, name);
  const { workspace, root } = openExample({
    files: { [ROOT]: text },
    baseline: { [ROOT]: schema(upstreams, 'eject') },
    domains: ['com.example'],
  });
  const { problems } = await workspace.analyse(root);
  const found = problems.filter(({ rule }) => rule.id === 'contract/documented-error');
  const whole = writeMarks(
    text,
    found.map(({ span }) => span),
  );
  return whole
    .split('\n')
    .slice(3, -2)
    .map((line) => line.slice(2))
    .join('\n');
}

describe('a class of errors in documentation', () => {
  for (const [title, lines] of [
    ['is found below `Errors:`', ['Errors:', '    - If held, «__com.example_TrayHeld»', '    - If shut, GenericError']],
    [
      'is found in what old documentation says of the return',
      ['Returns: nothing', '    If held, «__com.example_TrayHeld»'],
    ],
    ['is no argument', ['Errors:', '    - If @__com.example_Key or `__com.example_Key` is wrong, GenericError']],
    ['is written like a class', ['Errors:', '    - If __com.example_key is wrong, GenericError']],
    ['is none where nothing is said of errors', ['Faster than __com.example_TrayHeld.']],
  ] as const) {
    it(title, async () => {
      assert.equal(await marked(lines.map((line) => line.replace(/[«»]/g, ''))), lines.join('\n'));
    });
  }

  it('is told once, and not where the baseline names it as well', async () => {
    const lines = ['Errors:', '    - If held, __com.example_TrayHeld'];
    assert.equal(await marked(lines, lines), lines.join('\n'));
  });

  it('is what new commands may have', async () => {
    const lines = ['Errors:', '    - If held, __com.example_TrayHeld'];
    assert.equal(await marked(lines, [], '__com.example_eject'), lines.join('\n'));
  });
});
