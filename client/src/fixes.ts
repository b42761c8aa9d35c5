import { window, workspace } from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageclient/node';
import { type ApplyFixArguments, type FixResult, methods } from '../../server/src/lsp/protocol.ts';
import type { Server } from './server.ts';

/** Lets the server work out the edit of a fix it has offered, and carries it out. */
export async function applyFix(server: Server, fix: ApplyFixArguments): Promise<void> {
  const result = await server.request<FixResult>(methods.fix, fix);
  if (!result) {
    void window.showErrorMessage('The fix could not be worked out: the QAPI language server does not answer.');
    return;
  }
  if (!result.edit) {
    void window.showWarningMessage(result.message ?? 'There is nothing to fix here any more.');
    return;
  }
  const edit = await server.client.protocol2CodeConverter.asWorkspaceEdit(result.edit as WorkspaceEdit);
  if (!(await workspace.applyEdit(edit))) {
    void window.showErrorMessage('The fix was not applied: a file has changed meanwhile. Try again.');
    return;
  }
  if (result.message) void window.showInformationMessage(result.message);
}
