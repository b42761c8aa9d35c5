import { isComplete } from '../../contract/broken.ts';
import { parseName } from '../../names/parse.ts';
import type { BrokenShape } from '../../names/prefix.ts';
import { definitionOf } from '../../schema/model.ts';
import { renameFix } from '../fixes.ts';
import {
  brokenPrefixOf,
  describe,
  isMalformed,
  refusedAt,
  sentence,
  spellingEnforcement,
  strikingNames,
} from '../names.ts';
import type { Fix, Rule } from '../rule.ts';
import { GEN_DOWNSTREAM } from '../sources.ts';

export const malformedPrefix: Rule = {
  id: 'downstream/malformed-prefix',
  category: 'downstream',
  severity: 'error',
  generatorNote: 'refuses most of these shapes, and takes the rest for something else',
  scope: 'part',
  summary: 'A name is meant to have a downstream prefix, but the prefix is not in its form.',
  why: `The form is \`__RFQDN_NAME\`: two underscores, your reversed domain with dots between its parts, one underscore, and the name. The
domain ends at the first underscore, as it can hold only letters, digits, hyphens and dots. A marker \`x-\` stands behind the prefix.
In another form the name is either refused by QEMU's generator, or taken for something else: \`__com_example_foo\` is the name
\`example_foo\` of somebody called \`com\`.`,
  remedy: 'Bring the name into the form `__com.example_name`.',
  source: GEN_DOWNSTREAM,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«_com.example_eject-all»' }\n" }, domains: ['com.example'] },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': '__com.example_eject-all' }\n" }, domains: ['com.example'] },
  check(context) {
    for (const use of strikingNames(context.files)) {
      const shape = brokenPrefixOf(use, context);
      if (!shape || !isMalformed(shape)) continue;
      const { thing } = use;
      const { name } = shape;
      // It may be typed half.
      if (!isComplete(definitionOf(thing), context.schema, context.version)) continue;
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: ${REASONS[shape.code] ?? 'the downstream prefix is malformed'}. ${
          name ? `Write '${name}'.` : "The form is '__RFQDN_NAME', with a domain that you control."
        }`,
        enforced: spellingEnforcement(use, context),
        refusedAt: refusedAt(thing),
        fixes: (): Fix[] => {
          if (name !== undefined) return [renameFix(`Repair the prefix: '${name}'`, thing, name)];
          if (context.domains.length > 0 || parseName(thing.name.text).stem === '') return [];
          return [{ kind: 'prefix', title: 'Insert your domain...', thing, preferred: true }];
        },
      });
    }
  },
};

const REASONS: Readonly<Partial<Record<BrokenShape, string>>> = {
  'experimental-first': "'x-' stands behind the downstream prefix, not before it",
  'one-underscore': 'a downstream prefix begins with two underscores',
  'no-underscores': 'a downstream prefix begins with two underscores',
  'extra-underscores': 'a downstream prefix begins with two underscores, not more',
  'empty-domain': 'the domain is missing between the underscores of the prefix',
  'no-domain': "'__' begins a downstream prefix, and that needs a domain and an underscore behind it",
  'closing-underscore': 'the prefix ends with an underscore behind the domain',
  dots: 'the parts of the domain are separated by dots; at the first underscore the prefix ends',
  'no-stem': 'there is no name behind the prefix',
};
