// What holds for the ways out of any problem, in schemas with mistakes of all kinds. Failures print a seed; QAPI_FUZZ_RUNS=100 looks
// longer.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { mutate } from '../../scripts/lib/mutate.ts';
import { Random } from '../../scripts/lib/random.ts';
import { FOLDER, ourFixtures, rootOf, type Specimen } from '../../scripts/lib/specimens.ts';
import { applyEdits } from '../../server/src/features/edits.ts';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { resolveFix } from '../../server/src/features/fixes.ts';
import type { FileEdit } from '../../server/src/rules/rule.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { runs } from '../helpers/runs.ts';

const UPSTREAM = '/upstream';

type Texts = Readonly<Record<string, string>>;

let fixtures: readonly Specimen[] = [];
before(async () => {
  fixtures = await ourFixtures();
});

/** A fixture, and what has become of it by some mistakes. */
function marred(seed: number): { original: Texts; root: string; files: Texts } {
  const random = new Random('marred', seed);
  const original = random.pick(fixtures);
  return { original: original.files, root: rootOf(original), files: mutate(original, random).files };
}

/** A schema of upstream's, or that of a downstream of what it has been made of. */
function workspaceOf(files: Texts, original: Texts | undefined): Workspace {
  const moved = Object.entries(original ?? {}).map(([path, text]) => [path.replace(FOLDER, UPSTREAM), text]);
  const workspace = new Workspace(memoryHost({ ...files, ...Object.fromEntries(moved) }));
  workspace.setSettings(
    original
      ? { role: 'downstream', baseline: `dir:${UPSTREAM}`, domains: ['com.example'], qemuVersion: '10.2' }
      : { role: 'upstream', baseline: 'none', qemuVersion: '10.2' },
  );
  return workspace;
}

/** The files with edits made, which must lie in them and must not overlap. */
function edited(files: Texts, edits: readonly FileEdit[]): Texts {
  const changed: Record<string, string> = { ...files };
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const text = files[file];
    assert.ok(text !== undefined, `${file} is no file of the schema`);
    const here = edits.filter((edit) => edit.file === file);
    for (const { span } of here) assert.ok(0 <= span.start && span.start <= span.end && span.end <= text.length);
    changed[file] = applyEdits(text, here);
  }
  return changed;
}

for (const [whose, isCompared] of [
  ['a schema of upstream', false],
  ['a schema of a downstream', true],
] as const) {
  describe(`${whose} with mistakes`, () => {
    it('is changed by every way out that is offered', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          const { original, root, files } = marred(seed);
          const analysis = await workspaceOf(files, isCompared ? original : undefined).analyse(root);
          for (const problem of analysis.problems) {
            for (const fix of problem.fixes()) {
              const resolved = resolveFix(fix, [analysis]);
              if (resolved.ok)
                assert.notDeepEqual(edited(files, resolved.edits), files, `${problem.rule.id}: ${fix.title}`);
            }
          }
        }),
        runs(300),
      );
    });

    it('builds as before when all is fixed', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          const { original, root, files } = marred(seed);
          const workspace = workspaceOf(files, isCompared ? original : undefined);
          const refused = async (): Promise<string[]> => {
            const { problems } = await workspace.analyse(root);
            return problems.filter(({ buildBreaking }) => buildBreaking).map(({ message }) => message);
          };
          fc.pre((await refused()).length === 0);
          await fixAll(workspace, [root]);
          assert.deepEqual(await refused(), []);
        }),
        runs(100),
      );
    });

    it('has nothing left to be fixed when all is fixed', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          const { original, root, files } = marred(seed);
          const workspace = workspaceOf(files, isCompared ? original : undefined);
          await fixAll(workspace, [root]);
          const again = await fixAll(workspace, [root]);
          assert.deepEqual(
            again.applied.map(({ problem, title }) => `${problem.rule.id}: ${title}`),
            [],
          );
        }),
        runs(300),
      );
    });
  });
}
