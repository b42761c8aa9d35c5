// The extension's way in: it wires the parts together and holds no logic of its own.

import { commands, type ExtensionContext, type TextDocument, window, workspace } from 'vscode';
import { clientCommands } from '../../server/src/lsp/protocol.ts';
import { BaselineTexts, goToBaseline, openPlace } from './baselines.ts';
import { Changes } from './changes.ts';
import { setDomain } from './domain.ts';
import { applyFix } from './fixes.ts';
import { checkWithGenerator, GeneratorReports } from './generator.ts';
import { askProgram } from './program.ts';
import { mayHoldMessages, recogniseDocuments } from './recognise.ts';
import { RulePages, showRule } from './rules.ts';
import { Server } from './server.ts';
import { changeSettings } from './settings.ts';
import { StatusItem } from './status.ts';

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const started = new Server(context);
  server = started;
  const status = new StatusItem(started);
  const reports = new GeneratorReports();
  const changes = new Changes(started);
  const command = (name: string, run: (...args: never[]) => unknown) => commands.registerCommand(name, run);
  context.subscriptions.push(
    started,
    status,
    new RulePages(started),
    reports,
    new BaselineTexts(started),
    changes,
    command(clientCommands.setDomain, (args) => setDomain(started, args)),
    command(clientCommands.applyFix, (args) => applyFix(started, args)),
    command(clientCommands.showMessage, ({ message }) => void window.showWarningMessage(message)),
    command(clientCommands.showChanges, (args) => changes.show(args)),
    command('qapi.goToBaseline', () => goToBaseline(started)),
    command('qapi.openPlace', openPlace),
    command('qapi.openInBaseline', (node) => changes.openInBaseline(node)),
    command('qapi.showRule', (id) => showRule(started, id)),
    command('qapi.checkWithGenerator', () => checkWithGenerator(started, reports)),
    command('qapi.askProgram', () => askProgram(started)),
    command('qapi.changeSettings', () => changeSettings(started, status.current)),
    command('qapi.restartServer', () => started.restart()),
    recogniseDocuments(started),
    workspace.onDidOpenTextDocument((document) => startFor(started, document)),
    workspace.onDidChangeConfiguration(
      (change) => change.affectsConfiguration('qapi.qmp.files') && startForOpen(started),
    ),
    workspace.onDidGrantWorkspaceTrust(() => started.trustGranted()),
  );

  // `onLanguage:json` wakes us in every JSON project; the server is started only where there is something to serve.
  startForOpen(started);
  const trees = await workspace.findFiles('{.qapirc.json,qapi-schema.json,qapi/qapi-schema.json}', null, 1);
  if (trees.length > 0) started.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

function startForOpen(server: Server): void {
  for (const document of workspace.textDocuments) startFor(server, document);
}

function startFor(server: Server, document: TextDocument): void {
  const { languageId, uri } = document;
  if (languageId === 'qapi' || languageId === 'qmp') server.start();
  // Which of them the settings mean, the server tells.
  else if (mayHoldMessages(document) && workspace.getConfiguration('qapi.qmp', uri).get<string[]>('files')?.length) {
    server.start();
  }
}
