// Putting a downstream prefix before a name, and mending one that went wrong.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { NameKind } from '../../server/src/names/kinds.ts';
import { repair, withPrefix } from '../../server/src/names/prefix.ts';
import { styleProblem } from '../../server/src/names/style.ts';
import { vendorDomain, vendorWord } from '../../server/src/names/vendors.ts';
import { rows } from './table.ts';

describe('withPrefix', () => {
  const table = rows(`
    kind    | name                     | domain         | becomes
    command | drive-add                | com.example    | __com.example_drive-add
    command | drive_add                | com.example    | __com.example_drive-add
    command | x-foo                    | com.example    | __com.example_x-foo
    command | q-foo                    | com.example    | __com.example_q-foo
    command | foo                      | COM.Example    | __com.example_foo
    event   | DRIVE_ADDED              | com.example    | __com.example_DRIVE_ADDED
    event   | driveAdded               | com.example    | __com.example_DRIVE_ADDED
    struct  | DriveInfo                | com.example    | __com.example_DriveInfo
    struct  | x-drive_info             | com.example    | __com.example_x-DriveInfo
    value   | 2x                       | com.example    | __com.example_v2x
    member  | u                        | com.example    | __com.example_u
    command | __com.example_drive-add  | com.example    | __com.example_drive-add
    command | __com.redhat_drive_add   | com.example    | __com.example_drive-add
    command | __com.redhat_x-foo       | com.example    | __com.example_x-foo
    command | _com.redhat_foo          | com.example    | __com.example_foo
    command | x-__com.redhat_foo       | com.example    | __com.example_x-foo
    command | com-example-foo          | com.example    | __com.example_foo
    command | proxmox-version          | com.proxmox    | __com.proxmox_version
    command | pve-version              | com.proxmox    | __com.proxmox_pve-version
    command | x-acme-foo               | com.acme       | __com.acme_x-foo
    command | com-foo                  | com.acme       | __com.acme_com-foo
    command | x-vz-foo                 | com.virtuozzo  | __com.virtuozzo_x-vz-foo
    command | redhat_foo               | com.redhat.virt | __com.redhat.virt_foo
    event   | PROXMOX_READY            | com.proxmox    | __com.proxmox_READY
    command | pve-version              | com.example    | __com.example_pve-version
    command | rh-2foo                  | com.redhat     | __com.redhat_rh-2foo
    struct  | X                        | com.example    | nothing
    command | foo                      | com example    | nothing
    command | foo                      |                | nothing
  `);
  for (const [kind, name = '', domain = '', expected] of table) {
    it(`makes ${expected} of the ${kind} ${name} for ${domain || 'no domain'}`, () => {
      assert.equal(withPrefix(kind as NameKind, name, domain) ?? 'nothing', expected);
    });
  }

  it('keeps underscores where a pragma allows them', () => {
    const options = { allowUnderscore: true };
    assert.equal(withPrefix('command', 'drive_add', 'com.example', options), '__com.example_drive_add');
  });
});

