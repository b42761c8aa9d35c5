// Fixtures are pages to read: prose, and below it some text with its colours pointed out.
//
//     A member's name may begin with an asterisk.
//
//     > 'data': { '*port': 'int' }
//                 ^ keyword.operator.optional
//                  ^^^^ string.quoted variable.other.member !keyword
//
// `> ` begins a line of the document. The carets in the lines beneath point at a part of it and say which scopes
// it has: in this order, others may stand in between, and none of those after `!`. Of the last scope the carets are
// exactly the extent: one caret too few or too many is an error.
// Anything else is prose. It ends the document before it, and its first line is the name of the test.

import { isScope, scopesAt, type Token, type Tokenizer } from './tokenizer.ts';

export interface Expectation {
  /** Where it is written: a line of the fixture file, counted from 1. */
  readonly at: number;
  /** The line of the document it is about, counted from 0. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
  readonly absent: readonly string[];
}

export interface Scene {
  readonly name: string;
  readonly lines: readonly string[];
  readonly expectations: readonly Expectation[];
}

const marginWidth = '> '.length;

export function parseFixture(text: string): Scene[] {
  const scenes: Scene[] = [];
  let name = '';
  let lines: string[] = [];
  let expectations: Expectation[] = [];

  const finishScene = () => {
    if (lines.length === 0) return;
    scenes.push({ name, lines, expectations });
    name = '';
    lines = [];
    expectations = [];
  };

  for (const [index, row] of text.split('\n').entries()) {
    const carets = /^\s{2,}(\^+)\s+(\S.*)$/.exec(row);
    if (/^>(?: |$)/.test(row)) {
      lines.push(row.slice(marginWidth));
    } else if (carets?.[1] !== undefined && carets[2] !== undefined) {
      if (lines.length === 0) throw new Error(`line ${index + 1}: these carets point at nothing`);
      const start = row.indexOf('^') - marginWidth;
      const words = carets[2].trim().split(/\s+/);
      expectations.push({
        at: index + 1,
        line: lines.length - 1,
        start,
        end: start + carets[1].length,
        scopes: words.filter((word) => !word.startsWith('!')),
        absent: words.filter((word) => word.startsWith('!')).map((word) => word.slice(1)),
      });
    } else if (row.trim() !== '') {
      finishScene();
      name ||= row.trim();
    }
  }
  finishScene();
  return scenes;
}

/** What differs from the expectations, each as a text of a few lines; empty if nothing does. */
export function checkScene(scene: Scene, tokenize: Tokenizer): string[] {
  const tokens = tokenize(scene.lines);
  return scene.expectations.flatMap((expectation) => {
    const problem = checkExpectation(expectation, tokens[expectation.line] ?? [], scene.lines[expectation.line] ?? '');
    if (problem === undefined) return [];
    const marks = ' '.repeat(expectation.start) + '^'.repeat(expectation.end - expectation.start);
    return [`line ${expectation.at}: ${problem}\n    ${scene.lines[expectation.line]}\n    ${marks}`];
  });
}

function checkExpectation(
  { start, end, scopes, absent }: Expectation,
  tokens: readonly Token[],
  line: string,
): string | undefined {
  if (end > line.length) return 'the carets reach beyond the end of the line';
  for (let column = start; column < end; column++) {
    const actual = scopesAt(tokens, column);
    const shown = `at '${line.slice(column, end)}' the scopes are ${actual.join(' ')}`;
    if (!hasInOrder(actual, scopes)) return `expected ${scopes.join(' ')}, but ${shown}`;
    const unwanted = absent.find((selector) => actual.some((scope) => isScope(scope, selector)));
    if (unwanted !== undefined) return `expected no ${unwanted}, but ${shown}`;
  }
  if (scopes.length > 0) {
    if (start > 0 && hasInOrder(scopesAt(tokens, start - 1), scopes)) return `${scopes.at(-1)} begins further left`;
    if (end < line.length && hasInOrder(scopesAt(tokens, end), scopes)) return `${scopes.at(-1)} ends further right`;
  }
  return undefined;
}

function hasInOrder(actual: readonly string[], selectors: readonly string[]): boolean {
  let next = 0;
  for (const scope of actual) {
    const selector = selectors[next];
    if (selector !== undefined && isScope(scope, selector)) next++;
  }
  return next === selectors.length;
}
