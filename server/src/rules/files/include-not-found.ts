import { versionsWith } from '../../schema/dialect.ts';
import { editFix } from '../fixes.ts';
import { loadRule } from '../load-rule.ts';
import { GEN_INCLUDE } from '../sources.ts';

export const includeNotFound = loadRule({
  id: 'files/include-not-found',
  category: 'files',
  codes: ['missing', 'directory', 'unreadable', 'no-way'],
  unenforcedSeverity: 'off',
  // Later a file that has been read already is not opened again.
  enforcedFor: ({ code }) => (code === 'no-way' ? versionsWith('includes-as-written') : undefined),
  summary: 'An included file cannot be read.',
  why: 'A path in an include is relative to the file it stands in. What the file would define is missing from the schema.',
  remedy: 'Correct the path, or create the file.',
  source: GEN_INCLUDE,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'include': «'blok.json'» }\n" } },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n",
      'qapi/block.json': "{ 'command': 'eject' }\n",
    },
  },
  message: ({ code, detail, meant }) => {
    const [path = '', reason = ''] = detail.split('\n');
    if (path === '') return 'This include names no file. Write the path of a schema file.';
    if (code === 'directory') return `'${path}' is a folder. Name a schema file in it.`;
    if (code === 'unreadable') return `The file '${path}' cannot be read: ${reason}.`;
    const advice =
      meant === undefined ? 'The path is relative to the file that the include stands in.' : `Did you mean '${meant}'?`;
    return `There is no file '${path}'. ${advice}`;
  },
  // With its quotes, of which one may be missing.
  fixes: ({ file, span, meant }) =>
    meant === undefined ? [] : [editFix(`Replace by '${meant}'`, [{ file, span, newText: `'${meant}'` }], false)],
});
