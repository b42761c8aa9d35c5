import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkScene, parseFixture } from './fixture.ts';
import { createTokenizer } from './tokenizer.ts';

const folder = new URL('fixtures/', import.meta.url);
const tokenizers = {
  qapi: await createTokenizer('source.qapi'),
  qmp: await createTokenizer('source.qmp'),
};

for (const file of readdirSync(folder).sort()) {
  const tokenize = file.endsWith('.qmp.txt') ? tokenizers.qmp : tokenizers.qapi;
  describe(file, () => {
    for (const scene of parseFixture(readFileSync(new URL(file, folder), 'utf8'))) {
      it(scene.name, () => {
        assert.notEqual(scene.expectations.length, 0, 'nothing is expected of this scene');
        const problems = checkScene(scene, tokenize);
        assert.equal(problems.length, 0, `\n${problems.join('\n')}`);
      });
    }
  });
}
