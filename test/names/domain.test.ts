// Which RFQDNs are the reversed name of a domain somebody can own, whose they are, and which to propose.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  judgeDomain,
  ownerOf,
  reverseDomain,
  suggestDomains,
  validateDomainInput,
} from '../../server/src/names/domain.ts';
import { rows } from './table.ts';

describe('judgeDomain', () => {
  const table = rows(`
    rfqdn            | verdict           | suggestion
    com.redhat       | ok                |
    com.redhat.virt  | ok                |
    org.qemu         | ok                |
    uk.co.example    | ok                |
    com.example      | ok                |
    com.3com         | ok                |
    io.github.me     | ok                |
    xn--p1ai.example | ok                |
    io.dev           | ok                |
    org.com          | ok                |
    COM.RedHat       | ok                |
    RFQDN            | placeholder       |
    rfqdn            | placeholder       |
    vz               | single-label      |
    redhat           | single-label      |
    omarchy          | single-label      |
    com              | single-label      |
    redhat.com       | forward           | com.redhat
    virt.redhat.com  | forward           | com.redhat.virt
    redhat.co.uk     | forward           | uk.co.redhat
    RedHat.Com       | forward           | com.redhat
    localdomain.foo  | unknown-tld       |
    dev.lan          | unknown-tld       |
    redhat.vz        | unknown-tld       |
    uk.co            | public-suffix     |
    io.github        | public-suffix     |
    github.io        | public-suffix     |
    com..redhat      | empty-label       | com.redhat
    .com.redhat      | empty-label       | com.redhat
    redhat.com.      | empty-label       | com.redhat
    .                | empty-label       |
    com.-redhat      | hyphen-edge       | com.redhat
    com.redhat--     | hyphen-edge       | com.redhat
    -                | hyphen-edge       |
    com.red hat      | illegal-character |
    com.redhät       | illegal-character |
    com.red_hat      | illegal-character |
  `);

  for (const [rfqdn = '', code, suggestion] of table) {
    it(`finds ${rfqdn} ${code}`, () => {
      const verdict = judgeDomain(rfqdn);
      assert.equal(verdict.code, code);
      assert.equal(('suggestion' in verdict && verdict.suggestion) || '', suggestion);
    });
  }

  it('counts the characters: 63 a label, 253 in all', () => {
    const label = 'a'.repeat(63);
    const long = `com.${label}.${label}.${label}.`;
    assert.equal(judgeDomain(`com.${label}`).code, 'ok');
    assert.equal(judgeDomain(`com.${label}a`).code, 'label-too-long');
    assert.equal(judgeDomain(long + 'a'.repeat(253 - long.length)).code, 'ok');
    assert.deepEqual(judgeDomain(long + 'a'.repeat(254 - long.length)), {
      code: 'too-long',
      length: 254,
      upperCase: false,
    });
  });

  it('calls nothing between the underscores empty', () => {
    assert.deepEqual(judgeDomain(''), { code: 'empty', upperCase: false });
  });

  it('says which character is wrong, and where', () => {
    assert.deepEqual(judgeDomain('com.réd'), {
      code: 'illegal-character',
      character: 'é',
      index: 5,
      upperCase: false,
    });
  });

  it('gives the lower-case form and the registered part, and marks upper case', () => {
    assert.deepEqual(judgeDomain('COM.RedHat.Virt'), {
      code: 'ok',
      domain: 'com.redhat.virt',
      registrable: 'com.redhat',
      upperCase: true,
    });
    assert.ok(judgeDomain('REDHAT').upperCase);
    assert.ok(!judgeDomain('redhat').upperCase);
  });

  it("tells a registry's suffix from a hosting company's", () => {
    const section = (rfqdn: string) => {
      const verdict = judgeDomain(rfqdn);
      return verdict.code === 'public-suffix' && verdict.section;
    };
    assert.equal(section('uk.co'), 'icann');
    assert.equal(section('io.github'), 'private');
  });

  it('doubts a brand in front of com, which is a top-level domain too', () => {
    const doubt = (rfqdn: string) => {
      const verdict = judgeDomain(rfqdn);
      return verdict.code === 'ok' && verdict.maybeForward;
    };
    assert.equal(doubt('ibm.com'), 'com.ibm');
    assert.equal(doubt('com.ibm'), undefined);
    assert.equal(doubt('org.com'), undefined);
    assert.equal(doubt('uk.example.net'), undefined);
  });

  const label = fc.stringMatching(/^[a-zA-Z0-9-]{0,6}$/);
  const rfqdn = fc.oneof(
    fc.string(),
    fc
      .array(fc.oneof(label, fc.constantFrom('com', 'org', 'uk', 'co', 'github', 'io')))
      .map((parts) => parts.join('.')),
  );

  it('suggests only what it would accept', () => {
    fc.assert(
      fc.property(rfqdn, (text) => {
        const verdict = judgeDomain(text);
        if ('suggestion' in verdict && verdict.suggestion !== undefined) {
          assert.equal(judgeDomain(verdict.suggestion).code, 'ok');
        }
      }),
    );
  });

  it('gives the same verdict in upper and lower case', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[ -~]*$/).filter((text) => text !== ''),
        (text) => {
          assert.equal(judgeDomain(text.toUpperCase()).code, judgeDomain(text.toLowerCase()).code);
        },
      ),
    );
  });
});

describe('reverseDomain', () => {
  it('turns the labels round', () => {
    assert.equal(reverseDomain('virt.redhat.com'), 'com.redhat.virt');
    assert.equal(reverseDomain('com'), 'com');
  });

  it('is its own inverse', () => {
    fc.assert(fc.property(fc.string(), (text) => reverseDomain(reverseDomain(text)) === text));
  });
});

