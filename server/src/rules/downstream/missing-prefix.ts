import { isComplete, isWayBroken } from '../../contract/broken.ts';
import { vendorWord } from '../../names/vendors.ts';
import { definitionOf, isDefinition } from '../../schema/model.ts';
import { isGreeting, WAYS } from '../contract-rule.ts';
import { copyCommandFixes } from '../copy-command.ts';
import { prefixedName, prefixFixes } from '../domain-fixes.ts';
import { placeOfType } from '../foreign-place.ts';
import { brokenPrefixOf, describe, isIn, nameUseOf, sentence } from '../names.ts';
import type { Rule } from '../rule.ts';
import { SPEC_DOWNSTREAM } from '../sources.ts';

export const missingPrefix: Rule = {
  id: 'downstream/missing-prefix',
  category: 'downstream',
  severity: 'error',
  comparing: true,
  summary: 'A name that upstream does not have, and that clients can see, lacks the downstream prefix.',
  why: `Management software talks to your QEMU as it talks to upstream's. If you call an addition \`backup\`, upstream may tomorrow add a
\`backup\` of its own that works differently, and every client of yours breaks at the next rebase, or worse, does the wrong thing.
So the protocol divides the names: upstream never begins a name with \`__\`, and whatever a downstream adds begins with \`__RFQDN_\`,
where RFQDN is a domain that it controls, reversed: \`__com.example_backup\`. A client sees at once that this is an extension, and whose.

It holds for everything that is visible on the wire: commands and their arguments, events and their data, members of what commands
return, enum values (the tags of unions among them) and features. Below a name with a prefix nothing more needs one: the arguments of
\`__com.example_backup\` are plain. The names of types, and of the branches of alternates, are never seen.`,
  remedy: `Insert the prefix. The quick fix renames the definition with everything that refers to it: documentation, examples,
discriminators, branches, pragmas, in all files. The C code then has to follow; the fix tells which identifiers change.`,
  source: SPEC_DOWNSTREAM,
  bad: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject', 'data': { 'id': 'str', '*«secure-erase»': 'bool' } }
{ 'command': '«eject-all»', 'data': { 'except': 'str' } }
`,
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `{ 'command': 'eject', 'data': { 'id': 'str', '*__com.example_secure-erase': 'bool' } }
{ 'command': '__com.example_eject-all', 'data': { 'except': 'str' } }
`,
    },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'data': { 'id': 'str' } }\n" },
    domains: ['com.example'],
  },
  check(context) {
    const { contract, role, schema } = context;
    if (role !== 'downstream' || !contract) return;
    const places = new Set<string>();
    for (const name of contract.newNames) {
      const { thing, path, wire, direction } = name;
      const { text } = thing.name;
      // Whether upstream has it, and where, shows when it can be read.
      if (!isComplete(definitionOf(thing), context.schema, context.version)) continue;
      // A name that was meant to have a prefix is told what is wrong with it by the rules about prefixes.
      if (text.startsWith('_') || brokenPrefixOf(nameUseOf(thing), context)) continue;
      // In the greeting no prefix helps.
      if (isGreeting(name)) continue;
      // What another release of upstream has is upstream's.
      if (contract.elsewhereOf(name)) continue;
      // What is one of upstream's names, misspelt, is told where that is missed.
      if (contract.misspellingOf(thing)) continue;
      if (isIn(contract.baseline, thing)) {
        if (isWayBroken(wire, schema, context.version)) continue;
        const place = placeOfType(thing, wire, schema);
        const { file } = place?.thing ?? thing;
        const { span } = place?.ref ?? thing.name;
        const way = place?.path ?? path;
        // What is wrong is the place, and all that the type holds says so.
        if (places.has(way)) continue;
        places.add(way);
        const message = `${sentence(describe(place?.type ?? thing))} is upstream's, but upstream does not have it here (${way}), where ${WAYS[direction]}. Make the place what it is upstream, or lead to it by a name of your own.`;
        context.report({ file, span, thing: place?.thing ?? thing, path: way, message });
        continue;
      }
      const suggestion = prefixedName(thing, context);
      const vendor = vendorWord(text);
      context.report({
        file: thing.file,
        span: thing.name.span,
        thing,
        path,
        message:
          `${sentence(describe(thing))} is not in the upstream schema, and ${thing.kind === 'feature' ? 'clients see it in introspection' : WAYS[direction]}${isDefinition(thing) ? '' : ` (${path})`}. ` +
          (vendor ? `A word such as '${vendor}' is no prefix: names` : 'Names') +
          ` that a downstream adds begin with '__RFQDN_'` +
          (suggestion ? `: rename it to '${suggestion}'.` : ', the reversed domain that you control.'),
        fixes: () => [...prefixFixes(thing, context), ...copyCommandFixes(thing, wire, context)],
      });
    }
  },
};
