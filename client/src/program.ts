import { ProgressLocation, Uri, window, workspace } from 'vscode';
import { type AskProgramParams, type AskProgramResult, methods } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';
import { storeSetting } from './settings.ts';

/** Asks the QEMU that the settings name, or the one that the user names, for its API, and keeps the answer in the workspace. */
export async function askProgram(server: Server): Promise<void> {
  const document = window.activeTextEditor?.document;
  const uri = document?.uri.scheme === 'file' ? document.uri : workspace.workspaceFolders?.[0]?.uri;
  const params: AskProgramParams = uri ? { uri: uri.toString() } : {};
  let result = await ask(server, params);
  if (result?.kind === 'noAddress') {
    const address = await window.showInputBox({
      title: 'Ask a Running QEMU for Its API',
      prompt: 'The path of its QMP socket (-qmp unix:PATH,server=on,wait=off), or a port of this machine',
      placeHolder: 'build/qmp.sock or localhost:4444',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() ? undefined : 'Type a path or localhost:PORT'),
    });
    if (address === undefined) return;
    params.address = address.trim();
    result = await ask(server, params);
  }
  if (!result) void window.showErrorMessage('The QAPI language server does not answer.');
  else if (result.file) await keep(result.file, result, params, uri);
  else if (result.kind !== 'cancelled') void window.showWarningMessage(result.message);
}

async function ask(server: Server, params: AskProgramParams): Promise<AskProgramResult | undefined> {
  const options = { location: ProgressLocation.Notification, title: 'Asking QEMU for its API', cancellable: true };
  return window.withProgress(options, async (_, token) => {
    const result = await server.request<AskProgramResult>(methods.askProgram, params, token);
    return token.isCancellationRequested ? { kind: 'cancelled', message: '' } : result;
  });
}

/** Writes the answer, and offers to check messages against it where that is not what the settings say already. */
async function keep(
  { uri, text }: NonNullable<AskProgramResult['file']>,
  { message, isTarget }: AskProgramResult,
  { address }: AskProgramParams,
  scope: Uri | undefined,
): Promise<void> {
  const file = Uri.parse(uri);
  try {
    await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(`${message} It cannot be kept: ${why}`);
    return;
  }
  const kept = `${message} It is kept in ${workspace.asRelativePath(file)}.`;
  if (isTarget || address === undefined) {
    void window.showInformationMessage(kept);
    return;
  }
  const check = 'Check Messages against It';
  const choice = await window.showInformationMessage(kept, check);
  if (choice === check) await storeSetting('qmp.target', `socket:${address}`, scope);
}
