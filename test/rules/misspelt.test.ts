// A name that is misspelt is one problem, told where it stands: what upstream has tells which of two names is the right one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { resolveFix } from '../../server/src/features/fixes.ts';
import type { Example } from '../../server/src/rules/rule.ts';
import { openExample } from '../helpers/example.ts';
import { historyFrom } from '../helpers/history.ts';

const ROOT = 'qapi/qapi-schema.json';

function tree(ours: string, baseline: string | undefined, more: Partial<Example> = {}): Example {
  return {
    files: { [ROOT]: ours },
    ...(baseline === undefined ? { role: 'upstream' } : { baseline: { [ROOT]: baseline }, domains: ['com.example'] }),
    ...more,
  };
}

async function open(example: Example) {
  const { workspace, root } = openExample(example, example.releases && (await historyFrom(example.releases)));
  return { workspace, root, analysis: await workspace.analyse(root) };
}

/** What is told, at which text, and what is offered; `!` marks what `--fix` does. */
async function told(example: Example): Promise<string[]> {
  const { analysis } = await open(example);
  return analysis.problems.map(({ rule, file, span, fixes }) => {
    const text = analysis.schema.file(file)?.tree.text.slice(span.start, span.end);
    const offers = fixes().filter(({ kind }) => kind !== 'acknowledge');
    return [`${rule.id} ${text}`, ...offers.map(({ title, preferred }) => (preferred ? `${title}!` : title))].join(
      '; ',
    );
  });
}

/** What `--fix` makes of the schema. */
async function fixed(example: Example): Promise<string | undefined> {
  const { workspace, root } = await open(example);
  const { files } = await fixAll(workspace, [root]);
  return files.get(root);
}

/** What one fix makes of it, given by its title. */
async function after(example: Example, title: string): Promise<string> {
  const { analysis, root } = await open(example);
  const fix = analysis.problems.flatMap(({ fixes }) => fixes()).find((one) => one.title === title);
  const resolved = fix && resolveFix(fix, [analysis]);
  assert.ok(resolved?.ok, `there is no '${title}'`);
  return applyEdits(analysis.schema.file(root)?.tree.text ?? '', resolved.edits);
}

const documented = (symbol: string, code: string): string =>
  `##\n# @${symbol}:\n#\n# Open the tray.\n#\n# Since: 1.0\n##\n${code}\n`;

describe('a command and its comment that have two names', () => {
  const right = documented('eject', "{ 'command': 'eject' }");
  const inCode = documented('eject', "{ 'command': 'ejcet' }");
  const inComment = documented('ejcet', "{ 'command': 'eject' }");

  it('may be misspelt in either place where nobody knows any of them: both ways are offered, and neither is taken', async () => {
    for (const [text, symbol, name] of [
      [inCode, 'eject', 'ejcet'],
      [inComment, 'ejcet', 'eject'],
    ] as const) {
      assert.deepEqual(await told(tree(text, undefined)), [
        `doc/wrong-symbol ${symbol}; Write '${name}' in the comment; Rename the command to '${symbol}'`,
      ]);
      assert.equal(await fixed(tree(text, undefined)), undefined);
    }
    const [toCode, toComment] = ["Write 'ejcet' in the comment", "Rename the command to 'eject'"];
    assert.equal(await after(tree(inCode, undefined), toCode), documented('ejcet', "{ 'command': 'ejcet' }"));
    assert.equal(await after(tree(inCode, undefined), toComment), right);
  });

  it('have the one that the baseline has, and nothing else is said of the other one', async () => {
    assert.deepEqual(await told(tree(inCode, right)), ["doc/wrong-symbol ejcet; Write 'eject'!"]);
    assert.deepEqual(await told(tree(inComment, right)), ["doc/wrong-symbol ejcet; Write 'eject'!"]);
    assert.equal(await fixed(tree(inCode, right)), right);
    assert.equal(await fixed(tree(inComment, right)), right);
  });

  it('have the one that any release of upstream has', async () => {
    const releases = { '2.0': "{ 'command': 'eject' }" };
    for (const text of [inCode, inComment]) {
      assert.equal(await fixed(tree(text, undefined, { releases })), right);
    }
  });

  it('have the one that a pragma lists', async () => {
    const pragma = "{ 'pragma': { 'command-name-exceptions': [ 'eject_it' ] } }\n";
    const text = pragma + documented('eject_it', "{ 'command': 'ejct_it' }");
    assert.equal(await fixed(tree(text, undefined)), pragma + documented('eject_it', "{ 'command': 'eject_it' }"));
  });

  it('are two commands where the comment has the name of another one', async () => {
    const text = right + documented('eject', "{ 'command': 'ejects' }");
    assert.equal(await fixed(tree(text, undefined)), right + documented('ejects', "{ 'command': 'ejects' }"));
  });

  it('are told by what is missing where comments are not looked at', async () => {
    assert.deepEqual(await told(tree(inCode, right, { version: '2.8' })), [
      "contract/command-removed ejcet; Rename back to 'eject'",
    ]);
  });
});

