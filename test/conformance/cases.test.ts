// The test cases of QEMU's own generators: what each refuses breaks the build for us, at its file and line, and what it accepts
// does not. They are no part of the project: without them the tests are skipped.
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import {
  casesOf,
  judgeCase,
  shownRefusals,
  shownVerdict,
  suites,
  suiteVersions,
} from '../../scripts/lib/conformance.ts';

const versions = suiteVersions();

describe("the generator's own test cases", {
  skip: versions.length === 0 && `there are none in ${suites} (set QAPI_CORPUS to the folder that holds conformance/)`,
}, () => {
  it('are there for an old, a middle and a new dialect', () => {
    assert.deepEqual(versions, ['5.2.0', '7.2.0', '10.2.50']);
    for (const version of versions) assert.ok(casesOf(version).length > 150, version);
  });

  for (const version of versions) {
    describe(version, () => {
      for (const one of casesOf(version)) {
        const { kind } = one.verdict;
        it(`${one.name} is ${kind}`, async () => {
          const agreement = await judgeCase(one);
          const folder = dirname(one.root);
          const sides = `generator: ${shownVerdict(one.verdict, folder)}\nwe: ${shownRefusals(agreement, folder).join('\n')}`;
          assert.equal(agreement.kind, 'agree', sides);
        });
      }
    });
  }
});
