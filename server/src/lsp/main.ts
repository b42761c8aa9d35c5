/** The entry of the bundle `server.cjs`: speaks LSP over stdio (`--stdio`), node IPC or a socket, as the client asks. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { bearYoung } from '../platform/engine.ts';
import { nodeHost } from '../platform/node.ts';
import { programVersion } from '../platform/version.ts';
import { inLifecycle } from './lifecycle.ts';
import { startServer } from './server.ts';

// The bundle lies in server/dist, the pages in docs/rules.
const pages = resolve(__dirname, '../../docs/rules');

/** How editors say by which way they speak to the server. */
const WAY = /^--(?:stdio|node-ipc|(?:socket|pipe)(?:=.+)?)$/;

bearYoung();

if (process.argv.some((argument) => WAY.test(argument))) {
  startServer(createConnection(ProposedFeatures.all, { messageStrategy: inLifecycle() }), {
    hostFor: (trusted) => nodeHost({ git: trusted, generator: trusted, program: trusted }),
    version: programVersion(),
    pages: existsSync(pages) ? `${pathToFileURL(pages)}/` : undefined,
  });
} else {
  process.stderr.write(
    'qapi-language-server is started by an editor: qapi-language-server --stdio\nOn the command line, use qapi check.\n',
  );
  process.exitCode = 2;
}
