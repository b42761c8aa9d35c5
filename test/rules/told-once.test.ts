// One mistake in a name is told once, by the rule that knows it best.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Example } from '../../server/src/rules/rule.ts';
import { openExample } from '../helpers/example.ts';

async function told(text: string, settings: Omit<Example, 'files'>): Promise<string[]> {
  const { workspace, root } = openExample({ ...settings, files: { 'qapi/qapi-schema.json': text } });
  const { problems } = await workspace.analyse(root);
  return problems.map(({ rule, buildBreaking }) => `${rule.id}${buildBreaking ? ', breaks the build' : ''}`);
}

test('upstream, a downstream name is that, however it is spelled', async () => {
  const upstream = { role: 'upstream' } as const;
  assert.deepEqual(await told("{ 'command': '__com.x_foo' }", upstream), ['naming/downstream-name']);
  const misspelled = "{ 'event': '__com.x_foo' }";
  assert.deepEqual(await told(misspelled, upstream), ['naming/downstream-name, breaks the build']);
  // The generators before 6.0 did not mind.
  assert.deepEqual(await told(misspelled, { ...upstream, version: '5.2' }), ['naming/downstream-name']);
});

test('a name that cannot be read rightly is not judged by its spelling as well', async () => {
  const text = "{ 'command': 'Ej\\ect' }";
  assert.deepEqual(await told(text, {}), ['syntax/escape, breaks the build']);
});

test('up to 5.2 upper case in the domain breaks the build where members have it', async () => {
  const downstream = { role: 'downstream', domains: ['com.x'] } as const;
  const text = "{ 'command': '__COM.x_foo', 'data': { '__COM.x_bar': 'int' } }";
  assert.deepEqual(await told(text, { ...downstream, version: '5.2' }), [
    'downstream/domain-case',
    'naming/lower-case, breaks the build',
  ]);
  assert.deepEqual(await told(text, downstream), ['downstream/domain-case', 'downstream/domain-case']);
});

test('what stands in a wrong place is not judged by its names', async () => {
  const text = "{ 'struct': 'Foo', 'base': { 'A_b': 'int' }, 'data': { 'c': { 'D_e': { 'F': 'int' } } } }";
  assert.deepEqual(await told(text, {}), ['schema/type-form, breaks the build', 'schema/type-form, breaks the build']);
});

test('a name typed half, which another definition has, is not told again where that one is used', async () => {
  const documented = (name: string, definition: string): string =>
    `##\n# @${name}:\n#\n# Since: 1.0\n##\n${definition}\n`;
  const disk = documented('Disk', "{ 'struct': 'Disk', 'data': {} }");
  const info = documented('DiskInfo', "{ 'enum': 'Disk', 'data': [] }");
  const uses = documented('eject', "{ 'command': 'eject', 'data': 'Disk' }");
  for (const text of [disk + info + uses, info + disk + uses]) {
    assert.deepEqual(await told(text, { role: 'upstream' }), ['schema/redefinition, breaks the build']);
  }
});

test('a name typed half, or doubled with its line, is not told as one that is taken', async () => {
  const disk = "{ 'struct': 'Disk', 'data': {} }\n";
  for (const [typed, rule] of [
    ["{ 'struct': 'Disk\n", 'syntax/unclosed-string'],
    ["{ 'struct': 'int\n", 'syntax/unclosed-string'],
    ["{ 'struct': 'Disk',\n", 'syntax/unclosed-bracket'],
  ] as const) {
    assert.deepEqual(await told(typed + disk, {}), [`${rule}, breaks the build`]);
    assert.deepEqual(await told(disk + typed, {}), [`${rule}, breaks the build`]);
  }
});

