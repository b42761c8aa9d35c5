/** What the keys of QMP itself mean; QEMU's docs/interop/qmp-spec.rst. Markdown. */
import type { FrameName } from '../qmp/expected.ts';

interface KeyWords {
  /** What it is a key of. */
  readonly of: string;
  readonly meaning: string;
}

const WORDS: Readonly<Record<FrameName, Readonly<Record<string, KeyWords>>>> = {
  message: {
    execute: {
      of: 'commands',
      meaning:
        'The name of the command. Commands are carried out one after the other, in the order in which they arrive.',
    },
    'exec-oob': {
      of: 'commands',
      meaning:
        'The name of a command that is to run out of band, ahead of those that are waiting. It must be one that allows it, and the capability `oob` must have been enabled.',
    },
    arguments: {
      of: 'commands',
      meaning: 'The arguments, by their names. It may be left out where nothing is mandatory.',
    },
    id: {
      of: 'commands and answers',
      meaning: 'Any value. It comes back with the answer, which is how clients tell answers apart.',
    },
    return: { of: 'answers', meaning: 'What the command gives: `{}` where it gives nothing.' },
    error: { of: 'answers', meaning: 'Says that the command failed, and why.' },
    event: {
      of: 'events',
      meaning: 'The name of the event. Events come at any time, and answer no command.',
    },
    data: { of: 'events', meaning: 'What there is to tell with the event. It is left out where there is nothing.' },
    timestamp: { of: 'events', meaning: "When it happened, by the clock of the program's host." },
    QMP: {
      of: 'the greeting',
      meaning: 'With it a program begins the conversation. It takes no other command before `qmp_capabilities`.',
    },
  },
  greeting: {
    version: { of: 'the greeting', meaning: 'The version of the program, in the form that `query-version` gives.' },
    capabilities: {
      of: 'the greeting',
      meaning: 'The capabilities that the client may enable with `qmp_capabilities`.',
    },
  },
  error: {
    class: {
      of: 'errors',
      meaning: 'The class of the error. Most are `GenericError`: clients can tell only a few kinds of errors apart.',
    },
    desc: {
      of: 'errors',
      meaning: 'What went wrong, for people. The words may change: programs should not rely on them.',
    },
  },
  timestamp: {
    seconds: { of: 'timestamps', meaning: 'Seconds since 1970, in UTC.' },
    microseconds: { of: 'timestamps', meaning: 'Microseconds within the second.' },
  },
};

/** What a key of the protocol means; undefined for a key that it does not have. */
export function meaningOfFrameKey(frame: FrameName, key: string): KeyWords | undefined {
  const words = WORDS[frame];
  return Object.hasOwn(words, key) ? words[key] : undefined;
}
