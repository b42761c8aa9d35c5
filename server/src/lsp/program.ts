/** A running QEMU, asked for its API on the user's word. */
import { parseTarget } from '../workspace/config.ts';
import { askProgram, programFileIn } from '../workspace/program.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { AskProgramParams, AskProgramResult } from './protocol.ts';
import { toPath, toUri } from './uris.ts';

/** Asks the program that is named, else the one in the settings that hold for a file. Nothing is written. */
export async function askFor(
  workspace: Workspace,
  { uri, address }: AskProgramParams,
  signal: AbortSignal,
): Promise<AskProgramResult> {
  const path = placeOf(workspace, uri);
  if (path === undefined) {
    return { kind: 'problem', message: 'Open a folder first: the answer is kept in it.' };
  }
  const { spec, folder } = await workspace.targetSettingOf(path);
  const target = parseTarget(spec);
  const set = target.kind === 'socket' ? target.address : undefined;
  const asked = address ?? set;
  if (asked === undefined) {
    return { kind: 'noAddress', message: 'The setting qapi.qmp.target names no running program: socket:ADDRESS.' };
  }
  const outcome = await askProgram(workspace.host, asked, folder, folder, signal);
  if (!outcome.ok) return { kind: outcome.cancelled ? 'cancelled' : 'problem', message: outcome.problem };
  return {
    kind: 'answer',
    message: `${outcome.summary}.`,
    file: { uri: toUri(programFileIn(folder)), text: outcome.text },
    isTarget: asked === set,
  };
}

/** A path for which settings hold; undefined where nothing is open that is on a disk. */
function placeOf(workspace: Workspace, uri: string | undefined): string | undefined {
  const path = uri === undefined ? undefined : toPath(uri);
  if (path !== undefined && /^(?:[A-Za-z]:)?\//.test(path)) return path;
  const [folder] = workspace.folders;
  return folder === undefined ? undefined : programFileIn(folder);
}