test('a definition without its first line is not told again where its name is mentioned or used', async () => {
  const documented = (name: string, definition: string, text = ''): string =>
    `##\n# @${name}:\n#\n# ${text}\n#\n# Since: 1.0\n##\n${definition}\n`;
  const uses = documented('eject', "{ 'command': 'eject', 'data': 'DiskInfo' }", 'See `DiskInfo`.');
  const other = documented('DiskInfos', "{ 'struct': 'DiskInfos', 'data': {} }");
  const lost = documented('DiskInfo', "'data': { 'id': { 'type': 'str', 'if': 'X' } } }");
  assert.deepEqual(await told(lost + uses + other, { role: 'upstream' }), ['syntax/not-an-object, breaks the build']);
});

test('a definition without a name is not told again where the name is used', async () => {
  const uses = "{ 'command': 'a', 'data': 'Foo' }\n{ 'event': 'A', 'data': 'Foo' }";
  for (const [broken, rule] of [
    ["{ 'struct': [ 'Foo' ], 'data': {} }", 'schema/name-form'],
    ["{ 'struct': true, 'data': {} }", 'schema/name-form'],
    ["{ 'data': { 'a': 'int' } }", 'schema/keyword'],
    ["[ 'Foo' ]", 'syntax/not-an-object'],
  ] as const) {
    assert.deepEqual(await told(`${broken}\n${uses}`, {}), [`${rule}, breaks the build`]);
  }
  // One name may be the one that is lost, but not two.
  const more = `{ 'data': {} }\n${uses}\n{ 'event': 'B', 'data': 'Bar' }`;
  assert.deepEqual(await told(more, {}), [
    'schema/keyword, breaks the build',
    'schema/unknown-type, breaks the build',
    'schema/unknown-type, breaks the build',
    'schema/unknown-type, breaks the build',
  ]);
});

test('a branch that was left alone is not taken for the list of them', async () => {
  const rest = "{ 'enum': 'Color', 'data': [ 'red' ] }\n{ 'struct': 'Base', 'data': { 'color': 'Color' } }\n";
  const red = "{ 'struct': 'Red', 'data': {} }\n";
  const union =
    "{ 'union': 'Kite', 'base': 'Base', 'discriminator': 'color',\n  'red': { 'type': 'Red', 'if': 'X' } }\n";
  const event = "{ 'event': 'KITE', 'boxed': true, 'data': 'Kite' }\n";
  assert.deepEqual(await told(rest + red + union + event, {}), [
    'schema/missing-key, breaks the build',
    'schema/unknown-key, breaks the build',
  ]);
});

test('what a misspelt pragma exempts is no mistake', async () => {
  const misspelt = "{ 'pragma': { 'command-name-exception': [ 'get_tray' ] } }\n{ 'command': 'get_tray' }";
  assert.deepEqual(await told(misspelt, {}), ['files/pragma, breaks the build']);
  // What it demands is another matter.
  const required = "{ 'pragma': { 'doc-requird': true } }\n{ 'command': 'eject' }";
  assert.deepEqual(await told(required, {}), ['files/pragma, breaks the build']);
});

test('what a broken pragma exempts is no mistake', async () => {
  const rest = "{ 'command': 'get_tray' }\n{ 'command': 'open_tray' }";
  for (const [broken, rule] of [
    ["{ 'pragma': { 'command-name-exceptions': [ 'get_tray' 'open_tray' ] } }", 'syntax/comma'],
    ["{ 'pragma': { 'command-name-exceptions' [ 'get_tray', 'open_tray' ] } }", 'syntax/unexpected-token'],
    ["{ 'pragma': { 'command-name-exceptions': [ 'get_tray', 'open_tray' ] }", 'syntax/unclosed-bracket'],
    ["'command-name-exceptions': [ 'get_tray', 'open_tray' ] } }", 'syntax/not-an-object'],
    ["{ 'pragmatic': { 'command-name-exceptions': [ 'get_tray', 'open_tray' ] } }", 'schema/keyword'],
  ] as const) {
    assert.deepEqual(await told(`${broken}\n${rest}`, {}), [`${rule}, breaks the build`], broken);
  }
  // Neither a mistake elsewhere nor one that exempts nothing spares a name.
  const elsewhere = "{ 'pragma': { 'doc-required': false } }\n{ 'command': 'eject', }\n{ 'command': 'get_tray' }";
  assert.ok((await told(elsewhere, {})).includes('naming/lower-case, breaks the build'));
});