describe('a member and its description that have two names', () => {
  const eject = (described: string, name: string, text = 'Open the tray.'): string =>
    `##
# @eject:
#
# ${text}
#
# @${described}: even where it is locked
#
# Since: 1.0
##
{ 'command': 'eject', 'data': { '*${name}': 'bool' } }
`;
  const right = eject('force', 'force');
  const inCode = eject('force', 'forse');
  const inComment = eject('forse', 'force');

  it('may be misspelt in either place where nobody knows any of them: both ways are offered, and neither is taken', async () => {
    assert.deepEqual(await told(tree(inCode, undefined)), [
      "doc/misspelt-member @force:; Write 'forse' in the comment; Rename it to 'force'",
    ]);
    assert.equal(await fixed(tree(inCode, undefined)), undefined);
    assert.equal(await after(tree(inCode, undefined), "Write 'forse' in the comment"), eject('forse', 'forse'));
    assert.equal(await after(tree(inCode, undefined), "Rename it to 'force'"), right);
  });

  it('have the one of the code where that of the comment is no name at all', async () => {
    const text = eject('fo+rce', 'force');
    assert.deepEqual(await told(tree(text, undefined)), ["doc/misspelt-member @fo+rce:; Write 'force'!"]);
    assert.equal(await fixed(tree(text, undefined)), right);
  });

  it('have the one that the baseline has, and nothing else is said of the other one', async () => {
    assert.deepEqual(await told(tree(inCode, right)), ["doc/misspelt-member forse; Write 'force'!"]);
    assert.deepEqual(await told(tree(inComment, right)), ["doc/misspelt-member @forse:; Write 'force'!"]);
    assert.equal(await fixed(tree(inCode, right)), right);
    assert.equal(await fixed(tree(inComment, right)), right);
  });

  it('have the one that the command has in any release of upstream', async () => {
    const releases = { '2.0': "{ 'command': 'eject', 'data': { '*force': 'bool' } }" };
    for (const text of [inCode, inComment]) assert.equal(await fixed(tree(text, undefined, { releases })), right);
    const elsewhere = { '2.0': "{ 'command': 'eject' }\n{ 'command': 'stop', 'data': { '*force': 'bool' } }" };
    assert.equal(await fixed(tree(inCode, undefined, { releases: elsewhere })), undefined);
  });

  it('have the one of the code where that is used elsewhere, and the one of the comment is not', async () => {
    const text = 'Open the tray, with @force also a locked one.';
    assert.equal(await fixed(tree(eject('forse', 'force', text), undefined)), eject('force', 'force', text));
    const other =
      "\n##\n# @lock:\n#\n# @force: at once\n#\n# Since: 1.0\n##\n{ 'command': 'lock', 'data': { 'force': 'bool' } }\n";
    assert.equal(await fixed(tree(inComment + other, undefined)), right + other);
  });

  it('have the one by which a union tells its branches apart, and that a branch has', async () => {
    const union = (value: string, tag: string): string => `##
# @Kind:
#
# @floppy: a small disk
#
# Since: 1.0
##
{ 'enum': 'Kind', 'data': [ '${value}' ] }

##
# @Base:
#
# @kind: which one
#
# Since: 1.0
##
{ 'struct': 'Base', 'data': { '${tag}': 'Kind' } }

##
# @Disk:
#
# Since: 1.0
##
{ 'union': 'Disk', 'base': 'Base', 'discriminator': 'kind', 'data': { 'floppy': 'Base' } }

##
# @DISK_IN:
#
# @disk: it
#
# Since: 1.0
##
{ 'event': 'DISK_IN', 'data': { 'disk': 'Disk' } }
`;
    for (const text of [union('flopy', 'kind'), union('floppy', 'knid')]) {
      assert.equal(await fixed(tree(text, undefined)), union('floppy', 'kind'));
    }
  });

  it('may have been changed on purpose where the comment uses the other one: nothing is done to what clients see', async () => {
    const text = eject('force', 'forced', 'Open the tray, with @force also a locked one.');
    assert.equal(await fixed(tree(text, undefined)), undefined);
  });

  it('have whatever a version takes for the name: to older ones the last colon ends it', async () => {
    const text = eject('force:', 'force');
    const rules = async (version: string): Promise<string[]> =>
      (await told(tree(text, undefined, { version }))).map((line) => line.split(';')[0] ?? '');
    assert.deepEqual(await rules('10.2'), []);
    assert.deepEqual(await rules('4.2'), ['doc/misspelt-member @force::']);
  });

  it('are values or features as well', async () => {
    const mode = (described: string, value: string): string =>
      `##\n# @Mode:\n#\n# @${described}: at once\n#\n# Since: 1.0\n##\n{ 'enum': 'Mode', 'data': [ '${value}' ] }\n` +
      `##\n# @OUT:\n#\n# @mode: how\n#\n# Since: 1.0\n##\n{ 'event': 'OUT', 'data': { 'mode': 'Mode' } }\n`;
    assert.equal(await fixed(tree(mode('quick', 'qiuck'), mode('quick', 'quick'))), mode('quick', 'quick'));
    const odd = (described: string, feature: string): string =>
      `##\n# @eject:\n#\n# Features:\n#\n# @${described}: it is\n#\n# Since: 1.0\n##\n` +
      `{ 'command': 'eject', 'features': [ '${feature}' ] }\n`;
    assert.equal(
      await fixed(tree(odd('allow-all', 'alow-all'), odd('allow-all', 'allow-all'))),
      odd('allow-all', 'allow-all'),
    );
  });
});

