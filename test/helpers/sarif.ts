/** SARIF as those who read it take it: judged by the schema of its makers, and by what the standard says beyond that. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Location, Log, Message, Result, Run } from 'sarif';

// Of that package nothing but the schema is used.
const SCHEMA = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

// One of its patterns has a bracket too many, which is none to those who read patterns strictly.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isValid = ajv.compile(JSON.parse(readFileSync(createRequire(import.meta.url).resolve(SCHEMA), 'utf8')));

/** Reads a report, and fails where it is not in order. */
export function readSarif(text: string): Run {
  const log: Log = JSON.parse(text);
  assert.ok(isValid(log), ajv.errorsText(isValid.errors, { separator: '\n' }));
  const [run, ...more] = log.runs;
  assert.ok(run && more.length === 0);
  for (const result of run.results ?? []) inOrder(result, run);
  const fingerprints = (run.results ?? []).map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  assert.equal(new Set(fingerprints).size, fingerprints.length, 'two results have the same fingerprint');
  return run;
}

function inOrder(result: Result, { tool }: Run): void {
  const { ruleId, ruleIndex, message, locations = [], relatedLocations = [] } = result;
  assert.equal(tool.driver.rules?.[ruleIndex ?? -1]?.id, ruleId);
  for (const one of [message, ...relatedLocations.map((related) => related.message)]) inOrderMessage(one);
  for (const location of [...locations, ...relatedLocations]) inOrderLocation(location);
}

function inOrderMessage(message: Message | undefined): void {
  const text = message?.text ?? '';
  assert.notEqual(text, '');
  assert.doesNotMatch(text.replace(/\{\{|\}\}/g, ''), /[{}]/, 'a brace is not doubled');
}

function inOrderLocation({ physicalLocation, logicalLocations = [] }: Location): void {
  // What stands in no file is at a place on the wire only.
  if (!physicalLocation) {
    assert.ok(logicalLocations.length > 0, 'a location is no place');
    return;
  }
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = physicalLocation.region ?? {};
  assert.ok(startLine >= 1 && startColumn >= 1);
  assert.ok(endLine > startLine || (endLine === startLine && endColumn >= startColumn));
  const { uri = '', uriBaseId } = physicalLocation.artifactLocation ?? {};
  assert.match(uri, uriBaseId === undefined ? /^file:\/\/\// : /^(?!\/|\.\.\/)[^:?#]+$/);
}
