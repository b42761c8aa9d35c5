// What QEMU's generator has against the spelling of a name, and the legal spelling nearest to it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isTypeKind, type NameKind } from '../../server/src/names/kinds.ts';
import { legalStem, styleProblem } from '../../server/src/names/style.ts';
import { rows } from './table.ts';

const KINDS: readonly NameKind[] = [
  'enum',
  'struct',
  'union',
  'alternate',
  'command',
  'event',
  'member',
  'value',
  'branch',
  'feature',
];

describe('isTypeKind', () => {
  it('knows the four kinds of types', () => {
    assert.deepEqual(KINDS.filter(isTypeKind), ['enum', 'struct', 'union', 'alternate']);
  });
});

describe('styleProblem', () => {
  const table = rows(`
    kind    | name                        | problem         | where an exception pragma covers it
    command | drive-mirror                | ok              | ok
    command | drive_mirror                | lower           | ok
    command | DriveMirror                 | lower           | lower
    command | q-foo                       | reserved-q      | reserved-q
    command | q_foo                       | reserved-q      | reserved-q
    command | quit                        | ok              | ok
    command | 2foo                        | invalid         | invalid
    command | x-2foo                      | ok              | ok
    command | foo.bar                     | invalid         | invalid
    command | has-foo                     | ok              | ok
    command | u                           | ok              | ok
    command | __com.redhat_drive-mirror   | ok              | ok
    command | __com.redhat_drive_mirror   | lower           | ok
    command | __com.redhat_DriveMirror    | lower           | lower
    command | __COM.RedHat_foo            | ok              | ok
    command | __com.redhat_q-foo          | ok              | ok
    command | __com.redhat_x-foo          | ok              | ok
    command | __com.redhat_X-foo          | ok              | ok
    command | __com_redhat_foo            | lower           | ok
    command | __com.redhat_2foo           | invalid         | invalid
    command | __com.redhat__foo           | invalid         | invalid
    command | __com.redhat-foo            | invalid         | invalid
    command | ___foo                      | invalid         | invalid
    command | x-__com.redhat_foo          | invalid         | invalid
    command | x-__vz_foo                  | lower           | ok
    event   | __com.redhat_SPICE_CONNECTED | ok             | ok
    event   | __COM.REDHAT_SPICE          | ok              | ok
    event   | __ORG.QEMU_X-EVENT          | ok              | ok
    event   | __com.redhat_x-EV           | ok              | ok
    event   | __com.redhat_spice          | upper           | upper
    event   | FOO-BAR                     | upper           | upper
    event   | Q_FOO                       | ok              | ok
    event   | q_FOO                       | reserved-q      | reserved-q
    struct  | __org.qemu_x-Struct         | ok              | ok
    struct  | __org.qemu_Struct           | ok              | ok
    struct  | __org.qemu_struct           | camel           | camel
    struct  | __org.qemu_ABC              | camel           | camel
    struct  | __org.qemu_FooList          | list-suffix     | list-suffix
    enum    | FooKind                     | ok              | ok
    union   | FooList                     | list-suffix     | list-suffix
    struct  | X                           | camel           | camel
    struct  | ABC                         | camel           | camel
    struct  | Ab_C                        | camel           | camel
    struct  | fooBar                      | camel           | camel
    value   | 2x                          | ok              | ok
    value   | 2_x                         | lower           | ok
    value   | 2X                          | lower           | ok
    value   | __org.qemu_2x               | invalid         | invalid
    value   | __org.qemu_x-2x             | ok              | ok
    value   | __org.qemu_v2x              | ok              | ok
    value   | u                           | ok              | ok
    value   | q-Unix                      | reserved-q      | reserved-q
    member  | has-foo                     | reserved-member | reserved-member
    member  | has_foo                     | lower           | reserved-member
    member  | has                         | ok              | ok
    member  | u                           | reserved-member | reserved-member
    member  | U                           | lower           | ok
    member  | __org.qemu_has-foo          | ok              | ok
    member  | __org.qemu_u                | ok              | ok
    member  | default                     | ok              | ok
    member  | x-Foo                       | lower           | ok
    member  | __org.qemu_a_b              | lower           | ok
    member  | _oops                       | invalid         | invalid
    feature | __org.qemu_f                | ok              | ok
    feature | dynamic_auto                | lower           | lower
    branch  | a_b                         | lower           | lower
  `);
  for (const [kind, name = '', problem, covered] of table) {
    it(`finds the ${kind} ${name} ${problem}`, () => {
      const judge = (allowUnderscoreOrUpper: boolean) =>
        styleProblem(kind as NameKind, name, { allowUnderscoreOrUpper }) ?? 'ok';
      assert.deepEqual([judge(false), judge(true)], [problem, covered]);
    });
  }
});

