// A file that is included no longer is one problem, however many commands are missing with it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/features/edits.ts';
import { resolveFix } from '../../server/src/features/fixes.ts';
import { openExample } from '../helpers/example.ts';
import { historyFrom } from '../helpers/history.ts';

const ROOT = 'qapi/qapi-schema.json';

type Files = Readonly<Record<string, string>>;

/** A tree of which every file defines a command and an event. */
const UPSTREAM: Files = {
  [ROOT]: "# The root.\n\n{ 'include': 'block.json' }\n{ 'include': 'tray.json' }\n{ 'include': 'net.json' }\n",
  'qapi/block.json': "{ 'command': 'block-resize' }\n{ 'event': 'BLOCK_FULL' }\n",
  'qapi/tray.json': "{ 'include': 'lock.json' }\n{ 'command': 'eject' }\n{ 'event': 'TRAY_MOVED' }\n",
  'qapi/lock.json': "{ 'command': 'lock-tray' }\n{ 'command': 'unlock-tray' }\n{ 'event': 'LOCKED' }\n",
  'qapi/net.json': "{ 'command': 'net-up' }\n{ 'event': 'NET_DOWN' }\n",
};

/** The upstream tree with some of its files in another way. */
async function open(changed: Files, baseline: Files = UPSTREAM, releases?: Files) {
  const example = {
    files: { ...UPSTREAM, ...changed },
    ...(releases ? { releases, version: '9.0' } : { baseline }),
    domains: ['com.example'],
  };
  const { workspace, root } = openExample(example, releases && (await historyFrom(releases)));
  return { root, analysis: await workspace.analyse(root) };
}

/** What is told, in words and where: the line in its file, and the names that the message has. */
async function told(changed: Files, baseline?: Files, releases?: Files): Promise<string[]> {
  const { analysis } = await open(changed, baseline, releases);
  return analysis.problems.map(({ rule, file, span, message }) => {
    const line = (analysis.schema.file(file)?.tree.lines.lineOf(span.start) ?? -1) + 1;
    const names = [...message.matchAll(/(?<!\w)'([^']*)'/g)].map(([, name]) => name);
    return `${rule.id} ${file.replace('/tree/qapi/', '')}:${line}: ${names.join(' ')}`;
  });
}

/** The text of a file after the first fix of the first problem. */
async function mended(changed: Files): Promise<string> {
  const { analysis } = await open(changed);
  const [problem] = analysis.problems;
  const [fix] = problem?.fixes() ?? [];
  assert.ok(problem && fix && !fix.preferred, 'it is offered, and left to a person');
  const resolved = resolveFix(fix, [analysis]);
  assert.ok(resolved.ok);
  return applyEdits(analysis.schema.file(problem.file)?.tree.text ?? '', resolved.edits);
}

const without = (path: string, file = ROOT): Files => ({
  [file]: (UPSTREAM[file] ?? '').replace(`{ 'include': '${path}' }\n`, ''),
});

describe('a file that is included no longer', () => {
  it('is one problem, at the include before it, with all that is missing; and is included again', async () => {
    assert.deepEqual(await told(without('tray.json')), [
      'files/include-removed qapi-schema.json:3: tray.json eject TRAY_MOVED lock-tray',
    ]);
    for (const path of ['block.json', 'tray.json', 'net.json']) {
      assert.equal(await mended(without(path)), UPSTREAM[ROOT], path);
    }
  });

  it('leads to where the baseline includes it', async () => {
    const { analysis } = await open(without('tray.json'));
    const [place, ...more] = analysis.problems[0]?.related ?? [];
    assert.ok(place);
    const text = analysis.contract?.baseline.file(place.file)?.tree.text.slice(place.span.start, place.span.end);
    assert.deepEqual([text, more], ["'tray.json'", []]);
  });

  it('is told command by command where nobody wants to know of files', async () => {
    const { workspace, root } = openExample({
      files: { ...UPSTREAM, ...without('tray.json') },
      baseline: UPSTREAM,
      domains: ['com.example'],
      config: '{ "severities": { "files/include-removed": "off" } }',
    });
    const { problems } = await workspace.analyse(root);
    assert.deepEqual(
      problems.map(({ rule, path }) => `${rule.id} ${path}`),
      [
        'contract/command-removed command eject',
        'contract/command-removed command lock-tray',
        'contract/command-removed command unlock-tray',
        'contract/event-removed event TRAY_MOVED',
        'contract/event-removed event LOCKED',
      ],
    );
  });

  it('may be included by another one than the root', async () => {
    const tray = 'qapi/tray.json';
    assert.deepEqual(await told(without('lock.json', tray)), [
      'files/include-removed tray.json:1: lock.json lock-tray unlock-tray LOCKED',
    ]);
    assert.equal(await mended(without('lock.json', tray)), UPSTREAM[tray]);
  });

  it('may be the only one', async () => {
    const one: Files = { [ROOT]: "{ 'include': 'tray.json' }\n{ 'command': 'quit' }\n" };
    const none: Files = { [ROOT]: "{ 'command': 'quit' }\n" };
    const baseline = { ...UPSTREAM, ...one };
    assert.equal((await told(none, baseline)).length, 1);
  });

  it('is known from a release as well', async () => {
    const release = Object.values(UPSTREAM)
      .join('')
      .replace(/\{ 'include'.*\n/g, '');
    // A release made of one file: there it is the commands that are missing.
    assert.deepEqual(
      (await told(without('net.json'), undefined, { '9.0': release })).map((line) => line.split(' ')[0]),
      ['contract/command-removed', 'contract/event-removed'],
    );
  });

  it('is no problem where all that it has stands elsewhere', async () => {
    const moved = {
      ...without('net.json'),
      'qapi/block.json': `${UPSTREAM['qapi/block.json']}${UPSTREAM['qapi/net.json']}`,
    };
    assert.deepEqual(await told(moved), []);
  });

  it('is not meant where something of it is left', async () => {
    const moved = {
      ...without('net.json'),
      'qapi/block.json': `${UPSTREAM['qapi/block.json']}{ 'event': 'NET_DOWN' }\n`,
    };
    assert.deepEqual(await told(moved), ['contract/command-removed block.json:3: net-up']);
  });

  it('is told by the include where that is misspelt', async () => {
    const misspelt = { [ROOT]: (UPSTREAM[ROOT] ?? '').replace('tray', 'trya') };
    assert.deepEqual(await told(misspelt), ['files/include-not-found qapi-schema.json:4: trya.json tray.json']);
  });
});
