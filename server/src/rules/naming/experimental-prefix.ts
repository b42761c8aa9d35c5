import { has } from '../../schema/dialect.ts';
import { type Definition, definitionOf, isDefinition, type Member, type NamedThing } from '../../schema/model.ts';
import { perContent, perFile } from '../../schema/remember.ts';
import type { Span } from '../../syntax/text.ts';
import { entryOf, type ObjectValue } from '../../syntax/tree.ts';
import { appendEntry, insertion } from '../entry-edits.ts';
import { editFix } from '../fixes.ts';
import { describe, isUpstreams, type NameUse, sentence, strikingNamesOf } from '../names.ts';
import type { FileEdit, Fix, Rule } from '../rule.ts';
import { GEN_NAMING } from '../sources.ts';

export const experimentalPrefix: Rule = {
  id: 'naming/experimental-prefix',
  category: 'naming',
  severity: 'information',
  summary: 'A name begins with `x-`, but the thing is not marked unstable.',
  why: `\`x-\` used to say "experimental, may change or go". Since QEMU 6.2 the feature \`unstable\` says so, in a way that clients and tools can
see. A name with \`x-\` and without the feature leaves them guessing. Once something is stable, renaming it would break its users: what
is stable keeps even an odd name.`,
  remedy:
    "Mark it with `'features': [ 'unstable' ]` and document the feature, or choose a name without `x-` while it is new.",
  source: GEN_NAMING,
  bad: { files: { 'qapi/qapi-schema.json': "{ 'command': '«x-eject-all»' }\n" } },
  good: { files: { 'qapi/qapi-schema.json': "{ 'command': 'x-eject-all', 'features': [ 'unstable' ] }\n" } },
  check(context) {
    const { reach, version, report } = context;
    // Before 6.2 there was no other way to say it.
    if (!has(version, 'unstable-feature')) return;
    for (const { thing } of context.files.flatMap(unmarkedIn)) {
      if (!reach.isVisible(thing) || isUpstreams(thing, context)) continue;
      report({
        file: thing.file,
        span: thing.name.span,
        thing,
        message: `${sentence(describe(thing))}: 'x-' alone no longer says that something may change. Mark it with the feature 'unstable', or take another name while it is new.`,
        fixes: () => markUnstable(thing),
      });
    }
  },
};

/** The names that begin with `x-`, of things that are not marked. */
function unmarkedOf(definition: Definition): readonly NameUse[] {
  return strikingNamesOf(definition).filter(
    ({ thing, parsed }) => parsed.experimental && CAN_BE_UNSTABLE.has(thing.kind) && !isUnstable(thing),
  );
}

/** Hardly any definition has one. */
const hasUnmarked = perContent((definition) => unmarkedOf(definition).length > 0);
const unmarkedIn = perFile((file) => file.definitions.filter(hasUnmarked).flatMap(unmarkedOf));

const CAN_BE_UNSTABLE: ReadonlySet<NamedThing['kind']> = new Set(['command', 'event', 'member', 'value']);

function isUnstable(thing: NamedThing): boolean {
  const marked = (features: readonly Member[]): boolean => features.some((feature) => feature.name.text === 'unstable');
  return marked(thing.features) || (!isDefinition(thing) && marked(definitionOf(thing).features));
}

/**
 * Adds the feature. Where the documentation has no text for it, the generator would ask for one next: such a fix is offered
 * but not applied along with others.
 */
function markUnstable(thing: NamedThing): Fix[] {
  const edits = unstableEdits(thing).map((edit): FileEdit => ({ ...edit, file: thing.file }));
  if (edits.length === 0) return [];
  const { doc } = definitionOf(thing);
  const documented = doc?.sections.some((section) => section.kind === 'feature' && section.name?.text === 'unstable');
  return [editFix("Mark it with the feature 'unstable'", edits, doc === undefined || documented === true)];
}

function unstableEdits(thing: NamedThing): { span: Span; newText: string }[] {
  // Where brackets or commas are missing, nobody knows yet where it belongs.
  if (!definitionOf(thing).expression.whole) return [];
  const written = isDefinition(thing) ? thing.expression.value : thing.longhand;
  if (written?.kind === 'object') return intoObject(written);
  if (isDefinition(thing)) return [];
  if (thing.kind === 'value') return around(quoted(thing.name.span), "{ 'name': ");
  const { type } = thing;
  return type ? around(type.kind === 'name' ? quoted(type.span) : type.span, "{ 'type': ") : [];
}

/** Into the list of features that the object has, else a new one at its end. */
function intoObject(object: ObjectValue): { span: Span; newText: string }[] {
  const entry = entryOf(object, 'features');
  if (!entry) return [appendEntry(object, "'features': [ 'unstable' ]")];
  // What is no list is told as such, and has to become one first.
  if (entry.value?.kind !== 'array') return [];
  const { items, span } = entry.value;
  const last = items.at(-1);
  return [last ? insertion(last.span.end, ", 'unstable'") : insertion(span.start + 1, "'unstable'")];
}

function around(span: Span, before: string): { span: Span; newText: string }[] {
  return [
    { span: { start: span.start, end: span.start }, newText: before },
    { span: { start: span.end, end: span.end }, newText: ", 'features': [ 'unstable' ] }" },
  ];
}

function quoted(content: Span): Span {
  return { start: content.start - 1, end: content.end + 1 };
}
