import { nearest } from '../../names/nearest.ts';
import { newForm, oldForm, readCondition, readWithBareNames } from '../../schema/condition.ts';
import { has } from '../../schema/dialect.ts';
import { insertion } from '../entry-edits.ts';
import { about, type FaultContext, type ShapeFix, shapeRule } from '../shape-rule.ts';
import { GEN_CONDITIONS } from '../sources.ts';

type Context = FaultContext<'condition'>;

export const condition = shapeRule({
  id: 'schema/condition',
  category: 'schema',
  codes: ['condition'],
  summary: 'What stands behind `if` is no condition in the form that the QEMU of this tree wants.',
  why: `Since QEMU 6.2 a condition is the name of a preprocessor macro, in capitals, or an object that combines conditions:
\`{ 'all': [...] }\`, \`{ 'any': [...] }\` or \`{ 'not': ... }\`. Before, from 3.0 on, it was a C expression such as \`'defined(CONFIG_TPM)'\`, or a
list of them. Neither QEMU takes the other's form.`,
  remedy: 'Write the condition in the form of this QEMU.',
  source: GEN_CONDITIONS,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'command': 'eject', 'if': «'defined(CONFIG_CDROM) && !defined(CONFIG_WIN32)'» }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'command': 'eject', 'if': { 'all': [ 'CONFIG_CDROM', { 'not': 'CONFIG_WIN32' } ] } }\n",
    },
  },
  message: (context) => `${about(context.fault.subject)}${reason(context)}`,
  fixes,
});

/** What conditions have in C, and names have not. */
const C_EXPRESSION = /[!&|()<>=]|\bdefined\b/;

function reason({ fault, file, version }: Context): string {
  const isNew = has(version, 'condition-objects');
  const found = file.tree.text.slice(fault.span.start + 1, fault.span.end - 1);
  switch (fault.fault) {
    case 'kind':
      return isNew
        ? "a condition is the name of a macro, or an object with 'all', 'any' or 'not'."
        : 'a condition is a C expression between quotes, or a list of them.';
    case 'array':
      return fault.nested
        ? "an array stands only behind 'all' and 'any', and this one is behind neither."
        : "a list of conditions is written { 'all': [...] } since QEMU 6.2.";
    case 'macro':
      if (C_EXPRESSION.test(found))
        return "a condition is no C expression since QEMU 6.2, but names of macros, with 'all', 'any' and 'not'.";
      return `'${found}' is no name of a macro: capitals, digits and '_', beginning with a capital.`;
    case 'object':
      return 'conditions as objects came with QEMU 6.2. Write a C expression between quotes.';
    case 'blank':
      return 'this condition is empty. Write the condition, or remove the key.';
    case 'no-key':
      return "this condition is empty. It needs one of 'all', 'any' and 'not'.";
    case 'several-keys':
      return "a condition has one of 'all', 'any' and 'not' only. Put one into the other.";
    case 'unknown-key': {
      const meant = operatorFor(found);
      return `a condition knows only 'all', 'any' and 'not'.${meant ? ` Did you mean '${meant}'?` : ''}`;
    }
    case 'operands':
      return 'what is combined stands in an array. Put brackets around it.';
    case 'no-operands':
      return isNew
        ? 'nothing is combined here. Write the conditions between the brackets.'
        : 'this list of conditions is empty. Remove it.';
  }
}

function fixes(context: Context): ShapeFix[] {
  const { fault, file } = context;
  const { span, value, nested } = fault;
  switch (fault.fault) {
    case 'array':
    case 'macro': {
      const meaning = readCondition(value);
      if (meaning) {
        // Of several conditions inside another one, nobody knows whether all or any of them were meant.
        const isGuess = nested && value.kind === 'array' && value.items.length > 1;
        return [{ ...replacement(span, newForm(meaning)), preferred: !isGuess }];
      }
      const likely = readWithBareNames(value);
      if (likely) return [{ ...replacement(span, newForm(likely)), preferred: false }];
      const name = value.kind === 'string' ? value.text.toUpperCase().replaceAll('-', '_') : '';
      return /^[A-Z][A-Z0-9_]*$/.test(name) ? [{ ...replacement(span, `'${name}'`), preferred: false }] : [];
    }
    case 'object': {
      const meaning = readCondition(value);
      return meaning ? [replacement(span, oldForm(meaning, nested))] : [];
    }
    case 'unknown-key': {
      const meant = operatorFor(file.tree.text.slice(span.start + 1, span.end - 1));
      return meant ? [replacement(span, `'${meant}'`)] : [];
    }
    case 'operands':
      if (value.kind === 'bool') return [];
      return [
        {
          title: 'Put it into brackets',
          edits: [insertion(span.start, '[ '), insertion(span.end, ' ]')],
          preferred: true,
        },
      ];
    default:
      return [];
  }
}

function replacement(span: Context['fault']['span'], newText: string): ShapeFix {
  return { title: `Write ${newText}`, edits: [{ span, newText }], preferred: true };
}

/** The operator that somebody meant who wrote another word. */
function operatorFor(word: string): string | undefined {
  const other: Readonly<Record<string, string>> = { and: 'all', or: 'any', some: 'any', every: 'all', none: 'not' };
  return other[word.toLowerCase()] ?? nearest(word, ['all', 'any', 'not']);
}
