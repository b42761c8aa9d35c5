/**
 * Comments that acknowledge problems. Above each schema stands what is so of it; what is reported has marks around it, and
 * behind the schema the list says which rule that is. What is acknowledged is listed last, with the reason.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import type { Example } from '../../server/src/rules/rule.ts';
import { markProblems } from '../helpers/example.ts';
import { mended } from '../helpers/fix.ts';
import { readMarks } from '../helpers/marks.ts';

/**
 * Checks one file as a downstream's, compared with an upstream that has the type `Disk`, and the command `eject` where the file has
 * it, too.
 */
async function told(marked: string, more: Partial<Example> = {}) {
  const path = 'qapi/qapi-schema.json';
  const { text } = readMarks(marked);
  const eject = text.includes("'eject'") ? "{ 'command': 'eject', 'data': 'Disk' }\n" : '';
  const example: Example = {
    files: { [path]: text },
    baseline: { [path]: `{ 'struct': 'Disk', 'data': { 'id': 'str' } }\n${eject}` },
    domains: ['com.example'],
    ...more,
  };
  const { analysis, marked: shown, problems } = await markProblems(example, () => true);
  return {
    shown: shown[path],
    problems,
    rules: problems.map(({ rule }) => rule.id),
    acknowledged: analysis.acknowledged.map(({ problem, reason }) => `${problem.rule.id}: ${reason}`),
  };
}

/** The schema is reported as it is marked; `acknowledged` are the problems that are not, in order. */
function check(what: string, marked: string, rules: string[], acknowledged: string[], more?: Partial<Example>) {
  test(what, async () => {
    const found = await told(marked, more);
    assert.equal(found.shown, marked);
    assert.deepEqual(found.rules, rules);
    assert.deepEqual(found.acknowledged, acknowledged);
  });
}

const OURS = 'downstream/missing-prefix: ours since 2010';

describe('an ignore above a definition', () => {
  check(
    'is about all that is in it',
    `{ 'struct': 'Disk', 'data': { 'id': 'str' } }
# qapi-ignore downstream/missing-prefix: ours since 2010
{ 'command': 'eject',
  'data': { 'id': 'str', '*force': 'bool', '*wait': 'bool' } }
{ 'event': '«EJECTED»', 'data': 'Disk' }
`,
    ['downstream/missing-prefix'],
    [OURS, OURS],
  );

  check(
    'may stand before its documentation, or behind',
    `# qapi-ignore downstream/missing-prefix: ours since 2010
##
# @insert:
##
{ 'command': 'insert' }

##
# @load:
##
# qapi-ignore downstream/missing-prefix: ours since 2010
{ 'command': 'load' }
`,
    [],
    [OURS, OURS],
  );

  check(
    'is about its documentation too',
    `# qapi-ignore doc/mention: files of the old format call it so
##
# @__com.example_load:
#
# Reads @filenames, too.
#
# @filename: where the disk is
##
{ 'command': '__com.example_load', 'data': { 'filename': 'str' } }
`,
    [],
    ['doc/mention: files of the old format call it so'],
  );

  check(
    'may have other comments below it, and be one of several',
    `# qapi-ignore downstream/missing-prefix: ours since 2010
# qapi-ignore naming/experimental-prefix: no feature yet
# What follows is old.
{ 'command': 'x-insert' }
`,
    [],
    [OURS, 'naming/experimental-prefix: no feature yet'],
  );

  check(
    'may name several rules',
    `# qapi-ignore downstream/missing-prefix, naming/experimental-prefix: ours since 2010
{ 'command': 'x-insert' }
`,
    [],
    [OURS, 'naming/experimental-prefix: ours since 2010'],
  );

  check(
    'is about nothing where a blank line parts them',
    `«# qapi-ignore downstream/missing-prefix: ours since 2010»

{ 'command': '«insert»' }
«# qapi-ignore downstream/missing-prefix: ours since 2010»
`,
    ['ignore/form', 'downstream/missing-prefix', 'ignore/form'],
    [],
  );
});

