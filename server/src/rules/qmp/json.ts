import { isSlip } from '../../names/nearest.ts';
import type { JsonProblem } from '../../qmp/json.ts';
import { editFix } from '../fixes.ts';
import { likeAround, listInWords } from '../message-words.ts';
import { qmpRule } from '../qmp-rule.ts';
import type { FaultWords, MessagePlace } from '../rule.ts';
import { SPEC_PROTOCOL } from '../sources.ts';
import { surplusQuotes } from '../surplus-quotes.ts';

export const qmpJson = qmpRule({
  id: 'qmp/json',
  severity: 'error',
  summary: 'A message is no JSON as QMP has it.',
  why: `QMP messages are JSON. Programs also take strings between single quotes and the escape \`\\'\`, as an extension for people who type them; what they
send themselves has double quotes only. Comments, commas behind the last element, and bare words are not taken.`,
  remedy: 'Mend the quotes, commas or brackets. In documentation, `...` stands for what is left out.',
  source: SPEC_PROTOCOL,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "force": true«,» } }\n',
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { '*force': 'bool' } }\n",
      'messages.qmp': '{ "execute": "eject", "arguments": { "force": true } }\n',
    },
  },
  kinds: ['json', 'single-quotes'],
  tell(fault, place) {
    if (fault.kind === 'json') return wordsFor(fault.problem, place);
    return {
      message: 'A program puts its strings between double quotes. Only what it reads may have single ones.',
      severity: 'information',
    };
  },
});

/** What other languages write for JSON's words, in lower case. */
const LITERALS: Readonly<Record<string, string | undefined>> = {
  true: 'true',
  false: 'false',
  null: 'null',
  none: 'null',
  nil: 'null',
};

const WORDS: readonly string[] = ['true', 'false', 'null'];

const COMMAS: Readonly<Record<string, string | undefined>> = {
  trailing: 'No comma may stand behind the last element.',
  between: 'No comma stands between messages, unless they are in an array. Remove it.',
  semicolon: 'No semicolon stands behind a message. Remove it.',
};

function wordsFor({ code, span, detail, end }: JsonProblem, place: MessagePlace): FaultWords | undefined {
  const { file } = place;
  switch (code) {
    case 'unclosed-string':
      return {
        message: `This string does not end: the closing ${detail} is missing.`,
        fixes: () => [
          editFix(`Add ${detail}`, [{ file, span: { start: span.end, end: span.end }, newText: detail }], false),
        ],
      };
    case 'escape':
      if (detail.length > 2) {
        return { message: `'${detail}' stands for no character: of surrogates there are two, the high one first.` };
      }
      return {
        message: `'${detail}' is no escape of JSON. A backslash stands before one of " ' \\ / b f n r t, or before u and four hexadecimal digits.`,
      };
    case 'control-character':
      return {
        message: 'A control character may not stand in a string as it is. Write it as \\u and four hexadecimal digits.',
      };
    case 'encoding':
      if (detail !== '') {
        return {
          message: `This file is ${detail}, and QMP is UTF-8. Save it as UTF-8: as it is, nothing in it can be read.`,
        };
      }
      // Of a schema that is told for the whole file.
      if (place.isExample) return undefined;
      return {
        message:
          'This string is not UTF-8, or was not when the file was written: U+FFFD stands for what cannot be read. Write the character anew, and save the file as UTF-8.',
      };
    case 'unquoted':
      return {
        message: `'${detail}' must stand between quotes.`,
        fixes: () => [
          editFix('Put it between quotes', [
            { file, span, newText: likeAround(place, span.start, JSON.stringify(detail)) },
          ]),
        ],
      };
    case 'doubled-quote': {
      const { message, title } = surplusQuotes(detail);
      return { message, fixes: () => [editFix(title, [{ file, span, newText: '' }])] };
    }
    case 'string-prefix':
      return {
        message: `A string of JSON has no '${detail}' before it: Python writes that. Remove it.`,
        fixes: () => [editFix(`Remove '${detail}'`, [{ file, span, newText: '' }])],
      };
    case 'book-quotes':
      return {
        message: `The quotes of JSON are straight ones: "${detail}". These are those of books, as programs for text put them.`,
        fixes: () => [
          editFix('Write straight quotes', [
            { file, span, newText: likeAround(place, span.start, JSON.stringify(detail)) },
          ]),
        ],
      };
    case 'stray': {
      const same = LITERALS[detail.toLowerCase()];
      const literal = same ?? WORDS.find((word) => isSlip(word, detail));
      if (literal !== undefined) {
        return {
          message: `'${detail}' is no JSON value. JSON has ${literal}.`,
          fixes: () => [editFix(`Write ${literal}`, [{ file, span, newText: literal }], same !== undefined)],
        };
      }
      return detail === ''
        ? { message: 'Only messages may stand here: JSON objects, side by side or in an array.' }
        : {
            message: `'${detail}' is no JSON value. Text stands between quotes.`,
            fixes: () => {
              const isWhole = span.end - span.start === detail.length && /^\w[\w.:/-]*$/.test(detail);
              const newText = likeAround(place, span.start, JSON.stringify(detail));
              return isWhole ? [editFix('Put it between quotes', [{ file, span, newText }], false)] : [];
            },
          };
    }
    case 'number':
      return {
        message: `'${detail}' is no number of JSON: those are decimal, without leading zeros or plus signs, and have digits around the point.`,
      };
    case 'expected':
      return { message: `Here ${detail} is expected.` };
    case 'comma':
      if (detail === 'missing') {
        return {
          message: 'A comma is missing here.',
          fixes: () => [editFix('Add the comma', [{ file, span, newText: ',' }])],
        };
      }
      return {
        message: COMMAS[detail] ?? 'This comma has no element before it.',
        fixes: () => [
          editFix(detail === 'semicolon' ? 'Remove the semicolon' : 'Remove the comma', [{ file, span, newText: '' }]),
        ],
      };
    case 'unclosed': {
      const missing = listInWords([...detail], 'and');
      const newText = [...detail].map((bracket) => ` ${bracket}`).join('');
      return {
        message:
          detail.length === 1
            ? `This bracket is never closed: a '${detail}' is missing.`
            : `This bracket is never closed, nor are those around it: ${missing} are missing.`,
        // Of a recording that was cut off, more may be missing than that.
        ...(end !== undefined && {
          fixes: () => [editFix(`Insert ${missing}`, [{ file, span: { start: end, end }, newText }], false)],
        }),
      };
    }
    case 'too-deep':
      return { message: 'This is nested too deep to be read.' };
    case 'too-long':
      return {
        message: `This message has more than ${detail} characters and is not read. A bracket may have been forgotten; the file is read on where a line begins the next message.`,
      };
  }
}
