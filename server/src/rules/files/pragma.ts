import { versionsWith } from '../../schema/dialect.ts';
import { nearestPragma } from '../../schema/schema.ts';
import { traitOfPragma } from '../../schema/shape.ts';
import { insertion, removeEntries } from '../entry-edits.ts';
import { type FaultContext, listed, shapeRule } from '../shape-rule.ts';
import { GEN_PRAGMA } from '../sources.ts';

type Fault = FaultContext<'pragma-form' | 'pragma-value' | 'unknown-pragma' | 'pragma-kind'>['fault'];

export const pragma = shapeRule({
  id: 'files/pragma',
  category: 'files',
  codes: ['pragma-form', 'pragma-value', 'unknown-pragma', 'pragma-kind'],
  summary: 'A pragma is unknown to the QEMU of this tree, or set to something that it cannot be set to.',
  why: `Pragmas change how strict the generator is, and with which names. Since QEMU 6.0 they are called \`...-exceptions\`; before, two of them
were there, \`returns-whitelist\` and \`name-case-whitelist\`. \`doc-required\` is \`true\` or \`false\`, all others are lists of names.`,
  remedy: 'Write the pragma as the QEMU of this tree knows it.',
  source: GEN_PRAGMA,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { «'returns-whitelist'»: [ 'query-speed' ] } }\n{ 'command': 'query-speed', 'returns': 'int' }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "{ 'pragma': { 'command-returns-exceptions': [ 'query-speed' ] } }\n{ 'command': 'query-speed', 'returns': 'int' }\n",
    },
  },
  message: ({ fault }) => reason(fault),
  fixes: ({ fault, file }) => {
    switch (fault.code) {
      case 'pragma-form': {
        const edits = removeEntries(file.tree.text, fault.object, fault.extra);
        return edits.length > 0 ? [{ title: "Leave only 'pragma'", edits, preferred: false }] : [];
      }
      case 'unknown-pragma': {
        const meant = meantBy(fault);
        return meant
          ? [{ title: `Write '${meant}'`, edits: [{ span: fault.name.content, newText: meant }], preferred: true }]
          : [];
      }
      case 'pragma-kind': {
        const { value, kind, span } = fault;
        if (kind === 'names' && value.kind === 'string') {
          return [
            {
              title: 'Put it into brackets',
              edits: [insertion(span.start, '[ '), insertion(span.end, ' ]')],
              preferred: true,
            },
          ];
        }
        const word =
          value.kind === 'string' && /^(?:true|false)$/i.test(value.text) ? value.text.toLowerCase() : undefined;
        return kind === 'boolean' && word
          ? [{ title: `Write ${word}`, edits: [{ span, newText: word }], preferred: true }]
          : [];
      }
      default:
        return [];
    }
  },
});

function reason(fault: Fault): string {
  switch (fault.code) {
    case 'pragma-form':
      return "A pragma has no key besides 'pragma'. Take this out, or put it into the object behind 'pragma'.";
    case 'pragma-value':
      return "Behind 'pragma' stands an object with the settings: { 'pragma': { 'doc-required': true } }, say.";
    case 'unknown-pragma': {
      const { name, known } = fault;
      const meant = meantBy(fault);
      const trait = traitOfPragma(name.text);
      if (RENAMED.has(name.text) && meant) {
        const since = versionsWith('pragma-exceptions').since;
        return known.includes('member-name-exceptions')
          ? `This pragma is called '${meant}' since QEMU ${since}.`
          : `Before QEMU ${since} this pragma is called '${meant}'.`;
      }
      if (trait)
        return `The pragma '${name.text}' came with QEMU ${versionsWith(trait).since}, and this tree is older. Remove it.`;
      return `There is no pragma '${name.text}'. ${meant ? `Did you mean '${meant}'?` : `The pragmas are ${listed(known, 'and')}.`}`;
    }
    case 'pragma-kind':
      if (fault.kind === 'boolean') return `'${fault.name.text}' is set to true or false, without quotes.`;
      return `'${fault.name.text}' is set to a list of names, each a string.`;
  }
}

/** What was called otherwise before QEMU 6.0, both ways. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['returns-whitelist', 'command-returns-exceptions'],
  ['command-returns-exceptions', 'returns-whitelist'],
  ['name-case-whitelist', 'member-name-exceptions'],
  ['member-name-exceptions', 'name-case-whitelist'],
]);

/** The pragma of this dialect that was most likely meant. */
function meantBy({ name, known }: FaultContext<'unknown-pragma'>['fault']): string | undefined {
  const other = RENAMED.get(name.text);
  if (other !== undefined && known.includes(other)) return other;
  return traitOfPragma(name.text) ? undefined : nearestPragma(name.text, known);
}
