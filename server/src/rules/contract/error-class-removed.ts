import { restoreFixes } from '../contract-fixes.ts';
import { contractRule, isErrorClass } from '../contract-rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const errorClassRemoved = contractRule({
  id: 'contract/error-class-removed',
  severity: 'error',
  upstreamSeverity: 'warning',
  otherDirection: { none: 'Clients never send errors.' },
  summary: 'A class of errors of upstream is missing.',
  why: `Clients tell by the class what has gone wrong: that a command does not exist, say, or that a device is not there. Where your QEMU fails
with another class, they take the wrong way out.`,
  remedy: 'Put it back, and fail with it where upstream does.',
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': '«QapiErrorClass»', 'data': [ 'GenericError' ] }\n",
    },
    baseline: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'CommandNotFound' ] }\n",
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'CommandNotFound' ] }\n",
    },
    baseline: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', 'CommandNotFound' ] }\n",
    },
    domains: ['com.example'],
  },
  kinds: ['value-removed'],
  directions: ['receive'],
  tell: (change) =>
    isErrorClass(change)
      ? `Upstream's class of errors '${change.name}' is missing: clients that act on it no longer can. Put it back.`
      : undefined,
  fixes: restoreFixes,
});
