import { isSlip } from '../../names/nearest.ts';
import type { Definition } from '../../schema/model.ts';
import { onlyParts } from '../../schema/parts.ts';
import { docRule } from '../doc-rule.ts';
import { editFix } from '../fixes.ts';
import { calledOtherwise, keptSymbol, misnamedIn } from '../kept-names.ts';
import { describe, sentence } from '../names.ts';
import type { Finding, Rule } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** Tells it of every comment. */
const { scope: _, ...ofAll } = docRule({
  id: 'doc/wrong-symbol',
  summary: 'A documentation comment is for another name than that of the definition behind it.',
  why: 'The first line of a documentation comment names the definition that it belongs to, and that is the next one. Where the names differ, either was renamed without the other, or something was put between them.',
  remedy: 'Write the name of the definition, or put the comment before the definition that it is for.',
  source: GEN_DOC,
  bad: { files: { 'qapi/qapi-schema.json': "##\n# @«ejct»:\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "##\n# @eject:\n#\n# Open the tray.\n##\n{ 'command': 'eject' }\n" } },
  mismatches: {
    symbol: ({ checked, definition }, { doc, edits }) => {
      const name = definition.name.text;
      const line = doc.lines[0];
      const text = line?.text.trimEnd() ?? '';
      if (text.startsWith(`@${name}:`)) {
        const from = name.length + 2;
        return {
          message: `Nothing may stand behind '@${name}:' on the first line. Move the text to the lines below.`,
          fixes: () => {
            if (!line) return [];
            const behind = { start: line.start + from, end: line.end };
            return [
              editFix('Move the text below', [
                edits.replace(behind, ''),
                edits.insert(1, ['', text.slice(from).trim()]),
              ]),
            ];
          },
        };
      }
      return {
        message: `This comment is for '${checked.reading.symbol}', and what follows it is ${describe(definition)}. Write '@${name}:', or put the comment where it belongs.`,
        related: { span: definition.name.span, message: `${describe(definition)} follows the comment.` },
        fixes: () => {
          const span = line && { start: line.start + 1, end: line.start + text.length - 1 };
          const isClear = isSlip(checked.reading.symbol ?? '', name);
          return span ? [editFix(`Write '${name}'`, [edits.replace(span, name)], isClear)] : [];
        },
      };
    },
  },
});

/**
 * Where a definition has got the name of another one, and its comment has its own, that is what is wrong; and so is the name of a type
 * that nobody uses, where the comment has the one that is used. Only the whole schema tells.
 */
export const docWrongSymbol: Rule = {
  ...ofAll,
  check(context) {
    const otherwise = calledOtherwise(context.schema);
    for (const definition of context.files.flatMap(misnamedIn)) {
      const used = otherwise.get(definition);
      if (used !== undefined) context.report(misspelt(definition, used));
    }
    const files = context.files.flatMap((file) => {
      const told = misnamedIn(file).filter(
        (definition) => !otherwise.has(definition) && keptSymbol(definition, context.schema) === undefined,
      );
      const parts = new Set(told.map(({ expression }) => expression.content));
      return parts.size > 0 ? [onlyParts(file, (content) => parts.has(content))] : [];
    });
    ofAll.check({ ...context, files });
  },
};

function misspelt(definition: Definition, used: string): Finding {
  const { file, name, expression } = definition;
  return {
    file,
    span: name.span,
    thing: definition,
    message: `${sentence(describe(definition))} is '${used}' in its comment and wherever it is used. Write '${used}'.`,
    fixes: () => [editFix(`Write '${used}'`, [{ file, span: name.span, newText: used }], isSlip(name.text, used))],
    refusedAt: { file, offset: expression.span.start },
  };
}
