import { cName } from '../../names/cnames.ts';
import { cNameOf } from '../../schema/c-names.ts';
import { versionsWith } from '../../schema/dialect.ts';
import { linkFaults } from '../../schema/link.ts';
import type { Member, NamedThing } from '../../schema/model.ts';
import { describe, sentence } from '../names.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
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
    const { schema, version } = context;
    const commands = new Clashes(context, (thing) => `qmp_${cNameOf(thing)}`);
    const events = new Clashes(
      context,
      (thing) => `QAPI_EVENT_${cName(thing.name.text, { protect: false }).toUpperCase()}`,
    );
    const types = new Clashes(context, cNameOf);
    for (const definition of schema.definitions) {
      if (definition.kind === 'command') commands.add(definition);
      else if (definition.kind === 'event') events.add(definition);
      else types.add(definition);
      if (definition.kind === 'enum') checkConstants(definition.values, context);
    }
    for (const fault of linkFaults(schema, version)) {
      if (fault.code !== 'clash' && fault.code !== 'branch-clash') continue;
      const { definition, span } = fault;
      const [thing, other] = fault.code === 'clash' ? [fault.thing, fault.other] : (fault.pairs[0] ?? []);
      // Equal names are another mistake: a thing defined twice.
      if (!thing || !other || thing.name.text === other.name.text) continue;
      const { file, expression } = definition;
      reportClash(context, thing, other, cNameOf(thing), {
        file,
        span,
        enforced: fault.code === 'clash' && !fault.refused ? false : versionsWith('c-clashes-refused'),
        refusedAt: { file, offset: expression.span.start },
      });
    }
  },
};

/** The generator compares the values as they are; the compiler compares the constants, which are upper case. */
function checkConstants(values: readonly Member[], context: RuleContext): void {
  if (!values.some(({ name }) => UPPER_CASE.test(name.text))) return;
  const seen = new Map<string, Member>();
  for (const value of values) {
    const key = cName(value.name.text, { protect: false }).toUpperCase();
    const other = seen.get(key);
    if (!other) seen.set(key, value);
    else if (cNameOf(other) !== cNameOf(value)) reportClash(context, value, other, key);
  }
}

const UPPER_CASE = /[A-Z]/;

/** Definitions of one kind, whose C names are the compiler's affair alone. */
class Clashes {
  readonly #context: RuleContext;
  readonly #identifier: (thing: NamedThing) => string;
  readonly #seen = new Map<string, NamedThing>();

  constructor(context: RuleContext, identifier: (thing: NamedThing) => string) {
    this.#context = context;
    this.#identifier = identifier;
  }

  add(thing: NamedThing): void {
    const identifier = this.#identifier(thing);
    const other = this.#seen.get(identifier);
    if (!other) this.#seen.set(identifier, thing);
    else if (other.name.text !== thing.name.text) reportClash(this.#context, thing, other, identifier);
  }
}

function reportClash(
  { report }: RuleContext,
  thing: NamedThing,
  other: NamedThing,
  identifier: string,
  refused: Partial<Finding> = {},
): void {
  report({
    file: thing.file,
    span: thing.name.span,
    thing,
    message: `${sentence(describe(thing))} and '${other.name.text}' both become '${identifier}' in C. Rename one of them.`,
    related: [
      { file: other.file, span: other.name.span, message: `'${other.name.text}' becomes '${identifier}' too.` },
    ],
    enforced: false,
    ...refused,
  });
}
