/** A real QEMU, where there is one: started for a test or a recording, with nothing in it and no way out. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const PROGRAM = 'qemu-system-x86_64';

/** For `skip` of a test: false where there is a QEMU, else the reason. */
export const noQemu =
  spawnSync(PROGRAM, ['--version']).status === 0
    ? false
    : `there is no ${PROGRAM}: apt-get install --no-install-recommends qemu-system-x86`;

/** `none` has no devices at all; `pc` has buses that devices can be plugged into, and is stopped before its first instruction. */
export const MACHINES = ['none', 'pc'] as const;
export type Machine = (typeof MACHINES)[number];

const MACHINE_OPTIONS: Readonly<Record<Machine, readonly string[]>> = {
  none: ['-machine', 'none'],
  pc: ['-machine', 'pc,accel=tcg', '-m', '16', '-S', '-device', 'piix3-usb-uhci,id=usb'],
};

/** What must not be sent to one: a guest that runs would make its own mind up about when something happens. */
export const FORBIDDEN: Readonly<Record<Machine, ReadonlySet<string>>> = { none: new Set(), pc: new Set(['cont']) };

/**
 * Starts a QEMU.
 * @param socket path of the socket that it listens on for QMP
 * @returns when it listens; rejects where it ends before that, with what it said
 */
export async function startQemu(machine: Machine, socket: string): Promise<ChildProcess> {
  const options = ['-nodefaults', '-display', 'none', '-qmp', `unix:${socket},server=on,wait=off`];
  // A monitor is made after those before it: when this one greets, the first one listens.
  const child = spawn(PROGRAM, [...MACHINE_OPTIONS[machine], ...options, '-qmp', 'stdio']);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-10_000);
  });
  const end = once(child, 'close').then(() => {
    throw new Error(`${PROGRAM} ended: ${stderr.trim()}`);
  });
  // Afterwards it is ended by whoever has it.
  end.catch(() => undefined);
  await Promise.race([once(child.stdout, 'data'), end]);
  child.stdout.resume();
  return child;
}

/** Ends it, and waits until it is gone. */
export async function stopQemu(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