test('a name that is misspelt only in the definition is told there, and not where the comment has it right', async () => {
  const comment = '##\n# @query-tray:\n#\n# Tell about it.\n#\n# @tray-id: which\n#\n# Since: 1.0\n##\n';
  const said = ['naming/lower-case, breaks the build'];
  assert.deepEqual(await told(`${comment}{ 'command': 'query_tray', 'data': { 'tray-id': 'int' } }`, {}), said);
  assert.deepEqual(await told(`${comment}{ 'command': 'query-tray', 'data': { 'Tray_id': 'int' } }`, {}), said);
  // The generators before 6.0 had nothing against such a name: there the comment is wrong.
  const old = await told(`${comment}{ 'command': 'query_tray', 'data': { 'tray-id': 'int' } }`, { version: '5.2' });
  assert.deepEqual(old, ['doc/wrong-symbol, breaks the build']);
});

test('what a pragma by a name of old times exempts is no mistake', async () => {
  const text = "{ 'pragma': { 'command-name-whitelist': [ 'get_tray' ] } }\n{ 'command': 'get_tray' }";
  assert.deepEqual(await told(text, {}), ['files/pragma, breaks the build']);
});

test('a struct with a discriminator is a union by another name, and nothing else is wrong with it', async () => {
  const types =
    "{ 'enum': 'Mode', 'data': [ 'a_b' ] }\n{ 'struct': 'Data', 'data': {} }\n{ 'command': 'eject', 'data': 'Tray' }";
  const pragma = "{ 'pragma': { 'member-name-exceptions': [ 'Mode' ] } }\n";
  const text = "{ 'struct': 'Tray', 'base': { 'mode': 'Mode' }, 'discriminator': 'mode', 'data': { 'a_b': 'Data' } }\n";
  assert.deepEqual(await told(pragma + text + types, {}), [
    'schema/keyword, breaks the build',
    'schema/arguments, breaks the build',
  ]);
});

test('a misspelt key is not judged by what it holds', async () => {
  const text = "{ 'enum': 'Mode', 'data': [ 'ro' ], 'perfix': 'MODE' }";
  assert.deepEqual(await told(text, {}), ['schema/unknown-key, breaks the build']);
});

test('a feature that a type cannot have needs no description, and may have one', async () => {
  const tray = (...lines: readonly string[]): string =>
    [...['##', '# @Tray:', '#', '# A tray.'], ...lines, '#', '# Since: 1.0', '##'].join('\n');
  const type = "{ 'struct': 'Tray', 'data': {}, 'features': [ 'deprecated' ] }";
  const use = "{ 'command': 'eject', 'data': 'Tray' }";
  const described = ['#', '# Features:', '#', '# @deprecated: Use the table.'];
  for (const doc of [tray(), tray(...described)]) {
    assert.deepEqual(await told(`${doc}\n${type}\n${use}`, {}), ['schema/type-feature, breaks the build']);
  }
  // Before it was special it was a feature like any other.
  const old = await told(`${tray()}\n${type}\n${use}`, { version: '4.2' });
  assert.deepEqual(old, ['doc/undocumented-member, breaks the build']);
});

test('a type that may be used where the mistake is does not count as unused', async () => {
  const mode = "{ 'enum': 'Mode', 'data': [ 'ro' ] }\n";
  assert.deepEqual(await told(`${mode}{ 'command': 'eject' }`, {}), ['schema/unused-type']);
  for (const [mistake, rule] of [
    ["{ 'command': 'eject', 'data': { 'a': 'Mod' } }", 'schema/unknown-type'],
    ["{ 'command': 'eject', 'data': { 'a': [ 'Mode', 'Mode' ] } }", 'schema/type-form'],
    ["{ 'command': 'eject' 'data': { 'a': 'Mode' } }", 'syntax/comma'],
    ["{ 'command': 'eject' }\n{ 'include': 'gone.json' }", 'files/include-not-found'],
  ] as const) {
    assert.deepEqual(await told(mode + mistake, {}), [`${rule}, breaks the build`]);
  }
});

