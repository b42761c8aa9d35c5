/** A tree made from the one before the change. That it is the right one is tried with random edits in properties.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from '../../server/src/syntax/parse.ts';
import type { Doc, Tree } from '../../server/src/syntax/tree.ts';
import { runs } from '../helpers/runs.ts';

const DISK = "##\n# @Disk:\n##\n{ 'struct': 'Disk', 'data': { 'id': 'str' } }\n";
const EJECT = "##\n# @eject:\n##\n{ 'command': 'eject', 'data': 'Disk' }\n";
const EJECTED = "##\n# @EJECTED:\n##\n{ 'event': 'EJECTED' }\n";

const read = (before: string, after: string): Tree => parse(after, parse(before));

/** Of which expressions of the new text the old tree had known already, by what they say. */
function kept(before: string, after: string): string[] {
  const old = parse(before);
  const known = new Set(old.expressions.map(({ content }) => content));
  const { expressions } = parse(after, old);
  return expressions.flatMap(({ content, span }) => (known.has(content) ? [after.slice(span.start, span.end)] : []));
}

const sources = (...texts: string[]): string[] => texts.map((text) => text.slice(text.indexOf('{'), -1));

describe('behind a change', () => {
  it('everything stands as far behind as the text has grown', () => {
    const after = `${DISK}${EJECT.replace('eject', 'eject-all')}${EJECTED}`;
    const { expressions, problems } = read(DISK + EJECT + EJECTED, after);
    const last = expressions.at(-1);
    assert.equal(after.slice(last?.span.start, last?.span.end), "{ 'event': 'EJECTED' }");
    assert.equal(after.slice(last?.doc?.symbol?.span.start, last?.doc?.symbol?.span.end), 'EJECTED');
    assert.deepEqual(problems, []);
  });

  it('a mistake stands where it stood', () => {
    const after = `# new\n${DISK}{ 'command': eject }\n`;
    const [problem, ...others] = read(`${DISK}{ 'command': eject }\n`, after).problems;
    assert.equal(after.slice(problem?.span.start, problem?.span.end), 'eject');
    assert.deepEqual(others, []);
  });

  it('a bracket of the wrong shape is told as it was', () => {
    for (const data of ["{ 'id': [ 'str' } }", "{ 'id': 'str' ] }", "{ 'id': 'str' } } }"]) {
      const broken = `{ 'struct': 'Tray', 'data': ${data} }\n`;
      const after = `# new\n${DISK}${EJECT}${broken}`;
      assert.deepEqual(read(DISK + EJECT + broken, after).problems, parse(after).problems);
    }
  });

  it('a line that lacks its # lacks it still, and an open comment is as open as it was', () => {
    for (const text of [
      EJECT.replace('##\n{', '# Open.\nThe tray.\n# Slowly.\n#Very.\n##\n{'),
      EJECT.replace('##\n{', '{'),
      "##\n{ 'command': 'eject' }\n",
    ]) {
      const after = parse(`# new\n${DISK}${text}${EJECTED}`);
      const { expressions, problems } = read(DISK + text + EJECTED, `# new\n${DISK}${text}${EJECTED}`);
      assert.deepEqual(problems, after.problems);
      assert.deepEqual(
        expressions.map(({ doc }) => doc),
        after.expressions.map(({ doc }) => doc),
      );
    }
  });

  it('the marks of a merge come and go one by one', () => {
    const marks = ['<<<<<<< HEAD\n', '=======\n', '>>>>>>> topic\n'];
    for (const start of [0, 1, 2, 3, 4, 5, 6, 7]) {
      for (const [index] of marks.entries()) {
        const at = (shown: number): string =>
          [DISK, EJECT, EJECTED, DISK].map((text, i) => text + (shown & (1 << i) ? (marks[i] ?? '') : '')).join('');
        const after = at(start ^ (1 << index));
        const { problems, expressions } = parse(after);
        const made = read(at(start), after);
        assert.deepEqual(made.problems, problems);
        assert.equal(made.expressions.length, expressions.length);
      }
    }
  });

  it('a comment that is opened swallows what it swallows', () => {
    const broken = `${DISK}##\n# @eject\n${EJECTED}`;
    assert.deepEqual(read(DISK + EJECT + EJECTED, broken).problems, parse(broken).problems);
  });
});

