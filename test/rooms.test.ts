/**
 * The walls of the house: which room may look into which. Data flows one way, and nothing imports what stands above it or
 * beside it. Up to the features everything is pure. docs/architecture.md says why.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The rooms, the lowest first; those on one line know nothing of each other. */
const FLOORS = [
  ['syntax', 'names'],
  ['schema'],
  ['compat', 'history'],
  ['qmp'],
  ['introspection'],
  ['contract'],
  ['rules'],
  ['analysis'],
  ['features'],
  ['workspace'],
  ['platform'],
  ['lsp', 'cli'],
];
const PURE = FLOORS.slice(0, 9).flat();
/** Only these know that there is a machine around them. */
const MACHINE = ['platform', 'lsp', 'cli'];

const SOURCES = fileURLToPath(new URL('../server/src/', import.meta.url));

interface SourceText {
  /** `rules/naming/type-case.ts`. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: readonly SourceText[] = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((entry) => {
    const path = entry.split(sep).join('/');
    const text = readFileSync(join(SOURCES, entry), 'utf8');
    const imports = [...text.matchAll(/^(?:import|export)\b[^'"]*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm)];
    return { path, room: path.split('/')[0] as string, text, imports: imports.map((m) => (m[1] ?? m[2]) as string) };
  });

const floorOf = (room: string): number => FLOORS.findIndex((floor) => floor.includes(room));

/** The room that an import leads to; undefined for a package. */
function roomOf({ path }: SourceText, target: string): string | undefined {
  if (!target.startsWith('.')) return undefined;
  return relative(SOURCES, join(SOURCES, dirname(path), target)).split(sep)[0];
}

/** Everything but comments and the texts between quotes. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g, ' ');
}

describe('the rooms of the server', () => {
  it('are all in the table', () => {
    assert.deepEqual([...new Set(files.map(({ room }) => room))].sort(), FLOORS.flat().sort());
  });

  it('import only what stands below them', () => {
    const wrong = files.flatMap((file) =>
      file.imports.flatMap((target) => {
        const room = roomOf(file, target);
        if (room === undefined || room === file.room || floorOf(room) < floorOf(file.room)) return [];
        return [`${file.path} imports ${target}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });

  it('do not leave the server', () => {
    const outside = files.flatMap((file) =>
      file.imports.filter((target) => roomOf(file, target) === '..').map((target) => `${file.path} imports ${target}`),
    );
    assert.deepEqual(outside, []);
  });

  it('leave the machine to the platform and the adapters', () => {
    const wrong = files.flatMap(({ path, room, imports }) =>
      imports
        .filter((target) => target.startsWith('node:') && !MACHINE.includes(room))
        .map((target) => `${path} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('leave the language server protocol to one of them', () => {
    const wrong = files.flatMap(({ path, room, imports }) =>
      imports
        .filter((target) => target.startsWith('vscode') && room !== 'lsp')
        .map((target) => `${path} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('know no time, no chance and no process up to the features', () => {
    const wrong = files
      .filter(({ room }) => PURE.includes(room))
      .flatMap(({ path, text }) =>
        [
          ...codeOf(text).matchAll(/\b(?:process\.|Date\b|performance\.|setTimeout|setInterval|Math\.random|fetch\()/g),
        ].map(([word]) => `${path} uses ${word}`),
      );
    assert.deepEqual(wrong, []);
  });

  it('are seen by this test: it finds imports at all', () => {
    assert.ok(files.length > 50);
    assert.ok(files.some(({ imports }) => imports.includes('../schema/model.ts')));
    assert.ok(files.some(({ imports }) => imports.includes('node:fs/promises')));
  });
});
