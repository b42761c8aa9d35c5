import { contractRule, isDownstream, isErrorClass } from '../contract-rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const newErrorClass = contractRule({
  id: 'contract/new-error-class',
  severity: 'information',
  strictSeverity: 'warning',
  upstreamSeverity: 'warning',
  otherDirection: { none: 'Clients never send errors.' },
  summary: 'There is a new class of errors.',
  why: `Clients decide by the class of an error what to do next, and one that they do not know they treat as a plain failure. So for a failure
that upstream has as well, the class must stay upstream's: only new commands may fail with a class of your own.`,
  remedy: `Use the class in your own commands only. Nearly always \`GenericError\` with a good text is enough: upstream itself has not added a class
for many years. Keep the list in \`include/qapi/error.h\` the same.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError', '«__com.example_QuotaExceeded»' ] }\n",
    },
    baseline: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError' ] }\n",
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError' ] }\n",
    },
    baseline: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'member-name-exceptions': [ 'QapiErrorClass' ] } }\n{ 'enum': 'QapiErrorClass', 'data': [ 'GenericError' ] }\n",
    },
    domains: ['com.example'],
  },
  kinds: ['value-added'],
  directions: ['receive'],
  tell: (change, { role }) => {
    if (!isErrorClass(change)) return undefined;
    const { name } = change;
    if (role === 'upstream') return `The class of errors '${name}' is new: clients take it for a plain failure.`;
    // Without a prefix that is what is told.
    if (!isDownstream(name)) return undefined;
    return `The class of errors '${name}' is for your own commands only: where upstream fails, clients expect upstream's classes.`;
  },
});
