/** What an answer of query-qmp-schema tells, and what it is silent about. */
import type { Change } from '../compat/change.ts';

/**
 * Whether a change from or to an answer of query-qmp-schema can be one of the API. An answer knows integers of one size, no
 * conditions, and of the flags of commands only `allow-oob`: where the other side says more, that is no change.
 */
export function isToldByAnswers(change: Change): boolean {
  switch (change.kind) {
    case 'condition-added':
    case 'condition-removed':
    case 'condition-changed':
    case 'range-widened':
    case 'range-narrowed':
    case 'range-changed':
      return false;
    case 'flag-gained':
    case 'flag-lost':
      return change.flag === 'allow-oob';
    default:
      return true;
  }
}
