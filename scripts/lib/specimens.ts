/** Schemas to begin with: the generator's own test cases, pieces of the tree's schemas, and our own fixtures. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHost } from '../../server/src/platform/node.ts';
import { allRules } from '../../server/src/rules/index.ts';
import { normalizePath } from '../../server/src/schema/load.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { root as project } from './paths.mjs';
import type { Random } from './random.ts';

/** A small schema in memory; the first file is the root. */
export interface Specimen {
  readonly name: string;
  /** The texts by absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

/** The folder that specimens are in. There is no such folder on any disk. */
export const FOLDER = '/qapi-specimen';

/** The root of a specimen. */
export function rootOf({ files }: Specimen): string {
  return Object.keys(files)[0] ?? '';
}

/** The generator's own test cases, as far as they are a schema of one folder. */
export async function ownTests(tree: string): Promise<Specimen[]> {
  const folder = join(tree, 'tests/qapi-schema');
  if (!existsSync(folder)) return [];
  const workspace = new Workspace(nodeHost({ git: false }));
  const specimens: Specimen[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue;
    specimens.push(await specimenAt(workspace, `tests/${file.slice(0, -5)}`, join(folder, file), folder));
  }
  return specimens;
}

/** A root with all that it includes, moved to `FOLDER`. What is not UTF-8 is left out. */
async function specimenAt(workspace: Workspace, name: string, root: string, folder: string): Promise<Specimen> {
  const { schema } = await workspace.analyse(root);
  const files: Record<string, string> = {};
  for (const { path, tree } of schema.sources.files) {
    if (path.startsWith(`${folder}/`)) files[FOLDER + path.slice(folder.length)] = tree.text;
  }
  return { name, files };
}

/** Our own fixtures: the examples, good and bad, of all rules, and the example trees. */
export async function ourFixtures(): Promise<Specimen[]> {
  const specimens: Specimen[] = [];
  for (const rule of allRules) {
    for (const which of ['bad', 'good'] as const) {
      const files: Record<string, string> = {};
      for (const [path, text] of Object.entries(rule[which].files)) {
        // Bytes that are no text cannot be handed over as one.
        if (!text.includes('\\x')) files[normalizePath(`${FOLDER}/${path}`)] = text.replace(/[«»]/g, '');
      }
      if (Object.keys(files).length > 0) specimens.push({ name: `${rule.id} ${which}`, files });
    }
  }
  const workspace = new Workspace(nodeHost({ git: false }));
  for (const example of readdirSync(join(project, 'examples'))) {
    const folder = join(project, 'examples', example);
    for (const root of await workspace.rootsBelow(folder)) {
      specimens.push(await specimenAt(workspace, root.slice(project.length + 1), root, folder));
    }
  }
  return specimens;
}

/** A tree's schemas, from which pieces are cut. */
export class Quarry {
  readonly #schemas: readonly Piece[][];
  readonly #whole: readonly Specimen[];

  private constructor(schemas: readonly Piece[][], whole: readonly Specimen[]) {
    this.#schemas = schemas;
    this.#whole = whole;
  }

  static async of(tree: string): Promise<Quarry> {
    const workspace = new Workspace(nodeHost({ git: false }));
    const schemas: Piece[][] = [];
    const whole: Specimen[] = [];
    for (const root of await workspace.rootsBelow(tree)) {
      const { schema } = await workspace.analyse(root);
      schemas.push(piecesOf(schema));
      for (const { path } of schema.sources.files) {
        // With all that it includes, most files are the whole schema.
        const specimen = await specimenAt(workspace, path.slice(tree.length + 1), path, tree);
        const size = Object.values(specimen.files).reduce((sum, text) => sum + text.length, 0);
        if (size < MAX_WHOLE) whole.push(specimen);
      }
    }
    return new Quarry(schemas, whole);
  }

  /** Some definitions with all the types that they need, and the pragmas of the tree; or now and then a whole file. */
  cut(random: Random): Specimen {
    if (this.#whole.length > 0 && random.oneIn(40)) return random.pick(this.#whole);
    for (;;) {
      const pieces = random.pick(this.#schemas);
      const [pragmas, ...definitions] = pieces as [Piece, ...Piece[]];
      const chosen = new Set<Piece>();
      for (let count = 1 + random.below(4); count > 0; count--) addWithNeeds(random.pick(definitions), chosen);
      const inOrder = definitions.filter((piece) => chosen.has(piece));
      const text = inOrder.map((piece) => piece.text).join('\n');
      if (text.length > MAX_CUT) continue;
      const name = inOrder.map((piece) => piece.name).join(' ');
      return {
        name,
        files: {
          [`${FOLDER}/schema.json`]: `{ 'include': 'pragma.json' }\n\n${text}`,
          [`${FOLDER}/pragma.json`]: pragmas.text,
        },
      };
    }
  }
}

/** So that a piece is judged in milliseconds. */
const MAX_CUT = 12_000;
const MAX_WHOLE = 120_000;

/** A definition as it stands in the text, with its documentation; the first one of a schema is its pragmas. */
interface Piece {
  readonly name: string;
  readonly text: string;
  /** The definitions of the types that it names. */
  readonly needs: Piece[];
}

function piecesOf(schema: Schema): Piece[] {
  const { files } = schema.sources;
  const pragmas = files.flatMap(({ tree }) =>
    tree.expressions
      .map(({ span }) => tree.text.slice(span.start, span.end))
      .filter((text) => /^\{\s*'pragma'/.test(text)),
  );
  const pieces = new Map<string, Piece>();
  const sources = new Map(files.map(({ path, tree }) => [path, tree.text]));
  for (const { name, file, expression, doc } of schema.definitions) {
    const text = (sources.get(file) ?? '').slice(doc?.span.start ?? expression.span.start, expression.span.end);
    pieces.set(name.text, { name: name.text, text: `${text}\n`, needs: [] });
  }
  for (const piece of pieces.values()) {
    // Any string that is the name of a definition: too much now and then, never too little.
    for (const [, word = ''] of piece.text.matchAll(/'([A-Za-z0-9_.-]+)'/g)) {
      const needed = pieces.get(word);
      if (needed && needed !== piece) piece.needs.push(needed);
    }
  }
  return [{ name: 'pragmas', text: `${pragmas.join('\n\n')}\n`, needs: [] }, ...pieces.values()];
}

function addWithNeeds(piece: Piece, chosen: Set<Piece>): void {
  if (chosen.has(piece)) return;
  chosen.add(piece);
  for (const needed of piece.needs) addWithNeeds(needed, chosen);
}