test('a downstream name that nothing has is one problem in an example, too', async () => {
  const schema = (role: 'upstream' | 'downstream', name: string) => {
    const documentation = `##\n# @__com.x_eject:\n#\n# .. qmp-example::\n#\n#     -> { "execute": "${name}" }\n##\n`;
    return told(`${documentation}{ 'command': '__com.x_eject' }`, { role, domains: ['com.x'] });
  };
  assert.deepEqual(await schema('downstream', '__com.x_ejects'), ['downstream/unknown-mention']);
  // Without the prefix, or where nothing is said of prefixes in documentation, the example is told to be wrong.
  assert.deepEqual(await schema('downstream', 'eject'), ['qmp/unknown-command']);
  assert.ok((await schema('upstream', '__com.x_ejects')).includes('qmp/unknown-command'));
});

/** A definition with its comment, which describes some members. */
function documented(symbol: string, members: readonly string[], code: string): string {
  const sections = members.flatMap((member) => [`# @${member}: it`, '#']);
  return ['##', `# @${symbol}:`, '#', '# Something.', '#', ...sections, '# Since: 1.0', '##', code, ''].join('\n');
}

/** What is told, where, and what is offered. */
async function offered(text: string, version = '10.2'): Promise<string[]> {
  const { workspace, root } = openExample({ version, files: { 'qapi/qapi-schema.json': text } });
  const { problems } = await workspace.analyse(root);
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  return problems.map(({ rule, span, refusedAt, fixes }) => {
    const titles = fixes().map(({ title }) => title);
    return [`${rule.id} ${lineOf(span.start)} (${lineOf(refusedAt.offset)})`, ...titles].join('; ');
  });
}

describe('a definition that has got the name of another one, while its comment has its own', () => {
  const motor = (name: string) => documented('Motor', ['speed'], `{ 'struct': '${name}', 'data': { 'speed': 'int' } }`);
  const pump = documented('Pump', ['flow'], "{ 'struct': 'Pump', 'data': { 'flow': 'int' } }");
  const uses = documented(
    'start',
    ['motor', 'pump'],
    "{ 'command': 'start', 'data': { 'motor': 'Motor', 'pump': 'Pump' } }",
  );

  test('is told there, and not where its own name is used', async () => {
    assert.deepEqual(await offered(pump + motor('Motor') + uses), []);
    assert.deepEqual(await offered(pump + motor('Pump') + uses), ["schema/redefinition 20 (20); Replace by 'Motor'"]);
  });

  test('is told there too where it comes first: the generator compares it with its comment before it sees the other one', async () => {
    assert.deepEqual(await offered(motor('Pump') + pump + uses), ["schema/redefinition 10 (10); Replace by 'Motor'"]);
    // Before 2.9 it took no notice of comments.
    assert.deepEqual(await offered(motor('Pump') + pump + uses, '2.8'), [
      "schema/redefinition 10 (20); Replace by 'Motor'",
    ]);
  });

  test('is told first where there are two, as the generator does', async () => {
    const fan = documented('Fan', ['air'], "{ 'struct': 'Pump', 'data': { 'air': 'int' } }");
    assert.deepEqual(await offered(motor('Pump') + fan + uses), ["schema/redefinition 10 (10); Replace by 'Motor'"]);
    assert.deepEqual(await offered(motor('Motor') + fan + uses), ["doc/wrong-symbol 12 (20); Write 'Pump'"]);
  });

  test('is two mistakes where the name of the comment is somebody else’s', async () => {
    const other = documented('Motor', [], "{ 'enum': 'Motor', 'data': [] }");
    assert.deepEqual(await offered(pump + motor('Pump') + other + uses), [
      "doc/wrong-symbol 12 (20); Write 'Pump'",
      'schema/redefinition 20 (20)',
    ]);
  });
});

