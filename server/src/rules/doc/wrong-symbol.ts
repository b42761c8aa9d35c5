import type { Misspelling } from '../../contract/misspelt.ts';
import { isSlip } from '../../names/nearest.ts';
import { has } from '../../schema/dialect.ts';
import { type Definition, isDefinition, type Name } from '../../schema/model.ts';
import { onlyParts } from '../../schema/parts.ts';
import { docRule, isSpelledRightly } from '../doc-rule.ts';
import { editFix, renameFix } from '../fixes.ts';
import { calledOtherwise, keptSymbol, misnamedIn, WHOLE_NAME } from '../kept-names.ts';
import { rightNameOf } from '../misspelt-names.ts';
import { describe, sentence } from '../names.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';

/** Tells it of every comment. */
const { scope: _, ...ofAll } = docRule({
  id: 'doc/wrong-symbol',
  summary: 'A documentation comment is for another name than that of the definition behind it.',
  why: 'The first line of a documentation comment names the definition that it belongs to, and that is the next one. Where the names differ, either was renamed without the other, or something was put between them.',
  remedy:
    'Write the same name in both places, or put the comment before the definition that it is for. Where it is one slip of the pen, the name that upstream has is right.',
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
 * that nobody uses, where the comment has the one that is used. Where the two names differ by a slip of the pen it is the one that
 * upstream does not know. Only the whole schema tells.
 */
export const docWrongSymbol: Rule = {
  ...ofAll,
  check(context) {
    const otherwise = calledOtherwise(context.schema);
    const told: Definition[] = [];
    for (const definition of context.files.flatMap(misnamedIn)) {
      const used = otherwise.get(definition);
      if (used !== undefined) context.report(misspelt(definition, used, 'wherever it is used'));
      else if (keptSymbol(definition, context.schema) === undefined) {
        const symbol = slipIn(definition);
        const isDoubtful = symbol && !isSpelledRightly(definition, symbol.text, context);
        const right = isDoubtful ? rightNameOf(definition, symbol.text, context) : definition.name.text;
        if (right === definition.name.text) told.push(definition);
        else if (symbol) {
          context.report(right ? misspelt(definition, right, "in upstream's schema") : eitherOf(definition, symbol));
        }
      }
    }
    const parts = new Set(told.map(({ expression }) => expression.content));
    const files = context.files.flatMap((file) =>
      misnamedIn(file).some(({ expression }) => parts.has(expression.content))
        ? [onlyParts(file, (content) => parts.has(content))]
        : [],
    );
    ofAll.check({ ...context, files });
  },
};

/** Whether it is told that a definition has one of upstream's names, misspelt, and its comment has it right. */
export function isToldOfComment({ ours, removed }: Misspelling, { rules, version }: RuleContext): boolean {
  if (!rules.includes(docWrongSymbol) || !has(version, 'docs-refused')) return false;
  return isDefinition(ours) && slipIn(ours)?.text === removed.name;
}

/** The name in the comment of a definition, if that and the definition's differ by a slip of the pen. */
function slipIn({ doc, name, expression }: Definition): Name | undefined {
  const symbol = doc?.closed && expression.whole ? doc.symbol : undefined;
  if (!symbol || symbol.text === name.text || doc?.lines[0]?.text !== `@${symbol.text}:`) return undefined;
  return WHOLE_NAME.test(symbol.text) && isSlip(symbol.text, name.text) ? symbol : undefined;
}

function misspelt(definition: Definition, right: string, where: string): Finding {
  const { file, name, expression } = definition;
  return {
    file,
    span: name.span,
    thing: definition,
    message: `${sentence(describe(definition))} is '${right}' in its comment and ${where}. Write '${right}'.`,
    fixes: () => [renameFix(`Write '${right}'`, definition, right, isSlip(name.text, right))],
    refusedAt: { file, offset: expression.span.start },
  };
}

/** Which of two names is the right one only who wrote them knows. */
function eitherOf(definition: Definition, symbol: Name): Finding {
  const { file, name, expression } = definition;
  return {
    file,
    span: symbol.span,
    message: `This comment is for '${symbol.text}', and what follows it is ${describe(definition)}: one of the two names is misspelt. Write the same name in both places.`,
    related: [{ file, span: name.span, message: `${describe(definition)} follows the comment.` }],
    fixes: () => [
      editFix(`Write '${name.text}' in the comment`, [{ file, span: symbol.span, newText: name.text }], false),
      renameFix(`Rename the ${definition.kind} to '${symbol.text}'`, definition, symbol.text, false),
    ],
    refusedAt: { file, offset: expression.span.start },
  };
}