describe('an ignore inside an expression', () => {
  check(
    'on its own line is about what begins below',
    `{ 'command': 'eject',
  'data': { 'id': 'str',
            # qapi-ignore downstream/missing-prefix: ours since 2010
            '*force': 'bool',
            '*«wait»': 'bool' } }
`,
    ['downstream/missing-prefix'],
    [OURS],
  );

  check(
    'is about a member with all that is in it',
    `{ 'command': 'eject',
  # qapi-ignore downstream/missing-prefix: ours since 2010
  'data': { 'id': 'str',
            '*force': 'bool', '*wait': 'bool' },
  'features': [ '«fast»' ] }
`,
    ['downstream/missing-prefix'],
    [OURS, OURS],
  );

  check(
    'at the end of a line is about that line',
    `{ 'command': 'eject',
  'data': { 'id': 'str',
            '*force': 'bool',   # qapi-ignore downstream/missing-prefix: ours since 2010
            '*«wait»': 'bool' } }
{ 'command': 'insert' } # qapi-ignore downstream/missing-prefix: ours since 2010
`,
    ['downstream/missing-prefix'],
    [OURS, OURS],
  );

  check(
    'is about values and features as well',
    `{ 'enum': 'Mode',
  'data': [ 'on',
    # qapi-ignore downstream/missing-prefix: ours since 2010
    { 'name': 'off', 'if': 'CONFIG_X' },
    '«auto»' ] }
{ 'command': 'eject', 'data': { 'id': 'str', '*__com.example_mode': 'Mode' },
  'features': [
    # qapi-ignore downstream/missing-prefix: ours since 2010
    'fast' ] }
{ 'struct': 'ModeInfo', 'data': { 'mode': 'Mode' } }
{ 'event': 'MODE', 'data': 'ModeInfo' }
`,
    ['downstream/missing-prefix'],
    [OURS, OURS],
    {
      baseline: {
        'qapi/qapi-schema.json': `
{ 'enum': 'Mode', 'data': [ 'on' ] }
{ 'struct': 'ModeInfo', 'data': { 'mode': 'Mode' } }
{ 'event': 'MODE', 'data': 'ModeInfo' }
{ 'command': 'eject', 'data': { 'id': 'str', '*__com.example_mode': 'Mode' } }
`,
      },
    },
  );

  check(
    'stands above nothing at the end of a list',
    `{ 'command': 'eject',
  'data': { 'id': 'str'
    «# qapi-ignore downstream/missing-prefix: ours since 2010»
  } }
`,
    ['ignore/form'],
    [],
  );
});

describe('lines that end with a carriage return', () => {
  test('make no difference', async () => {
    const text = `{ 'command': 'eject',
  'data': { 'id': 'str',
            # qapi-ignore downstream/missing-prefix: ours since 2010
            '*force': 'bool',
            # qapi-ignore downstream/missing-prefix:
            '*wait': 'bool' } }
# qapi-ignore downstream/missing-prefix: ours since 2010
{ 'command': 'insert' }
`;
    const found = await told(text.replaceAll('\n', '\r\n'));
    assert.deepEqual(found.rules, ['ignore/form']);
    assert.deepEqual(found.acknowledged, [OURS, 'downstream/missing-prefix: undefined', OURS]);
  });
});

describe('an ignore has to be of use', () => {
  check(
    'where its rule finds nothing it is told',
    `# qapi-ignore «downstream/missing-prefix»: ours since 2010
{ 'command': 'eject', 'data': { 'id': 'str' } }
`,
    ['ignore/unused'],
    [],
  );

  check(
    'of two for one problem the outer one is too many',
    `# qapi-ignore «downstream/missing-prefix»: ours since 2010
{ 'command': 'eject',
  'data': { 'id': 'str',
            # qapi-ignore downstream/missing-prefix: ours since 2010
            '*force': 'bool' } }
`,
    ['ignore/unused'],
    [OURS],
  );

  check(
    'what breaks the build cannot be acknowledged',
    `# qapi-ignore «naming/event-case»: clients wait for it
{ 'event': '«__com.example_ejected»' }
`,
    ['ignore/unused', 'naming/event-case'],
    [],
  );

  check(
    'without a baseline nobody knows what is new, and nothing is said',
    `# qapi-ignore downstream/missing-prefix: ours since 2010
{ 'command': 'insert' }
`,
    [],
    [],
    { baselineSpec: 'none' },
  );

  check(
    'a schema that cannot be read as a whole is not asked',
    `# qapi-ignore downstream/missing-prefix: ours since 2010
{ 'command': 'eject', 'data': { 'id': 'str' } }
{ 'include': «'gone.json'» }
`,
    ['files/include-not-found'],
    [],
  );
});

