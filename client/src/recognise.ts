import { Disposable, languages, Range, type TextDocument, workspace } from 'vscode';
import { State } from 'vscode-languageclient/node';
import { type IsMessageFileParams, methods } from '../../server/src/lsp/protocol.ts';
import { looksLikeJson, looksLikeQapi } from '../../server/src/syntax/recognise.ts';
import type { Server } from './server.ts';

/**
 * Corrects the language of documents where the file's name misleads: a schema in any other `.json` file, QMP messages in
 * a JSON file that the settings name, and an ordinary JSON file that lies in a folder named qapi.
 *
 * A document is judged once, when it is opened, or when the settings begin to name it: whoever then chooses another language
 * by hand keeps it.
 */
export function recogniseDocuments(server: Server): Disposable {
  // A change of language closes and opens the same document object, so this also ends the loop.
  const judged = new WeakSet<TextDocument>();
  const judge = (document: TextDocument) => {
    if (judged.has(document)) return;
    judged.add(document);
    const language = better(document);
    if (language) void languages.setTextDocumentLanguage(document, language);
    else void askServer(document);
  };

  const made = new WeakSet<TextDocument>();
  /** Only the server knows all settings, those of .qapirc.json too. Where it does not run, nothing asks for it. */
  const askServer = async (document: TextDocument) => {
    if (!server.running || !mayHoldMessages(document) || made.has(document)) return;
    const params: IsMessageFileParams = { uri: document.uri.toString() };
    if (!(await server.request<boolean>(methods.isMessageFile, params))) return;
    if (document.isClosed || !mayHoldMessages(document) || made.has(document)) return;
    made.add(document);
    await languages.setTextDocumentLanguage(document, 'qmp');
  };
  const askAgain = () => {
    for (const document of workspace.textDocuments) void askServer(document);
  };

  for (const document of workspace.textDocuments) judge(document);
  return Disposable.from(
    workspace.onDidOpenTextDocument(judge),
    server.client.onDidChangeState(({ newState }) => newState === State.Running && askAgain()),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('qapi.qmp.files') && askAgain()),
    workspace.onDidSaveTextDocument(({ fileName }) => fileName.endsWith('.qapirc.json') && askAgain()),
  );
}

/** Whether a document is a JSON file that may be one of those that the settings name. */
export function mayHoldMessages({ uri, languageId }: TextDocument): boolean {
  return uri.scheme === 'file' && ['json', 'jsonc', 'jsonl'].includes(languageId);
}

/** The first lines; a licence on top is shorter. */
const head = new Range(0, 0, 1500, 0);

function better(document: TextDocument): string | undefined {
  const name = document.fileName.toLowerCase();
  if (document.uri.scheme === 'output' || !name.endsWith('.json')) return undefined;
  switch (document.languageId) {
    case 'json':
    case 'jsonc':
      return looksLikeQapi(document.getText(head)) ? 'qapi' : undefined;
    case 'qapi':
      if (name.endsWith('.qmp.json')) return 'qmp';
      return looksLikeJson(document.getText(head)) ? 'json' : undefined;
    default:
      return undefined;
  }
}
