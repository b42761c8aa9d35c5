// While a downstream is being edited, what is broken is told where it stands, and not as what upstream's clients miss.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openExample } from '../helpers/example.ts';

const KITE = `##
# @Color:
#
# Since: 9.0
##
{ 'enum': 'Color', 'data': [ 'red', 'blue' ] }

##
# @Base:
#
# Since: 9.0
##
{ 'struct': 'Base',
  'data': { 'name': 'str', 'color': 'Color' } }

##
# @Red:
#
# Since: 9.0
##
{ 'struct': 'Red',
  'data': { '*heat': 'int' } }

##
# @Kite:
#
# Since: 9.0
##
{ 'union': 'Kite',
  'base': 'Base',
  'discriminator': 'color',
  'data': { 'red': 'Red' } }

##
# @fly:
#
# Since: 9.0
##
{ 'command': 'fly',
  'data': { 'kite': 'Kite',
            '*high': { 'type': 'int', 'features': [ 'live' ] } },
  'returns': 'Kite',
  'features': [ 'quick' ],
  'allow-oob': true }

##
# @LOST:
#
# Since: 9.0
##
{ 'event': 'LOST', 'boxed': true,
  'data': 'Kite' }

##
# @KiteRef:
#
# Since: 9.0
##
{ 'alternate': 'KiteRef',
  'data': { 'name': 'str', 'kite': 'Kite' } }

##
# @lend:
#
# Since: 9.0
##
{ 'command': 'lend',
  'data': { 'ref': 'KiteRef' } }
`;

async function told(ours: string, baseline = KITE): Promise<string[]> {
  const { workspace, root } = openExample({
    files: { 'qapi/qapi-schema.json': ours },
    baseline: { 'qapi/qapi-schema.json': baseline },
    role: 'downstream',
    domains: ['com.example'],
    version: '9.2.0',
  });
  const { problems } = await workspace.analyse(root);
  return problems.map(({ rule }) => rule.id).filter((id) => /^(?:contract|downstream|syntax|schema)/.test(id));
}

describe('of a definition that is broken no client misses anything', () => {
  for (const [what, from, to, rules] of [
    ['a command typed half', /,\n {2}'data': \{ 'kite'[^#]*/, '', ['syntax/unclosed-bracket']],
    ['an argument typed half', /'kite': 'Kite'[^#]*/, "'ki\n\n", ['syntax/unclosed-string']],
    [
      'a key that has become an argument',
      /, 'features': \[ 'live' \] \} \}/,
      ", 'features': [ 'live' ] }",
      ['syntax/unclosed-bracket'],
    ],
    ['an event without its first line', "{ 'event': 'LOST', 'boxed': true,\n", '', ['syntax/not-an-object']],
    ['a command without its first line', "{ 'command': 'fly',\n", '', ['syntax/not-an-object']],
    ['a base without its first line', "{ 'struct': 'Base',\n", '', ['syntax/not-an-object']],
    ['a branch without its first line', "{ 'struct': 'Red',\n", '', ['syntax/not-an-object']],
    ['a base that is misspelt', "'base': 'Base'", "'base': 'Bass'", ['schema/unknown-type']],
    ['a union without its discriminator', "  'discriminator': 'color',\n", '', ['schema/missing-key']],
  ] as [string, string | RegExp, string, string[]][]) {
    it(what, async () => {
      const ours = KITE.replace(from, to);
      assert.notEqual(ours, KITE);
      assert.deepEqual(await told(ours), rules);
    });
  }

  it('a union without its discriminator that only an alternate offers', async () => {
    // Its tag is called as that of a simple union would be.
    const offered = KITE.replace(/##\n# @fly:[\s\S]*(?=##\n# @KiteRef:)/, '').replaceAll("'color'", "'type'");
    const ours = offered.replace("  'discriminator': 'type',\n", '');
    assert.deepEqual(await told(ours, offered), ['schema/missing-key']);
  });

  it('but of one that is gone, or has less than upstream', async () => {
    const [fly] = /##\n# @fly:[\s\S]*?true \}\n/.exec(KITE) ?? [];
    assert.ok(fly);
    assert.deepEqual(await told(KITE.replace(fly, '')), ['contract/command-removed']);
    assert.deepEqual(await told(KITE.replace("'*heat': 'int'", '')), ['contract/argument-removed']);
  });

  it('or where what is wrong leaves no doubt of what is meant', async () => {
    const less = KITE.replace("'*heat': 'int'", '').replace("'command': 'fly'", '"command": "fly"');
    assert.deepEqual(await told(less), ['contract/argument-removed', 'syntax/double-quotes', 'syntax/double-quotes']);
    assert.deepEqual(await told(`${KITE}\n{ 'command': 'land', }`), ['downstream/missing-prefix', 'syntax/comma']);
    assert.deepEqual(await told(`${KITE}\n{ 'command': '__com.acme-land', }`), [
      'downstream/malformed-prefix',
      'syntax/comma',
    ]);
  });

  it('nor in one of its own', async () => {
    const own = "{ 'command': '__com.example_land', 'data': { 'where";
    assert.deepEqual(await told(`${KITE}\n${own}`), ['syntax/unclosed-string']);
    assert.deepEqual(await told(`${KITE}\n{ 'command': 'land' }`), ['downstream/missing-prefix']);
  });
});
