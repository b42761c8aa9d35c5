/**
 * What a running QEMU says of its API: asked on the user's word, kept in a file beside the settings, and read from there. So
 * whoever has that file needs no running QEMU.
 */
import { readIntrospection } from '../introspection/introspection.ts';
import { quoted } from '../names/nearest.ts';
import type { QemuVersion } from '../schema/dialect.ts';
import type { Schema } from '../schema/schema.ts';
import { LineIndex } from '../syntax/text.ts';
import { absolute } from './baseline.ts';
import { decodeText } from './decode.ts';
import type { Host, ProgramAddress, ProgramError, ProgramVersion } from './host.ts';
import { type AddressSpec, parseAddress } from './program-address.ts';

/** The base name of the file that an answer is kept in. It is one that `introspection:FILE` reads as well. */
export const PROGRAM_FILE = '.qapi-program.json';

/** Of the form of the file. */
const VERSION = 1;

const ABOUT =
  'What a running program says of its own API, the answer of query-qmp-schema. Written by "qapi ask", or "QAPI: Ask a Running QEMU for Its API"; ask again after an update.';

/** What came of asking; `problem` says why there is no answer, and what to do, for people. */
export type AskOutcome =
  | {
      readonly ok: true;
      /** The text of the file to be kept. */
      readonly text: string;
      /** For people: `QEMU 7.2.22 (Debian 1:7.2+dfsg-7): 216 commands, 52 events`. */
      readonly summary: string;
    }
  | { readonly ok: false; readonly problem: string; readonly cancelled: boolean };

/**
 * Asks a running program for its API. Nothing is written.
 * @param address as a user writes it, without `socket:`
 * @param folder what a relative path starts from
 * @param keptIn the folder of the file that the answer is for: the socket is named in it relative to that
 * @param signal ends it early
 */
export async function askProgram(
  host: Host,
  address: string,
  folder: string,
  keptIn: string,
  signal?: AbortSignal,
): Promise<AskOutcome> {
  const spec = parseAddress(address);
  if (spec.kind === 'invalid') return failed(spec.message);
  if (!host.program) return failed('No program is connected to as long as the workspace is not trusted.');
  const place = placeOf(spec, folder);
  const reply = await host.program.ask(place, signal);
  if (!reply.ok) return failed(explain(reply.error, address, place), reply.error.kind === 'cancelled');
  const { version, entries } = reply;
  const text = programFileText(shownAddress(place, keptIn), version, entries);
  const outcome = readIntrospection(address, text);
  if (outcome.kind === 'problem') {
    return failed(
      `What ${programName(version)} at ${quoted(address)} says of its API makes no sense: ${outcome.message}`,
    );
  }
  return { ok: true, text, summary: `${programName(version)}: ${sizeOf(outcome.schema)}` };
}

function failed(problem: string, cancelled = false): AskOutcome {
  return { ok: false, problem, cancelled };
}

/** `QEMU 7.2.22 (Debian 1:7.2+dfsg-7)`. The storage daemon calls itself the same. */
function programName({ qemu: { major, minor, micro }, package: name }: ProgramVersion): string {
  return `QEMU ${major}.${minor}.${micro}${name === '' ? '' : ` (${name})`}`;
}

function sizeOf(schema: Schema): string {
  const count = (kind: 'command' | 'event'): string => {
    const number = schema.definitions.filter((definition) => definition.kind === kind).length;
    return `${number} ${kind}${number === 1 ? '' : 's'}`;
  };
  return `${count('command')}, ${count('event')}`;
}

function placeOf(spec: Exclude<AddressSpec, { readonly kind: 'invalid' }>, folder: string): ProgramAddress {
  return spec.kind === 'port' ? spec : { kind: 'unix', path: absolute(folder, spec.path) };
}

