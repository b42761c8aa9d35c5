/** Schemas that were made from what a program says of its API. */
import type { Schema } from './schema.ts';

/** Whether a schema was made from an answer of query-qmp-schema. Such a schema knows integers of one size: `int` stands for all. */
export function isAnswer({ sources }: Schema): boolean {
  return sources.root.startsWith('introspection:');
}
