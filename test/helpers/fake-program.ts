/** Programs that listen on real sockets and say what a test tells them to: QEMU is no part of this project. */
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { type AddressInfo, createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { tempFolder } from './temp.ts';

/** For `skip` of a test: false where programs listen on unix sockets, else the reason. */
export const noUnixSockets = process.platform === 'win32' && 'Node knows no unix sockets on Windows';

export const GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Acme 7.2-1"}, "capabilities": ["oob"]}}\r\n';

/** A command without arguments and one event, as query-qmp-schema tells of them. */
export const ENTRIES = [
  { name: 'stop', 'ret-type': '0', 'meta-type': 'command', 'arg-type': '0' },
  { name: 'STOP', 'meta-type': 'event', 'arg-type': '0' },
  { name: '0', members: [], 'meta-type': 'object' },
];

/**
 * A program that listens on a socket in a new folder until the test is over.
 * @param talk what it does with each client
 * @returns the path of the socket
 */
export async function listen(t: TestContext, talk: (client: Socket) => void): Promise<string> {
  const path = `${tempFolder(t)}/qmp.sock`;
  await listenAt(t, { path }, talk);
  return path;
}

/**
 * The same on a port.
 * @param host an address of this machine
 * @returns the port
 */
export async function listenOnPort(t: TestContext, host: string, talk: (client: Socket) => void): Promise<number> {
  const server = await listenAt(t, { host, port: 0 }, talk);
  return (server.address() as AddressInfo).port;
}

/** The path of a socket whose program has ended without taking it away. */
export async function staleSocket(t: TestContext): Promise<string> {
  const folder = tempFolder(t);
  const server = await listenAt(t, { path: `${folder}/qmp.sock` }, () => {});
  // Closing takes away what has the old name.
  renameSync(`${folder}/qmp.sock`, `${folder}/stale.sock`);
  server.close();
  await once(server, 'close');
  return `${folder}/stale.sock`;
}

async function listenAt(t: TestContext, where: ListenOptions, talk: (client: Socket) => void): Promise<Server> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    // Who hangs up while the program speaks is no failure of the program.
    client.on('error', () => {});
    talk(client);
  });
  server.listen(where);
  await once(server, 'listening');
  t.after(() => {
    for (const client of clients) client.destroy();
    server.close();
  });
  return server;
}

/** What a program says to whom; what is left out is as QEMU would have it. */
export interface Part {
  readonly greeting?: string;
  /** What it says when a command comes, by the name of the command. */
  readonly replies?: Readonly<Record<string, string>>;
  /** Takes each command, as it was sent. */
  readonly heard?: (command: string) => void;
}

/** Plays a monitor. */
export function monitor({ greeting = GREETING, replies = {}, heard }: Part = {}): (client: Socket) => void {
  const usual: Record<string, string> = {
    qmp_capabilities: '{"return": {}}\r\n',
    'query-qmp-schema': `${JSON.stringify({ return: ENTRIES })}\r\n`,
  };
  return (client) => {
    client.write(greeting);
    let pending = '';
    client.setEncoding('utf8').on('data', (text: string) => {
      const lines = (pending + text).split('\n');
      pending = lines.pop() ?? '';
      for (const line of lines) {
        heard?.(line);
        const { execute } = JSON.parse(line);
        const reply = replies[execute] ?? usual[execute];
        if (reply === undefined) client.end();
        else client.write(reply);
      }
    });
  };
}
