// A conversation with a real QEMU, for trying out whatever reads such: two hundred commands, their replies, errors and events.
//
//   npm run record:qmp                     starts a QEMU, and prints what was said, a message a line
//           -- --machine pc                one with buses instead of one without anything
//           -- --seed TEXT --count N       other commands, more of them
//           -- --socket PATH               one that runs already. It is given objects, nodes and devices, and stopped and reset!
//           -- --out FILE                  into a file
//           -- --schema FILE               and its answer of query-qmp-schema into another one
//
// Commands that do not fit the schema have an `id` that begins with `wrong-`. The commands are the same for the same seed and QEMU.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORBIDDEN, MACHINES, type Machine, noQemu, startQemu, stopQemu } from './lib/qemu.ts';
import { type Recording, recordQmp } from './lib/qmp-recorder.ts';

const { values } = parseArgs({
  options: {
    machine: { type: 'string', default: 'none' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    socket: { type: 'string' },
    out: { type: 'string' },
    schema: { type: 'string' },
  },
});

const machine = MACHINES.find((one) => one === values.machine);
const count = Number(values.count);
if (!machine) fail(`--machine is one of ${MACHINES.join(', ')}`);
if (!Number.isInteger(count) || count < 1) fail('--count is a number');
if (values.socket === undefined && noQemu) fail(noQemu);

const recording = await (values.socket === undefined
  ? recordFresh(machine)
  : recordQmp(values.socket, values.seed, count));
const text = `${recording.lines.join('\n')}\n`;
if (values.out === undefined) process.stdout.write(text);
else writeFileSync(values.out, text);
if (values.schema !== undefined) writeFileSync(values.schema, `${JSON.stringify({ return: recording.entries })}\n`);

async function recordFresh(which: Machine): Promise<Recording> {
  const folder = mkdtempSync(join(tmpdir(), 'qapi-qemu-'));
  try {
    const qemu = await startQemu(which, join(folder, 'qmp.sock'));
    try {
      return await recordQmp(join(folder, 'qmp.sock'), values.seed, count, FORBIDDEN[which]);
    } finally {
      await stopQemu(qemu);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fail(message: string): never {
  console.error(`record:qmp: ${message}`);
  process.exit(2);
}
