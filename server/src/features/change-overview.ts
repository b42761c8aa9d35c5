/** All that differs between a root and its baseline, by the commands and events on whose way clients meet it. */
import type { Analysis } from '../analysis/analysis.ts';
import type { Change, ChangeDirection, Presence, Site } from '../compat/change.ts';
import { judgementOf, type Verdict, verdictOf } from '../compat/verdict.ts';
import { ownerOf } from '../compat/words.ts';
import { definitionOf } from '../schema/model.ts';
import { placesOf } from './change-place.ts';

/** The changes that are met on the way from one command or event. */
export interface ChangeGroup {
  /** Of the command or event. */
  readonly name: string;
  readonly changes: readonly ChangeEntry[];
}

export interface ChangeEntry {
  /** What has changed, within the group: `+ argument options.locking`. */
  readonly label: string;
  readonly direction: ChangeDirection;
  readonly verdict: Verdict;
  /** Why that verdict, in a sentence. */
  readonly reason: string;
  /** The definition of ours that it shows at, if there is one. */
  readonly definition: string | undefined;
  /** Where to look: at the change, or at what holds it on that side. */
  readonly ours: Site | undefined;
  readonly baseline: Site | undefined;
}

/**
 * @returns the groups by name, and in each the changes as they stand in the text, what is gone last. What several commands lead
 *   to is told with one of them.
 */
export function changeOverview({ changes }: Pick<Analysis, 'changes'>): ChangeGroup[] {
  const groups = new Map<string, ChangeEntry[]>();
  for (const change of changes) {
    const name = ownerOf(change);
    const { ours, baseline } = placesOf(change);
    const entry: ChangeEntry = {
      label: labelOf(change, pathBelow(change, name)),
      direction: change.direction,
      verdict: verdictOf(change),
      reason: judgementOf(change).reason,
      definition: ours && definitionOf(ours.thing).name.text,
      ours,
      baseline,
    };
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return [...groups]
    .map(([name, entries]) => ({ name, changes: entries }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** What stands behind the name of a command or event in a path; the path itself where that is about the whole of it. */
function pathBelow({ path }: Change, name: string): string {
  return path.startsWith(`${name}: `) ? path.slice(name.length + 2) : path;
}

function labelOf(change: Change, what: string): string {
  switch (change.kind) {
    case 'became-optional':
      return `${what}: now optional`;
    case 'became-mandatory':
      return `${what}: now mandatory`;
    case 'mandatory-member-added':
      return `+ ${what}, mandatory`;
    case 'flag-gained':
      return `+ ${what}`;
    case 'flag-lost':
      return `- ${what}`;
    case 'condition-added':
    case 'condition-removed':
    case 'condition-changed':
      return `${what}, condition: ${change.was ?? 'none'} -> ${change.is ?? 'none'}`;
    case 'type-widened':
    case 'type-narrowed':
    case 'type-changed':
    case 'values-opened':
    case 'values-closed':
    case 'range-widened':
    case 'range-narrowed':
    case 'range-changed':
      return `${what}: ${change.was} -> ${change.is}`;
    default:
      return `${cameOrWent(change)} ${what}`;
  }
}

function cameOrWent({ kind }: Presence): '+' | '-' {
  return kind.endsWith('-added') ? '+' : '-';
}
