/**
 * What can be wrong with a QMP message, as facts. QEMU's docs/interop/qmp-spec.rst says what messages look like, the schema what
 * stands in them. Whether a fault matters, and how it is told, is for the rules to say.
 */

import type { WireMember, WireType } from '../compat/wire.ts';
import type { WirePath } from '../compat/wire-path.ts';
import type { Definition, Member, NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { JsonEntry, JsonObject, JsonProblem, JsonString, JsonValue } from './json.ts';
import type { Side } from './message.ts';

export type Fault = EnvelopeFault | NameFault | ValueFault | ConversationFault | FeatureFault;

export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

interface FaultBase {
  /** What it is about: offsets in the file. */
  readonly span: Span;
  /** Who sent the message. */
  readonly side: Side;
  /** How a client meets what it is about, where the schema has, or could have, something there. */
  readonly wire?: WirePath;
  /** Whether it is an element of the array at that place, or for a name that there is not: whether that stands in one. */
  readonly isElement?: boolean;
}

/** The parts of a message that are not told by the schema. */
export type EnvelopeFault =
  /** What the reader of the JSON has found. */
  | (FaultBase & { readonly kind: 'json'; readonly problem: JsonProblem })
  /** Single quotes in what a program says: only programs read them. */
  | (FaultBase & { readonly kind: 'single-quotes' })
  /** It is no object, or has no key of a message. */
  | (FaultBase & { readonly kind: 'no-message'; readonly value: JsonValue })
  /** The arrow before it is that of the other side: of the one that is `side`. */
  | (FaultBase & { readonly kind: 'wrong-arrow'; readonly arrow: Span })
  /** A key that such a message, or this part of it, does not have. `of` names what it stands in: `command`, `error`. */
  | (FaultBase & {
      readonly kind: 'stray-key';
      readonly of: EnvelopePart;
      readonly object: JsonObject;
      readonly entry: JsonEntry;
      readonly allowed: readonly string[];
    })
  /** Keys of two kinds of message: `execute` and `exec-oob`, `return` and `error`. */
  | (FaultBase & {
      readonly kind: 'two-in-one';
      readonly object: JsonObject;
      readonly entry: JsonEntry;
      readonly first: JsonEntry;
    })
  /** A part that must be there is not. */
  | (FaultBase & {
      readonly kind: 'missing-part';
      readonly of: EnvelopePart;
      readonly object: JsonObject;
      readonly names: readonly string[];
    })
  /** A part of another kind than it must have. */
  | (FaultBase & {
      readonly kind: 'part-type';
      readonly of: EnvelopePart;
      readonly name: string;
      readonly value: JsonValue;
      readonly expected: string;
    })
  /** The same key twice in an object, anywhere. */
  | (FaultBase & {
      readonly kind: 'repeated-key';
      readonly object: JsonObject;
      readonly entry: JsonEntry;
      readonly first: JsonEntry;
    });

export type EnvelopePart = 'command' | 'reply' | 'error' | 'event' | 'timestamp' | 'greeting';

/** Names that the schema does not have. */
export type NameFault =
  | (FaultBase & {
      readonly kind: 'unknown-command';
      readonly name: JsonString;
      /** What the schema calls so instead. */
      readonly definition: Definition | undefined;
    })
  | (FaultBase & {
      readonly kind: 'unknown-event';
      readonly name: JsonString;
      readonly definition: Definition | undefined;
    })
  | (FaultBase & { readonly kind: 'unknown-error-class'; readonly name: JsonString; readonly known: readonly string[] })
  /** A key that the object does not have there. `types` are those that say what it has, by name. */
  | (FaultBase & {
      readonly kind: 'unknown-member';
      readonly wire: WirePath;
      readonly entry: JsonEntry;
      readonly types: readonly string[];
      readonly object: JsonObject;
      /** What it has, without those that are there. */
      readonly known: readonly string[];
      /** The one of them that was most likely meant. */
      readonly meant: string | undefined;
      /** The values of a tag with which the object would have it. */
      readonly elsewhere:
        | { readonly tag: string; readonly value: string; readonly values: readonly string[] }
        | undefined;
      readonly inGreeting: boolean;
    });

/** Values that do not fit the schema. */
export type ValueFault =
  | (FaultBase & {
      readonly kind: 'missing-member';
      /** The way to the object. */
      readonly wire: WirePath;
      readonly types: readonly string[];
      readonly missing: readonly MissingMember[];
      /** Undefined where the whole object is missing: a command without `arguments`. */
      readonly object: JsonObject | undefined;
      readonly message: JsonObject;
      readonly inGreeting: boolean;
    })
  | (FaultBase & {
      readonly kind: 'wrong-type';
      readonly wire: WirePath;
      readonly value: JsonValue;
      readonly expected: WireType;
    })
  | (FaultBase & {
      readonly kind: 'unknown-value';
      readonly wire: WirePath;
      readonly value: JsonString;
      /** The enum, by name, if it has one. */
      readonly types: readonly string[];
      readonly known: readonly string[];
      readonly inGreeting: boolean;
    })
  | (FaultBase & {
      readonly kind: 'out-of-range';
      readonly wire: WirePath;
      readonly text: string;
      readonly from: bigint;
      readonly to: bigint;
      /** Where a negative number is taken for a large one, for the sake of old clients: that one. */
      readonly takenFor: bigint | undefined;
    });

export interface MissingMember {
  readonly name: string;
  readonly type: WireType;
  readonly member: WireMember;
}

/** What does not fit what was said before. */
export type ConversationFault =
  | (FaultBase & { readonly kind: 'oob-not-allowed'; readonly name: JsonString; readonly key: JsonString })
  | (FaultBase & { readonly kind: 'oob-without-id'; readonly object: JsonObject })
  | (FaultBase & { readonly kind: 'oob-not-enabled'; readonly key: JsonString })
  /** An `id` that a command without a reply has already. */
  | (FaultBase & { readonly kind: 'doubled-id'; readonly id: JsonValue; readonly first: Span })
  /** A reply to no command. */
  | (FaultBase & { readonly kind: 'unknown-id'; readonly id: JsonValue })
  /** A command before the capabilities are negotiated. `object` is its message. */
  | (FaultBase & { readonly kind: 'not-negotiated'; readonly name: JsonString; readonly object: JsonObject })
  | (FaultBase & { readonly kind: 'negotiated-twice'; readonly name: JsonString })
  | (FaultBase & {
      readonly kind: 'capability-not-offered';
      readonly value: JsonString;
      readonly offered: readonly string[];
    });

/** What a client had better not use, or not everywhere. */
export type FeatureFault =
  | (FaultBase & {
      readonly kind: 'deprecated' | 'unstable';
      readonly thing: NamedThing;
      readonly feature: Member;
      readonly wire: WirePath;
    })
  /** A name that one vendor's programs have. */
  | (FaultBase & {
      readonly kind: 'downstream-name';
      readonly name: string;
      readonly thing: NamedThing;
      readonly wire: WirePath;
    });

/** The faults that say of a message that it does not fit to what the schema says of the command or event. */
export const MEASURED: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'unknown-command',
  'unknown-event',
  'unknown-error-class',
  'unknown-member',
  'missing-member',
  'wrong-type',
  'unknown-value',
  'out-of-range',
  'oob-not-allowed',
]);