/** An address as it is kept in a folder: a socket below it by its relative path, so that it is the same for everybody. */
function shownAddress(address: ProgramAddress, folder: string): string {
  if (address.kind === 'unix') {
    const { path } = address;
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  }
  const { host, port } = address;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** One entry a line, for reading in a diff; the same for the same answer. */
function programFileText(socket: string, program: ProgramVersion, entries: readonly unknown[]): string {
  const head = { about: ABOUT, version: VERSION, socket, program };
  const members = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n${members.join('')}  "return": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

function explain({ kind, detail }: ProgramError, address: string, place: ProgramAddress): string {
  const shown = quoted(address);
  const at = `The program at ${shown}`;
  switch (kind) {
    case 'missing': {
      const path = place.kind === 'unix' ? place.path : address;
      const hint = /^\d+$/.test(address)
        ? ` To name a port, write localhost:${address}.`
        : address.startsWith('~')
          ? ' A ~ is not replaced by your home directory: write the whole path.'
          : ' QEMU makes it when it is started with -qmp unix:PATH,server=on,wait=off.';
      return `There is no socket ${path}.${hint}`;
    }
    case 'no-socket':
      return `${shown} is no socket: another kind of file stands there.`;
    case 'denied':
      return `You may not connect to ${shown}: it belongs to somebody else.`;
    case 'refused':
      return `Nobody listens at ${shown}: the QEMU that did has ended, or was started without server=on.`;
    case 'silent':
      return `${at} says nothing: ${detail} have passed. QEMU talks to one client at a time, so another one may be connected: give QEMU a second -qmp for this. A guest agent, too, says nothing by itself, and has no answer to this question.`;
    case 'no-greeting':
      return `${at} does not speak QMP. It does not greet as a QEMU does, but says ${quoted(detail)}.`;
    case 'closed':
      return `${at} has closed the connection before ${detail} was complete.`;
    case 'no-json':
      return `${at} says something that is no JSON: ${quoted(detail)}.`;
    case 'no-answer':
      return `${at} says something that is no answer: ${quoted(detail)}.`;
    case 'error':
      return `${at} refuses: ${detail}. QEMU has query-qmp-schema since 2.5.`;
    case 'too-long':
      return `${at} has greeted, and then did not answer within ${detail}. It may be stopped or very busy.`;
    case 'too-large':
      return `${at} has said more than ${detail}, which is no answer of any QEMU.`;
    case 'cancelled':
      return 'It was cancelled.';
    case 'failed':
      return `${shown} cannot be connected to: ${detail}.`;
  }
}

/** What is kept of a program. */
export type ProgramAnswer =
  | {
      readonly kind: 'known';
      /** For people: `socket:build/qmp.sock (QEMU 7.2.22)`. */
      readonly label: string;
      /** The file that it is kept in. */
      readonly path: string;
      readonly version: QemuVersion;
      /** As it is made of any answer: see `readIntrospection`. */
      readonly schema: Schema;
    }
  | {
      /** There is none, or it cannot be used. */
      readonly kind: 'problem';
      /** What is wrong, as a sentence. */
      readonly message: string;
      /** What to do about it, as a sentence. */
      readonly help: string;
    };

/**
 * Reads what the program at an address has answered when it was asked last. Nobody is connected to.
 * @param read reads a file: the path of the answer's file, also where it does not exist, is what the outcome depends on
 * @param folder that of whoever has set the address: a relative path starts from it, and the answer is kept in it
 * @param address as a user writes it, without `socket:`
 * @returns the answer, or a problem; never rejects
 */
export async function programAnswer(
  { read }: Pick<Host, 'read'>,
  folder: string,
  address: string,
): Promise<ProgramAnswer> {
  const path = programFileIn(folder);
  const help = `Start it, and run the command "QAPI: Ask a Running QEMU for Its API", or: qapi ask ${address} --output ${PROGRAM_FILE}`;
  const problem = (message: string): ProgramAnswer => ({ kind: 'problem', message, help });
  const spec = parseAddress(address);
  if (spec.kind === 'invalid') return problem(spec.message);
  const content = await read(path);
  if (content.kind === 'missing') return problem(`The program at ${quoted(address)} has not been asked yet.`);
  const unreadable = (reason: string): ProgramAnswer => problem(`${path} cannot be read: ${reason}`);
  if (content.kind !== 'file') {
    return unreadable(content.kind === 'directory' ? 'it is a folder.' : `${content.reason}.`);
  }
  const { text, problem: encodingProblem } = decodeText(content.bytes);
  if (encodingProblem) return unreadable('it is not UTF-8 text.');
  const outcome = readIntrospection(path, text);
  if (outcome.kind === 'problem') {
    const { line, character } = new LineIndex(text).positionOf(outcome.offset);
    return unreadable(`line ${line + 1}, column ${character + 1}. ${outcome.message}`);
  }
  const head = headIn(text);
  if (!head) return unreadable('it does not say which program has answered.');
  if (head.isNewer) return unreadable('a later release of this program has written it.');
  const kept = parseAddress(head.socket);
  const isSame = kept.kind !== 'invalid' && sameAddress(placeOf(kept, folder), placeOf(spec, folder));
  if (!isSame) {
    return problem(
      `The answer that is kept is that of the program at ${quoted(head.socket)}, not at ${quoted(address)}.`,
    );
  }
  const { major, minor, micro } = head.program.qemu;
  return {
    kind: 'known',
    label: `socket:${address} (QEMU ${major}.${minor}.${micro})`,
    path,
    version: [major, minor, micro],
    schema: outcome.schema,
  };
}

/** The file in which a program's answer is kept for the settings of a folder. */
export function programFileIn(folder: string): string {
  return `${folder}/${PROGRAM_FILE}`;
}

function sameAddress(a: ProgramAddress, b: ProgramAddress): boolean {
  return shownAddress(a, '') === shownAddress(b, '');
}

interface Head {
  readonly socket: string;
  readonly program: ProgramVersion;
  readonly isNewer: boolean;
}

/** What stands above the answer; undefined where that is not as we write it. */
function headIn(text: string): Head | undefined {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, socket, program } = file as {
    version?: unknown;
    socket?: unknown;
    program?: Partial<ProgramVersion>;
  };
  const { major, minor, micro } = program?.qemu ?? {};
  if (typeof version !== 'number' || typeof socket !== 'string') return undefined;
  if (typeof major !== 'number' || typeof minor !== 'number' || typeof micro !== 'number') return undefined;
  const name = typeof program?.package === 'string' ? program.package : '';
  return { socket, program: { qemu: { major, minor, micro }, package: name }, isNewer: version > VERSION };
}
