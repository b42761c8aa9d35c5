import { has } from '../../schema/dialect.ts';
import { rereadIn } from '../../schema/includes-as-written.ts';
import { loadRule } from '../load-rule.ts';
import { GEN_INCLUDE } from '../sources.ts';

export const includeCycle = loadRule({
  id: 'files/include-cycle',
  category: 'files',
  codes: ['cycle'],
  summary: 'An include leads back to a file that is still being read.',
  why: 'Including the same file twice is fine, the second time does nothing. A file that includes itself, directly or through others, has no order in which it could be read.',
  remedy: 'Move what both files need into a third one, and include that.',
  source: GEN_INCLUDE,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n",
      'qapi/block.json': "{ 'include': «'qapi-schema.json'» }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'include': 'block.json' }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
  },
  refusedAt: (_, { schema, version }) => {
    const reread = has(version, 'includes-as-written') ? rereadIn(schema.sources) : undefined;
    return reread?.isLoop ? reread.refusedAt : undefined;
  },
  message: ({ detail }) =>
    `This include leads back to where it came from: ${detail}. Remove it, or move what both files need into a third one.`,
});