describe('legalStem', () => {
  const table = rows(`
    kind    | stem             | plain             | behind a prefix   | behind a prefix, underscores allowed
    command | drive-mirror     | drive-mirror      | drive-mirror      | drive-mirror
    command | drive_add        | drive-add         | drive-add         | drive_add
    command | queryDetach      | query-detach      | query-detach      | query-detach
    command | DriveMirror      | drive-mirror      | drive-mirror      | drive-mirror
    command | drive_addFile    | drive-add-file    | drive-add-file    | drive_add_file
    command | query__x         | query-x           | query-x           | query__x
    command | query_-_x        | query-x           | query-x           | query_-_x
    command | ABC              | abc               | abc               | abc
    command | HTTPServer       | http-server       | http-server       | http-server
    command | queryCPUs        | query-cpus        | query-cpus        | query-cpus
    command | SHA256Sum        | sha256-sum        | sha256-sum        | sha256-sum
    command | V4L2             | v4l2              | v4l2              | v4l2
    command | x-Foo            | x-foo             | x-foo             | x-foo
    command | x-2Foo           | x-2-foo           | x-2-foo           | x-2-foo
    command | _foo_            | foo               | foo               | foo
    command | foo.bar baz      | foo-bar-baz       | foo-bar-baz       | foo-bar-baz
    command | caffè            | caffe             | caffe             | caffe
    command | жук              |                   |                   |
    command | q_foo            |                   | q-foo             | q_foo
    command | QFoo             |                   | q-foo             | q-foo
    command | 2foo             |                   |                   |
    command |                  |                   |                   |
    command | --               |                   |                   |
    feature | dynamic_auto     | dynamic-auto      | dynamic-auto      | dynamic-auto
    branch  | a_b              | a-b               | a-b               | a-b
    member  | has_foo          |                   | has-foo           | has_foo
    member  | hasFoo           |                   | has-foo           | hasFoo
    member  | u                |                   | u                 | u
    value   | 2x               | 2x                | v2x               | v2x
    value   | 2X               | 2x                | v2x               | v2x
    value   | x-2x             | x-2x              | x-2x              | x-2x
    event   | SPICE_CONNECTED  | SPICE_CONNECTED   | SPICE_CONNECTED   | SPICE_CONNECTED
    event   | SpiceConnected   | SPICE_CONNECTED   | SPICE_CONNECTED   | SPICE_CONNECTED
    event   | spice-connected  | SPICE_CONNECTED   | SPICE_CONNECTED   | SPICE_CONNECTED
    event   | x-foo            | x-FOO             | x-FOO             | x-FOO
    event   | X-FOO            | X-FOO             | X-FOO             | X-FOO
    event   | q_foo            | Q_FOO             | Q_FOO             | Q_FOO
    event   | 2FOO             |                   |                   |
    struct  | FooBar           | FooBar            | FooBar            | FooBar
    struct  | foo_bar          | FooBar            | FooBar            | FooBar
    struct  | FOO_BAR          | FooBar            | FooBar            | FooBar
    struct  | my_HTTPServer    | MyHTTPServer      | MyHTTPServer      | MyHTTPServer
    struct  | Ab_C             | AbC               | AbC               | AbC
    struct  | x-foo            | x-Foo             | x-Foo             | x-Foo
    struct  | ABC              | Abc               | Abc               | Abc
    struct  | X                |                   |                   |
    struct  | 2foo             |                   |                   |
    enum    | FooList          | FooListInfo       | FooListInfo       | FooListInfo
    union   | foo-list         | FooListInfo       | FooListInfo       | FooListInfo
    enum    | FooKind          | FooKind           | FooKind           | FooKind
  `);
  for (const [kind, stem = '', ...expected] of table) {
    it(`makes ${expected.map((text) => text || 'nothing').join(', ')} of the ${kind} ${stem || "''"}`, () => {
      const make = (prefixed: boolean, allowUnderscore = false) =>
        legalStem(kind as NameKind, stem, { prefixed, allowUnderscore }) ?? '';
      assert.deepEqual([make(false), make(true), make(true, true)], expected);
    });
  }

  const kind = fc.constantFrom(...KINDS);
  const piece = fc.constantFrom(
    '_',
    '-',
    'x-',
    'X-',
    'q_',
    'has-',
    'u',
    'Foo',
    'foo',
    'BAR',
    'List',
    '2',
    'é',
    ' ',
    '.',
  );
  const stem = fc.oneof(
    fc.string(),
    fc.array(piece).map((parts) => parts.join('')),
  );

  it('makes only stems that the generator takes, and leaves those as they are', () => {
    fc.assert(
      fc.property(kind, stem, fc.boolean(), fc.boolean(), (aKind, text, prefixed, allowUnderscore) => {
        const legal = legalStem(aKind, text, { prefixed, allowUnderscore });
        if (legal === undefined) return;
        const name = (prefixed ? '__com.redhat_' : '') + legal;
        assert.equal(styleProblem(aKind, name, { allowUnderscoreOrUpper: allowUnderscore }), undefined);
        assert.equal(legalStem(aKind, legal, { prefixed, allowUnderscore }), legal);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes its time in proportion to the text', () => {
    const started = performance.now();
    for (const text of ['A', 'aA', '_', '-_', 'x-', 'É', '2A']) {
      for (const aKind of KINDS) legalStem(aKind, `${text.repeat(50_000)}.`, { prefixed: true });
    }
    assert.ok(performance.now() - started < 10_000);
  });
});
