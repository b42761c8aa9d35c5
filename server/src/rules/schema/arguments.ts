import type { WrongArguments } from '../../schema/link-faults.ts';
import { entryOf } from '../../syntax/tree.ts';
import { editFix } from '../fixes.ts';
import { linkRule, related, typeInWords } from '../link-rule.ts';
import type { Fix, RuleContext } from '../rule.ts';
import { GEN_COMMAND } from '../sources.ts';

export const commandArguments = linkRule({
  id: 'schema/arguments',
  category: 'schema',
  codes: ['arguments'],
  summary: 'The data of a command or event is not of a type that it can have.',
  why: `Arguments come by name, so \`data\` must be an object. The C function of a command, or the one that sends an event, gets each member as
an argument of its own. That cannot be done where members depend on a tag or, since QEMU 8.1, on a condition: there \`'boxed': true\` passes the
object as a whole.`,
  remedy: "Name a struct, or add `'boxed': true`.",
  source: GEN_COMMAND,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }
{ 'union': 'Drive', 'base': { 'type': 'DriveType' }, 'discriminator': 'type', 'data': {} }
{ 'command': 'add-drive', 'data': '«Drive»' }
{ 'command': 'eject', 'data': '«str»' }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }
{ 'union': 'Drive', 'base': { 'type': 'DriveType' }, 'discriminator': 'type', 'data': {} }
{ 'command': 'add-drive', 'data': 'Drive', 'boxed': true }
{ 'command': 'eject', 'data': { 'id': 'str' } }
`,
    },
  },
  tell(fault, context) {
    const { definition, target, member, reason } = fault;
    const whose = `of ${definition.kind === 'event' ? 'an event' : 'a command'}`;
    switch (reason) {
      case 'not-an-object':
        return { message: `The data ${whose} must be an object, and this is ${typeInWords(target)}.` };
      case 'union':
        return {
          message: `The data ${whose} can be ${typeInWords(target)} only with 'boxed': true.`,
          fixes: () => boxedFix(fault, context),
        };
      case 'empty':
        return {
          message: `With 'boxed': true the data ${whose} must have members, and ${typeInWords(target)} has none.`,
        };
      case 'conditional': {
        const inline = target.kind === 'object';
        const name = member?.name.text ?? '';
        return {
          message: inline
            ? `'${name}' has an 'if', and such data needs 'boxed': true. Move the data to a struct and write that and 'boxed': true.`
            : `Member '${name}' of ${typeInWords(target)} has an 'if', so 'boxed': true is needed here.`,
          ...(member && !inline && { related: related(member, `'${name}' is defined here.`) }),
          fixes: () => (inline ? [] : boxedFix(fault, context)),
        };
      }
    }
  },
});

/**
 * Puts `'boxed': true` behind the data, on a line of its own where the definition has several. The C function gets other
 * parameters by it, so it is not done without a question.
 */
function boxedFix({ definition }: WrongArguments, { schema }: RuleContext): Fix[] {
  const { expression, file } = definition;
  const data = expression.value.kind === 'object' ? entryOf(expression.value, 'data') : undefined;
  if (!data?.value) return [];
  const text = schema.file(file)?.tree.text.slice(expression.span.start, expression.span.end) ?? '';
  const at = data.value.span.end;
  const newText = text.includes('\n') ? ",\n  'boxed': true" : ", 'boxed': true";
  const edits = [{ file, span: { start: at, end: at }, newText }];
  return [editFix("Add 'boxed': true", edits, false)];
}
