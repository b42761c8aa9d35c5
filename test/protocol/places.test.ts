// Places in files and in baselines, as the protocol wants them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Files, toDiagnostic } from '../../server/src/lsp/convert.ts';
import { isInBaseline, toPath, toUri } from '../../server/src/lsp/uris.ts';
import { allRules } from '../../server/src/rules/index.ts';
import type { Problem } from '../../server/src/rules/run.ts';
import { LineIndex } from '../../server/src/syntax/text.ts';

describe('a path in a baseline', () => {
  for (const [path, uri] of [
    ['release:8.2:/qapi/block.json', 'qapi-baseline:/release%3A8.2/qapi/block.json'],
    ['git:0123abcd:/sub folder/qapi/block.json', 'qapi-baseline:/git%3A0123abcd/sub%20folder/qapi/block.json'],
    ['introspection:/home/me/answer.json', 'qapi-baseline:/introspection/home/me/answer.json'],
    ['introspection:C:/me/answer.json', 'qapi-baseline:/introspection%3AC/me/answer.json'],
    ['git:0123abcd:/a#b?c%41.json', 'qapi-baseline:/git%3A0123abcd/a%23b%3Fc%2541.json'],
  ] as const) {
    test(`and its URI lead to each other: ${path}`, () => {
      assert.equal(toUri(path), uri);
      assert.equal(toPath(uri), path);
      assert.ok(isInBaseline(path));
    });
  }

  test('is none of a file, nor of a document without one', () => {
    for (const path of [
      '/release:8.2:/qapi/block.json',
      '/git/qapi/block.json',
      'untitled:Untitled-1',
      'C:/git/a.json',
    ]) {
      assert.ok(!isInBaseline(path), path);
    }
  });
});

describe('a related place in a baseline', () => {
  const baseline = 'release:8.2:/qapi/block.json';
  const texts: Readonly<Record<string, string>> = {
    '/tree/a.json': "{ 'command': 'eject' }",
    [baseline]: "# made\n\n{ 'command': 'eject',\n  'data': { 'id': 'str' } }",
  };
  const span = { start: texts[baseline]?.indexOf('id') ?? 0, end: (texts[baseline]?.indexOf('id') ?? 0) + 2 };
  const problem: Problem = {
    // biome-ignore lint/style/noNonNullAssertion: there are rules
    rule: allRules[0]!,
    severity: 'error',
    file: '/tree/a.json',
    span: { start: 14, end: 19 },
    message: 'Something is gone.',
    buildBreaking: false,
    refusedAt: { file: '/tree/a.json', offset: 14 },
    thing: undefined,
    path: undefined,
    related: [{ file: baseline, span, message: 'The baseline has it here.' }],
    fixes: () => [],
  };
  const files = (opensBaselines: boolean): Files => ({
    linesOf: (path) => (path in texts ? new LineIndex(texts[path] ?? '') : undefined),
    uriOf: toUri,
    versionOf: () => null,
    opens: (path) => opensBaselines || !isInBaseline(path),
    relates: (path) => opensBaselines || !isInBaseline(path),
    nameOf: (path) => path,
  });

  test('is a link, counted in the lines of its own text', () => {
    const { message, relatedInformation } = toDiagnostic(problem, files(true), () => undefined);
    assert.equal(message, 'Something is gone.');
    assert.deepEqual(relatedInformation, [
      {
        location: {
          uri: toUri(baseline),
          range: { start: { line: 3, character: 13 }, end: { line: 3, character: 15 } },
        },
        message: 'The baseline has it here.',
      },
    ]);
  });

  test('is told in words to an editor that cannot open it', () => {
    const { message, relatedInformation } = toDiagnostic(problem, files(false), () => undefined);
    assert.equal(message, `Something is gone. The baseline has it here: ${baseline}:4.`);
    assert.equal(relatedInformation, undefined);
  });
});
