/** An hour at the keyboard, made up: the same every time. */
import type { Tree } from '../../server/src/syntax/tree.ts';
import { Random } from '../lib/random.ts';

/** A keystroke: what stood at `at` (0-based offset) for `length` is replaced. */
export interface Stroke {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Somebody works on a schema file: a new member is typed into a definition, a sentence into its documentation, a word is
 * typed wrong and taken back, a brace is deleted and typed again. Every change is undone before the next begins.
 * @param tree the file as it is at the start
 * @param count how many keystrokes, about
 */
export function editingSession(tree: Tree, count: number): Stroke[] {
  const random = new Random('session');
  const strokes: Stroke[] = [];
  const { text, expressions } = tree;
  const typed = (at: number, words: string): void => {
    for (const [i, character] of [...words].entries()) strokes.push({ at: at + i, length: 0, text: character });
    for (let i = words.length - 1; i >= 0; i--) strokes.push({ at: at + i, length: 1, text: '' });
  };
  while (strokes.length < count) {
    const expression = random.pick(expressions);
    const { doc, span } = expression;
    const close = text.lastIndexOf('}', span.end);
    switch (random.below(3)) {
      case 0: {
        // A member, behind the first brace of the data.
        const data = text.indexOf("'data': {", span.start);
        if (data >= 0 && data < span.end) typed(data + "'data': {".length, " '*new-one': 'str',");
        break;
      }
      case 1: {
        const line = doc && random.pick(doc.lines);
        if (line) typed(line.end, random.pick(['  See @node-name.', ' and more', ' (since 9.1)']));
        break;
      }
      default:
        strokes.push({ at: close, length: 1, text: '' }, { at: close, length: 0, text: '}' });
    }
  }
  return strokes;
}

/** The text after a keystroke. */
export function applied(text: string, { at, length, text: typed }: Stroke): string {
  return text.slice(0, at) + typed + text.slice(at + length);
}
