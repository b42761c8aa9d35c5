/** How fast messages are read and checked, beside JSON.parse over the same bytes, and how much memory that takes. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageStream } from '../../server/src/analysis/messages.ts';
import { bundledHistory } from '../../server/src/platform/history.ts';
import { MessageReader, readMessages } from '../../server/src/qmp/document.ts';
import { DEFAULTS } from '../../server/src/workspace/config.ts';
import { conversation } from '../lib/messages.ts';
import { Random } from '../lib/random.ts';
import { median, shown, table } from './measure.ts';

export interface MessagesAsked {
  /** How many megabytes of messages. */
  readonly size: number;
  readonly runs: number;
  /** The command as it is installed. */
  readonly cli: string;
  /** What is put before it, to tell what it took. */
  readonly cpu: string;
}

/** Measures and prints a table. */
export function messages({ size, runs, cli, cpu }: MessagesAsked): void {
  const history = bundledHistory();
  const newest = history.releases.findLast(({ snapshot }) => !snapshot);
  const schema = newest && history.release(newest.name, 'qapi');
  if (!schema) throw new Error('there is no release');
  const folder = mkdtempSync(join(tmpdir(), 'qapi-bench-'));
  try {
    const path = join(folder, 'session.qmp.jsonl');
    const file = openSync(path, 'w');
    let bytes = 0;
    let count = 0;
    for (const line of conversation(schema, new Random('messages'))) {
      if (bytes >= size * 1e6) break;
      bytes += writeSync(file, line);
      count++;
    }
    closeSync(file);

    const target = { schema, kind: 'release', label: newest.name, root: 'qapi' } as const;
    const judge = () =>
      new MessageStream({
        path,
        document: readMessages(''),
        target,
        targetProblem: undefined,
        analysis: undefined,
        config: DEFAULTS,
        history: undefined,
      });
    let problems = 0;
    const ways: readonly (readonly [string, () => number])[] = [
      ['JSON.parse, line by line', () => cpuOf(() => chunks(path, jsonParser()))],
      ['read: messages with all their places', () => cpuOf(() => chunks(path, reader()))],
      [
        `read and checked against ${newest.name}`,
        () =>
          cpuOf(() => {
            const stream = judge();
            chunks(path, (text) => {
              problems += stream.take(text).length;
            });
            problems += stream.end().length;
          }),
      ],
    ];
    const took = ways.map((): number[] => []);
    const process: number[] = [];
    const memory: number[] = [];
    // In turns: whatever else the machine does then falls on all.
    for (let run = 0; run < runs; run++) {
      ways.forEach(([, way], index) => {
        took[index]?.push(way());
      });
      const [milliseconds, kilobytes] = commandOn(path, cli, cpu);
      process.push(milliseconds);
      memory.push(kilobytes / 1024);
    }
    const plain = median(took[0] ?? []);
    const row = (what: string, figures: readonly number[]): string[] => {
      const milliseconds = median(figures);
      return [what, shown(milliseconds), shown(bytes / 1000 / milliseconds), shown(milliseconds / plain)];
    };
    console.log(
      `\n${shown(bytes / 1e6)} MB of messages, ${count} of them with ${problems} problems; CPU of all threads, medians of ${runs} runs in turns\n`,
    );
    console.log(
      table([
        ['', 'ms', 'MB/s', 'times JSON.parse'],
        ...ways.map(([what], index) => row(what, took[index] ?? [])),
        row('process: `qapi check`', process),
      ]),
    );
    console.log(`\npeak memory of that process: ${shown(Math.max(...memory))} MB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cpuOf(action: () => void): number {
  globalThis.gc?.();
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Reads a file piece by piece, as the command does. */
function chunks(path: string, take: (text: string) => void): void {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256 * 1024);
  const file = openSync(path, 'r');
  for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
    take(decoder.decode(buffer.subarray(0, length), { stream: true }));
  }
  closeSync(file);
}

function jsonParser(): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) JSON.parse(line);
  };
}

function reader(): (text: string) => void {
  const messageReader = new MessageReader();
  return (text) => {
    for (let at = 0; at < text.length; at += 16_384) messageReader.take(text.slice(at, at + 16_384));
  };
}

/** The milliseconds of CPU, and the kilobytes of memory at most, of `qapi check` on a file. */
function commandOn(path: string, cli: string, cpu: string): readonly [number, number] {
  const { stderr } = spawnSync(process.execPath, ['--require', cpu, cli, 'check', path], { encoding: 'utf8' });
  const [milliseconds = Number.NaN, kilobytes = Number.NaN] = (stderr.trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  return [milliseconds, kilobytes];
}
