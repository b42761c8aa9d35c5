/** A file, part by part: an expression with all that stands between it and the one before. */
import type { Span } from '../syntax/text.ts';
import { type Content, type Expression, expressionFrom } from '../syntax/tree.ts';
import type { SourceFile } from './model.ts';

/**
 * A file as if it had some of its parts only, with all that stands behind its last expression, at their places in the whole
 * text. Its directives are all there.
 * @param isWanted which parts are to be in it
 */
export function onlyParts(file: SourceFile, isWanted: (content: Content) => boolean): SourceFile {
  const { tree, definitions } = file;
  const expressions = tree.expressions.filter(({ content }) => isWanted(content));
  if (expressions.length === tree.expressions.length) return file;
  const within = rangesOf(tree.expressions, isWanted);
  const { freeDocs, comments, problems } = tree;
  return {
    ...file,
    memory: undefined,
    tree: {
      ...tree,
      expressions,
      freeDocs: freeDocs.filter(within()),
      comments: comments.filter(within()),
      problems: problems.filter(within()),
    },
    definitions: definitions.filter(({ expression }) => isWanted(expression.content)),
  };
}

/**
 * The part that a place belongs to; undefined behind the last expression.
 * @param offset in the text of the file
 */
export function partAt({ tree }: SourceFile, offset: number): Content | undefined {
  return expressionFrom(tree, offset)?.content;
}

/** Makes filters for things in the order of the text: is it in one of the wanted parts, or behind all of them? */
function rangesOf(
  expressions: readonly Expression[],
  isWanted: (content: Content) => boolean,
): () => (thing: { readonly span: Span }) => boolean {
  const wanted = expressions.map(({ content }) => isWanted(content));
  return () => {
    let index = 0;
    return ({ span: { start } }) => {
      while (index < expressions.length && (expressions[index] as Expression).span.end <= start) index++;
      return wanted[index] ?? true;
    };
  };
}
