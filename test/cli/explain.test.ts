import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { markdownText } from '../../server/src/cli/markdown.ts';
import { paintWith } from '../../server/src/cli/terminal.ts';
import { allRules } from '../../server/src/rules/index.ts';
import { qapi } from './qapi.ts';

describe('qapi explain', () => {
  test('shows the page of a rule as plain text', async () => {
    const { status, stdout } = await qapi('explain downstream/missing-prefix');
    assert.equal(status, 0);
    assert.ok(
      stdout.startsWith(`downstream/missing-prefix

A name that upstream does not have, and that clients can see, lacks the downstream
prefix.

Category:             Names of downstreams
Default severity:     \`error\`
QEMU's own generator: does not look at it

Why

`),
      stdout,
    );
    assert.ok(
      stdout.includes(`
Wrong

With domain \`com.example\`:

\`qapi/qapi-schema.json\`:

    { 'command': 'eject', 'data': { 'id': 'str', '*secure-erase': 'bool' } }
                                                   ^^^^^^^^^^^^
`),
      stdout,
    );
    assert.ok(
      stdout.endsWith(`
Where it comes from

QMP specification, section "Downstream extension of QMP":
https://www.qemu.org/docs/master/interop/qmp-spec.html#downstream-extension-of-qmp
`),
      stdout,
    );
  });

  for (const { id } of allRules) {
    test(`${id}: no markup is left, and prose fits into a narrow terminal`, async () => {
      const { stdout } = await qapi(`explain ${id} --color never`, {}, { columns: 60 });
      for (const line of stdout.split('\n')) {
        assert.doesNotMatch(line, /^(#|\||```)|\]\(/);
        const unbroken = line.startsWith('    ') || /^\S+$/.test(line) || /^[\w' ]+: +/.test(line);
        assert.ok(unbroken || line.length <= 60, line);
      }
      assert.match(stdout, /^Why$/m);
      assert.match(stdout, /^What to do$/m);
    });
  }

  test('without a rule, lists them all', async () => {
    const { status, stdout } = await qapi('explain');
    const listed = stdout.split('\n').flatMap((line) => /^[a-z]+\/[a-z-]+/.exec(line)?.[0] ?? []);
    assert.deepEqual(listed.toSorted(), allRules.map(({ id }) => id).toSorted());
    assert.ok(
      stdout.startsWith(`downstream/missing-prefix        A name that upstream does not have, and that clients
                                 can see, lacks the downstream prefix.
downstream/malformed-prefix      `),
      stdout,
    );
    assert.equal(status, 0);
  });

  test('on a terminal, colours take the place of backticks', async () => {
    const { stdout } = await qapi('explain naming/event-case --color always');
    assert.doesNotMatch(stdout, /`/);
    assert.ok(stdout.startsWith('\x1b[1mnaming/event-case\x1b[22m\n'));
  });
});

test('Markdown for a terminal', () => {
  const page = `# A title

A paragraph
of \`two lines\` with [a link](https://example.com/#there).
## A heading right behind it
|  |  |
| --- | --- |
| Left | right \\| wrong |
| Longer | \`code\` |

\`\`\`\`python
\`\`\`
# as it is

  indented \x1b[31m
\`\`\`\`
The end.
`;
  assert.equal(
    markdownText(page, 40, paintWith(false)),
    `A title

A paragraph of \`two lines\` with a link:
https://example.com/#there.

A heading right behind it

Left:   right | wrong
Longer: \`code\`

    \`\`\`
    # as it is

      indented ␛[31m

The end.
`,
  );
});
