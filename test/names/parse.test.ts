// How a name is taken apart, and which shapes QEMU's generator takes.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseName } from '../../server/src/names/parse.ts';
import { rows } from './table.ts';

describe('parseName', () => {
  const table = rows(`
    name                        | prefix           | marker | stem           | verdict
    drive-mirror                |                  |        | drive-mirror   | valid
    x-foo                       |                  | x-     | foo            | valid
    X-EVENT                     |                  | X-     | EVENT          | valid
    x-2foo                      |                  |        | x-2foo         | valid
    x-                          |                  |        | x-             | valid
    2x                          |                  |        | 2x             | valid as a value
    2_X                         |                  |        | 2_X            | valid as a value
    -foo                        |                  |        | -foo           | invalid
    foo.bar                     |                  |        | foo.bar        | invalid
    caffè                       |                  |        | caffè          | invalid
    __com.redhat_drive-mirror   | __com.redhat_    |        | drive-mirror   | valid
    __com.redhat_drive_mirror   | __com.redhat_    |        | drive_mirror   | valid
    __com.redhat_x-foo          | __com.redhat_    | x-     | foo            | valid
    __com.redhat_X-EV           | __com.redhat_    | X-     | EV             | valid
    __com.redhat_x-2foo         | __com.redhat_    |        | x-2foo         | valid
    __COM.RedHat_foo            | __COM.RedHat_    |        | foo            | valid
    __vz_foo                    | __vz_            |        | foo            | valid
    __-_foo                     | __-_             |        | foo            | valid
    __._foo                     | __._             |        | foo            | valid
    __com..redhat_foo           | __com..redhat_   |        | foo            | valid
    __com_redhat_foo            | __com_           |        | redhat_foo     | valid
    __com.redhat_               | __com.redhat_    |        |                | invalid
    __com.redhat__foo           | __com.redhat_    |        | _foo           | invalid
    __com.redhat_2foo           | __com.redhat_    |        | 2foo           | invalid
    __com.redhat-foo            |                  |        | __com.redhat-foo | invalid
    _com.redhat_foo             |                  |        | _com.redhat_foo | invalid
    com.redhat_foo              |                  |        | com.redhat_foo | invalid
    ___foo                      |                  |        | ___foo         | invalid
    __foo                       |                  |        | __foo          | invalid
    __café.fr_foo               |                  |        | __café.fr_foo  | invalid
    x-__com.redhat_foo          |                  |        | x-__com.redhat_foo | invalid
    x-__vz_foo                  |                  |        | x-__vz_foo     | valid
  `);

  for (const [name = '', prefix, marker, stem, verdict] of table) {
    it(`reads ${name} as ${verdict}`, () => {
      const parsed = parseName(name);
      const shape = parsed.valid ? 'valid' : parsed.validAsValue ? 'valid as a value' : 'invalid';
      assert.deepEqual([parsed.prefix, parsed.marker, parsed.stem, shape], [prefix, marker, stem, verdict]);
    });
  }

  it('takes an empty text for an invalid name without parts', () => {
    const parsed = parseName('');
    assert.deepEqual([parsed.prefix, parsed.marker, parsed.stem, parsed.valid], ['', '', '', false]);
  });

  it('takes what stands between the underscores of a prefix', () => {
    assert.equal(parseName('__com.redhat_x-drive-mirror').rfqdn, 'com.redhat');
    assert.equal(parseName('drive-mirror').rfqdn, undefined);
  });

  it('sees an experimental name by its x-, in either case and after a prefix', () => {
    for (const name of ['x-foo', 'X-FOO', '__com.redhat_x-foo', 'x-2foo', 'x-']) {
      assert.ok(parseName(name).experimental, name);
    }
    for (const name of ['xfoo', 'x_foo', 'foo-x-bar', '__x-y.com_foo']) assert.ok(!parseName(name).experimental, name);
  });

  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('__', '_', '.', '-', 'x-', 'X-', 'com', 'Foo', '2', 'é')).map((parts) => parts.join('')),
  );

  it('loses nothing: the parts put together are the text', () => {
    fc.assert(
      fc.property(text, (name) => {
        const { prefix, marker, stem } = parseName(name);
        assert.equal(prefix + marker + stem, name);
      }),
    );
  });

  it("agrees with the pattern in QEMU's generator", () => {
    const pattern = /^(__[a-z0-9.-]+_)?(x-)?([a-z][a-z0-9_-]*)$/i;
    fc.assert(
      fc.property(text, (name) => {
        const parsed = parseName(name);
        const match = pattern.exec(name);
        assert.equal(parsed.valid, match !== null);
        if (match) {
          assert.deepEqual([parsed.prefix, parsed.marker, parsed.stem], [match[1] ?? '', match[2] ?? '', match[3]]);
        }
      }),
    );
  });
});
