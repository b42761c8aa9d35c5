/** Where to look at a change: each side has a place, as far as it has anything. */
import type { Change, Site } from '../compat/change.ts';

/** The places of a change. Where one side has nothing, what holds it on the other stands there on its own side. */
export interface ChangePlaces {
  readonly ours: Site | undefined;
  readonly baseline: Site | undefined;
}

/** @returns undefined for a side only where a command or event came or went, and nothing holds it */
export function placesOf({ kind, ours, baseline, holder }: Change): ChangePlaces {
  const held: Site | undefined = holder && { thing: holder, span: holder.name.span };
  // What came is held, or would be, in the baseline; what went in ours.
  const went = kind.endsWith('-removed');
  return { ours: ours ?? (went ? held : undefined), baseline: baseline ?? (went ? undefined : held) };
}
