// Fixtures that are pages to read: prose, what goes in, what comes out.
//
//     An argument of a command.
//
//     > { 'command': 'eject', 'data': { 'id|': 'str' } }
//
//     < - argument of command `eject`, in `qapi/qapi-schema.json:1`
//     < ...
//
// `> ` begins a line of a file, `< ` a line that is expected; `< ...` stands for any lines. A line `file: PATH` says which
// file comes next. Anything else is prose: it begins a new scene, whose first line of prose is the name of its test.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

export interface Scene {
  readonly name: string;
  /** The texts by path; the first one has the path '' if no `file:` names it. */
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
  /** The lines of the page that hold the expectation, half-open, counted from 0. */
  readonly place: { readonly from: number; readonly to: number };
}

/** Reads a page. @throws where something is expected of nothing */
function readPage(page: string): Scene[] {
  const scenes: Scene[] = [];
  let name = '';
  let files: Record<string, string> = {};
  let path = '';
  const lines = page.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    const file = /^file: (\S+)$/.exec(line)?.[1];
    if (file !== undefined) {
      path = file;
    } else if (/^>(?: |$)/.test(line)) {
      files[path] = `${files[path] ?? ''}${line.slice(2)}\n`;
    } else if (/^<(?: |$)/.test(line)) {
      if (Object.keys(files).length === 0) throw new Error(`line ${i + 1}: nothing goes in`);
      const from = i;
      while (/^<(?: |$)/.test(lines[i + 1] ?? '')) i++;
      const expected = lines.slice(from, i + 1).map((l) => l.slice(2));
      scenes.push({ name, files, expected, place: { from, to: i + 1 } });
      [name, files, path] = ['', {}, ''];
    } else if (name === '') {
      name = line;
    }
  }
  return scenes;
}

/**
 * Makes a test of every scene of a page. With `npm test -- --update` the page is rewritten to what came out; scenes with
 * `...` are left as they are.
 * @param url the page
 * @param answer what comes out for the files of a scene
 */
export function testPage(url: URL, answer: (files: Scene['files']) => string | Promise<string>): void {
  const page = readFileSync(url, 'utf8');
  const scenes = readPage(page);
  const isUpdate = process.env.QAPI_UPDATE === '1';
  const answers = new Map<Scene, string[]>();
  for (const scene of scenes) {
    test(scene.name, async () => {
      const actual = (await answer(scene.files)).split('\n');
      answers.set(scene, actual);
      if (!matches(scene.expected, actual) && !(isUpdate && !scene.expected.includes('...'))) {
        assert.deepEqual(actual, scene.expected);
      }
    });
  }
  if (!isUpdate) return;
  test('the page is rewritten', () => {
    const lines: (string | readonly string[])[] = page.split('\n');
    for (const [{ place, expected }, actual] of answers) {
      if (expected.includes('...')) continue;
      lines.fill([], place.from, place.to);
      lines[place.from] = actual.map((line) => (line === '' ? '<' : `< ${line}`));
    }
    writeFileSync(url, lines.flat().join('\n'));
  });
}

/** Whether the lines are the expected ones, `...` being any number of any. */
function matches(expected: readonly string[], actual: readonly string[]): boolean {
  const pieces: string[][] = [[]];
  for (const line of expected) {
    if (line === '...') pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  const [first = [], ...others] = pieces;
  const last = others.pop();
  if (!startsWith(actual, first, 0)) return false;
  if (!last) return actual.length === first.length;
  let at = first.length;
  for (const piece of others) {
    while (at <= actual.length && !startsWith(actual, piece, at)) at++;
    at += piece.length;
  }
  return actual.length - last.length >= at && startsWith(actual, last, actual.length - last.length);
}

function startsWith(lines: readonly string[], piece: readonly string[], at: number): boolean {
  return piece.every((line, i) => lines[at + i] === line);
}
