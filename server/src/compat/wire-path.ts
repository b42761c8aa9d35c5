/** How a client meets something: from a command or event through members to it. The names of types do not matter. */

/** What a client meets of a command or event. The classes of errors belong to no command: any may fail with any. */
export type WirePart = 'arguments' | 'return' | 'data' | 'class';

export interface WirePath {
  readonly kind: 'command' | 'event' | 'error';
  /** Of the command or event; of errors there is one for all. */
  readonly name: string;
  /** Undefined for the command or event itself, its features and flags. */
  readonly part?: WirePart;
  /** Names of members, the outermost first. Arrays stand for their elements. */
  readonly members: readonly string[];
  /**
   * For each of the members, which branches of unions it stands in, if it stands in any: another branch may have a member of
   * the same name.
   */
  readonly branches?: readonly (readonly TagValue[])[];
  /** What of the place is meant, where it is not the place itself. */
  readonly value?: string;
  readonly feature?: string;
  /** One of the kinds of JSON value that an alternate takes. */
  readonly alternative?: string;
  readonly flag?: string;
}

/** The branch of a union that a value of its tag selects. */
export interface TagValue {
  readonly tag: string;
  readonly value: string;
}

/** What the members of a part are called, one of them and all. */
const WORDS: Readonly<Record<WirePart, { readonly one: string; readonly all: string }>> = {
  arguments: { one: 'argument', all: 'arguments' },
  return: { one: 'return', all: 'return' },
  data: { one: 'data member', all: 'data' },
  class: { one: 'class', all: 'class' },
};

/** A way in words: `command quit`, `blockdev-add: argument options.file value nbd`, `query-machines: return feature unstable`. */
export function wirePathText({ kind, name, part, members, value, alternative, feature, flag }: WirePath): string {
  let rest = '';
  if (part !== undefined) {
    rest += members.length > 0 ? ` ${WORDS[part].one} ${members.join('.')}` : ` ${WORDS[part].all}`;
  }
  if (value !== undefined) rest += ` value ${value}`;
  if (alternative !== undefined) rest += ` alternative ${alternative}`;
  if (feature !== undefined) rest += ` feature ${feature}`;
  if (flag !== undefined) rest += ` flag ${flag}`;
  return rest === '' ? `${kind} ${name}` : `${name}:${rest}`;
}
