// Every mistake is told, and nothing else: two to five definitions of a large schema get a mistake each, and exactly these
// definitions get problems.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Random } from '../../scripts/lib/random.ts';
import { mergeProblems, type Problem } from '../../server/src/rules/run.ts';
import type { Expression, Tree } from '../../server/src/syntax/tree.ts';
import type { ConfigLayer } from '../../server/src/workspace/config.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { corpus, noCorpus } from '../helpers/corpus.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { runs } from '../helpers/runs.ts';
import { type Mistake, mistakes, type Victim } from './mistakes.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '..', '..', 'examples');
const ROOT = '/tree/qapi/qapi-schema.json';
const UPSTREAM = { role: 'upstream', baseline: 'none', qemuVersion: '10.2.50' } as const;

describe('mistakes planted into the example', () => {
  plantInto(folderOf(path.join(EXAMPLES, 'upstream', 'qapi'), '/tree'), 30, UPSTREAM);
});

describe('mistakes planted into a downstream', () => {
  const files = {
    ...folderOf(path.join(EXAMPLES, 'acme', 'qapi'), '/tree'),
    ...folderOf(path.join(EXAMPLES, 'upstream', 'qapi'), '/upstream'),
  };
  const settings = {
    role: 'downstream',
    baseline: 'dir:/upstream',
    domains: ['com.acme'],
    qemuVersion: '10.2.50',
  } as const;
  plantInto(files, 30, settings);
});

describe('mistakes planted into a large schema', { skip: noCorpus }, () => {
  if (noCorpus) return;
  plantInto(folderOf(path.join(corpus, 'upstream', '10.2.50', 'qapi'), '/tree'), 40, UPSTREAM);
});

/** The schema files of a folder, by their paths in the folder qapi of a tree. */
function folderOf(folder: string, tree: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    names.map((name) => [`${tree}/qapi/${name}`, readFileSync(path.join(folder, name), 'utf8')]),
  );
}

function plantInto(files: Readonly<Record<string, string>>, count: number, settings: ConfigLayer): void {
  for (const mistake of mistakes) {
    it(`one: ${mistake.name}`, async (test) => {
      const garden = await Garden.of(files, settings);
      let planted = 0;
      for (let i = 0; i < runs(1).numRuns; i++) {
        if (await garden.plantAndLook([mistake], new Random('one', mistake.name, i))) planted++;
      }
      if (planted === 0) test.skip('no definition has room for it');
    });
  }
  it('two to five at a time', async () => {
    const garden = await Garden.of(files, settings);
    for (let i = 0; i < runs(count).numRuns; i++) {
      const random = new Random('some', i);
      const chosen = Array.from({ length: 2 + random.below(4) }, () => random.pick(mistakes));
      await garden.plantAndLook(chosen, random);
    }
  });
}

interface Planted {
  readonly file: string;
  readonly mistake: Mistake;
  readonly before: Expression;
  readonly after: Victim;
}

/** A schema without a mistake, to plant some. */
class Garden {
  readonly #files: Readonly<Record<string, string>>;
  readonly #workspace: Workspace;
  readonly #trees: ReadonlyMap<string, Tree>;
  /** What is told of the schema as it is. */
  readonly #before: ReadonlySet<string>;

  private constructor(
    files: Readonly<Record<string, string>>,
    workspace: Workspace,
    trees: ReadonlyMap<string, Tree>,
    before: ReadonlySet<string>,
  ) {
    this.#files = files;
    this.#workspace = workspace;
    this.#trees = trees;
    this.#before = before;
  }

  static async of(files: Readonly<Record<string, string>>, settings: ConfigLayer): Promise<Garden> {
    const workspace = new Workspace(memoryHost(files));
    workspace.setSettings(settings);
    const { problems, schema } = await workspace.analyse(ROOT);
    // The downstream is there to show wrong names.
    const breaking = problems.filter(({ buildBreaking }) => buildBreaking && settings.role === 'upstream');
    assert.deepEqual(told(breaking, files), [], 'the schema is to be without a mistake at first');
    const trees = new Map(schema.sources.files.map(({ path, tree }) => [path, tree]));
    return new Garden(files, workspace, trees, new Set(problems.map(keyOf)));
  }

