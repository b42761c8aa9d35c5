import { camelToUpper, cName } from '../../names/cnames.ts';
import { cNameOf } from '../../schema/c-names.ts';
import { has, type QemuVersion, type VersionRange, versionsWith } from '../../schema/dialect.ts';
import { linkFaults } from '../../schema/link.ts';
import type { BranchClash, Clash, ConstantClash } from '../../schema/link-faults.ts';
import { type Definition, isTypeDefinition, type Member, type NamedThing } from '../../schema/model.ts';
import { perContent, perFileByDefinition } from '../../schema/remember.ts';
import { keptMemberFixes } from '../kept-names.ts';
import { describe, sentence } from '../names.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { GEN_CODE } from '../sources.ts';

export const cClash: Rule = {
  id: 'naming/c-clash',
  category: 'naming',
  severity: 'error',
  generatorNote:
    'refuses it for members and values since 2.6, for values and branches in 2.4 and 2.5 as well; for commands, events and types it writes C that does not compile',
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
    if (!distinct.has(schema.nameSet) && reportDefinitions(context) === 0) distinct.add(schema.nameSet);
    const isTold = has(version, 'constants-compared');
    for (const file of isTold ? [] : schema.sources.files) {
      for (const { value, other, identifier } of clashingConstantsIn(file)) {
        reportClash(context, value, other, identifier);
      }
    }
    for (const fault of linkFaults(schema, version)) {
      if (fault.code === 'constant') reportConstant(context, fault);
      if (fault.code !== 'clash' && fault.code !== 'branch-clash') continue;
      const { definition, span } = fault;
      const [thing, other] = fault.code === 'clash' ? [fault.thing, fault.other] : (fault.pairs[0] ?? []);
      // Equal names are another mistake: a thing defined twice.
      if (!thing || !other || thing.name.text === other.name.text) continue;
      const { file, expression } = definition;
      reportClash(context, thing, other, cNameOf(thing), {
        file,
        span,
        enforced: enforcementOf(fault, version),
        refusedAt: { file, offset: expression.span.start },
        fixes: () => keptMemberFixes(thing, other),
      });
    }
  },
};

/** The generators that refuse what is the same in C. Earlier they compared the constants. */
function enforcementOf(fault: Clash | BranchClash, version: QemuVersion): VersionRange | false {
  if (fault.code === 'branch-clash') return versionsWith('c-clashes-refused');
  const isConstant = fault.thing.kind === 'value' || fault.thing.kind === 'branch';
  if (isConstant && has(version, 'constants-compared')) return versionsWith('constants-compared');
  return fault.refused && versionsWith('c-clashes-refused');
}

function reportConstant(context: RuleContext, { definition, thing, other }: ConstantClash): void {
  const { file, expression } = definition;
  const identifier = camelToUpper(thing.name.text, 'up-to-9.1');
  const refused = {
    enforced: versionsWith('constants-compared'),
    refusedAt: { file, offset: expression.span.start },
  };
  if (other) {
    reportClash(context, thing, other, identifier, refused);
    return;
  }
  context.report({
    file,
    span: thing.name.span,
    thing,
    message: `${sentence(describe(thing))} becomes '${identifier}' in C, which the generator makes up itself. Choose another name.`,
    ...refused,
  });
}

/** The sets of names, each for a thing of its kind, that are different in C as well. */
const distinct = new WeakSet<object>();

/** @returns how many definitions are called in C as others are */
function reportDefinitions(context: RuleContext): number {
  const seen = new Map<string, Definition>();
  let clashes = 0;
  for (const definition of context.schema.definitions) {
    const { identifier, place } = identifierOf(definition);
    const other = seen.get(place);
    if (!other) seen.set(place, definition);
    else if (other.name.text !== definition.name.text) {
      reportClash(context, definition, other, identifier);
      clashes++;
    }
  }
  return clashes;
}

/** What a definition is called in C, and among what: commands, events and types do not get in each other's way. */
const identifierOf = perContent((definition) => {
  const identifier = inC(definition);
  return { identifier, place: `${isTypeDefinition(definition) ? 'type' : definition.kind} ${identifier}` };
});

function inC(definition: Definition): string {
  if (definition.kind === 'command') return `qmp_${cNameOf(definition)}`;
  if (definition.kind !== 'event') return cNameOf(definition);
  return `QAPI_EVENT_${cName(definition.name.text, { protect: false }).toUpperCase()}`;
}

/** The values of an enum that are the same in C. */
const clashingConstantsIn = perFileByDefinition((definition) =>
  definition.kind === 'enum' ? clashingConstants(definition.values) : [],
);

/** The generator compares the values as they are; the compiler compares the constants, which are upper case. */
function clashingConstants(values: readonly Member[]): { value: Member; other: Member; identifier: string }[] {
  if (!values.some(({ name }) => UPPER_CASE.test(name.text))) return [];
  const seen = new Map<string, Member>();
  const clashes: { value: Member; other: Member; identifier: string }[] = [];
  for (const value of values) {
    const identifier = cName(value.name.text, { protect: false }).toUpperCase();
    const other = seen.get(identifier);
    if (!other) seen.set(identifier, value);
    else if (cNameOf(other) !== cNameOf(value)) clashes.push({ value, other, identifier });
  }
  return clashes;
}

const UPPER_CASE = /[A-Z]/;

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
