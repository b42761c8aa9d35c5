import { closest, distance } from 'fastest-levenshtein';
import { isIntended, isIntendedPart, type Schema } from '../../schema/schema.ts';
import { type Doc, docCommentsOf } from '../../syntax/tree.ts';
import { editFix } from '../fixes.ts';
import { strikingNames } from '../names.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

export const unknownMention: Rule = {
  id: 'downstream/unknown-mention',
  category: 'downstream',
  severity: 'warning',
  summary: 'Documentation speaks of a downstream name that nothing in the schema has.',
  why: `Prefixed names are long, and easily change on one side only: the command is renamed, the example still shows the old name. Users copy
from the documentation and find that their command does not exist.`,
  remedy: 'Write the name as it is defined.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @__com.example_eject-all:
#
# Faster than «__com.example_eject_all».
##
{ 'command': '__com.example_eject-all' }
`,
    },
    role: 'downstream',
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @__com.example_eject-all:
#
# Slower than \`eject\`.
##
{ 'command': '__com.example_eject-all' }

{ 'command': 'eject' }
`,
    },
    role: 'downstream',
  },
  check({ schema, role, report }) {
    if (role !== 'downstream') return;
    let known: Set<string> | undefined;
    for (const file of schema.sources.files) {
      // Most files have none: a look at the text spares the search through every comment.
      if (!file.tree.text.includes('__')) continue;
      for (const doc of docCommentsOf(file.tree)) {
        // One that is being typed has half a name at its end.
        if (!doc.closed) continue;
        for (const { text, start } of downstreamWords(doc)) {
          known ??= knownNames(schema);
          if (known.has(text) || isIntended(text, schema, true) || isIntendedPart(text, schema)) continue;
          const near = known.size > 0 ? closest(text, [...known]) : '';
          const suggestion = near && isNear(text, near) ? near : undefined;
          const span = { start, end: start + text.length };
          report({
            file: file.path,
            span,
            message: `Nothing in the schema is called '${text}'.${suggestion ? ` Is '${suggestion}' meant?` : ' Was it renamed or removed?'}`,
            fixes: () =>
              suggestion ? [editFix(`Write '${suggestion}'`, [{ file: file.path, span, newText: suggestion }])] : [],
          });
        }
      }
    }
  },
};

/** `__`, the characters of a domain, `_` and a name; dots and hyphens at its end belong to the sentence. */
const DOWNSTREAM_WORD = /(?<![\w.-])__[A-Za-z0-9.-]+_[\w-]*\w/g;

/** Whether this rule tells of a name wherever documentation has it, so that no other needs to. */
export function isToldAsMention(name: string, { schema, role }: Pick<RuleContext, 'schema' | 'role'>): boolean {
  return role === 'downstream' && name.match(DOWNSTREAM_WORD)?.[0] === name && !knownNames(schema).has(name);
}

function* downstreamWords(doc: Doc): Generator<{ text: string; start: number }> {
  for (const line of doc.lines) {
    if (!line.text.includes('__')) continue;
    for (const match of line.text.matchAll(DOWNSTREAM_WORD)) {
      // `@__com.example_x:` opens a section; whether such a member exists is another rule's question.
      const opensSection = match.index === 1 && line.text.startsWith('@') && line.text[match[0].length + 1] === ':';
      if (!opensSection) yield { text: match[0], start: line.start + match.index };
    }
  }
}

function knownNames(schema: Schema): Set<string> {
  const names = new Set<string>();
  for (const { parsed } of strikingNames(schema.sources.files))
    if (parsed.text.startsWith('__')) names.add(parsed.text);
  return names;
}

/** As a rule of thumb: one holds the other, or a third of the characters differ at most; the prefix does not count. */
function isNear(text: string, other: string): boolean {
  const stem = (name: string): string => name.slice(name.indexOf('_', 2) + 1).replace(/[-_]/g, '');
  const [a, b] = [stem(text), stem(other)];
  return a.includes(b) || b.includes(a) || distance(a, b) * 3 <= Math.max(a.length, b.length);
}
