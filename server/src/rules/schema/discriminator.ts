import { nearest } from '../../names/nearest.ts';
import type { WrongDiscriminator } from '../../schema/link-faults.ts';
import { editFix, replaceFix } from '../fixes.ts';
import { linkRule, quotedList, related } from '../link-rule.ts';
import { describe } from '../names.ts';
import type { Fix } from '../rule.ts';
import { GEN_UNION } from '../sources.ts';

export const discriminator = linkRule({
  id: 'schema/discriminator',
  category: 'schema',
  codes: ['discriminator'],
  summary: 'What a union is told apart by is no mandatory member of the base with an enum for its type.',
  why: `The discriminator names the member of the base whose value says which branch is in use. So that member must always be there, neither
optional nor conditional, and have an enum for its type: each value selects a branch.`,
  remedy: 'Name such a member, or add one to the base.',
  source: GEN_UNION,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }
{ 'struct': 'Tape', 'data': { 'speed': 'int' } }
{ 'union': 'Drive',
  'base': { 'id': 'str', 'type': 'DriveType' },
  'discriminator': '«tpye»',
  'data': { 'tape': 'Tape' } }
`,
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'enum': 'DriveType', 'data': [ 'disk', 'tape' ] }
{ 'struct': 'Tape', 'data': { 'speed': 'int' } }
{ 'union': 'Drive',
  'base': { 'id': 'str', 'type': 'DriveType' },
  'discriminator': 'type',
  'data': { 'tape': 'Tape' } }
`,
    },
  },
  tell(fault, { schema }) {
    const { definition, span, member } = fault;
    const name = schema.file(definition.file)?.tree.text.slice(span.start, span.end) ?? '';
    const fits = fault.candidates
      .filter(
        (each) => !each.optional && !each.condition && each !== member && schema.typeOf(each.type)?.kind === 'enum',
      )
      .map((each) => each.name.text);
    const meant = nearest(name, fits) ?? (fits.length === 1 ? fits[0] : undefined);
    return {
      message: messageFor(fault, name, meant),
      ...(!fault.refused && { enforced: false as const }),
      ...(member && { related: related(member, `'${member.name.text}' is defined here.`) }),
      fixes: () => [...(meant === undefined ? [] : [replaceFix(definition.file, span, meant)]), ...mandatoryFix(fault)],
    };
  },
});

function messageFor(fault: WrongDiscriminator, name: string, meant: string | undefined): string {
  const { candidates } = fault;
  const said = reasonText(fault, name);
  if (meant !== undefined) return `${said} Did you mean '${meant}'?`;
  if (fault.reason !== 'not-a-member' || candidates.length === 0) return said;
  return `${said} Its members: ${quotedList(candidates.map((each) => each.name.text))}.`;
}

function reasonText({ reason, member }: WrongDiscriminator, name: string): string {
  switch (reason) {
    case 'not-a-member':
      return `The base has no member '${name.replace(/^\*/, '')}' to tell the branches apart by.`;
    case 'not-direct':
      return `The base has '${name}' from a base of its own, and generators before QEMU 4.2 do not look there.`;
    case 'not-an-enum':
      return `The discriminator must have an enum for its type, and that of '${name}' is none.`;
    case 'a-value':
      return `'${name}' is a value of its own enum as well, and generators before QEMU 2.6 call the branch like the discriminator.`;
    case 'optional':
      return `The discriminator must always be there, and ${member ? describe(member) : 'it'} is optional.`;
    case 'conditional':
      return `The discriminator must always be there, and ${member ? describe(member) : 'it'} has an 'if'.`;
  }
}

function mandatoryFix({ reason, member }: WrongDiscriminator): Fix[] {
  if (reason !== 'optional' || !member) return [];
  const { start } = member.name.span;
  const edit = { file: member.file, span: { start: start - 1, end: start }, newText: '' };
  return [editFix(`Make '${member.name.text}' mandatory`, [edit], false)];
}
