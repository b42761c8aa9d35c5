import { judgeDomain } from '../../names/domain.ts';
import { domainFixes, replacementFor } from '../domain-fixes.ts';
import { brokenPrefixOf, describe, sentence, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const notADomain: Rule = {
  id: 'downstream/not-a-domain',
  category: 'downstream',
  severity: 'warning',
  strictSeverity: 'error',
  scope: 'part',
  summary: 'What stands in the downstream prefix is no domain.',
  why: `The prefix keeps downstreams from clashing with each other only if nobody else can have the same. That is why it is a domain: the world
already has a register of who owns which. QEMU's generator checks no more than the characters and accepts \`__redhat_\` or \`__vz_\`, but a
bare word belongs to nobody.`,
  remedy: 'Use the reversed form of a domain that you control: `__com.example_`.',
  source: SPEC_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«__example_eject-all»' }\n" }, role: 'downstream' },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, role: 'downstream' },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const shape = brokenPrefixOf(use, context);
      const rfqdn = use.parsed.rfqdn;
      if (!shape || rfqdn === undefined || !CODES.has(shape.code)) continue;
      const { thing } = use;
      const replacement = replacementFor(use, shape.name, context);
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: ${reason(rfqdn)}. A downstream prefix holds the reversed form of a domain that you control${
          replacement ? `: write '${replacement}'.` : ", such as '__com.example_'."
        }`,
        fixes: () => domainFixes(use, replacement, context),
      });
    }
  },
};

const CODES: ReadonlySet<string> = new Set([
  'empty-label',
  'hyphen-edge',
  'label-too-long',
  'too-long',
  'single-label',
  'unknown-tld',
  'public-suffix',
]);

function reason(rfqdn: string): string {
  const verdict = judgeDomain(rfqdn);
  switch (verdict.code) {
    case 'single-label':
      return `'${rfqdn}' is one word and no domain`;
    case 'empty-label':
      return `'${rfqdn}' is no domain: two dots follow each other, or one stands at an end`;
    case 'hyphen-edge':
      return `'${rfqdn}' is no domain: its part '${verdict.label}' begins or ends with a hyphen`;
    case 'label-too-long':
      return `'${rfqdn}' is no domain: the part '${verdict.label}' has more than 63 characters`;
    case 'too-long':
      return `the domain has ${verdict.length} characters; 253 are the most that a domain can have`;
    case 'unknown-tld':
      return `'${rfqdn}' does not begin with a top-level domain`;
    case 'public-suffix':
      return `'${rfqdn}' is no domain that one can own: others register theirs below it`;
    default:
      return `'${rfqdn}' is no domain`;
  }
}
