/** What a hover tells of the life of a name: since when upstream's QEMU has it, and whether it has gone again. */
import type { Analysis } from '../analysis/analysis.ts';
import type { WirePath } from '../compat/wire-path.ts';
import { lifePathOf } from '../contract/elsewhere.ts';
import { type RootName, rootNameOf } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { type Life, lifeInWords, type Moment, momentInWords, type Stretch } from '../history/life.ts';
import type { Lives } from '../history/lives.ts';
import { compareVersions } from '../schema/dialect.ts';
import { statedSince } from '../schema/docs.ts';
import {
  type Definition,
  definitionOf,
  forEachNamed,
  isDefinition,
  isTypeDefinition,
  type NamedThing,
} from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';

/** A schema of a program whose history is known. */
interface Known {
  readonly schema: Schema;
  readonly lives: Lives;
}

/**
 * One line: `in QEMU since 2.8 (the command since 1.0 or before)`. Where several programs have the name it is about the first
 * one, which is the system emulator if that is among them.
 * @param thing a definition or something in it
 * @param analyses of all roots that include its file
 * @param history asked for where there may be something to tell
 * @returns undefined for what clients never see the name of, for downstream names, and for what is in schemas that are not QEMU's
 * @throws HistoryError
 */
export function lifeFact(thing: NamedThing, analyses: readonly Analysis[], history: () => History): string | undefined {
  // Of a name with a prefix upstream knows nothing, of the features of alternates the history.
  if (thing.name.text.startsWith('__') || definitionOf(thing).kind === 'alternate') return undefined;
  const known = analyses.flatMap(({ root, schema, reach }): Known[] => {
    const name = reach.isVisible(thing) ? rootNameOf(root) : undefined;
    return name === undefined ? [] : [{ schema, lives: history().lives(name) }];
  });
  for (const one of known) {
    const life = one.lives.of(one.schema, thing);
    if (life) return inWords(thing, life, one);
  }
  const mayBeOld = known.some(({ schema, lives }) => lives.mayHave(schema, thing));
  if (mayBeOld || !known.some((one) => isAddition(thing, one))) return undefined;
  // What a development tree has not, its release may have.
  const newest = history().releases.findLast(({ snapshot }) => !snapshot);
  return newest && `in no release of QEMU up to ${newest.name}`;
}

/** A way on the wire, and what is known of its end. */
export interface WireEnd {
  readonly wire: WirePath;
  /** Where the schema declares it. */
  readonly thing: NamedThing | undefined;
}

/**
 * The same of what a message names, which is found by the way to it alone: it may have come to other places earlier or later.
 * @param documented whether the schema has documentation, which says what is older than the schema
 * @throws HistoryError
 */
export function wireLifeFact(
  { wire, thing }: WireEnd,
  documented: boolean,
  schema: Schema,
  root: RootName,
  history: () => History,
): string | undefined {
  const path = lifePathOf(wire);
  const last = wire.feature ?? wire.value ?? wire.members.at(-1) ?? wire.name;
  if (!path || last.startsWith('__')) return undefined;
  const lives = history().lives(root);
  const life = lives.find(path);
  const isOwner = wire.part === undefined;
  const owner: WirePath = { kind: wire.kind, name: wire.name, members: [] };
  const ownerPath = lifePathOf(owner);
  const ownLife = isOwner ? life : ownerPath && lives.find(ownerPath);
  if (!life) {
    const { releases } = history();
    const isKnown = isOwner ? lives.isQemus(schema) : ownLife !== undefined;
    if (!isKnown || !lives.isNowhere(path)) return undefined;
    const newest = releases.findLast(({ snapshot }) => !snapshot);
    return newest && `in no release of QEMU up to ${newest.name}`;
  }
  const since = momentInWords(cameIn(life));
  const ownSince = ownLife && momentInWords(cameIn(ownLife));
  const command = schema.definition(wire.name);
  const stated = (thing && statedSince(thing)) ?? (since === ownSince && command ? statedSince(command) : undefined);
  const { earliest } = cameIn(life);
  // Without documentation nobody knows whether it is older than the schema.
  const isOlder =
    !documented || (earliest !== undefined && stated !== undefined && compareVersions(stated, earliest) < 0);
  const words = `in ${isOlder ? 'the schema' : 'QEMU'} ${lifeInWords(life)}`;
  return ownSince === undefined || since === ownSince ? words : `${words} (the ${wire.kind} since ${ownSince})`;
}

function inWords(thing: NamedThing, life: Life, known: Known): string {
  const words = `in ${placeOf(thing, life, known)} ${lifeInWords(life)}`;
  const owner = definitionOf(thing);
  const ownLife = owner === thing ? undefined : known.lives.of(known.schema, owner);
  if (!ownLife) return words;
  const since = momentInWords(cameIn(ownLife));
  if (since === momentInWords(cameIn(life))) return words;
  const place = placeOf(owner, ownLife, known) === 'QEMU' ? '' : 'in the schema ';
  return `${words} (the ${owner.kind} ${place}since ${since})`;
}

/**
 * Where something came: QEMU has many a name for longer than its schema, and then the documentation says so. That of a
 * definition holds for the names that came with it.
 */
function placeOf(thing: NamedThing, life: Life, known: Known): 'QEMU' | 'the schema' {
  const { earliest } = cameIn(life);
  const own = statedSince(thing);
  const stated = own ?? (cameFirst(thing, life, known) ? statedSince(definitionOf(thing)) : undefined);
  return earliest && stated && compareVersions(stated, earliest) < 0 ? 'the schema' : 'QEMU';
}

/** Whether nothing in the definition of a name is older than it. */
function cameFirst(thing: NamedThing, life: Life, { schema, lives }: Known): boolean {
  const came = cameIn(life).release.version;
  return namesIn(definitionOf(thing)).every((other) => {
    const otherLife = lives.of(schema, other);
    return !otherLife || compareVersions(came, cameIn(otherLife).release.version) <= 0;
  });
}

/** The definition and the names in it that are no features. */
function namesIn(definition: Definition): NamedThing[] {
  const names: NamedThing[] = [];
  forEachNamed(definition, (thing) => {
    if (thing.kind !== 'feature') names.push(thing);
  });
  return names;
}

/**
 * Whether a name that no release has is worth a word: a command or event of a schema that is QEMU's, or a name in something
 * that upstream has. In what is new as a whole everything is.
 */
function isAddition(thing: NamedThing, { schema, lives }: Known): boolean {
  if (isDefinition(thing)) return lives.isQemus(schema);
  const holders = thing.parent ? [thing.parent] : isTypeDefinition(thing.owner) ? namesIn(thing.owner) : [thing.owner];
  return holders.some((holder) => lives.of(schema, holder) !== undefined);
}

function cameIn({ stretches: [first] }: Life): Moment {
  return (first as Stretch).came;
}
