import { withPrefix } from '../../names/prefix.ts';
import { vendorDomain, vendorWord } from '../../names/vendors.ts';
import { renameFix } from '../fixes.ts';
import { describe, followsNeighbours, sentence, strikingNames } from '../names.ts';
import type { Fix, Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const vendorWordRule: Rule = {
  id: 'downstream/vendor-word',
  category: 'downstream',
  severity: 'information',
  summary: "A name begins with a vendor's word where the downstream prefix should stand.",
  why: `\`pve-version\`, \`rh-foo\`, \`x-vz-foo\`: a vendor's word tells people whose addition it is. But the protocol reserves only names that
begin with \`__\` for downstreams; under any other name upstream may add something else tomorrow.

This rule works without a baseline, by a list of vendors' words, and so it only remarks: whether the name is new, or stands below another
name with a prefix and needs none, it cannot know, and \`--fix\` leaves it alone. With a baseline, \`downstream/missing-prefix\` knows
which names are new and reports these with all the others.`,
  remedy: 'Replace the word by the prefix `__RFQDN_`.',
  source: SPEC_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«pve-eject-all»' }\n" }, domains: ['com.proxmox'] },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.proxmox_eject-all' }\n" }, domains: ['com.proxmox'] },
  check({ files, schema, reach, role, contract, domains, report }) {
    if (role !== 'downstream' || contract) return;
    for (const { thing, parsed } of strikingNames(files)) {
      const word = vendorWord(parsed.text);
      if (word === undefined || parsed.rfqdn !== undefined || !reach.isVisible(thing)) continue;
      // The vendor's own domain where the user has it, else the first that the user has.
      const domain = domains.find((own) => own === vendorDomain(word)) ?? domains[0];
      const allowUnderscore = followsNeighbours(thing, schema);
      const name = domain === undefined ? undefined : withPrefix(thing.kind, parsed.text, domain, { allowUnderscore });
      report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: '${word}' is a vendor's word, and no downstream prefix. Upstream may use such a name itself; only names that begin with '__RFQDN_' are yours${
          name ? `: rename it to '${name}'.` : '.'
        }`,
        fixes: (): Fix[] => {
          if (name) return [renameFix(`Insert the prefix: '${name}'`, thing, name, false)];
          return domains.length > 0
            ? []
            : [{ kind: 'prefix', title: 'Insert the downstream prefix...', thing, preferred: false }];
        },
      });
    }
  },
};