describe('validateDomainInput', () => {
  const accepted = rows(`
    typed                     | domain
    proxmox.com               | com.proxmox
    com.proxmox               | com.proxmox
    Proxmox.COM.              | com.proxmox
    __com.proxmox_            | com.proxmox
    __COM.PROXMOX_            | com.proxmox
    __com.proxmox_drive-add   | com.proxmox
    __com.proxmox             | com.proxmox
    __proxmox.com_            | com.proxmox
    example.co.uk             | uk.co.example
    ibm.com                   | com.ibm
    com.ibm                   | com.ibm
    org.com                   | com.org
    dev.io                    | io.dev
    io.dev                    | io.dev
    me.github.io              | io.github.me
  `);
  for (const [typed = '', domain] of accepted) {
    it(`takes ${typed} for ${domain}`, () => {
      const result = validateDomainInput(` ${typed}\n`);
      assert.equal(result.ok && result.domain, domain);
    });
  }

  const refused = rows(`
    typed         | reason            | a word of the message
    vz            | single-label      | one word
    com           | single-label      | one word
    RFQDN         | placeholder       | stands for
    a b.com       | illegal-character | letters, digits
    https://x.com | illegal-character | letters, digits
    a..com        | empty-label       | between two dots
    -a.com        | hyphen-edge       | hyphen
    host.lan      | unknown-tld       | top-level
    github.io     | public-suffix     | everybody
    com.cn        | public-suffix     | everybody
    ___foo        | empty             | domain that you own
  `);
  for (const [typed = '', reason, word = ''] of refused) {
    it(`refuses ${typed} as ${reason}`, () => {
      const result = validateDomainInput(typed);
      assert.equal(!result.ok && result.reason, reason);
      assert.ok(!result.ok && result.message.includes(word));
    });
  }

  it('says how it read a domain that can be read both ways', () => {
    const note = (typed: string) => {
      const result = validateDomainInput(typed);
      return result.ok && result.note;
    };
    assert.equal(note('io.dev'), 'Read as the domain dev.io, so names begin with __io.dev_.');
    assert.ok(note('uk.co'));
    assert.equal(note('proxmox.com'), undefined);
    assert.equal(note('ibm.com'), undefined);
  });

  it('answers with a domain that stays what it is when typed as a prefix', () => {
    const label = fc.constantFrom('com', 'org', 'io', 'dev', 'uk', 'co', 'x', 'redhat', 'github', 'virt');
    fc.assert(
      fc.property(fc.array(label, { maxLength: 4 }), (labels) => {
        const first = validateDomainInput(labels.join('.'));
        if (!first.ok) return;
        const second = validateDomainInput(`__${first.domain}_`);
        assert.equal(second.ok && second.domain, first.domain);
      }),
    );
  });
});

describe('ownerOf', () => {
  const table = rows(`
    rfqdn             | owned           | inherited       | whose
    com.redhat        | com.redhat      |                 | yours
    COM.RedHat        | com.redhat      |                 | yours
    com.redhat        | COM.REDHAT      |                 | yours
    com.redhat.virt   | com.redhat      |                 | yours
    com.redhatter     | com.redhat      |                 | other
    com               | com.redhat      |                 | other
    com.redhat        | com.x           | com.redhat      | inherited
    com.redhat.virt   | com.x           | com.redhat      | inherited
    com.redhat.virt   | com.redhat.virt | com.redhat      | yours
    com.redhat.virt.a | com.redhat      | com.redhat.virt | inherited
    com.redhat        | com.redhat      | com.redhat      | yours
    com.redhat        |                 |                 | other
  `);
  for (const [rfqdn = '', owned = '', inherited = '', whose] of table) {
    it(`${rfqdn} is ${whose} to the owner of ${owned || 'nothing'} who inherits ${inherited || 'nothing'}`, () => {
      assert.equal(ownerOf(rfqdn, owned ? [owned] : [], inherited ? [inherited] : []), whose);
    });
  }
});

describe('suggestDomains', () => {
  it('has nothing to say without evidence', () => {
    assert.deepEqual(suggestDomains({ prefixesInTree: [], gitEmails: [] }), []);
  });

  it('puts prefixes before e-mail addresses and the commonest first', () => {
    assert.deepEqual(
      suggestDomains({
        prefixesInTree: ['__com.suse_', 'com.redhat', '__com.redhat_', '__redhat.com_'],
        gitEmails: ['a@virt.example.org', 'b@example.net', 'c@EXAMPLE.net', 'd@suse.com'],
      }),
      [
        { domain: 'com.redhat', reason: 'prefix-in-tree', count: 3 },
        { domain: 'com.suse', reason: 'prefix-in-tree', count: 1 },
        { domain: 'net.example', reason: 'git-email', count: 2 },
        { domain: 'org.example', reason: 'git-email', count: 1 },
      ],
    );
  });

  it('proposes the domain that was registered, whatever stands before it', () => {
    const domains = suggestDomains({ prefixesInTree: [], gitEmails: ['a@mail.corp.example.co.uk', 'b@me.github.io'] });
    assert.deepEqual(
      domains.map(({ domain }) => domain),
      ['uk.co.example', 'io.github.me'],
    );
  });

  it("passes over free mail, forges, nonsense and QEMU's own test prefix", () => {
    const gitEmails = ['a@gmail.com', 'b@outlook.com', '1+c@users.noreply.github.com', 'root@localhost', 'nobody', '@'];
    assert.deepEqual(suggestDomains({ prefixesInTree: ['__vz_', '__org.qemu_', '__RFQDN_', ''], gitEmails }), []);
  });
});
