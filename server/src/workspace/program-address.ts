/** Where a running program listens, as people write it: what stands behind `socket:`. */
import { quoted } from '../names/nearest.ts';
import type { ProgramAddress } from './host.ts';

/** An address, taken apart. */
export type AddressSpec =
  | {
      readonly kind: 'unix';
      /** As it was written: absolute, or relative to the folder of whoever has. */
      readonly path: string;
    }
  | Extract<ProgramAddress, { readonly kind: 'port' }>
  | {
      readonly kind: 'invalid';
      /** What is wrong with it, and what an address looks like, in sentences. */
      readonly message: string;
    };

const FORMS =
  'An address is the path of a unix socket, or a port of this machine: localhost:4444, 127.0.0.1:4444 or [::1]:4444.';

/** What cannot be a path: something without a slash in front of a colon and a number. */
const HOST_AND_PORT = /^(\[[^\]/\\]*\]|[^/\\[\]]*):(\d+)$/;

/** The beginning of what QEMU's own option `-qmp` takes. */
const OPTION = /^(unix|tcp|telnet|pipe):/;

/**
 * Reads an address. Whether anything listens there is not asked.
 * @param text any text
 */
export function parseAddress(text: string): AddressSpec {
  const invalid = (why: string): AddressSpec => ({ kind: 'invalid', message: `${why} ${FORMS}` });
  if (text.trim() === '') return invalid('There is no address.');
  if (/\p{Cc}/u.test(text)) return invalid(`The address ${quoted(text)} has a control character in it.`);
  if (OPTION.test(text) || /,(server|wait|path|host|port)\b/.test(text)) {
    const bare = text.replace(OPTION, '').replace(/,.*$/, '');
    const meant = parseAddress(bare);
    const hint = meant.kind === 'invalid' ? '' : ` Write ${bare}.`;
    return invalid(`${quoted(text)} is what QEMU's option -qmp takes.${hint}`);
  }
  const [, written, digits] = HOST_AND_PORT.exec(text) ?? [];
  if (written === undefined || digits === undefined) return { kind: 'unix', path: text };
  const port = Number(digits);
  if (port < 1 || port > 65535) return invalid(`${quoted(text)} has no port from 1 to 65535.`);
  const host = written.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === '') return invalid(`${quoted(text)} names no machine. Write localhost:${port}.`);
  // Without brackets it is a guess where the address ends and the port begins.
  if (written === '::1') return invalid(`Write [::1]:${port} for ${quoted(text)}.`);
  if (host === 'localhost' || host === '127.0.0.1' || (host === '::1' && written.startsWith('['))) {
    return { kind: 'port', host, port };
  }
  return invalid(
    `${quoted(written)} is not this machine, and no other one is asked: QMP knows no password. Where that is meant to be, let ssh forward the port or the socket.`,
  );
}
