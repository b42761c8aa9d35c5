import { has, versionsWith } from '../../schema/dialect.ts';
import { rereadIn } from '../../schema/includes-as-written.ts';
import { baseName, resolveInclude } from '../../schema/load.ts';
import type { Rule } from '../rule.ts';
import { GEN_INCLUDE } from '../sources.ts';

export const readTwice: Rule = {
  id: 'files/read-twice',
  category: 'files',
  severity: 'error',
  enforced: versionsWith('includes-as-written'),
  unenforcedSeverity: 'off',
  summary: 'A file is included a second time, by a path with `./` or `../` in it.',
  why: `Including a file twice is fine: the second time does nothing. Up to QEMU 2.11 the generator knew a file again only by a path without
\`./\` and \`../\`. By another one it reads the file once more, and meets all its definitions a second time.`,
  remedy: 'Remove this include, or write the path without `./` and `../`.',
  source: GEN_INCLUDE,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'include': «'./block.json'» }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
    version: '2.11',
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'include': 'block.json' }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
    version: '2.11',
  },
  check({ schema, version, report }) {
    if (!has(version, 'includes-as-written')) return;
    const reread = rereadIn(schema.sources);
    // What leads back to where it came from is told as that.
    if (!reread || reread.isLoop) return;
    const { file, include, refusedAt } = reread;
    const { text, span } = include.path;
    const name = baseName(resolveInclude(file, text));
    report({
      file,
      span,
      message: `'${name}' has been read already, and by '${text}' generators before QEMU 2.12 do not know it again. Remove this include.`,
      refusedAt,
    });
  },
};
