// What the editor shows about the place under the mouse in messages.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { qmpHoverAt } from '../../server/src/features/qmp-hover.ts';
import { readIntrospection } from '../../server/src/introspection/introspection.ts';
import type { MessageTarget } from '../../server/src/rules/run-messages.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { historyFrom } from '../helpers/history.ts';
import { introspectionOf } from '../helpers/introspection.ts';
import { testPage } from '../helpers/pages.ts';
import { openScene, TRAINS } from './qmp-scene.ts';

/** A file of a scene that is the schema of a release. */
const RELEASE = /^\d+\.\d+$/;

testPage(new URL('fixtures/qmp-hover.txt', import.meta.url), async (files) => {
  const entries = Object.entries(files);
  const releases = Object.fromEntries(entries.filter(([path]) => RELEASE.test(path)));
  const known = Object.keys(releases).length > 0 ? await historyFrom(releases) : undefined;
  const scene = await openScene(Object.fromEntries(entries.filter(([path]) => !RELEASE.test(path))));
  const owners = { domains: ['org.example'], inherited: [] };
  const options = { owners, ...(known && { history: () => known }) };
  return qmpHoverAt(scene.source, scene.offset, scene.target, [], options)?.markdown ?? '';
});

describe('without documentation', () => {
  async function hover(target: (schema: Schema) => MessageTarget | undefined, marked: string): Promise<string> {
    const { source, offset, target: tree } = await openScene({ 'a.qmp': marked });
    const other = target(tree.schema);
    assert.ok(other);
    return qmpHoverAt(source, offset, other, [])?.markdown ?? '';
  }
  const program = (schema: Schema): MessageTarget | undefined => {
    const read = readIntrospection('answer.json', JSON.stringify(introspectionOf(schema)));
    return read.kind === 'schema' ? { schema: read.schema, kind: 'program', label: 'a program' } : undefined;
  };

  test('of a program what is seen on the wire is told, and no name of a type', async () => {
    assert.equal(
      await hover(program, '{ "execute": "dep|art" }'),
      [
        '```',
        'command depart',
        '  track: int',
        '  train: object or str or null',
        '  slowly: bool, optional',
        '  ballast: fine | mixed | coarse, optional',
        '```',
        '',
        '- command `depart`',
      ].join('\n'),
    );
    assert.equal(
      await hover(program, '{ "execute": "build", "arguments": { "en|gine": "steam" } }'),
      [
        '```',
        'engine: steam | diesel | pulled',
        '```',
        '',
        '- mandatory argument `engine` of command `build`, `steam | diesel | pulled`',
        '- clients send it',
      ].join('\n'),
    );
  });

  test('of a release its file is told', async () => {
    const history = await historyFrom({ '2.3': TRAINS });
    const schema = history.release('2.3', 'qapi');
    assert.ok(schema);
    const release = (): MessageTarget => ({ schema, kind: 'release', label: 'release 2.3', root: 'qapi' });
    assert.equal(
      await hover(release, '{ "execute": "ha|lt" }'),
      "```qapi\n{ 'command': 'halt', 'allow-oob': true }\n```\n\n- command `halt`, in `qapi/qapi-schema.json` of release 2.3",
    );
  });
});

test('the span is that of the name, without quotes', async () => {
  const { text, offset, source, target } = await openScene({ 'a.qmp': '{ "execute": "ha|lt" }' });
  const span = qmpHoverAt(source, offset, target, [])?.span;
  assert.equal(span && text.slice(span.start, span.end), 'halt');
});