describe('repair', () => {
  const table = rows(`
    kind    | name                       | shape              | repaired                 | repaired where com.example is at home
    command | drive-add                  | nothing wrong      |                          |
    command | drive_add                  | nothing wrong      |                          |
    command | foo.bar                    | nothing wrong      |                          |
    value   | l1_grow.alloc_table        | nothing wrong      |                          |
    value   | pwritev_rmw.after_head     | nothing wrong      |                          |
    value   | 2.0                        | nothing wrong      |                          |
    value   | a.b                        | nothing wrong      |                          |
    member  | in_use                     | nothing wrong      |                          |
    member  | x-rdma-pin-all             | nothing wrong      |                          |
    event   | DEVICE_DELETED             | nothing wrong      |                          |
    struct  | BlockInfo                  | nothing wrong      |                          |
    struct  | __org.qemu_x-Struct        | nothing wrong      |                          |
    command | __com.x_foo                | nothing wrong      |                          |
    command | __com.x_x-foo              | nothing wrong      |                          |
    command | __uk.co.x_foo              | nothing wrong      |                          |
    command | __com.x-y_foo              | nothing wrong      |                          |
    command | __com.x-foo                | closing-underscore | __com.x_foo              | __com.x_foo
    command | __com.x-foo-bar            | closing-underscore | __com.x_foo-bar          | __com.x_foo-bar
    command | __com.x.foo                | closing-underscore | __com.x_foo              | __com.x_foo
    command | __uk.co.x-foo              | closing-underscore | __uk.co.x_foo            | __uk.co.x_foo
    event   | __com.x-DRIVE-ADDED        | closing-underscore | __com.x_DRIVE_ADDED      | __com.x_DRIVE_ADDED
    command | _com.x_foo                 | one-underscore     | __com.x_foo              | __com.x_foo
    command | _com_x_foo                 | one-underscore     | __com.x_foo              | __com.x_foo
    command | _com.x-foo                 | one-underscore     | __com.x_foo              | __com.x_foo
    command | _foo                       | one-underscore     | nothing                  | __com.example_foo
    command | com.x_foo                  | no-underscores     | __com.x_foo              | __com.x_foo
    command | com.x-foo                  | no-underscores     | __com.x_foo              | __com.x_foo
    command | x.com_foo                  | no-underscores     | __com.x_foo              | __com.x_foo
    command | ___com.x_foo               | extra-underscores  | __com.x_foo              | __com.x_foo
    command | ___foo                     | empty-domain       | nothing                  | __com.example_foo
    command | __foo                      | no-domain          | nothing                  | __com.example_foo
    command | __vz-foo                   | no-domain          | nothing                  | __com.example_vz-foo
    command | __                         | no-domain          | nothing                  | nothing
    command | __com_x_foo                | dots               | __com.x_foo              | __com.x_foo
    command | __com_redhat_drive_add     | dots               | __com.redhat_drive-add   | __com.redhat_drive-add
    command | __uk_co_x_foo              | dots               | __uk.co.x_foo            | __uk.co.x_foo
    command | __uk.co_x_foo              | dots               | __uk.co.x_foo            | __uk.co.x_foo
    value   | __com_x_2x                 | dots               | __com.x_v2x              | __com.x_v2x
    struct  | __com_x_Foo                | dots               | __com.x_Foo              | __com.x_Foo
    command | x-__com.x_foo              | experimental-first | __com.x_x-foo            | __com.x_x-foo
    command | x-__com_x_foo              | experimental-first | __com.x_x-foo            | __com.x_x-foo
    command | x-__com.x_x-foo            | experimental-first | __com.x_x-foo            | __com.x_x-foo
    event   | X-__COM.X_FOO              | experimental-first | __com.x_X-FOO            | __com.x_X-FOO
    command | x-__vz_foo                 | experimental-first | nothing                  | __com.example_x-foo
    command | __x.com_foo                | forward-domain     | __com.x_foo              | __com.x_foo
    command | __x.co.uk_foo              | forward-domain     | __uk.co.x_foo            | __uk.co.x_foo
    command | __x.com-foo                | forward-domain     | __com.x_foo              | __com.x_foo
    command | __redhat_com_foo           | forward-domain     | __com.redhat_foo         | __com.redhat_foo
    command | __COM.X_foo                | upper-case-domain  | __com.x_foo              | __com.x_foo
    event   | __COM.X_FOO                | upper-case-domain  | __com.x_FOO              | __com.x_FOO
    command | __com..x_foo               | empty-label        | __com.x_foo              | __com.x_foo
    command | __.com.x_foo               | empty-label        | __com.x_foo              | __com.x_foo
    command | __._foo                    | empty-label        | nothing                  | __com.example_foo
    command | __com.x-_foo               | hyphen-edge        | __com.x_foo              | __com.x_foo
    command | __-_foo                    | hyphen-edge        | nothing                  | __com.example_foo
    command | __vz_foo                   | single-label       | nothing                  | __com.example_foo
    command | __redhat_drive_add         | single-label       | nothing                  | __com.example_drive-add
    command | __in_use_count             | single-label       | nothing                  | __com.example_use-count
    command | __localdomain.foo_bar      | unknown-tld        | nothing                  | __com.example_bar
    command | __uk.co_foo                | public-suffix      | nothing                  | __com.example_foo
    command | __RFQDN_foo                | placeholder        | nothing                  | __com.example_foo
    command | __com.x_                   | no-stem            | nothing                  | nothing
    command | __com.x                    | no-stem            | nothing                  | nothing
    command | __com.x_foo_bar            | stem               | __com.x_foo-bar          | __com.x_foo-bar
    command | __com.x__foo               | stem               | __com.x_foo              | __com.x_foo
    command | __com.x_2foo               | stem               | nothing                  | nothing
    event   | __com.x_drive-added        | stem               | __com.x_DRIVE_ADDED      | __com.x_DRIVE_ADDED
    struct  | __com.x_FooList            | stem               | __com.x_FooListInfo      | __com.x_FooListInfo
  `);
  for (const [kind, name = '', shape, repaired, atHome] of table) {
    it(`finds ${shape} in the ${kind} ${name}`, () => {
      const plain = repair(kind as NameKind, name);
      const known = repair(kind as NameKind, name, { domain: 'com.example' });
      assert.deepEqual([plain?.code ?? 'nothing wrong', known?.code ?? 'nothing wrong'], [shape, shape]);
      if (plain && known) assert.deepEqual([plain.name ?? 'nothing', known.name ?? 'nothing'], [repaired, atHome]);
    });
  }

  const home = rows(`
    name                         | domain          | shape              | repaired
    com-example-foo              | com.example     | no-underscores     | __com.example_foo
    com_example_foo              | com.example     | no-underscores     | __com.example_foo
    example-com-foo              | com.example     | no-underscores     | __com.example_foo
    _com-example-foo             | com.example     | one-underscore     | __com.example_foo
    __com-example-foo            | com.example     | dots               | __com.example_foo
    __com-example_foo            | com.example     | dots               | __com.example_foo
    __com_my-corp_foo            | com.my-corp     | dots               | __com.my-corp_foo
    __com.my-corp-foo            | com.my-corp     | closing-underscore | __com.my-corp_foo
    __com.example-drive_add      | com.example     | closing-underscore | __com.example_drive-add
    __example-com_foo            | com.example     | forward-domain     | __com.example_foo
    __com_example_virt_foo       | com.example.virt | dots              | __com.example.virt_foo
    __com.example.virt_foo       | com.example     | nothing wrong      |
    __COM.EXAMPLE_foo            | com.example     | upper-case-domain  | __com.example_foo
    __vz-foo                     | com.virtuozzo   | no-domain          | __com.virtuozzo_vz-foo
    vz-foo                       | com.virtuozzo   | nothing wrong      |
    comexample-foo               | com.example     | nothing wrong      |
  `);
  for (const [name = '', domain = '', shape, repaired] of home) {
    it(`finds ${shape} in ${name} when ${domain} is at home`, () => {
      const found = repair('command', name, { domain });
      assert.deepEqual([found?.code ?? 'nothing wrong', found?.name ?? ''], [shape, repaired]);
    });
  }

  it('lets underscores be where a pragma allows them', () => {
    assert.equal(repair('command', '__com.x_drive_add', { allowUnderscore: true }), undefined);
    assert.deepEqual(repair('command', '__com_x_drive_add', { allowUnderscore: true }), {
      code: 'dots',
      name: '__com.x_drive_add',
    });
  });

  const kind = fc.constantFrom<NameKind>('command', 'event', 'struct', 'member', 'value', 'feature');
  const piece = fc.constantFrom(
    ...['_', '__', '-', '.', 'x-', 'X-', 'com', 'COM', 'uk', 'co', 'redhat', 'example', 'vz', 'Foo', 'foo', 'BAR', '2'],
  );
  const name = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 9 }).map((parts) => parts.join('')),
  );

  it('repairs once and for all, into what the generator takes', () => {
    fc.assert(
      fc.property(kind, name, (aKind, text) => {
        const repaired = repair(aKind, text)?.name;
        if (repaired === undefined) return;
        assert.equal(styleProblem(aKind, repaired, { allowUnderscoreOrUpper: false }), undefined);
        assert.equal(repair(aKind, repaired), undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds nothing wrong with what withPrefix makes, and withPrefix never doubles a prefix', () => {
    fc.assert(
      fc.property(kind, name, fc.constantFrom('com.example', 'uk.co.example', 'com.my-corp'), (aKind, text, domain) => {
        const prefixed = withPrefix(aKind, text, domain);
        if (prefixed === undefined) return;
        assert.ok(prefixed.startsWith(`__${domain}_`));
        assert.equal(repair(aKind, prefixed, { domain }), undefined);
        assert.equal(withPrefix(aKind, prefixed, domain), prefixed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('vendorWord', () => {
  const table = rows(`
    name               | word     | domain
    x-vz-foo           | vz       | com.virtuozzo
    vz-foo             | vz       | com.virtuozzo
    rh-foo             | rh       | com.redhat
    redhat_foo         | redhat   | com.redhat
    pve-version        | pve      | com.proxmox
    PVE_READY          | pve      | com.proxmox
    X_PVE_READY        | pve      | com.proxmox
    proxmox-support    | proxmox  | com.proxmox
    pve                |          |
    pve-               |          |
    query-pve-version  |          |
    pveversion         |          |
    xen-load-devices-state |      |
    s390-pv            |          |
    x-rdma-pin-all     |          |
    vfio-migration     |          |
    hyper-v            |          |
    PveStatus          |          |
    __com.proxmox_pve-version |   |
  `);
  for (const [name = '', word, domain] of table) {
    it(`sees ${word || 'no vendor'} in ${name}`, () => {
      const found = vendorWord(name);
      assert.deepEqual([found ?? '', (found && vendorDomain(found)) ?? ''], [word, domain]);
    });
  }

  it('knows no domain for other words', () => {
    assert.equal(vendorDomain('xen'), undefined);
  });
});
