/** What can differ between two schemas, as far as clients can see it. Whether that breaks them is asked in `verdict.ts`. */
import type { NamedThing } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { WirePath } from './wire-path.ts';

/** `send`: clients send it, in arguments. `receive`: they receive it, in returns and events. */
export type ChangeDirection = 'send' | 'receive' | 'both';

/** Where a schema says something. */
export interface Site {
  /** The named thing that it is about; its file is the file of the span. */
  readonly thing: NamedThing;
  /** Of a name, or of what has changed about the thing: its type, condition or flag. */
  readonly span: Span;
}

interface ChangeBase {
  /**
   * How a client meets it, from the command or event on: `blockdev-add: argument options.file.locking`. Of several ways a
   * short one, if possible one that is not unstable.
   */
  readonly path: string;
  /** The same, taken apart. */
  readonly wire: WirePath;
  readonly direction: ChangeDirection;
  /** The thing, or something that holds it, is unstable in the baseline, on every way that leads to it. */
  readonly unstable: boolean;
  /** Where it stands in the schema that is judged, and in its baseline: undefined where there is nothing. */
  readonly ours: Site | undefined;
  readonly baseline: Site | undefined;
  /**
   * Where one side has nothing: what holds it there, or would. Mostly that is a type; where the type has no name, the member,
   * command or event. Undefined for commands and events, which nothing holds.
   */
  readonly holder: NamedThing | undefined;
}

/** A name, or one of the kinds of value that may stand in a place, came or went. */
export interface Presence extends ChangeBase {
  readonly kind:
    | 'command-added'
    | 'command-removed'
    | 'event-added'
    | 'event-removed'
    /** Of members of objects: arguments, and what returns and events hold. A branch's member counts as one of its union. */
    | 'optional-member-added'
    | 'optional-member-removed'
    | 'mandatory-member-added'
    | 'mandatory-member-removed'
    /** Of enums, tags of unions included. */
    | 'value-added'
    | 'value-removed'
    /** Of alternates, by their kind of JSON value: the names of branches are not on the wire. */
    | 'alternative-added'
    | 'alternative-removed'
    /** What a command gives, if that is no object: one that gives nothing gives an object without members. */
    | 'return-added'
    | 'return-removed'
    | 'feature-added'
    | 'feature-removed'
    /** The two features that QEMU itself gives a meaning. */
    | 'deprecated-added'
    | 'deprecated-removed'
    | 'unstable-added'
    | 'unstable-removed';
  /** What came or went: a name, or the kind of JSON value. */
  readonly name: string;
  /** What our text has in the stead of a member that came and stands nowhere in it, as those that simple unions have by themselves. */
  readonly stead?: NamedThing | undefined;
}

/** A member may be left out now, or no longer. */
export interface OptionalityChange extends ChangeBase {
  readonly kind: 'became-optional' | 'became-mandatory';
}

/** Other values are possible than were. */
export interface TypeChange extends ChangeBase {
  readonly kind: /** All kinds of JSON value that were, and others: a type became an alternate that has it. */
    | 'type-widened'
    /** Only some of those that were. */
    | 'type-narrowed'
    | 'type-changed'
    /** A string as before: an enum became a string that may be anything, or the other way round. */
    | 'values-opened'
    | 'values-closed'
    /** The same of the ranges of integers. */
    | 'range-widened'
    | 'range-narrowed'
    | 'range-changed';
  /** What could stand there, and what can, in words: `int32`, `string or object`, `array of enum`. */
  readonly was: string;
  readonly is: string;
  /** Whether alternates offer it that hold names: what they offer has none itself, so that those are new without being told. */
  readonly holdsNames: boolean;
}

/** A command can be used in a way that it could not, or the other way round. */
export interface FlagChange extends ChangeBase {
  readonly kind: 'flag-gained' | 'flag-lost';
  /** `success-response` is lost where it is set to false, the others where they are not set to true. */
  readonly flag: 'allow-oob' | 'allow-preconfig' | 'success-response';
}

/** What a thing's `if` says is different. The conditions of types are nothing that clients see. */
export interface ConditionChange extends ChangeBase {
  readonly kind: 'condition-added' | 'condition-removed' | 'condition-changed';
  /** As schemas say it since QEMU 6.2, undefined without a condition; as it is written, where it cannot be said so. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

export type Change = Presence | OptionalityChange | TypeChange | FlagChange | ConditionChange;

export type ChangeKind = Change['kind'];

/** The thing that a change is about, or where that stands nowhere in the text the path to it: changes about one thing may be one. */
export type About = NamedThing | string;

/** The thing that a change is about, or the path to it. */
export function aboutOf(change: Change): About {
  return thingOf(change) ?? change.path;
}

/** Where a change stands in the text: our thing, else that of the baseline; undefined for what nobody has written down. */
export function thingOf({ ours, baseline }: Pick<Change, 'ours' | 'baseline'>): NamedThing | undefined {
  return (ours ?? baseline)?.thing;
}

/** Whether something came or went, and did not merely change. */
export function isPresence(change: Change): change is Presence {
  return 'name' in change;
}

/** What a change is for who looks from the other schema: every kind has its opposite. */
export const OPPOSITE: Readonly<Record<ChangeKind, ChangeKind>> = {
  'command-added': 'command-removed',
  'command-removed': 'command-added',
  'event-added': 'event-removed',
  'event-removed': 'event-added',
  'optional-member-added': 'optional-member-removed',
  'optional-member-removed': 'optional-member-added',
  'mandatory-member-added': 'mandatory-member-removed',
  'mandatory-member-removed': 'mandatory-member-added',
  'value-added': 'value-removed',
  'value-removed': 'value-added',
  'alternative-added': 'alternative-removed',
  'alternative-removed': 'alternative-added',
  'return-added': 'return-removed',
  'return-removed': 'return-added',
  'feature-added': 'feature-removed',
  'feature-removed': 'feature-added',
  'deprecated-added': 'deprecated-removed',
  'deprecated-removed': 'deprecated-added',
  'unstable-added': 'unstable-removed',
  'unstable-removed': 'unstable-added',
  'became-optional': 'became-mandatory',
  'became-mandatory': 'became-optional',
  'type-widened': 'type-narrowed',
  'type-narrowed': 'type-widened',
  'type-changed': 'type-changed',
  'values-opened': 'values-closed',
  'values-closed': 'values-opened',
  'range-widened': 'range-narrowed',
  'range-narrowed': 'range-widened',
  'range-changed': 'range-changed',
  'flag-gained': 'flag-lost',
  'flag-lost': 'flag-gained',
  'condition-added': 'condition-removed',
  'condition-removed': 'condition-added',
  'condition-changed': 'condition-changed',
};
