import { forEachNamed, isDefinition, type Member, type SourceFile } from '../../schema/model.ts';
import type { Span } from '../../syntax/text.ts';
import { partsOf, removeParts } from '../entry-edits.ts';
import { editFix } from '../fixes.ts';
import { keptMemberFixes } from '../kept-names.ts';
import { partAt } from '../part-edits.ts';
import type { Fix } from '../rule.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { syntaxRule } from '../syntax-rule.ts';

export const duplicateKey = syntaxRule({
  id: 'syntax/duplicate-key',
  category: 'syntax',
  code: 'duplicate-key',
  summary: 'A key stands twice in one object.',
  why: 'Only one of the two can count, and a reader cannot know which one is meant.',
  remedy: 'Remove or rename one of them.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Disk', 'data': { 'id': 'str', «'id'»: 'int' } }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'struct': 'Disk', 'data': { 'id': 'str', 'size': 'int' } }\n" } },
  message: ({ detail }) => `The key '${detail}' stands in this object already. Remove or rename one of the two.`,
  originText: 'The other one stands here.',
  fixes: ({ span, origin }, file) => {
    if (!origin) return [];
    const kept = keptFixes(file, span, origin);
    return [...kept, ...removals(file, span, origin, kept.length === 0)];
  },
});

/**
 * Takes one of the two out: the second where they say the same, else whichever is chosen.
 * @param isSure whether two that say the same are one too many
 */
function removals({ path, tree }: SourceFile, span: Span, origin: Span, isSure: boolean): Fix[] {
  const { text, expressions } = tree;
  const value = expressions.find((each) => each.span.start < origin.start && span.end <= each.span.end)?.value;
  const own = value && partAt(value, span.start + 1);
  const other = value && partAt(value, origin.start + 1);
  if (!own || own.holder !== other?.holder) return [];
  const { holder } = own;
  const removal = (title: string, index: number, preferred: boolean): Fix[] => {
    const edits = removeParts(text, holder, [index]).map((edit) => ({ file: path, ...edit }));
    return edits.length > 0 ? [editFix(title, edits, preferred)] : [];
  };
  const [said, before] = [own, other].map(({ index }) => {
    const part = partsOf(holder)[index];
    return part && text.slice(part.start, part.end);
  });
  if (said === before) return removal('Remove the second one', own.index, isSure);
  return [...removal('Remove this one', own.index, false), ...removal('Remove the other one', other.index, false)];
}

/** Gives one of two members the name that the comment has kept. */
function keptFixes({ definitions }: SourceFile, span: Span, origin: Span): Fix[] {
  const definition = definitions.find(
    ({ expression }) => expression.span.start < origin.start && span.end <= expression.span.end,
  );
  const found: Member[] = [];
  if (definition) {
    forEachNamed(definition, (thing) => {
      if (!isDefinition(thing) && [span, origin].some((key) => isInside(thing.name.span, key))) found.push(thing);
    });
  }
  const [other, thing] = found;
  return thing && other ? keptMemberFixes(thing, other) : [];
}

function isInside(name: Span, key: Span): boolean {
  return key.start < name.start && name.end < key.end;
}
