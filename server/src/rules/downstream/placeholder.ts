import { domainFixes, replacementFor } from '../domain-fixes.ts';
import { brokenPrefixOf, describe, sentence, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const placeholder: Rule = {
  id: 'downstream/placeholder',
  category: 'downstream',
  severity: 'error',
  scope: 'part',
  summary: "A name has the literal prefix `__RFQDN_`, with no domain in RFQDN's place.",
  why: `RFQDN stands for "reverse fully qualified domain name" in the specification. In a schema a real domain takes its place; as it is, the
name belongs to nobody. QEMU's generator would accept it.`,
  remedy: 'Replace RFQDN by the reversed form of a domain that you control.',
  source: SPEC_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«__RFQDN_eject-all»' }\n" }, domains: ['com.example'] },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, domains: ['com.example'] },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const shape = brokenPrefixOf(use, context);
      if (shape?.code !== 'placeholder') continue;
      const { thing } = use;
      const replacement = replacementFor(use, shape.name, context);
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: 'RFQDN' is a placeholder. Replace it by the reversed form of a domain that you control${
          replacement ? `: '${replacement}'.` : ", such as 'com.example'."
        }`,
        fixes: () => domainFixes(use, replacement, context),
      });
    }
  },
};
