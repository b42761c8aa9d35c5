import { type Disposable, languages, Range, type TextDocument, workspace } from 'vscode';
import { looksLikeJson, looksLikeQapi } from '../../server/src/syntax/recognise.ts';

/**
 * Corrects the language of documents where the file's name misleads: a schema in any other `.json` file, and an
 * ordinary JSON file that lies in a folder named qapi.
 *
 * A document is judged once, when it is opened: whoever then chooses another language by hand keeps it.
 */
export function recogniseDocuments(): Disposable {
  // A change of language closes and opens the same document object, so this also ends the loop.
  const judged = new WeakSet<TextDocument>();
  const judge = (document: TextDocument) => {
    if (judged.has(document)) return;
    judged.add(document);
    const language = better(document);
    if (language) void languages.setTextDocumentLanguage(document, language);
  };
  for (const document of workspace.textDocuments) judge(document);
  return workspace.onDidOpenTextDocument(judge);
}

/** The first lines; a licence on top is shorter. */
const head = new Range(0, 0, 1500, 0);

function better(document: TextDocument): string | undefined {
  if (document.uri.scheme === 'output' || !document.fileName.toLowerCase().endsWith('.json')) return undefined;
  switch (document.languageId) {
    case 'json':
    case 'jsonc':
      return looksLikeQapi(document.getText(head)) ? 'qapi' : undefined;
    case 'qapi':
      return looksLikeJson(document.getText(head)) ? 'json' : undefined;
    default:
      return undefined;
  }
}