describe('an ignore has a form', () => {
  for (const [what, marked, message, fixed] of [
    [
      'a reason',
      '«# qapi-ignore downstream/missing-prefix»',
      'The reason is missing: say behind a colon why this may stay as it is.',
      '',
    ],
    [
      'a reason that is one',
      '«# qapi-ignore downstream/missing-prefix: TODO say why»',
      'The reason is missing: say behind a colon why this may stay as it is.',
      '',
    ],
    [
      'a colon',
      '«# qapi-ignore downstream/missing-prefix ours since 2010»',
      'Between the rules and the reason stands a colon, and between two rules a comma.',
      '# qapi-ignore downstream/missing-prefix: ours since 2010\n',
    ],
    [
      'a rule',
      '«# qapi-ignore: ours since 2010»',
      "This names no rule. Write '# qapi-ignore RULE: reason', with the name that stands with the problem.",
      '',
    ],
    [
      'a rule that there is',
      '# qapi-ignore downstream/missing-prefix, «downstream/longname»: ours',
      "There is no rule 'downstream/longname': did you mean 'downstream/long-name'?",
      '# qapi-ignore downstream/missing-prefix, downstream/long-name: ours\n',
    ],
    [
      'a rule that is near none',
      '# qapi-ignore downstream/missing-prefix, «zzz»: ours',
      "There is no rule 'zzz'; the problem that is meant gives its name.",
      '# qapi-ignore downstream/missing-prefix: ours\n',
    ],
    [
      'no pattern',
      '# qapi-ignore downstream/missing-prefix, «downstream/*»: ours',
      "Rules are acknowledged by their full names, and 'downstream/*' is a pattern.",
      undefined,
    ],
    [
      'a rule about schemas',
      '# qapi-ignore downstream/missing-prefix, «config/settings»: ours',
      "'config/settings' cannot be acknowledged: it is about what the schema is judged by, and that can always be put right.",
      undefined,
    ],
  ] as const) {
    test(what, async () => {
      const schema = "{ 'command': 'insert' }\n";
      const { shown, problems, rules, acknowledged } = await told(`${marked}\n${schema}`);
      assert.equal(
        shown,
        marked.includes('«# qapi-ignore:') ? `${marked}\n{ 'command': '«insert»' }\n` : `${marked}\n${schema}`,
      );
      assert.deepEqual(rules.slice(0, 1), ['ignore/form']);
      assert.equal(problems[0]?.message, message);
      assert.equal(acknowledged.length, rules.includes('downstream/missing-prefix') ? 0 : 1);
      if (fixed === undefined) return;
      assert.equal(mended(`${readMarks(marked).text}\n${schema}`, problems[0]?.fixes()[0]), fixed + schema);
    });
  }

  check(
    'and a name that is written as it is',
    `# «QAPI_ignore» downstream/missing-prefix: ours
{ 'command': '«insert»' }
# «qapi ignore» downstream/missing-prefix: ours
{ 'command': '«load»' }
# qapi ignores this: prose
# qapi-ignored is prose, too
`,
    ['ignore/form', 'downstream/missing-prefix', 'ignore/form', 'downstream/missing-prefix'],
    [],
  );

  check(
    'and no place in documentation',
    `##
# @insert:
#
# «qapi-ignore downstream/missing-prefix: ours»
##
{ 'command': '«insert»' }
`,
    ['ignore/form', 'downstream/missing-prefix'],
    [],
  );
});

describe('the fix that acknowledges puts its comment', () => {
  const comment = '# qapi-ignore downstream/missing-prefix: TODO say why';
  for (const [what, before, after] of [
    [
      'above a member that begins its line',
      "{ 'command': 'eject',\n  'data': { 'id': 'str',\n            '*force': 'bool' } }\n",
      `{ 'command': 'eject',\n  'data': { 'id': 'str',\n            ${comment}\n            '*force': 'bool' } }\n`,
    ],
    [
      'above what holds it, where that begins the line',
      "{ 'command': 'eject',\n  'data': { 'id': 'str', '*force': 'bool' } }\n",
      `{ 'command': 'eject',\n  ${comment}\n  'data': { 'id': 'str', '*force': 'bool' } }\n`,
    ],
    [
      'between a definition and its documentation',
      "##\n# @insert:\n##\n{ 'command': 'insert' }\n",
      `##\n# @insert:\n##\n${comment}\n{ 'command': 'insert' }\n`,
    ],
    [
      'on a line of its own behind another definition',
      "{ 'event': '__com.example_X' } { 'command': 'insert' }\n",
      `{ 'event': '__com.example_X' } \n${comment}\n{ 'command': 'insert' }\n`,
    ],
    ['with the line endings of the file', "{ 'command': 'insert' }\r\n", `${comment}\r\n{ 'command': 'insert' }\r\n`],
  ] as const) {
    test(what, async () => {
      const { problems } = await told(before);
      const fix = problems[0]?.fixes().at(-1);
      assert.ok(fix?.kind === 'acknowledge' && !fix.preferred);
      assert.equal(fix.title, 'Acknowledge with a reason: downstream/missing-prefix');
      const text = applyEdits(before, fix.edits);
      assert.equal(text, after);
      assert.deepEqual((await told(text)).rules, ['ignore/form']);
      assert.deepEqual((await told(text.replace('TODO say why', 'ours'))).rules, []);
    });
  }

  test('above the documentation, where QEMU 9.0 wants nothing between that and the definition', async () => {
    const before = "##\n# @insert:\n##\n{ 'command': 'insert' }\n";
    const more = { version: '9.0.0' };
    const fix = (await told(before, more)).problems[0]?.fixes().at(-1);
    assert.ok(fix?.kind === 'acknowledge');
    const text = applyEdits(before, fix.edits);
    assert.equal(text, `${comment}\n${before}`);
    assert.deepEqual((await told(text.replace('TODO say why', 'ours'), more)).rules, []);
  });

  test('nowhere, where the documentation above has no end and would take it in', async () => {
    const { problems } = await told("# @insert:\n#\n# Since: 2.3\n##\n{ 'command': 'insert' }\n", { version: '2.5.0' });
    assert.equal(problems[0]?.rule.id, 'downstream/missing-prefix');
    assert.ok(problems[0].fixes().every(({ kind }) => kind !== 'acknowledge'));
  });

  test('nowhere, where the problem breaks the build', async () => {
    const { problems } = await told("{ 'command': '__com.ex@mple_insert' }\n");
    assert.equal(problems[0]?.rule.id, 'downstream/malformed-prefix');
    assert.equal(problems[0].buildBreaking, true);
    assert.ok(problems[0].fixes().every(({ kind }) => kind !== 'acknowledge'));
  });
});
