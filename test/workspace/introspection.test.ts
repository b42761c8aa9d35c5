// A program's answer to query-qmp-schema as a baseline: from the setting to the names that are new against it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveBaseline } from '../../server/src/workspace/baseline.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { schemaFrom } from '../helpers/schema.ts';

const ROOT = 'qapi/qapi-schema.json';
const GUEST = 'qga/qapi-schema.json';
const STORAGE = 'storage-daemon/qapi/qapi-schema.json';

/** What a program answers that has these commands. */
async function answer(...commands: string[]): Promise<string> {
  const text = commands.map((name) => `{ 'command': '${name}' }\n`).join('');
  return JSON.stringify({ return: introspectionOf(await schemaFrom({ [ROOT]: text })) });
}

const EMULATOR = await answer('query-status', 'blockdev-add');
const DAEMON = await answer('blockdev-add', 'quit');

describe('introspection:FILE', () => {
  /** Asks for the baseline of a root of the tree /src/qemu. */
  async function told(file: string | Uint8Array | undefined, at = ROOT, path = '../q.json'): Promise<string> {
    const host = memoryHost(file === undefined ? {} : { '/src/q.json': file });
    const outcome = await resolveBaseline({
      spec: `introspection:${path}`,
      root: `/src/qemu/${at}`,
      treeFolder: '/src/qemu',
      configFolder: '/src/qemu',
      version: [8, 2, 2],
      host,
    });
    switch (outcome.kind) {
      case 'known':
        return `${outcome.label}: ${outcome.schema.definitions.map(({ name }) => name.text).join(' ')}`;
      case 'found':
        return outcome.root;
      case 'none':
        return `none: ${outcome.reason}`;
      case 'problem':
        return `problem: ${outcome.message}${outcome.help === undefined ? '' : ` ${outcome.help}`}`;
    }
  }

  it('is the schema of the program that answered, relative to the folder of the configuration', async () => {
    assert.equal(await told(EMULATOR), 'introspection:../q.json: query-status blockdev-add Type0');
    assert.equal(
      await told(EMULATOR, ROOT, '/src/q.json'),
      'introspection:/src/q.json: query-status blockdev-add Type0',
    );
    assert.equal(await told(DAEMON, STORAGE), 'introspection:../q.json: blockdev-add quit Type0');
  });

  it('is compared with a root of which nobody knows what program it is for, and so is a program', async () => {
    assert.equal(await told(DAEMON, 'tests/small.json'), 'introspection:../q.json: blockdev-add quit Type0');
    const small = await answer('stop');
    assert.equal(await told(small), 'introspection:../q.json: stop Type0');
    assert.equal(await told(small, STORAGE), 'introspection:../q.json: stop Type0');
  });

  it('is nothing to compare another program with', async () => {
    assert.equal(
      await told(DAEMON),
      'none: "introspection:../q.json" was answered by the storage daemon, and this is the schema of the system emulator.',
    );
    assert.equal(
      await told(EMULATOR, STORAGE),
      'none: "introspection:../q.json" was answered by the system emulator, and this is the schema of the storage daemon.',
    );
  });

  it('is nothing to compare the guest agent with, which cannot answer', async () => {
    const reason =
      'none: "introspection:../q.json" is an answer of query-qmp-schema, and this is the schema of the guest agent, which has no such command.';
    assert.equal(await told(EMULATOR, GUEST), reason);
    assert.equal(await told(undefined, GUEST), reason);
  });

  it('is nothing to compare a schema with that no program answers with', async () => {
    assert.equal(
      await told(EMULATOR, 'docs/interop/firmware.json'),
      'none: "introspection:../q.json" is an answer of query-qmp-schema, and no program answers with this schema.',
    );
  });

  it('may be missing', async () => {
    assert.equal(
      await told(undefined),
      'problem: The baseline "introspection:../q.json" does not exist: there is no /src/q.json. The path is relative to /src/qemu.',
    );
  });

  const HELP =
    'It should hold the answer of query-qmp-schema: the list alone, { "return": [...] }, or a log of replies with it.';

  it('may be something else', async () => {
    const problem = (what: string) => `problem: The baseline "introspection:../q.json" cannot be read: ${what} ${HELP}`;
    assert.equal(await told('\n\n  { "execute": query }'), problem('line 3, column 16. This is no JSON.'));
    assert.equal(await told(Uint8Array.of(0xff, 0xfe, 0x5b, 0)), problem('it is not UTF-8 text.'));
    assert.equal(
      await told('', ROOT, '..'),
      `problem: The baseline "introspection:.." cannot be read: it is a folder. ${HELP}`,
    );
  });

  it('may not be readable', async () => {
    const host = memoryHost({});
    host.lock('/src/q.json', 'permission denied');
    const outcome = await resolveBaseline({
      spec: 'introspection:/src/q.json',
      root: `/src/qemu/${ROOT}`,
      treeFolder: '/src/qemu',
      configFolder: '/src/qemu',
      version: undefined,
      host,
    });
    assert.deepEqual(outcome, {
      kind: 'problem',
      message: 'The baseline "introspection:/src/q.json" cannot be read: permission denied.',
    });
  });
});

describe('a tree with a program for its baseline', () => {
  it('has the names for new that the program does not have, and is looked at again when the answer changes', async () => {
    const host = memoryHost({
      '/src/qemu/.qapirc.json': '{ "domains": [ "com.example" ], "baseline": "introspection:q.json" }',
      [`/src/qemu/${ROOT}`]:
        "##\n# @query-status:\n##\n{ 'command': 'query-status' }\n##\n# @go:\n##\n{ 'command': 'go' }\n",
    });
    const workspace = new Workspace(host, ['/src/qemu']);
    const look = async (): Promise<string[]> => {
      const { problems } = await workspace.analyse(`/src/qemu/${ROOT}`);
      return problems.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id);
    };
    const write = (text: string): void => {
      host.write('/src/qemu/q.json', text);
      workspace.fileChanged('/src/qemu/q.json');
    };
    assert.deepEqual(await look(), ['config/baseline']);
    write(await answer('query-status'));
    assert.deepEqual(await look(), ['downstream/missing-prefix']);
    write(await answer('query-status', 'go'));
    assert.deepEqual(await look(), []);
    write('{ "return": [');
    assert.deepEqual(await look(), ['config/baseline']);
  });
});
