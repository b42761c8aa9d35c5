/** What messages are checked against that stand in no tree, or for which somebody has said it. */
import { HistoryError, ROOT_PLACES, type RootName } from '../history/data.ts';
import { quoted } from '../names/nearest.ts';
import type { QmpDocument } from '../qmp/document.ts';
import { jsonEntryOf } from '../qmp/json.ts';
import type { MessageTarget } from '../rules/run-messages.ts';
import { programWith, resolveBaseline } from './baseline.ts';
import { parseTarget, type TargetSpec } from './config.ts';
import type { Host } from './host.ts';
import { programAnswer } from './program.ts';

/** What came of a setting. */
export interface TargetOutcome {
  /** What is asked for, else the newest release; undefined where there are no releases either. */
  readonly target: MessageTarget | undefined;
  /** Why it is not what was asked for, as sentences. */
  readonly problem: string | undefined;
}

/** The question: what are these messages checked against? */
export interface TargetQuestion {
  /** As configured; `auto` stands for the newest release here, as whoever asks knows of no tree. */
  readonly spec: string;
  /** The program that they are for. */
  readonly program: RootName;
  /** What a relative path starts from: the folder of whoever has set it. */
  readonly configFolder: string;
  readonly host: Host;
}

/**
 * The program that messages are for: by the folder of a QEMU tree that they stand in, else by the commands in them.
 * @param path of the file
 */
export function programOf(path: string, { messages }: QmpDocument): RootName {
  if (/\/qga\//.test(path)) return 'qga';
  if (/\/storage-daemon\//.test(path)) return 'storage-daemon';
  const names = messages.flatMap(({ value }) => {
    const name = value?.kind === 'object' ? jsonEntryOf(value, 'execute')?.value : undefined;
    return name?.kind === 'string' ? [name.text] : [];
  });
  return names.length > 0 && names.every((name) => name.startsWith('guest-')) ? 'qga' : 'qapi';
}

/**
 * Looks up what a setting means. What cannot be had is replaced by the newest release that is known, and told.
 * @returns never rejects
 */
export async function resolveTarget(question: TargetQuestion): Promise<TargetOutcome> {
  const { spec } = question;
  if (spec === 'auto') return newestRelease(question);
  const found = await lookUp(question, parseTarget(spec));
  if (typeof found !== 'string') return { target: found, problem: undefined };
  const instead = await newestRelease(question);
  const consequence = instead.target ? ` Messages are checked against ${instead.target.label} instead.` : '';
  return { target: instead.target, problem: `${found}${consequence}` };
}

/** @returns the target, or why there is none, as sentences */
async function lookUp(question: TargetQuestion, parsed: TargetSpec): Promise<MessageTarget | string> {
  const { spec, program, configFolder, host } = question;
  switch (parsed.kind) {
    case 'invalid':
      return parsed.message;
    case 'socket': {
      const answer = await programAnswer(host, configFolder, parsed.address);
      if (answer.kind === 'problem') return `${answer.message} ${answer.help}.`;
      const { schema, label, version } = answer;
      return { schema, kind: 'program', label, root: program, version };
    }
    case 'auto':
      return (await newestRelease(question)).target ?? NO_RELEASES;
    case 'release':
    case 'introspection': {
      // A target is looked up like a baseline: for the root that the messages would have in a tree. That they are for the system
      // emulator is only a guess: the storage daemon may have answered as well.
      const isOpen = parsed.kind === 'introspection' && program === 'qapi';
      const root = `${configFolder}/${isOpen ? 'any.json' : ROOT_PLACES[program][0]}`;
      const place = { spec, root, treeFolder: configFolder, configFolder, version: undefined };
      const outcome = await resolveBaseline({ ...place, host, called: 'The target', elsewhere: ELSEWHERE });
      if (outcome.kind === 'problem') return [outcome.message, outcome.help].filter(Boolean).join(' ');
      if (outcome.kind !== 'known') return outcome.kind === 'none' ? outcome.reason : `${quoted(spec)} is no target.`;
      const { schema, label } = outcome;
      if (parsed.kind === 'introspection') {
        return { schema, kind: 'program', label, root: programWith(schema) ?? program };
      }
      return { schema, kind: 'release', label, root: program, version: parsed.version };
    }
  }
}

const ELSEWHERE = 'Another program is named by introspection:FILE or socket:ADDRESS.';

const NO_RELEASES = "The API of upstream's releases, which should come with this program, is not there.";

async function newestRelease(question: TargetQuestion): Promise<TargetOutcome> {
  try {
    const newest = question.host.history?.().releases.findLast(({ snapshot }) => !snapshot);
    if (!newest) return { target: undefined, problem: NO_RELEASES };
    const { version } = newest;
    const found = await lookUp({ ...question, spec: `release:${newest.name}` }, { kind: 'release', version });
    return typeof found === 'string' ? { target: undefined, problem: found } : { target: found, problem: undefined };
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    return { target: undefined, problem: error.message };
  }
}
