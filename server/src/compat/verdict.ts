/**
 * Whether a change breaks clients, judged for a release of upstream against the one before. It follows from the kind of the
 * change and its direction; QEMU's docs/devel/qapi-code-gen.rst, section "Compatibility considerations". A downstream is bound
 * to more: there a new name wants a prefix, and what upstream refuses is to be refused.
 */
import type { Change, ChangeKind } from './change.ts';

/**
 * `breaking`: a client that worked may fail. `risky`: it may fail if it has taken for granted what nobody has promised.
 * `unstable`: one of those two, but of what the baseline calls unstable, so that nobody may rely on it. `compatible`: none of
 * them.
 */
export type Verdict = 'breaking' | 'risky' | 'unstable' | 'compatible';

export interface Judgement {
  readonly verdict: Exclude<Verdict, 'unstable'>;
  /** Why, in a sentence. */
  readonly reason: string;
}

/** What a kind of change means for clients that send what it is about, and for those that receive it. */
type Row = Readonly<Record<'send' | 'receive', Judgement>>;

const compatible = (reason: string): Judgement => ({ verdict: 'compatible', reason });
const risky = (reason: string): Judgement => ({ verdict: 'risky', reason });
const breaking = (reason: string): Judgement => ({ verdict: 'breaking', reason });
const row = (send: Judgement, receive: Judgement): Row => ({ send, receive });
/** Where the direction makes no difference. */
const always = (judgement: Judgement): Row => row(judgement, judgement);

const NOT_USED_YET = compatible('Clients that do not know it do not use it.');
const IGNORED = compatible('Clients ignore members that they do not know.');
const STILL_ACCEPTED = compatible('All that clients send is accepted as before.');
const STILL_UNDERSTOOD = compatible('Clients understand all that they may receive.');
const NO_LONGER_ACCEPTED = breaking('What clients send may be refused.');
const NOT_UNDERSTOOD = breaking('Clients may receive what they do not understand.');
const UNKNOWN_VALUE = risky('Clients may receive a value that they do not know.');
const MISSED = breaking('Clients that read it no longer find it.');

/** The one table of verdicts. */
export const VERDICTS: Readonly<Record<ChangeKind, Row>> = {
  'command-added': always(NOT_USED_YET),
  'command-removed': always(breaking('Clients that use the command fail.')),
  'event-added': always(compatible('Clients ignore events that they do not know.')),
  'event-removed': always(breaking('Clients may wait for the event for ever.')),
  'optional-member-added': row(NOT_USED_YET, IGNORED),
  'optional-member-removed': row(NO_LONGER_ACCEPTED, MISSED),
  'mandatory-member-added': row(breaking('What clients send lacks it, and is refused.'), IGNORED),
  'mandatory-member-removed': row(NO_LONGER_ACCEPTED, MISSED),
  'became-optional': row(STILL_ACCEPTED, risky('Clients that take it for granted may miss it.')),
  'became-mandatory': row(breaking('Clients that leave it out are refused.'), STILL_UNDERSTOOD),
  'value-added': row(NOT_USED_YET, UNKNOWN_VALUE),
  'value-removed': row(breaking('Clients that send the value are refused.'), STILL_UNDERSTOOD),
  'alternative-added': row(NOT_USED_YET, NOT_UNDERSTOOD),
  'alternative-removed': row(NO_LONGER_ACCEPTED, STILL_UNDERSTOOD),
  'type-widened': row(STILL_ACCEPTED, NOT_UNDERSTOOD),
  'type-narrowed': row(NO_LONGER_ACCEPTED, STILL_UNDERSTOOD),
  'type-changed': row(NO_LONGER_ACCEPTED, NOT_UNDERSTOOD),
  'values-opened': row(STILL_ACCEPTED, UNKNOWN_VALUE),
  'values-closed': row(NO_LONGER_ACCEPTED, STILL_UNDERSTOOD),
  'range-widened': row(STILL_ACCEPTED, risky('Clients may receive numbers for which they have no room.')),
  'range-narrowed': row(risky('Numbers that clients send may be refused.'), STILL_UNDERSTOOD),
  'range-changed': row(
    risky('Numbers that clients send may be refused.'),
    risky('Clients may receive numbers for which they have no room.'),
  ),
  'return-added': always(breaking('Clients that expect an empty object receive something else.')),
  'return-removed': always(MISSED),
  'feature-added': always(compatible('It tells clients what they may use.')),
  'feature-removed': always(breaking('Clients conclude that what it stands for is missing.')),
  'deprecated-added': always(compatible('It works as before; clients are warned that it will go.')),
  'deprecated-removed': always(compatible('It stays, against what was announced.')),
  'unstable-added': always(breaking('Clients may no longer rely on it.')),
  'unstable-removed': always(compatible('Clients may rely on it from now on.')),
  'flag-gained': always(NOT_USED_YET),
  'flag-lost': always(breaking('Clients that use the command that way fail.')),
  'condition-added': always(risky('Builds that do not meet the condition no longer have it.')),
  'condition-removed': always(compatible('All builds have it.')),
  'condition-changed': always(risky('Some builds that had it may not have it.')),
};

/** Clients do not merely read the class of an error: they go by it. */
const ERROR_CLASS_REMOVED = risky('Clients that go by the class no longer can.');

/** The worst first. */
export const VERDICTS_BY_WEIGHT: readonly Verdict[] = ['breaking', 'risky', 'unstable', 'compatible'];

/** How bad a verdict is: more is worse. */
export function weightOf(verdict: Verdict): number {
  return -VERDICTS_BY_WEIGHT.indexOf(verdict);
}

/** Why a change is judged as it is: of two directions the one that is worse. What is unstable is judged like the rest. */
export function judgementOf({
  kind,
  direction,
  wire,
}: Pick<Change, 'kind' | 'direction'> & Partial<Pick<Change, 'wire'>>): Judgement {
  if (kind === 'value-removed' && wire?.kind === 'error') return ERROR_CLASS_REMOVED;
  const { send, receive } = VERDICTS[kind];
  if (direction !== 'both') return VERDICTS[kind][direction];
  return weightOf(receive.verdict) > weightOf(send.verdict) ? receive : send;
}

/** Whether a change breaks clients. */
export function verdictOf(
  change: Pick<Change, 'kind' | 'direction' | 'unstable'> & Partial<Pick<Change, 'wire'>>,
): Verdict {
  const { verdict } = judgementOf(change);
  return change.unstable && verdict !== 'compatible' ? 'unstable' : verdict;
}
