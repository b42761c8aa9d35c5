// Which changes break clients. What clients send and what they receive mirror each other: sending less is like receiving more.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ChangeKind, OPPOSITE } from '../../server/src/compat/change.ts';
import { judgementOf, VERDICTS, verdictOf } from '../../server/src/compat/verdict.ts';

/** Kinds that do not mirror, and why. */
const EXCEPTIONS: Partial<Record<ChangeKind, string>> = {
  'optional-member-added':
    'clients rely on receiving what is optional where they always have; QEMU does not rely on being sent it',
  'mandatory-member-removed':
    'QEMU refuses arguments that it does not know, clients ignore members that they do not know',
  'optional-member-removed':
    'QEMU refuses arguments that it does not know, clients ignore members that they do not know',
  'became-mandatory': 'clients have to be ready for less than QEMU is: members that are absent are mostly foreseen',
  'value-removed': 'a client has to be ready for values that it does not know, QEMU has not',
  'values-closed': 'a client has to be ready for values that it does not know, QEMU has not',
  // What stands for the whole command or event, in either direction.
  'command-added': 'it is about the command, whatever travels',
  'command-removed': 'it is about the command, whatever travels',
  'event-added': 'it is about the event, whatever travels',
  'event-removed': 'it is about the event, whatever travels',
  'feature-added': 'features tell what there is, and travel with introspection only',
  'feature-removed': 'features tell what there is, and travel with introspection only',
  'unstable-added': 'features tell what there is, and travel with introspection only',
  'unstable-removed': 'features tell what there is, and travel with introspection only',
  'flag-gained': 'flags belong to commands, and have one direction',
  'flag-lost': 'flags belong to commands, and have one direction',
  'condition-added': 'what a build does not have it neither takes nor gives',
  'condition-removed': 'what a build does not have it neither takes nor gives',
};

describe('the table of verdicts', () => {
  for (const kind of Object.keys(VERDICTS) as ChangeKind[]) {
    const opposite = OPPOSITE[kind];
    const sent = VERDICTS[kind].send.verdict;
    const received = VERDICTS[opposite].receive.verdict;
    const reason = EXCEPTIONS[kind];
    if (reason === undefined) {
      it(`says the same of ${kind} sent and ${opposite} received`, () => assert.equal(sent, received));
    } else {
      it(`tells ${kind} sent from ${opposite} received: ${reason}`, () => assert.notEqual(sent, received));
    }
  }

  it('has kinds that are each other’s opposite', () => {
    for (const [kind, opposite] of Object.entries(OPPOSITE)) assert.equal(OPPOSITE[opposite], kind);
  });
});

describe('a change', () => {
  it('in both directions is as bad as in the worse of them', () => {
    assert.equal(verdictOf({ kind: 'mandatory-member-added', direction: 'both', unstable: false }), 'breaking');
    assert.equal(verdictOf({ kind: 'value-added', direction: 'both', unstable: false }), 'risky');
    assert.equal(judgementOf({ kind: 'value-added', direction: 'both' }), VERDICTS['value-added'].receive);
    assert.equal(judgementOf({ kind: 'value-removed', direction: 'both' }), VERDICTS['value-removed'].send);
  });

  it('of an enum that becomes a string is no worse than a new value of the enum', () => {
    assert.equal(VERDICTS['values-opened'].receive, VERDICTS['value-added'].receive);
    assert.equal(verdictOf({ kind: 'values-closed', direction: 'send', unstable: false }), 'breaking');
  });

  it('of something unstable breaks nobody', () => {
    assert.equal(verdictOf({ kind: 'command-removed', direction: 'send', unstable: true }), 'unstable');
    assert.equal(verdictOf({ kind: 'value-added', direction: 'receive', unstable: true }), 'unstable');
    assert.equal(verdictOf({ kind: 'command-added', direction: 'send', unstable: true }), 'compatible');
  });

  it('of a class of errors that is gone is worse than of another value that clients no longer receive', () => {
    const gone = { kind: 'value-removed', direction: 'receive', unstable: false } as const;
    assert.equal(verdictOf(gone), 'compatible');
    const wire = { kind: 'error', name: 'error', part: 'class', members: [], value: 'DeviceNotFound' } as const;
    assert.equal(verdictOf({ ...gone, wire }), 'risky');
  });
});
