import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Files, qapi } from './qapi.ts';

const TREE: Files = {
  'ours/qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'struct': 'EjectOptions', 'data': { 'id': 'str' } }\n",
  'ours/qapi/block.json': `##
# @eject_all:
#
# Eject all, see also @BYE.
##
{ 'command': 'eject_all', 'data': 'EjectOptions' }

{ 'event': 'BYE' }
`,
  'ours/qga/qapi-schema.json':
    "{ 'include': '../qapi/block.json' }\n{ 'struct': 'EjectOptions', 'data': { 'id': 'str' } }\n",
  'up/qapi/qapi-schema.json': "{ 'struct': 'Unrelated', 'data': {} }\n",
  'up/qga/qapi-schema.json': "{ 'struct': 'Unrelated', 'data': {} }\n",
};

const FIX = 'check ours --baseline dir:up --rfqdn com.acme --fix';

describe('qapi check --fix', () => {
  test('writes the files that change, and says what it did and what remains', async () => {
    const { status, stdout, written } = await qapi(FIX, TREE);
    assert.equal(
      stdout,
      `Applied 2 fixes, and changed 1 file:
  ours/qapi/block.json

The C code has to follow:
  qmp_eject_all -> qmp___com_acme_eject_all
  qapi_event_send_bye -> qapi_event_send___com_acme_bye
  QAPI_EVENT_BYE -> QAPI_EVENT___COM_ACME_BYE

No problems in 2 roots (3 files)
Role: downstream, a domain is configured (com.acme). QEMU: the newest known, as there is no VERSION
file. Baseline: dir:up.
`,
    );
    assert.deepEqual(written, {
      'ours/qapi/block.json': `##
# @__com.acme_eject-all:
#
# Eject all, see also @__com.acme_BYE.
##
{ 'command': '__com.acme_eject-all', 'data': 'EjectOptions' }

{ 'event': '__com.acme_BYE' }
`,
    });
    assert.equal(status, 0);
  });

  test('a second time changes nothing more', async () => {
    const { written } = await qapi(FIX, TREE);
    const { stdout, written: again } = await qapi(FIX, { ...TREE, ...written });
    assert.match(stdout, /^No fix was applied\.\n\nNo problems in 2 roots/);
    assert.deepEqual(again, {});
  });

  test('keeps the ends of lines, the byte order mark and everything else that it does not fix', async () => {
    const text = "# \tGrüße\r\n{ 'command': 'eject_all' }\r\r\n{  'event' :'bye'}";
    const { written } = await qapi('check a.json --fix', { 'a.json': text });
    assert.deepEqual(written, { 'a.json': text.replace('eject_all', 'eject-all').replace("'bye'", "'BYE'") });
  });

  test('tells what cannot be fixed, and why', async () => {
    const files = { 'a.json': "{ 'command': 'eject_all' }\n{ 'command': 'eject-all' }\n{ 'event': 'bye' }\n" };
    const { status, stdout, written } = await qapi('check a.json --fix', files);
    assert.match(stdout, /^ {2}no fix: 'eject_all' cannot become 'eject-all':/m);
    assert.match(
      stdout,
      /^Applied 1 fix, and changed 1 file:\n {2}a\.json\n\n1 fix could not be applied; see above why\.$/m,
    );
    assert.deepEqual(Object.keys(written), ['a.json']);
    assert.equal(status, 1);
  });

  test('what cannot be written is told, and nothing is changed', async () => {
    const writeFailure = { path: '/src/ours/qapi/block.json', reason: 'no space left on device' };
    const { status, stdout, stderr } = await qapi(FIX, TREE, { writeFailure });
    assert.equal(stderr, 'qapi: Nothing was fixed. ours/qapi/block.json cannot be written: no space left on device.\n');
    assert.match(stdout, /^ours\/qapi\/block\.json:6:15 error downstream\/missing-prefix$/m);
    assert.equal(status, 2);
  });

  test('bytes that cannot be read are not lost: such a file is left alone', async () => {
    const latin1 = Uint8Array.from("{ 'command': 'eject_all' } # Gr\xfc\xdfe\n", (character) =>
      character.charCodeAt(0),
    );
    const { status, stdout, stderr, written } = await qapi('check a.json --fix', { 'a.json': latin1 });
    assert.equal(stderr, '');
    assert.match(stdout, /^ {2}no fix: a\.json is not UTF-8 text: to change it would lose what cannot be read\.$/m);
    assert.match(stdout, /^a\.json:1:32 error files\/encoding/m);
    assert.match(stdout, /^a\.json:1:15 error naming\/lower-case/m);
    assert.deepEqual({ status, written }, { status: 1, written: {} });
  });

  test('nor are they where no name is at stake', async () => {
    const latin1 = Uint8Array.from("{ 'command': 'eject', } # Gr\xfc\xdfe\n", (character) => character.charCodeAt(0));
    const { status, stdout, written } = await qapi('check a.json --fix', { 'a.json': latin1 });
    assert.match(stdout, /^a\.json:1:21 error syntax\/comma/m);
    assert.match(stdout, /^ {2}no fix: a\.json is not UTF-8 text/m);
    assert.deepEqual({ status, written }, { status: 1, written: {} });
  });

  test('a domain decides what is inserted; without one, names that need it wait', async () => {
    const { stdout, written } = await qapi('check ours --baseline dir:up --role downstream --fix', TREE);
    assert.match(stdout, /^With --rfqdn DOMAIN, --fix inserts the prefix of your domain into \d names\.$/m);
    for (const text of Object.values(written)) assert.doesNotMatch(text, /__/);
  });
});
