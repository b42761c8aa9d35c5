// The C identifiers behind names. The expectations are what QEMU's generator writes, seen in 7.2, 10.0 and 10.2.50.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { camelToUpper, cIdentifiers, cName } from '../../server/src/names/cnames.ts';
import { rows } from './table.ts';

describe('cName', () => {
  const table = rows(`
    name                       | C name                      | C name as part of a longer one
    drive-mirror               | drive_mirror                | drive_mirror
    __com.redhat_drive-mirror  | __com_redhat_drive_mirror   | __com_redhat_drive_mirror
    __com..redhat_foo          | __com__redhat_foo           | __com__redhat_foo
    __-_foo                    | ____foo                     | ____foo
    __ORG.QEMU_X-EVENT         | __ORG_QEMU_X_EVENT          | __ORG_QEMU_X_EVENT
    x-2foo                     | x_2foo                      | x_2foo
    2x                         | q_2x                        | 2x
    2_x                        | q_2_x                       | 2_x
    default                    | q_default                   | default
    and-eq                     | q_and_eq                    | and_eq
    static-assert              | static_assert               | static_assert
    wchar_t                    | q_wchar_t                   | wchar_t
    unix                       | q_unix                      | unix
    linux                      | q_linux                     | linux
    windows                    | windows                     | windows
    Default                    | Default                     | Default
    __org.qemu_default         | __org_qemu_default          | __org_qemu_default
  `);
  for (const [name = '', identifier, part] of table) {
    it(`maps ${name} to ${identifier}`, () => {
      assert.deepEqual([cName(name), cName(name, { protect: false })], [identifier, part]);
    });
  }

  it('gives a C identifier for whatever is not empty', () => {
    assert.equal(cName(''), '');
    fc.assert(fc.property(fc.string({ minLength: 1 }), (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(cName(name))));
  });
});

describe('camelToUpper', () => {
  const table = rows(`
    type                | since 9.2            | up to 9.1
    EnumName            | ENUM_NAME            | ENUM_NAME
    ENUMName            | ENUM_NAME            | ENUM_NAME
    EnumName1           | ENUM_NAME1           | ENUM_NAME1
    QAPIEvent           | QAPI_EVENT           | QAPI_EVENT
    QCryptoTLSCreds     | QCRYPTO_TLS_CREDS    | Q_CRYPTOTLS_CREDS
    QType               | QTYPE                | Q_TYPE
    XDbgBlockGraph      | XDBG_BLOCK_GRAPH     | X_DBG_BLOCK_GRAPH
    OnOffAuto           | ON_OFF_AUTO          | ON_OFF_AUTO
    X86CPURegister32    | X86_CPU_REGISTER32   | X86_CPU_REGISTER32
    __org.qemu_x-Enum   | ORG_QEMU_X_ENUM      | ORG_QEMU_X_ENUM
    __com.redhat_MyEnum | COM_REDHAT_MY_ENUM   | COM_REDHAT_MY_ENUM
    ABC                 | ABC                  | ABC
  `);
  for (const [name = '', today, before] of table) {
    it(`makes ${today} of ${name}, once ${before}`, () => {
      assert.deepEqual([camelToUpper(name), camelToUpper(name, 'up-to-9.1')], [today, before]);
    });
  }
});

describe('cIdentifiers', () => {
  it('names the function behind a command', () => {
    assert.deepEqual(cIdentifiers('command', '__com.redhat_drive-add'), ['qmp___com_redhat_drive_add']);
    assert.deepEqual(cIdentifiers('command', 'default'), ['qmp_q_default']);
  });

  it('names the function and the constant behind an event', () => {
    assert.deepEqual(cIdentifiers('event', '__com.redhat_SPICE_CONNECTED'), [
      'qapi_event_send___com_redhat_spice_connected',
      'QAPI_EVENT___COM_REDHAT_SPICE_CONNECTED',
    ]);
    assert.deepEqual(cIdentifiers('event', '__ORG.QEMU_X-EVENT'), [
      'qapi_event_send___org_qemu_x_event',
      'QAPI_EVENT___ORG_QEMU_X_EVENT',
    ]);
  });

  it('names the type and the functions of a struct, union or alternate', () => {
    for (const kind of ['struct', 'union', 'alternate'] as const) {
      assert.deepEqual(cIdentifiers(kind, '__com.x_FooBar'), [
        '__com_x_FooBar',
        'qapi_free___com_x_FooBar',
        'visit_type___com_x_FooBar',
      ]);
    }
  });

  it('names the type, the look-up and the last constant of an enum', () => {
    assert.deepEqual(cIdentifiers('enum', 'OnOffAuto'), [
      'OnOffAuto',
      'OnOffAuto_str',
      'OnOffAuto_lookup',
      'visit_type_OnOffAuto',
      'ON_OFF_AUTO__MAX',
    ]);
    assert.ok(cIdentifiers('enum', 'OnOffAuto', { enumPrefix: 'OOA' }).includes('OOA__MAX'));
  });

  it('names a member, and its flag if it is optional', () => {
    assert.deepEqual(cIdentifiers('member', 'node-name'), ['node_name']);
    assert.deepEqual(cIdentifiers('member', 'default', { optional: true }), ['q_default', 'has_q_default']);
    assert.deepEqual(cIdentifiers('branch', '__com.x_n'), ['__com_x_n']);
  });

  it('names the constant of an enum value, if the enum is told', () => {
    const enumName = '__org.qemu_x-Enum';
    assert.deepEqual(cIdentifiers('value', '__org.qemu_x-value', { enumName }), ['ORG_QEMU_X_ENUM___ORG_QEMU_X_VALUE']);
    assert.deepEqual(cIdentifiers('value', '2x', { enumName: 'MyEnum' }), ['MY_ENUM_2X']);
    assert.deepEqual(cIdentifiers('value', '2x'), []);
  });

  it("takes an enum's prefix as it is since 9.2, and split before", () => {
    const context = { enumName: 'MyEnum', enumPrefix: 'QCryptoK' };
    assert.deepEqual(cIdentifiers('value', 'a', context), ['QCryptoK_A']);
    assert.deepEqual(cIdentifiers('value', 'a', { ...context, era: 'up-to-9.1' }), ['Q_CRYPTOK_A']);
  });

  it('names the constant of a feature', () => {
    assert.deepEqual(cIdentifiers('feature', '__com.x_f-g'), ['QAPI_FEATURE___COM_X_F_G']);
  });
});
