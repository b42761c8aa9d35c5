/**
 * Names that comments have kept: where a definition or member has got the name of another one, its comment may still have its
 * own. That is one mistake, and told where the name stands that is taken. So it is where the name of a type is misspelt, and its
 * comment and all that use it have it right.
 */
import { type Definition, definitionOf, isTypeDefinition, type Member } from '../schema/model.ts';
import { usesOfType } from '../schema/reach.ts';
import { perFileByDefinition } from '../schema/remember.ts';
import { declaredIn, SCHEMAS, type Schema } from '../schema/schema.ts';
import { replaceFix } from './fixes.ts';
import type { Fix } from './rule.ts';

/** A name as a comment can have it, and a definition too. */
export const WHOLE_NAME = /^[\w.-]+$/;

const kept = SCHEMAS.memory<ReadonlyMap<Definition, string>>();

/** By definition whose name another one has as well: the name that its comment has kept, if nothing has that now. */
function keptIn(schema: Schema): ReadonlyMap<Definition, string> {
  let names = kept.get(schema);
  if (!names) {
    const first = ({ name }: Definition): Definition[] =>
      [schema.definition(name.text)].filter((one) => one !== undefined);
    const equal = schema.doubled.flatMap((definition) => [...first(definition), definition]);
    names = new Map(
      equal.flatMap((definition) => {
        const symbol = definition.doc?.symbol?.text;
        const isFree = symbol !== undefined && WHOLE_NAME.test(symbol) && !schema.definition(symbol);
        return isFree ? [[definition, symbol] as const] : [];
      }),
    );
    kept.set(schema, names);
  }
  return names;
}

/** The name that the comment of a definition has kept, if nothing has it now, and another one has the definition's. */
export function keptSymbol(definition: Definition, schema: Schema): string | undefined {
  return keptIn(schema).get(definition);
}

/** Whether a name that nothing has is that of a definition whose comment has kept it. */
export function isKept(name: string, schema: Schema): boolean {
  return [...keptIn(schema).values()].includes(name);
}

/** Definitions whose comments begin with anything but their name. */
export const misnamedIn = perFileByDefinition((definition): readonly Definition[] => {
  const { doc, name } = definition;
  return doc && doc.lines[0]?.text !== `@${name.text}:` ? [definition] : [];
});

const otherwise = SCHEMAS.memory<ReadonlyMap<Definition, string>>();

/** Types that are called otherwise, by their comments and wherever they are used: their own names nobody uses. */
export function calledOtherwise(schema: Schema): ReadonlyMap<Definition, string> {
  let names = otherwise.get(schema);
  if (!names) {
    names = new Map(
      schema.sources.files.flatMap(misnamedIn).flatMap((definition) => {
        const { doc, name, expression } = definition;
        const symbol = doc?.closed && expression.whole && isTypeDefinition(definition) ? doc.symbol?.text : undefined;
        if (symbol === undefined || !WHOLE_NAME.test(symbol) || schema.definition(symbol)) return [];
        const isUsed = usesOfType(schema, symbol) > 0 && usesOfType(schema, name.text) === 0;
        return isUsed && name.text !== '' ? [[definition, symbol] as const] : [];
      }),
    );
    otherwise.set(schema, names);
  }
  return names;
}

/** Gives one of two members or values of a definition, which are the same in C, the name that the comment has kept, if there is one. */
export function keptMemberFixes(thing: Member, other: Member): Fix[] {
  const definition = definitionOf(thing);
  if (definitionOf(other) !== definition || !definition.doc) return [];
  const declared = new Set(declaredIn(definition));
  const sections = definition.doc.sections.filter(({ kind }) => kind === 'member');
  const unknown = sections.filter(({ name }) => name && !declared.has(name.text));
  const [section] = unknown;
  if (!section?.name || unknown.length > 1 || !WHOLE_NAME.test(section.name.text)) return [];
  // Comments describe members in the order in which they stand.
  const own = sections.findIndex(({ name }) => name?.text === thing.name.text || name?.text === other.name.text);
  const meant = sections.indexOf(section) < own ? other : thing;
  return [replaceFix(meant.file, meant.name.span, section.name.text)];
}
