import { type Definition, forEachNamed } from '../../schema/model.ts';
import { perContent, perFile } from '../../schema/remember.ts';
import { SCHEMAS, type Schema } from '../../schema/schema.ts';
import type { Span } from '../../syntax/text.ts';
import type { Doc, DocSection } from '../../syntax/tree.ts';
import type { Rule } from '../rule.ts';
import { GEN_COMPATIBILITY } from '../sources.ts';

export const defaultChanged: Rule = {
  id: 'contract/default-changed',
  category: 'contract',
  severity: 'warning',
  strictSeverity: 'error',
  upstreamSeverity: 'information',
  otherDirection: { none: 'What clients receive has no defaults: there a member that is missing is missing.' },
  summary: 'An optional argument has another default than upstream, as the documentation says.',
  why: `Clients leave out an argument because the default is what they want. With another default the same message, without any downstream name in it,
does something else, and nothing tells them so. It is compared what the documentation of both trees says, where it names one value; a baseline
that is a release (\`release:8.2\`) has no documentation, and nothing is reported.`,
  remedy: `Keep upstream's default. Who wants yours can say so in the message; or it becomes the default of a command of your own.`,
  source: GEN_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray.
#
# @force: whatever the guest says (default: «true»)
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray.
#
# @force: against the will of the guest (default: false)
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray.
#
# @force: whatever the guest says.  Defaults to off.
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
    baseline: {
      'qapi/qapi-schema.json': `##
# @eject:
#
# Open the tray.
#
# @force: against the will of the guest (default: false)
#
# Since: 1.1
##
{ 'command': 'eject', 'data': { '*force': 'bool' } }
`,
    },
    domains: ['com.example'],
  },
  check({ schema, reach, contract, report }) {
    if (!contract) return;
    const upstreams = defaultsIn(contract.baseline);
    // Releases of the history have no documentation.
    if (upstreams.size === 0) return;
    for (const file of schema.sources.files) {
      for (const definition of withDefaults(file)) {
        const theirs = upstreams.get(definition.name.text);
        if (theirs?.kind !== definition.kind) continue;
        for (const [name, { value, sort }] of defaultsOf(definition)) {
          const before = defaultsOf(theirs).get(name);
          // `none` and `0` may be two words for one thing; and so may be numbers of different units.
          if (!before || before.value === value || before.sort !== sort || !reach.of(definition).send) continue;
          const place = placeOf(definition, name);
          if (!place) continue;
          const upstreamsPlace = placeOf(theirs, name);
          report({
            file: file.path,
            span: place.span,
            path: `${definition.name.text}: ${name}`,
            message: `The default of '${name}' is '${place.written}' here, and '${before.written}' upstream: clients that leave it out get something else. Keep upstream's default.`,
            related: upstreamsPlace && [
              { file: theirs.file, span: upstreamsPlace.span, message: 'Upstream has this.' },
            ],
          });
        }
      }
    }
  },
};

/** A default as documentation writes it. */
interface Default {
  readonly written: string;
  /** The same for all spellings: `on` is `true`, and `64k` is `65536`. */
  readonly value: string;
  /** Only defaults of one sort can be compared: words, or numbers of a unit. */
  readonly sort: string;
}

/** The definitions of a baseline of which the documentation names defaults, by their names. */
function defaultsIn(baseline: Schema): ReadonlyMap<string, Definition> {
  let found = known.get(baseline);
  if (!found) {
    const all = baseline.sources.files.flatMap(withDefaults);
    const own = all.filter((definition) => baseline.definition(definition.name.text) === definition);
    found = new Map(own.map((definition) => [definition.name.text, definition]));
    known.set(baseline, found);
  }
  return found;
}

const known = SCHEMAS.memory<ReadonlyMap<string, Definition>>();

const withDefaults = perFile((file) => file.definitions.filter((definition) => defaultsOf(definition).size > 0));

/** The defaults of optional members that the documentation of a definition names, by the names of the members. */
const defaultsOf = perContent((definition): ReadonlyMap<string, Default> => {
  const defaults = new Map<string, Default>();
  if (!definition.doc) return defaults;
  const optional = new Set<string>();
  forEachNamed(definition, (thing) => {
    if ('optional' in thing && thing.optional) optional.add(thing.name.text);
  });
  if (optional.size === 0) return defaults;
  for (const [name, section] of memberSections(definition.doc)) {
    if (!optional.has(name)) continue;
    const found = defaultIn(textOf(section, definition.doc).text);
    if (found) defaults.set(name, found);
  }
  return defaults;
});