describe('a type whose name is misspelt where it is defined', () => {
  const motor = (name: string) => documented('Motor', ['speed'], `{ 'struct': '${name}', 'data': { 'speed': 'int' } }`);
  const uses = documented('start', ['motor'], "{ 'command': 'start', 'data': { 'motor': 'Motor' } }");

  test('is told there, and not where its comment and others have it right', async () => {
    assert.deepEqual(await offered(motor('Motor') + uses), []);
    assert.deepEqual(await offered(motor('Moter') + uses), ["doc/wrong-symbol 10 (10); Write 'Motor'"]);
    // Before 2.9 the generator takes no notice of comments.
    assert.deepEqual(await offered(motor('Moter') + uses, '2.8'), [
      "schema/unknown-type 20 (20); Replace by 'Moter'; Define struct 'Motor'",
    ]);
  });

  test('has got another name, and its comment has not, where others use the new one', async () => {
    const more = documented('stop', ['motor'], "{ 'command': 'stop', 'data': { 'motor': 'Engine' } }");
    assert.deepEqual(await offered(motor('Engine') + more), ["doc/wrong-symbol 2 (10); Write 'Engine'"]);
    assert.deepEqual(await offered(motor('Engine') + more + uses), [
      "doc/wrong-symbol 2 (10); Write 'Engine'",
      "schema/unknown-type 30 (30); Define struct 'Motor'",
    ]);
  });
});

describe('a member that is the same in C as another one', () => {
  const command = (members: readonly string[], ...names: readonly string[]) =>
    documented(
      'start',
      members,
      `{ 'command': 'start', 'data': { ${names.map((name) => `'${name}': 'int'`).join(', ')} } }`,
    );

  test('is neither misspelt nor without a description', async () => {
    assert.deepEqual(await offered(command(['max-speed'], 'max-speed', 'max_speed')), ['naming/c-clash 10 (10)']);
    assert.deepEqual(await offered(command(['max-speed'], 'max_speed', 'max-speed')), ['naming/c-clash 10 (10)']);
    assert.deepEqual(await offered(command(['max-speed'], 'max_speed')), [
      "naming/lower-case 10 (10); Rename to 'max-speed'",
    ]);
  });

  test('may be the one that has another name in the comment', async () => {
    const speeds = ['max-speed', 'min-speed'];
    assert.deepEqual(await offered(command(speeds, 'max-speed', 'max_speed')), [
      "naming/c-clash 12 (12); Replace by 'min-speed'",
    ]);
    assert.deepEqual(await offered(command(['a', ...speeds], 'a', 'max-speed', 'max-speed')), [
      "syntax/duplicate-key 14 (14); Replace by 'min-speed'; Remove the second one",
    ]);
    const values = documented('Speed', speeds, "{ 'enum': 'Speed', 'data': [ 'max-speed', 'max-speed' ] }");
    const use = documented('start', ['at'], "{ 'command': 'start', 'data': { 'at': 'Speed' } }");
    assert.deepEqual(await offered(values + use), [
      "schema/doubled-name 12 (12); Replace by 'min-speed'; Remove this one",
    ]);
  });

  test('is one mistake, and a description too many another', async () => {
    assert.deepEqual(await offered(command(['max-speed', 'min-speed', 'colour'], 'max-speed', 'max_speed')), [
      'doc/unknown-member 8 (8); Remove the section',
      'doc/unknown-member 10 (10); Remove the section',
      'naming/c-clash 14 (14)',
    ]);
  });
});

test('a feature that is misspelt is told once, where its comment has it right as well', async () => {
  const documented = (name: string): string =>
    `##\n# @eject:\n#\n# Features:\n#\n# @${name}: gone\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'features': [ 'deprecatd' ] }`;
  assert.deepEqual(await told(documented('deprecated'), {}), ['doc/misspelt-member, breaks the build']);
  assert.deepEqual(await told(documented('deprecatd'), {}), ['naming/misspelt-feature']);
});
