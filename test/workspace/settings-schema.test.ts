import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import Ajv from 'ajv';
import { CONFIG_KEYS, FILE_KEYS } from '../../server/src/workspace/config.ts';
import { readConfigFile } from '../../server/src/workspace/config-file.ts';
import { configSchema, editorSettings, type RuleHead } from '../../server/src/workspace/settings-schema.ts';

const rules: RuleHead[] = [
  { id: 'naming/event-case', summary: 'An event is not in `UPPER_CASE`.', severity: 'error' },
  { id: 'downstream/long-name', summary: 'A name is *very* long.', severity: 'hint' },
];
const ids = rules.map(({ id }) => id);
const accepts = new Ajv({ strict: false }).compile(configSchema(rules));

describe('the JSON schema of .qapirc.json', () => {
  test('knows every setting, and nothing else', () => {
    const { properties } = configSchema(rules) as { properties: object };
    assert.deepEqual(Object.keys(properties), ['$schema', ...CONFIG_KEYS]);
  });

  test('describes each rule by its own summary', () => {
    const { properties } = configSchema(rules) as { properties: { severities: { properties: object } } };
    assert.deepEqual(properties.severities.properties, {
      'naming/event-case': {
        enum: ['error', 'warning', 'information', 'hint', 'off'],
        description: 'An event is not in UPPER_CASE.\n\nDefault: error',
        markdownDescription: 'An event is not in `UPPER_CASE`.\n\nDefault: `error`',
      },
      'downstream/long-name': {
        enum: ['error', 'warning', 'information', 'hint', 'off'],
        description: 'A name is very long.\n\nDefault: hint',
        markdownDescription: 'A name is *very* long.\n\nDefault: `hint`',
      },
    });
  });

  // The editor and the program must not contradict each other in front of the user.
  for (const json of [
    {},
    { $schema: './qapirc.schema.json', role: 'downstream' },
    { role: 'both' },
    { role: null },
    { domains: ['com.example', 'org.acme.virt'] },
    { domains: ['redhat'] },
    { domains: ['com..redhat'] },
    { domains: [''] },
    { domains: 'com.example' },
    { inherited: ['com.redhat', 'com.redhat'] },
    { baseline: 'auto' },
    { baseline: 'dir:../up stream' },
    { baseline: 'dir:' },
    { baseline: 'dir: ' },
    { baseline: 'release:8.2' },
    { baseline: 'release:v8.2.2' },
    { baseline: 'release:8' },
    { baseline: 'release:8.2-rc1' },
    { baseline: 'release:' },
    { baseline: 'introspection:../q.json' },
    { baseline: 'introspection:' },
    { baseline: 'introspection' },
    { baseline: 'git:v8.2.0' },
    { baseline: 'git:-h' },
    { baseline: 'git:a b' },
    { baseline: 'git:' },
    { baseline: 'v8.2.0' },
    { profile: 'strict' },
    { profile: 'lax' },
    { qemuVersion: '8.2' },
    { qemuVersion: 'v8.2.0' },
    { qemuVersion: '8' },
    { qemuVersion: 8.2 },
    { roots: ['qapi/qapi-schema.json', 'x/*.json'] },
    { roots: [''] },
    { severities: { 'naming/event-case': 'off' } },
    { severities: { 'naming/event-case': 'none' } },
    { severities: { 'naming/nothing': 'off' } },
    { severity: {} },
    { acknowledged: [] },
    { acknowledged: [{ rule: 'naming/event-case', path: 'x: argument a', reason: 'old' }] },
    { acknowledged: [{ rule: 'naming/event-case', path: 'x: *', reason: 'old', since: '8.2' }] },
    { acknowledged: [{ rule: 'naming/nothing', path: 'x', reason: 'old' }] },
    { acknowledged: [{ rule: 'naming/event-case', path: 'x' }] },
    { acknowledged: [{ rule: 'naming/event-case', path: ' ', reason: 'old' }] },
    { acknowledged: [{ rule: 'naming/event-case', path: 'x', reason: 7 }] },
    { acknowledged: ['naming/event-case'] },
    { acknowledged: {} },
    { 'qmp.target': 'auto' },
    { 'qmp.target': 'release:8.2' },
    { 'qmp.target': 'release:new' },
    { 'qmp.target': 'introspection:qemu.json' },
    { 'qmp.target': 'introspection:' },
    { 'qmp.target': 'socket:/run/qemu.sock' },
    { 'qmp.target': 'socket: ' },
    { 'qmp.target': 'git:v8.2.0' },
    { 'qmp.target': 8.2 },
    { 'qmp.files': ['tests/**/*.json'] },
    { 'qmp.files': 'tests/a.json' },
    { 'qmp.files': [''] },
    [],
  ]) {
    test(`agrees with what reads the file on ${JSON.stringify(json)}`, () => {
      const { problems } = readConfigFile(JSON.stringify(json), ids);
      assert.equal(accepts(json), problems.length === 0, JSON.stringify(problems));
    });
  }
});

describe("VS Code's settings", () => {
  test('are the same but for what belongs in the file, in order, and each can differ from folder to folder', () => {
    const settings = Object.entries(editorSettings(rules));
    assert.deepEqual(
      settings.map(([key]) => key),
      CONFIG_KEYS.filter((key) => !FILE_KEYS.has(key)).map((key) => `qapi.${key}`),
    );
    assert.deepEqual(
      settings.map(([, { order }]) => order),
      settings.map((_, index) => index + 1),
    );
    for (const [key, { scope, markdownDescription }] of settings) {
      assert.equal(scope, 'resource', key);
      assert.equal(typeof markdownDescription, 'string', key);
    }
  });
});
