/** Changes in plain words: one sentence for each kind of change, for reports, rules and release notes alike. */
import type { Change, ChangeDirection, FlagChange } from './change.ts';
import type { WirePart, WirePath } from './wire-path.ts';

/** Shows a name, a type or a condition: as it is in plain text, between backticks in Markdown. */
export type Shown = (code: string) => string;

/** The command or event that a change belongs to. The classes of errors belong to `error`. */
export function ownerOf({ wire }: Pick<Change, 'wire'>): string {
  return wire.name;
}

/** Whether a change is that a whole command or event came or went. */
export function isOfWhole({ kind }: Pick<Change, 'kind'>): boolean {
  return kind === 'command-added' || kind === 'command-removed' || kind === 'event-added' || kind === 'event-removed';
}

/**
 * Says what has changed about a command or event.
 * @param show what to do with names; without it they stand as they are
 * @returns a sentence, to stand behind the command's name and a colon: without a capital and without a full stop
 */
export function inWords(change: Change, show: Shown = (code) => code): string {
  const { kind } = change;
  switch (kind) {
    case 'command-added':
    case 'event-added':
      return `${subjectOf(change, show)} is new`;
    case 'command-removed':
    case 'event-removed':
      return `${subjectOf(change, show)} is gone`;
    case 'optional-member-added':
      return `${subjectOf(change, show)} is new, and optional`;
    case 'optional-member-removed':
      return `${subjectOf(change, show)} is gone, and was optional`;
    case 'mandatory-member-added':
      return `${subjectOf(change, show)} is new, and mandatory`;
    case 'mandatory-member-removed':
      return `${subjectOf(change, show)} is gone, and was mandatory`;
    case 'value-added':
    case 'alternative-added':
    case 'feature-added':
      return `${subjectOf(change, show)} is new`;
    case 'value-removed':
    case 'alternative-removed':
    case 'feature-removed':
      return `${subjectOf(change, show)} is gone`;
    case 'return-added':
      return `it returns ${show(change.name)} now, and returned nothing`;
    case 'return-removed':
      return `it returns nothing now, and returned ${show(change.name)}`;
    case 'deprecated-added':
      return `${holderOf(change, show)} is deprecated now`;
    case 'deprecated-removed':
      return `${holderOf(change, show)} is no longer deprecated`;
    case 'unstable-added':
      return `${holderOf(change, show)} is unstable now`;
    case 'unstable-removed':
      return `${holderOf(change, show)} is no longer unstable`;
    case 'became-optional':
      return `${subjectOf(change, show)} is optional now, and was mandatory`;
    case 'became-mandatory':
      return `${subjectOf(change, show)} is mandatory now, and was optional`;
    case 'type-widened':
      return `${subjectOf(change, show)} can be more than before: ${show(change.is)}, and was ${show(change.was)}`;
    case 'type-narrowed':
      return `${subjectOf(change, show)} can be less than before: ${show(change.is)}, and was ${show(change.was)}`;
    case 'type-changed':
      return `${subjectOf(change, show)} has another type: ${show(change.is)}, and was ${show(change.was)}`;
    case 'values-opened':
      return `${subjectOf(change, show)} can have any value now: ${show(change.is)}, and was ${show(change.was)}`;
    case 'values-closed':
      return `${subjectOf(change, show)} can have only some values now: ${show(change.is)}, and was ${show(change.was)}`;
    case 'range-widened':
      return `${subjectOf(change, show)} has a wider range: ${show(change.is)}, and was ${show(change.was)}`;
    case 'range-narrowed':
      return `${subjectOf(change, show)} has a narrower range: ${show(change.is)}, and was ${show(change.was)}`;
    case 'range-changed':
      return `${subjectOf(change, show)} has another range: ${show(change.is)}, and was ${show(change.was)}`;
    case 'flag-gained':
      return FLAGS[change.flag].gained;
    case 'flag-lost':
      return FLAGS[change.flag].lost;
    case 'condition-added':
      return `${subjectOf(change, show)} depends on ${show(change.is ?? '')} now`;
    case 'condition-removed':
      return `${subjectOf(change, show)} no longer depends on ${show(change.was ?? '')}`;
    case 'condition-changed':
      return `${subjectOf(change, show)} depends on ${show(change.is ?? '')} now, and depended on ${show(change.was ?? '')}`;
    default:
      return kind satisfies never;
  }
}

/** What clients do with the thing that a change is about. */
export const DIRECTION_WORDS: Readonly<Record<ChangeDirection, string>> = {
  send: 'sent',
  receive: 'received',
  both: 'sent and received',
};

const FLAGS: Readonly<Record<FlagChange['flag'], { readonly gained: string; readonly lost: string }>> = {
  'allow-oob': { gained: 'it can be executed out of band now', lost: 'it can no longer be executed out of band' },
  'allow-preconfig': {
    gained: 'it can be used before the machine is configured now',
    lost: 'it can no longer be used before the machine is configured',
  },
  'success-response': { gained: 'it answers now when it succeeds', lost: 'it no longer answers when it succeeds' },
};

/** What a change is about, as the subject of a sentence in the singular. */
function subjectOf(change: Change, show: Shown): string {
  const { wire } = change;
  // Whoever reads of a new condition knows already what is meant.
  return isOfWhole(change) ? `${wire.kind} ${show(wire.name)}` : thingAt(wire, show);
}

/** What holds the feature that a change is about. */
function holderOf({ wire: { feature, ...holder } }: Change, show: Shown): string {
  return thingAt(holder, show);
}

/** The thing at the end of a way: value c of argument a.b. */
function thingAt({ part, members, ...what }: WirePath, show: Shown): string {
  const inner = (['feature', 'alternative', 'value'] as const).flatMap((key) =>
    what[key] === undefined ? [] : [`${key} ${show(what[key])}`],
  );
  const place = part && (members.length > 0 ? `${PARTS[part].one} ${show(members.join('.'))}` : PARTS[part].all);
  return [...inner, ...(place === undefined ? [] : [place])].join(' of ') || 'it';
}

/** What a way leads to: a member, or all of it. */
const PARTS: Readonly<Record<WirePart, { readonly one: string; readonly all: string }>> = {
  arguments: { one: 'argument', all: 'what it takes' },
  return: { one: 'returned member', all: 'what it returns' },
  data: { one: 'member', all: 'what it carries' },
  class: { one: 'class', all: 'the class' },
};