  /** @returns false where no mistake could be planted */
  async plantAndLook(chosen: readonly Mistake[], random: Random): Promise<boolean> {
    const planted: Planted[] = [];
    for (const mistake of chosen) {
      const place = this.#placeFor(mistake, planted, random);
      if (place) planted.push(place);
    }
    if (planted.length === 0) return false;
    const { texts, spots } = this.#planted(planted);
    for (const [file, text] of texts) this.#workspace.setDocument(file, text);
    const { problems } = await this.#workspace.analyse(ROOT);
    for (const file of texts.keys()) this.#workspace.closeDocument(file);

    const found = mergeProblems([problems]).filter((problem) => !this.#before.has(keyOf(problem)));
    const shown = (): string =>
      [
        ...spots.map(({ file, start, mistake, text }) => `planted in ${file}:${start}: ${mistake.name}\n${text}`),
        ...told(found, Object.fromEntries([...Object.entries(this.#files), ...texts])),
      ].join('\n');
    for (const { file, start, end, mistake } of spots) {
      const isTold = found.some(
        (problem) =>
          problem.buildBreaking && problem.file === file && start <= problem.span.start && problem.span.start <= end,
      );
      assert.ok(isTold, `not told: ${mistake.name}\n${shown()}`);
    }
    const elsewhere = found.filter(
      ({ file, span }) =>
        !spots.some((spot) => spot.file === file && spot.start <= span.start && span.start <= spot.end),
    );
    assert.deepEqual(told(elsewhere, Object.fromEntries([...Object.entries(this.#files), ...texts])), [], shown());
    return true;
  }

  /** A definition that has room for the mistake, and that has none yet. */
  #placeFor(mistake: Mistake, planted: readonly Planted[], random: Random): Planted | undefined {
    const all = [...this.#trees].flatMap(([file, { expressions }]) => expressions.map((before) => ({ file, before })));
    for (let attempt = 0; attempt < 300; attempt++) {
      const { file, before } = random.pick(all);
      if (!before.doc || planted.some((other) => other.before === before)) continue;
      const after = mistake.plant(this.#victim(file, before), random);
      if (after) return { file, mistake, before, after };
    }
    return undefined;
  }

  #victim(file: string, { doc, span }: Expression): Victim {
    const text = this.#files[file] ?? '';
    const start = doc?.span.start ?? span.start;
    return { doc: text.slice(start, span.start), code: text.slice(span.start, span.end) };
  }

  /** The texts with the mistakes in them, and where these stand: from the comment to behind the definition. */
  #planted(planted: readonly Planted[]): {
    texts: ReadonlyMap<string, string>;
    spots: (Planted & { readonly start: number; readonly end: number; readonly text: string })[];
  } {
    const texts = new Map<string, string>();
    const spots: (Planted & { readonly start: number; readonly end: number; readonly text: string })[] = [];
    const inOrder = [...planted].sort((a, b) => a.before.span.start - b.before.span.start);
    for (const file of new Set(planted.map((one) => one.file))) {
      const old = this.#files[file] ?? '';
      let text = '';
      let at = 0;
      for (const one of inOrder.filter((other) => other.file === file)) {
        const { before, after } = one;
        text += old.slice(at, before.doc?.span.start ?? before.span.start);
        const start = text.length;
        text += after.doc + after.code;
        spots.push({ ...one, start, end: text.length, text: after.doc + after.code });
        at = before.span.end;
      }
      texts.set(file, text + old.slice(at));
    }
    return { texts, spots };
  }
}

/** A line for each problem. */
function told(problems: readonly Problem[], files: Readonly<Record<string, string>>): string[] {
  return problems.map(({ file, span, rule, message }) => {
    const line = (files[file] ?? '').slice(0, span.start).split('\n').length;
    return `${file}:${line}: ${rule.id}: ${message}`;
  });
}

/**
 * The same for a problem that has only moved with the text. Which members a message lacks, what a wrong name is like, and the way on
 * which clients meet a name may be others now.
 */
function keyOf({ file, rule, message }: Problem): string {
  const what = message
    .replace(/ lacks the members? .*, which /, ' lacks members, which ')
    .replace(/ (?:Did you mean .*|Is '.*' meant\?|Was it renamed or removed\?)$/, '')
    .replace(/clients [a-z ]+\([^)]*\)/, 'clients');
  return [file, rule.id, what].join('\n');
}