describe('one of upstream’s names that is misspelt', () => {
  const cases: readonly [what: string, upstream: string, ours: string, rule: string, wrong: string, right: string][] = [
    [
      'an argument',
      "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }\n",
      "{ 'command': 'eject', 'data': { 'id': 'str', '*forse': 'bool' } }\n",
      'contract/argument-removed',
      'forse',
      'force',
    ],
    [
      'an argument that must be there',
      "{ 'command': 'eject', 'data': { 'device': 'str', '*force': 'bool' } }\n",
      "{ 'command': 'eject', 'data': { 'devise': 'str', '*force': 'bool' } }\n",
      'contract/argument-removed',
      'devise',
      'device',
    ],
    [
      'a member of what clients receive',
      "{ 'struct': 'Tray', 'data': { 'locked': 'bool', 'open': 'bool' } }\n{ 'command': 'query-tray', 'returns': 'Tray' }\n",
      "{ 'struct': 'Tray', 'data': { 'loked': 'bool', 'open': 'bool' } }\n{ 'command': 'query-tray', 'returns': 'Tray' }\n",
      'contract/output-removed',
      'loked',
      'locked',
    ],
    [
      'a value',
      "{ 'enum': 'Pace', 'data': [ 'slow', 'quick' ] }\n{ 'command': 'eject', 'data': { 'pace': 'Pace' } }\n",
      "{ 'enum': 'Pace', 'data': [ 'slow', 'qiuck' ] }\n{ 'command': 'eject', 'data': { 'pace': 'Pace' } }\n",
      'contract/value-removed',
      'qiuck',
      'quick',
    ],
    [
      'a feature',
      "{ 'command': 'eject', 'features': [ 'allow-all' ] }\n",
      "{ 'command': 'eject', 'features': [ 'alow-all' ] }\n",
      'contract/feature-removed',
      'alow-all',
      'allow-all',
    ],
    [
      'an event',
      "{ 'event': 'TRAY_MOVED', 'data': { 'id': 'str' } }\n",
      "{ 'event': 'TRAY_MOVD', 'data': { 'id': 'str' } }\n",
      'contract/event-removed',
      'TRAY_MOVD',
      'TRAY_MOVED',
    ],
    [
      'a command',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
      "{ 'command': 'ejct', 'data': { 'id': 'str' } }\n",
      'contract/command-removed',
      'ejct',
      'eject',
    ],
  ];
  for (const [what, upstream, ours, rule, wrong, right] of cases) {
    it(`${what}: is one problem, and can be renamed back`, async () => {
      const [problem, ...more] = await told(tree(ours, upstream));
      assert.ok(problem?.startsWith(`${rule} ${wrong}; Rename back to '${right}'`), problem);
      assert.deepEqual(more, []);
      assert.equal(await after(tree(ours, upstream), `Rename back to '${right}'`), upstream);
      assert.equal(await fixed(tree(ours, upstream)), undefined, 'it may be meant');
    });
  }

  it('changes with its description, and with whatever else speaks of it', async () => {
    const schema = (name: string): string => `##
# @eject:
#
# Open the tray, if need be with @${name}.
#
# @id: which one
#
# @${name}: even if it is locked
#
# Since: 1.0
#
# .. qmp-example::
#
#     -> { "execute": "eject", "arguments": { "id": "cd", "${name}": true } }
#     <- { "return": {} }
##
{ 'command': 'eject', 'data': { 'id': 'str', '*${name}': 'bool' } }
`;
    const example = tree(schema('forse'), schema('force'));
    assert.equal(await after(example, "Rename back to 'force'"), schema('force'));
  });

  for (const [what, upstream, ours] of [
    [
      'has another type',
      "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      "{ 'command': 'eject', 'data': { '*forse': 'str' } }\n",
    ],
    [
      'is less like it',
      "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      "{ 'command': 'eject', 'data': { '*insist': 'bool' } }\n",
    ],
    [
      'stands elsewhere',
      "{ 'command': 'eject', 'data': { '*force': 'bool', 'id': 'str', 'nr': 'int' } }\n",
      "{ 'command': 'eject', 'data': { 'id': 'str', 'nr': 'int', '*forse': 'bool', '*__com.example_x': 'int' } }\n",
    ],
    [
      'is a command that takes something else',
      "{ 'command': 'eject', 'data': { 'id': 'str' } }\n{ 'command': 'stop' }\n",
      "{ 'command': 'ejects', 'data': { 'ids': [ 'str' ] } }\n{ 'command': 'stop' }\n",
    ],
  ] as const) {
    it(`is another name, and a second problem, where it ${what}`, async () => {
      const rules = (await told(tree(ours, upstream))).map((line) => line.split(' ')[0]);
      assert.equal(rules.length, 2);
      assert.ok(rules.includes('downstream/missing-prefix'));
    });
  }

  it('is a backport where a later release has it so', async () => {
    const upstream = "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n";
    const ours = "{ 'command': 'eject', 'data': { '*forced': 'bool' } }\n";
    const releases = { '8.2': upstream, '9.0': ours };
    const rules = (await told(tree(ours, upstream, { version: '8.2.0', releases }))).map((line) => line.split(' ')[0]);
    assert.ok(!rules.some((rule) => rule?.endsWith('-removed')), rules.join());
  });
});
