import { judgeDomain } from '../../names/domain.ts';
import { domainFixes } from '../domain-fixes.ts';
import { brokenPrefixOf, describe, sentence, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const forwardDomain: Rule = {
  id: 'downstream/forward-domain',
  category: 'downstream',
  severity: 'warning',
  strictSeverity: 'error',
  scope: 'part',
  summary: 'The domain in the downstream prefix is not reversed.',
  why: `The domain stands reversed, the top-level domain first, as in the package names of Java: who owns \`example.com\` writes
\`__com.example_\`. Names then sort by owner, and nobody mistakes \`example.com\` for the reversed form of \`com.example\`. QEMU's generator
accepts both.`,
  remedy: 'Turn the domain around.',
  source: SPEC_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«__example.com_eject-all»' }\n" }, role: 'downstream' },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, role: 'downstream' },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const shape = brokenPrefixOf(use, context);
      const { rfqdn } = use.parsed;
      if (shape?.code !== 'forward-domain' || rfqdn === undefined) continue;
      const { thing } = use;
      const verdict = judgeDomain(rfqdn);
      const reversed = verdict.code === 'forward' ? verdict.suggestion : undefined;
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: '${rfqdn}' is written forward. The domain in a downstream prefix is reversed${
          reversed ? `, '${reversed}'` : ''
        }${shape.name ? `: write '${shape.name}'.` : '.'}`,
        fixes: () => domainFixes(use, shape.name, context),
      });
    }
  },
};
