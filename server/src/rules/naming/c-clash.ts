import { cName } from '../../names/cnames.ts';
import { cNameOf } from '../../schema/c-names.ts';
import { versionsWith } from '../../schema/dialect.ts';
import type { Definition, Member, NamedThing } from '../../schema/model.ts';
import type { Schema } from '../../schema/schema.ts';
import { describe, sentence } from '../names.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { GEN_CODE } from '../sources.ts';

export const cClash: Rule = {
  id: 'naming/c-clash',
  category: 'naming',
  severity: 'error',
  generatorNote:
    'refuses it for members and values since 2.6; for commands, events and types it writes C that does not compile',
  summary: 'Two different names become one and the same identifier in C.',
  why: `In C there is neither \`-\` nor \`.\`: both become \`_\`, and enum constants and events become upper case besides. Two names that differ only
there are two to a client and one to the compiler. For members and values the generator says so; for commands, events and types it
does not notice, and the C compiler stumbles over its output.`,
  remedy: 'Rename one of the two.',
  source: GEN_CODE,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'struct': 'Drive', 'data': { 'tray-open': 'bool', '«tray_open»': 'bool' } }\n",
    },
    version: '5.2',
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'struct': 'Drive', 'data': { 'tray-open': 'bool', 'tray-state': 'str' } }\n" },
  },
  check(context) {
    const { schema } = context;
    const commands = new Clashes(context, (thing) => `qmp_${cNameOf(thing)}`, false);
    const events = new Clashes(
      context,
      (thing) => `QAPI_EVENT_${cName(thing.name.text, { protect: false }).toUpperCase()}`,
      false,
    );
    const types = new Clashes(context, cNameOf, false);
    for (const definition of schema.definitions) {
      if (definition.kind === 'command') commands.add(definition);
      else if (definition.kind === 'event') events.add(definition);
      else types.add(definition);
      if (definition.kind === 'enum') checkValues(definition.values, context);
      for (const members of memberScopes(definition, schema)) {
        const scope = new Clashes(context, cNameOf, versionsWith('c-clashes-refused'));
        for (const member of members) scope.add(member);
      }
    }
  },
};

/** The generator compares the values as they are; the compiler compares the constants, which are upper case. */
function checkValues(values: readonly Member[], context: RuleContext): void {
  const upper = (name: string): string => cName(name, { protect: false }).toUpperCase();
  const seen = new Map<string, Member>();
  for (const value of values) {
    const key = upper(value.name.text);
    const other = seen.get(key);
    if (!other) seen.set(key, value);
    else if (other.name.text !== value.name.text) {
      const exact = cNameOf(other) === cNameOf(value);
      reportClash(context, value, other, key, exact ? versionsWith('c-clashes-refused') : false);
    }
  }
}

/** The sets of members that share one C struct: a type's own with those it inherits. */
function memberScopes(definition: Definition, schema: Schema): (readonly Member[])[] {
  switch (definition.kind) {
    case 'struct':
    case 'union': {
      const view = schema.viewOf(definition);
      return view ? [view.members] : [];
    }
    case 'command':
    case 'event':
      return definition.data?.kind === 'object' ? [definition.data.members] : [];
    case 'alternate':
      return [definition.branches];
    case 'enum':
      return [];
  }
}

class Clashes {
  readonly #context: RuleContext;
  readonly #identifier: (thing: NamedThing) => string;
  readonly #enforced: { readonly since: string } | false;
  readonly #seen = new Map<string, NamedThing>();

  constructor(
    context: RuleContext,
    identifier: (thing: NamedThing) => string,
    enforced: { readonly since: string } | false,
  ) {
    this.#context = context;
    this.#identifier = identifier;
    this.#enforced = enforced;
  }

  add(thing: NamedThing): void {
    const identifier = this.#identifier(thing);
    const other = this.#seen.get(identifier);
    if (!other) this.#seen.set(identifier, thing);
    // Equal names are another mistake: a thing defined twice.
    else if (other.name.text !== thing.name.text) reportClash(this.#context, thing, other, identifier, this.#enforced);
  }
}

function reportClash(
  { report }: RuleContext,
  thing: NamedThing,
  other: NamedThing,
  identifier: string,
  enforced: { readonly since: string } | false,
): void {
  report({
    file: thing.file,
    span: thing.name.span,
    thing,
    message: `${sentence(describe(thing))} and '${other.name.text}' both become '${identifier}' in C. Rename one of them.`,
    related: [
      { file: other.file, span: other.name.span, message: `'${other.name.text}' becomes '${identifier}' too.` },
    ],
    enforced,
  });
}
