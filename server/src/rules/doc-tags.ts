/** Tags of sections that are not written as they have to be, as other languages have them. */
import type { DocReading } from '../schema/doc-sections.ts';
import type { Definition } from '../schema/model.ts';
import { declaredIn } from '../schema/schema.ts';
import type { Doc } from '../syntax/tree.ts';

/**
 * The tag that is meant by a name which nothing has.
 * @returns without its colon; undefined where the comment has such a section already, or may have none: what comes back only a command
 *   can tell that gives something
 */
export function tagMeant(name: string, definition: Definition): 'Since' | 'Returns' | 'TODO' | undefined {
  const has = (wanted: 'since' | 'returns'): boolean =>
    definition.doc?.sections.some(({ kind }) => kind === wanted) === true;
  switch (name.toLowerCase()) {
    case 'todo':
      return 'TODO';
    case 'since':
      return has('since') ? undefined : 'Since';
    case 'return':
    case 'returns':
      return definition.kind === 'command' && definition.returns && !has('returns') ? 'Returns' : undefined;
    default:
      return undefined;
  }
}

/** Whether members or features are described behind a line: a section with a tag would end the descriptions. */
export function describesBehind({ sections }: DocReading, line: number): boolean {
  return sections.some(({ kind, firstLine }) => firstLine > line && (kind === 'member' || kind === 'feature'));
}

/**
 * Whether a name is that of something that a definition has and its comment does not describe.
 * @param sections those of the comment, as its text has them or as the generator reads it
 */
export function lacksDescription(
  name: string,
  definition: Definition,
  sections: readonly Pick<Doc['sections'][number], 'name'>[],
): boolean {
  return declaredIn(definition).includes(name) && !sections.some((section) => section.name?.text === name);
}
