/** Two schemas that differ in thousands of places, as no tree does: what comparing and judging costs. */
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import type { FileContent, Host } from '../../server/src/workspace/host.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { timed } from './measure.ts';

/** How many commands there are: each has four changes. */
const COMMANDS = 500;

const upstream = Array.from({ length: COMMANDS }, (_, i) => {
  const members = "'a': 'int', '*b': 'str', 'c': 'bool', 'd': 'int8'";
  return `{ 'struct': 'S${i}', 'data': { ${members} } }\n{ 'command': 'c${i}', 'data': 'S${i}', 'returns': 'S${i}' }\n`;
}).join('');

const ours = Array.from({ length: COMMANDS }, (_, i) => {
  const members = "'*a': 'int', 'c': 'str', 'd': 'int8', '*e': 'str'";
  return `{ 'struct': 'S${i}', 'data': { ${members} } }\n{ 'command': 'c${i}', 'data': 'S${i}', 'returns': 'S${i}' }\n`;
}).join('');

/**
 * Checks a downstream that has changed four things of each command, and the same tree compared with nothing, in turns.
 * @param runs how many of each are measured, behind as many that are not
 * @returns milliseconds: with the comparison and without, and how many changes there are
 */
export async function judgeThousands(
  runs: number,
): Promise<{ readonly judged: number[]; readonly alone: number[]; readonly changes: number }> {
  const judged: number[] = [];
  const alone: number[] = [];
  let analysis: Analysis | undefined;
  const root = '/ours/qapi/qapi-schema.json';
  const workspaces = ['dir:../up', 'none'].map((baseline) => {
    const workspace = new Workspace(host, ['/ours']);
    workspace.setSettings({ role: 'downstream', domains: ['com.example'], baseline });
    return workspace;
  });
  for (let i = 0; i < 2 * runs; i++) {
    for (const [index, workspace] of workspaces.entries()) {
      // A name that was not there before: nothing that is remembered of the schema as a whole holds any more.
      workspace.setDocument(root, `${ours}{ 'enum': 'E${i}', 'data': [] }\n`);
      const took = await timed(async () => {
        const made = await workspace.analyse(root);
        if (index === 0) analysis = made;
      });
      if (i >= runs) (index === 0 ? judged : alone).push(took);
    }
  }
  return { judged, alone, changes: analysis?.changes.length ?? 0 };
}

const files = new Map([
  ['/ours/qapi/qapi-schema.json', ours],
  ['/up/qapi/qapi-schema.json', upstream],
]);

const host: Host = {
  async read(path): Promise<FileContent> {
    const text = files.get(path);
    if (text !== undefined) return { kind: 'file', bytes: new TextEncoder().encode(text) };
    return { kind: path === '/up' ? 'directory' : 'missing', reason: '' };
  },
  find: async () => ['/ours/qapi/qapi-schema.json'],
  git: undefined,
  generator: undefined,
  program: undefined,
  history: undefined,
};