describe('what is taken over', () => {
  it('a list that takes in what follows is not, as it is told where that ends', () => {
    const open = `${DISK}[\n{ 'include': 'tray.json' }`;
    const after = `${open}\n\n${EJECTED}`;
    for (const before of [open, `${open}\n${EJECTED}`]) {
      assert.deepEqual(read(before, after).problems, parse(after).problems);
    }
  });

  it('is nothing of a list that a bracket behind its element closes now', () => {
    const open = "[##\n{ 'command': 'a' }";
    for (const behind of [']\n', ', ]\n', ", 'if': 'A' }\n"]) {
      assert.deepEqual(read(`${open}\n`, open + behind).problems, parse(open + behind).problems);
      assert.deepEqual(read(open + behind, `${open}\n`).problems, parse(`${open}\n`).problems);
    }
  });

  it('is nothing of a definition that a line break in two parts makes a line of the comment above', () => {
    const before = `##\n\\{ 'command': 'a' }\nx\r`;
    const after = `${before}#\n\n`;
    const { problems, expressions } = read(`${before}\n\n`, after);
    assert.deepEqual(problems, parse(after).problems);
    assert.equal(expressions.length, parse(after).expressions.length);
  });

  it('is all but the definition that has changed', () => {
    const changed = EJECT.replace("'Disk'", "{ 'id': 'str' }");
    assert.deepEqual(kept(DISK + EJECT + EJECTED, DISK + changed + EJECTED), sources(DISK, EJECTED));
  });

  it('is all where only the end grows', () => {
    assert.deepEqual(kept(DISK + EJECT, DISK + EJECT + EJECTED), sources(DISK, EJECT));
  });

  it('is what follows a definition that has gone, or come back', () => {
    assert.deepEqual(kept(DISK + EJECT + EJECTED, DISK + EJECTED), sources(DISK, EJECTED));
    assert.deepEqual(kept(DISK + EJECTED, DISK + EJECT + EJECTED), sources(DISK, EJECTED));
  });

  it('is not a definition that goes on behind its brace now', () => {
    const after = `${DISK}${EJECT.trimEnd()}, 'if': 'CONFIG_TRAY' }\n`;
    assert.deepEqual(read(DISK + EJECT, after).problems, parse(after).problems);
    assert.deepEqual(kept(DISK + EJECT, after), sources(DISK));
  });

  it('is nothing of a mistake that is told at what has changed', () => {
    // The brace is missing at the token behind the definition that is read as part of the open one.
    const open = `${DISK}{ 'command': 'x', 'data':\n${EJECT.slice(EJECT.indexOf('{'))}`;
    const tree = read(open + EJECTED, `${open}\n\n\n${EJECTED}`);
    assert.deepEqual(tree.problems, parse(`${open}\n\n\n${EJECTED}`).problems);
    assert.ok(tree.problems[0]?.refusedAt);
  });

  it('is nothing after many changes: no old text is held for ever', () => {
    let tree = parse(DISK + EJECT);
    const generations = new Set<number>();
    for (let i = 0; i < 500; i++) {
      tree = parse(`${DISK}${EJECT}# ${i}\n`, tree);
      generations.add(tree.generation);
    }
    assert.ok(generations.size < 500, 'some tree was made from its text alone');
    assert.deepEqual(tree.problems, []);
  });
});

describe('brackets and definitions that are put in anywhere', () => {
  const piece = fc.constantFrom(
    ..."{ } [ ] : , 'a' \n # ##".split(' '),
    "{ 'command': 'a' }\n",
    "{ 'command':\n",
    "{ 'enum': 'A', 'data': [\n",
    "{ 'enum': 'A', 'data': [ 'a' ] }\n",
    "[ 'a': 'int' }\n",
    "'data':\n",
    ", 'if': 'A' }\n",
    '[\n',
    '##\n# @a:\n##\n',
    '###\n## @a:\n##\n###\n',
    '# a\n',
    'a\n',
    "'",
    '/*',
    '*/',
    '=======\n',
  );
  const edit = fc.record({ at: fc.nat(200), length: fc.constantFrom(0, 0, 0, 1, 5), insert: piece });

  it('are read as if the text had always been so', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), fc.array(edit, { maxLength: 8 }), (pieces, edits) => {
        let text = pieces.join('');
        let tree = parse(text);
        for (const { at, length, insert } of edits) {
          text = text.slice(0, at) + insert + text.slice(at + length);
          tree = parse(text, tree);
          const afresh = parse(text);
          assert.deepEqual(tree.problems, afresh.problems);
          assert.deepEqual(shapeOf(tree), shapeOf(afresh));
        }
      }),
      runs(1000),
    );
  });

  const shapeOf = ({ expressions, freeDocs, comments }: Tree): unknown => [
    expressions.map(({ span, whole, value, doc }) => ({ span, whole, value, doc: doc && partsOf(doc) })),
    freeDocs.map(partsOf),
    comments,
  ];
  const partsOf = ({ memory: _, ...parts }: Doc): unknown => parts;
});