/** Where the default of a member is named. */
function placeOf({ doc }: Definition, name: string): { readonly written: string; readonly span: Span } | undefined {
  const section = doc && memberSections(doc).get(name);
  const read = section && textOf(section, doc);
  const found = read && defaultIn(read.text);
  if (!found) return undefined;
  const start = read.offsetOf(found.at);
  return { written: found.written, span: { start, end: start + found.written.length } };
}

/** The descriptions of members. Who describes one twice has to say first which one counts. */
function memberSections({ sections }: Doc): ReadonlyMap<string, DocSection> {
  const byName = new Map<string, DocSection>();
  const twice = new Set<string>();
  for (const section of sections) {
    if (section.kind !== 'member' || !section.name) continue;
    const { text } = section.name;
    if (byName.has(text)) twice.add(text);
    byName.set(text, section);
  }
  for (const name of twice) byName.delete(name);
  return byName;
}

/** The text of a section in one line, and where each place in it stands. */
function textOf(
  { firstLine, endLine, textStart }: DocSection,
  { lines }: Doc,
): { readonly text: string; readonly offsetOf: (at: number) => number } {
  const pieces: { readonly from: number; readonly start: number }[] = [];
  let text = '';
  for (const line of lines.slice(firstLine, endLine)) {
    const start = Math.max(line.start, textStart);
    const piece = line.text.slice(start - line.start);
    const indent = piece.length - piece.trimStart().length;
    pieces.push({ from: text.length, start: start + indent });
    text += `${piece.trim()} `;
  }
  const offsetOf = (at: number): number => {
    const piece = pieces.findLast(({ from }) => from <= at);
    return piece ? piece.start + at - piece.from : textStart;
  };
  return { text, offsetOf };
}

/** `(default: X)`, `defaults to X`, `the default value is X`; without `is`, `to` or a colon a mere word is none. */
const STATED =
  /\bdefault(?:s|ed)?(?<link>(?: value)?(?: is| to)?:?) *(?:(?<quote>['"`])(?<quoted>[^'"`]+)\k<quote>|(?<number>-?(?:0x[\da-f]+|\d+(?:\.\d+)?)) ?(?<unit>[a-z]+(?:\/s)?|%)?|(?<word>[a-z][\w+-]*))(?= *(?:$|[.;)](?=[\s.;,)(]|$)|,? *\(?since\b))/i;

/** The one default that a text names. One that speaks of defaults more than once may name several, for several cases. */
function defaultIn(text: string): (Default & { readonly at: number }) | undefined {
  if (text.match(/default/gi)?.length !== 1) return undefined;
  const match = STATED.exec(text);
  if (!match?.groups) return undefined;
  const { link = '', quoted, number, unit = '', word } = match.groups;
  const written =
    quoted ?? (number === undefined ? word : unit === '' ? number : match[0].slice(match[0].indexOf(number)));
  if (written === undefined) return undefined;
  const isLinked = /is|to|:/.test(link) || text[match.index - 1] === '(';
  if (word !== undefined && !isLinked && !BOOLEANS.has(word)) return undefined;
  const at = match.index + match[0].lastIndexOf(written);
  return { written, at, ...meaningOf(written) };
}

const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['on', 'true'],
  ['yes', 'true'],
  ['enabled', 'true'],
  ['false', 'false'],
  ['off', 'false'],
  ['no', 'false'],
  ['disabled', 'false'],
]);

/** Of sizes, as QEMU's documents have them: in powers of 1024, whether they say so or not. */
const SIZE = /^(?:bytes?|([kmgt])(?:i?b)?)?$/;
const POWERS = 'kmgt';

function meaningOf(written: string): Pick<Default, 'value' | 'sort'> {
  const lower = written.toLowerCase();
  const number = /^(-?(?:0x[\da-f]+|\d+(?:\.\d+)?)) ?([a-z%/]*)$/.exec(lower);
  if (!number) return { value: BOOLEANS.get(lower) ?? lower, sort: 'word' };
  const [, digits = '', unit = ''] = number;
  const size = SIZE.exec(unit);
  if (!size) return { value: String(Number(digits)), sort: unit.replace(/s$/, '') };
  const power = size[1] === undefined ? 0 : POWERS.indexOf(size[1]) + 1;
  return { value: String(Number(digits) * 1024 ** power), sort: 'number' };
}
