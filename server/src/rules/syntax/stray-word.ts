import { has, versionsWith } from '../../schema/dialect.ts';
import { keywordOf } from '../../schema/keys.ts';
import { expressionFrom, type SyntaxProblem, type Tree } from '../../syntax/tree.ts';
import { characterName } from '../characters.ts';
import { conflictMessage, foreignCommentFix, foreignCommentMessage } from '../foreign-comment.ts';
import { GEN_SYNTAX } from '../sources.ts';
import { atDefinition, syntaxRule } from '../syntax-rule.ts';

export const strayWord = syntaxRule({
  id: 'syntax/stray-word',
  category: 'syntax',
  code: 'stray',
  summary: 'Something stands where QAPI has no use for it.',
  why: `A schema is made of objects, arrays, strings in single quotes, \`true\` and \`false\`. There are no numbers, there is no
\`null\`, and a name without quotes is no name.`,
  remedy: 'Put quotes around a name; remove anything else.',
  source: GEN_SYNTAX,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'returns': «int» }\n" } },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'command': 'eject', 'returns': [ 'Drive' ] }\n{ 'struct': 'Drive', 'data': { 'id': 'str' } }\n",
    },
  },
  generatorNote: 'refuses it; a `null` for what may be left out since 4.2',
  unenforcedSeverity: 'off',
  enforcedFor: (problem, tree) => (isNoValue(problem, tree) ? versionsWith('nulls-refused') : undefined),
  refusedAt: (problem, version, tree) =>
    problem.detail === 'null' && !has(version, 'nulls-refused') ? atDefinition(problem, tree) : problem.refusedAt,
  message: ({ detail }) => messageFor(detail),
  fix: ({ span, detail }, { text }) => {
    if (detail === 'True' || detail === 'False') {
      return { title: `Write '${detail.toLowerCase()}'`, span, newText: detail.toLowerCase() };
    }
    if (detail === BYTE_ORDER_MARK) return { title: 'Remove the byte order mark', span, newText: '' };
    const comment = /^[^\S\n\r]*(?:[\n\r]|$)/.test(text.slice(span.end)) ? foreignCommentFix(detail, span) : undefined;
    if (comment) return comment;
    if (detail === ';' && /^\s*['{[]/.test(text.slice(span.end)) && !/[}\]]\s*$/.test(text.slice(0, span.start)))
      return { title: "Write ','", span, newText: ',' };
    if (detail === ';') return { title: "Remove ';'", span, newText: '' };
    if (detail === '=') return { title: "Write ':'", span, newText: ':' };
    const [, quoted] = OTHER_QUOTES.exec(detail) ?? [];
    if (quoted !== undefined) return { title: `Write '${quoted}'`, span, newText: `'${quoted}'` };
    return isName(detail) ? { title: 'Put it in quotes', span, newText: `'${detail}'` } : undefined;
  },
});

/** Whether it is a `null` behind a key that the definition can do without. */
function isNoValue({ formerly, span }: SyntaxProblem, tree: Tree): boolean {
  const object = formerly && expressionFrom(tree, span.start)?.value;
  if (object?.kind !== 'object') return false;
  const isData = object.entries.some(({ key, value }) => key.text === 'data' && value?.span.start === span.start);
  const word = keywordOf(object)?.word;
  return !isData || word === 'command' || word === 'event';
}

/** A name between the quotes of books, or between backticks. Written in ASCII, as then the whole bundle takes half the memory. */
const OTHER_QUOTES = /^[`\u00b4\u2018-\u201e]+(\*?[A-Za-z0-9_.-]+)[`\u00b4\u2018-\u201e]+$/;
const BYTE_ORDER_MARK = '\uFEFF';

function isName(word: string): boolean {
  return /^\*?[A-Za-z_][A-Za-z0-9_.-]*$/.test(word) && !/^(?:null|None)$/.test(word);
}

function messageFor(word: string): string {
  if (word === 'True' || word === 'False') return `QAPI writes '${word.toLowerCase()}', in lower case.`;
  if (word === 'null' || word === 'None') return `QAPI knows no '${word}': leave the key out instead.`;
  if (/^[+-]?[0-9]/.test(word)) return `QAPI knows no numbers: '${word}' must go, or stand in quotes if it is a name.`;
  if (word === BYTE_ORDER_MARK)
    return "The file begins with a byte order mark, which QEMU's generator refuses. Save it without.";
  const comment = foreignCommentMessage(word);
  if (comment !== undefined) return comment;
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(word)) return conflictMessage(word) ?? '';
  if (OTHER_QUOTES.test(word)) return `These are no quotes to QAPI. Names stand in single quotes, straight ones: '.`;
  if (word === '=') return "'=' has no meaning in a schema. Between a key and its value stands ':'.";
  if (word === ';')
    return "';' has no meaning in a schema: ',' separates elements, and behind a definition stands nothing.";
  if (isName(word)) return `'${word}' stands here without quotes. Names stand in single quotes.`;
  return `${word.length === 1 ? characterName(word) : `'${shorten(word)}'`} has no meaning in a schema. Remove it.`;
}

function shorten(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}...` : word;
}
