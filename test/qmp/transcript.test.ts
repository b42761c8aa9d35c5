// Where messages are found in documentation comments.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exampleBlocks } from '../../server/src/qmp/transcript.ts';
import { parse } from '../../server/src/syntax/parse.ts';

/** The blocks of the comment that the text is: a line a message, its white space squeezed. */
function blocks(text: string): string[][] {
  const source = `##\n${text
    .trim()
    .split('\n')
    .map((line) => `#${line === '' ? '' : ` ${line}`}\n`)
    .join('')}##\n`;
  const [doc] = parse(source).freeDocs;
  assert.ok(doc);
  return exampleBlocks(doc).map((block) =>
    block.messages.map(({ side, span }) => `${side}: ${source.slice(span.start, span.end).replace(/[\s#]+/g, ' ')}`),
  );
}

const cases: Record<string, { text: string; expected: string[][] }> = {
  'a qmp-example': {
    text: `
@frob:

Frob it.

.. qmp-example::
   :title: Frobbing

    -> { "execute": "frob",
         "arguments": { "how": "hard" } }
    <- { "return": {} }

Since: 1.0`,
    expected: [['client: -> { "execute": "frob", "arguments": { "how": "hard" } }', 'server: <- { "return": {} }']],
  },
  'annotated: prose between the messages parts blocks, blank lines do not': {
    text: `
.. qmp-example::
   :annotated:

   First this, {really}::

    -> { "execute": "a" }

    <- { "return": {} }

   Then that:

   - one, two [2, 3)

   ::

    -> { "execute": "b" }`,
    expected: [['client: -> { "execute": "a" }', 'server: <- { "return": {} }'], ['client: -> { "execute": "b" }']],
  },
  'old examples, which are not indented': {
    text: `
@frob:

Example: how to do it:

-> { "execute": "frob",

     "arguments": {
        "n": 1
}
   }
<-  {"return": {}}
Note that nothing is returned.

2. Again
->{"execute":"frob"}`,
    expected: [
      ['client: -> { "execute": "frob", "arguments": { "n": 1 } }', 'server: <- {"return": {}}'],
      ['client: ->{"execute":"frob"}'],
    ],
  },
  'messages without arrows are known by their keys': {
    text: `
{ "event": "FROBBED",
  "data": {} }

{
   'execute': 'frob' }

{ "id": 7, "return": {} }
{ "name": "no message" }
{ "id": 8 }
{ see below }`,
    expected: [
      [
        'server: { "event": "FROBBED", "data": {} }',
        "client: { 'execute': 'frob' }",
        'server: { "id": 7, "return": {} }',
      ],
    ],
  },
  'several messages behind one arrow': {
    text: `<- { "return": {} } { "event": "A" }\n   { "event": "B" }`,
    expected: [['server: <- { "return": {} }', 'server: { "event": "A" }', 'server: { "event": "B" }']],
  },
  'an unfinished message ends at the next arrow, or at prose': {
    text: `
-> { "execute": "a", "arguments": {
<- { "return": [ 1,
                 2
And that was it.
-> { "execute": "b`,
    expected: [
      ['client: -> { "execute": "a", "arguments": {', 'server: <- { "return": [ 1, 2'],
      ['client: -> { "execute": "b'],
    ],
  },
  'an arrow alone is a message not yet written, an arrow before prose is none': {
    text: `
-> what the client says
<- ... what the server says ...
->
r/w -> r/o`,
    expected: [['server: <- ... what the server says ...', 'client: ->']],
  },
  'a comment without examples': { text: '@frob:\n\nFrob it, { "execute": it }.', expected: [] },
};

describe('examples in documentation comments', () => {
  for (const [name, { text, expected }] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(blocks(text), expected));
  }

  it('any number of messages may stand on one line', () => {
    const [block, ...others] = blocks(`-> ${'{}'.repeat(200_000)}`);
    assert.equal(block?.length, 200_000);
    assert.equal(others.length, 0);
  });

  it('problems of the JSON are kept with the block', () => {
    const source = '##\n# -> { "execute": "a" "id": 1 }\n#\n# Good:\n#\n# <- { "return": 1 }\n##\n';
    const [doc] = parse(source).freeDocs;
    assert.ok(doc);
    assert.deepEqual(
      exampleBlocks(doc).map((block) => block.problems.map((problem) => problem.code)),
      [['comma'], []],
    );
  });
});
