import { has } from '../../schema/dialect.ts';
import { renameFix } from '../fixes.ts';
import { brokenPrefixOf, describe, sentence, spellingOf, strikingNames } from '../names.ts';
import type { Rule } from '../rule.ts';
import { GEN_DOWNSTREAM } from '../sources.ts';

export const domainCase: Rule = {
  id: 'downstream/domain-case',
  category: 'downstream',
  severity: 'information',
  scope: 'part',
  summary: 'The domain in a downstream prefix has upper-case letters.',
  why: `Domains do not distinguish upper and lower case, but clients that compare names do. One spelling for a vendor, the lower-case one, makes
its names easy to recognise, in events too: \`__com.example_TRAY_MOVED\`.`,
  remedy: 'Write the domain in lower case.',
  source: GEN_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«__COM.Example_eject-all»' }\n" }, role: 'downstream' },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, role: 'downstream' },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const shape = brokenPrefixOf(use, context);
      if (shape?.code !== 'upper-case-domain') continue;
      // The generator refuses it, and rule naming/lower-case says so.
      if (has(context.version, 'upper-case-prefixes-refused') && spellingOf(use, context)?.problem === 'lower')
        continue;
      const { thing } = use;
      const { name } = shape;
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: write the domain of a downstream prefix in lower case${name ? `, '${name}'` : ''}. Clients compare names letter by letter.`,
        fixes: () => (name ? [renameFix(`Rename to '${name}'`, thing, name)] : []),
      });
    }
  },
};
