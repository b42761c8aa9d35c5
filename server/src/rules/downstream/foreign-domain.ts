import { ownerOf } from '../../names/domain.ts';
import { withPrefix } from '../../names/prefix.ts';
import { renameFix } from '../fixes.ts';
import { brokenPrefixOf, describe, isExempt, sentence, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const foreignDomain: Rule = {
  id: 'downstream/foreign-domain',
  category: 'downstream',
  severity: 'warning',
  strictSeverity: 'error',
  scope: 'part',
  summary: 'A downstream prefix holds a domain that is neither yours nor one you inherited from.',
  why: `A prefix says who answers for a name. Names under a domain that you do not control can clash with what its owner does. Where your
tree builds on another downstream, carrying on its names is right: list its domain under \`inherited\`.`,
  remedy: 'Use your own domain, or add this one to the setting `inherited` (or to `domains`, if it is yours as well).',
  source: SPEC_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«__org.example_eject-all»' }\n" }, domains: ['com.example'] },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, domains: ['com.example'] },
  check(context) {
    const { domains, inherited, schema, role } = context;
    const [domain] = domains;
    // Who has named no domain of their own has not said whose tree this is.
    if (role !== 'downstream' || domain === undefined) return;
    for (const use of strikingNames(context.files)) {
      const { thing, parsed } = use;
      if (parsed.rfqdn === undefined || brokenPrefixOf(use, context)) continue;
      if (ownerOf(parsed.rfqdn, domains, inherited) !== 'other') continue;
      const own = withPrefix(thing.kind, parsed.text, domain, { allowUnderscore: isExempt(thing, schema) });
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: '${parsed.rfqdn}' is not among your domains (${domains.join(', ')})${
          inherited.length > 0 ? ` nor among the inherited ones (${inherited.join(', ')})` : ''
        }. Use your own${own ? `, '${own}'` : ''}; or add it to 'inherited' if your tree carries on the work of its owner.`,
        // Not preferred: whether it is inherited only the user knows.
        fixes: () => (own ? [renameFix(`Use your own domain: '${own}'`, thing, own, false)] : []),
      });
    }
  },
};
