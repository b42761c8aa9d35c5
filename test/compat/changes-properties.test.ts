/**
 * What holds for changes between any two schemas, sound or not. Failures print a seed; QAPI_FUZZ_RUNS=100 looks longer.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { findNewNames, type NewName, newNamesAmong } from '../../server/src/compat/additions.ts';
import { type Change, OPPOSITE, type Site } from '../../server/src/compat/change.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { Earlier } from '../../server/src/compat/earlier.ts';
import { readFile } from '../../server/src/schema/definitions.ts';
import type { SourceFile } from '../../server/src/schema/model.ts';
import { Schema } from '../../server/src/schema/schema.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { runs } from '../helpers/runs.ts';
import { schemaFrom } from '../helpers/schema.ts';

// ---- schemas of a few names, which lead to each other in every way there is ----

const typeName = fc.constantFrom(
  'int8',
  'int',
  'number',
  'str',
  'bool',
  'any',
  'S',
  'T',
  'U',
  'V',
  'W',
  'E',
  'F',
  'A',
  'B',
  'None',
);
const type = fc.oneof(
  { weight: 4, arbitrary: typeName.map((name) => `'${name}'`) },
  typeName.map((name) => `[ '${name}' ]`),
);
const word = fc.constantFrom('a', 'b', 'c', 'k', '__com.example_x');
const extras = fc.constantFrom(
  '',
  '',
  '',
  `, 'if': 'CONFIG_A'`,
  `, 'if': { 'not': 'CONFIG_A' }`,
  `, 'features': [ 'unstable' ]`,
  `, 'features': [ 'f', 'deprecated' ]`,
);

const uniqueWords = fc.uniqueArray(word, { maxLength: 3 });
const members = fc.array(fc.tuple(fc.constantFrom('', '*'), word, type, extras), { maxLength: 3 }).map((all) => {
  const distinct = new Map(all.map(([star, name, of, more]) => [name, `'${star}${name}': { 'type': ${of}${more} }`]));
  return `{ ${[...distinct.values()].join(', ')} }`;
});
const named = (name: string): fc.Arbitrary<string> => {
  const struct = fc
    .tuple(members, fc.constantFrom('', '', `, 'base': 'S'`, `, 'base': 'T'`), extras)
    .map(([data, base, more]) => `{ 'struct': '${name}', 'data': ${data}${base}${more} }`);
  const branches = fc
    .tuple(uniqueWords, fc.array(type, { minLength: 3, maxLength: 3 }))
    .map(([keys, types]) => `{ ${keys.map((key, i) => `'${key}': ${types[i]}`).join(', ')} }`);
  const flat = fc
    .tuple(branches, fc.constantFrom('E', 'F'), fc.constantFrom('k', 'a'), members)
    .map(
      ([data, tag, key, base]) =>
        `{ 'union': '${name}', 'base': { '${key}': '${tag}', ${base.slice(1, -1)} }, 'discriminator': '${key}', 'data': ${data} }`,
    );
  const simple = branches.map((data) => `{ 'union': '${name}', 'data': ${data} }`);
  const alternate = branches.map((data) => `{ 'alternate': '${name}', 'data': ${data} }`);
  return fc.oneof(struct, struct, flat, simple, alternate);
};
const enumeration = (name: string): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(word, extras), { maxLength: 4 })
    .map(
      (values) =>
        `{ 'enum': '${name}', 'data': [ ${values.map(([v, more]) => `{ 'name': '${v}'${more} }`).join(', ')} ] }`,
    );
const data = fc.oneof(
  fc.constant(''),
  members.map((all) => `, 'data': ${all}`),
  typeName.map((name) => `, 'data': '${name}', 'boxed': true`),
);
const command = (name: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      data,
      fc.oneof(
        fc.constant(''),
        type.map((of) => `, 'returns': ${of}`),
      ),
      extras,
      fc.constantFrom('', `, 'allow-oob': true`),
    )
    .map((parts) => `{ 'command': '${name}'${parts.join('')} }`);
const event = data.map((parts) => `{ 'event': 'EV'${parts} }`);

const schemaText = fc
  .tuple(
    ...['foo', 'bar', '__com.example_baz'].map((name) => fc.option(command(name), { nil: '', freq: 8 })),
    fc.option(event, { nil: '' }),
    ...['S', 'T', 'U', 'V', 'W', 'A', 'B'].map(named),
    enumeration('E'),
    enumeration('F'),
  )
  .map((definitions) => definitions.join('\n'));

/** The same schema with a definition or two exchanged: mostly there is something to compare. */
const pairOfTexts = fc
  .tuple(schemaText, schemaText, fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }))
  .map(([text, other, places]) => {
    const lines = text.split('\n');
    for (const place of places) lines[place] = other.split('\n')[place] ?? '';
    return [text, lines.join('\n')] as const;
  });

async function read(text: string): ReturnType<typeof schemaFrom> {
  return schemaFrom({ 'qapi/qapi-schema.json': text });
}

/** Everything that is the same whichever way round two schemas are compared. The way is not: of equally short ones the first counts. */
function fact({ kind, direction, ours, baseline }: Change, isTurned = false): string {
  const at = (site: Site | undefined): string => (site ? `${site.thing.name.text} ${site.span.start}` : '-');
  return isTurned
    ? [OPPOSITE[kind], at(baseline), at(ours), direction].join(' | ')
    : [kind, at(ours), at(baseline), direction].join(' | ');
}

describe('changes', () => {
  it('are none between a schema and itself', async () => {
    await fc.assert(
      fc.asyncProperty(schemaText, async (text) => {
        assert.deepEqual(changesBetween(await read(text), await read(text)), []);
      }),
      runs(150),
    );
  });

  it('are the opposite ones the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfTexts, async ([before, after]) => {
        const there = changesBetween(await read(before), await read(after)).map((change) => fact(change));
        const back = changesBetween(await read(after), await read(before)).map((change) => fact(change, true));
        // What stands nowhere in the text is known by its way alone.
        const distinct = (facts: readonly string[]): string[] => [...new Set(facts)].sort();
        assert.deepEqual(distinct(there), distinct(back));
      }),
      runs(300),
    );
  });

  it('are told once', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfTexts, async ([before, after]) => {
        const changes = changesBetween(await read(before), await read(after));
        const lines = changes.map(
          (change) =>
            `${fact(change)} ${change.path} ${'was' in change ? change.was : ''} ${'is' in change ? change.is : ''}`,
        );
        assert.deepEqual(lines, [...new Set(lines)]);
      }),
      runs(150),
    );
  });
});

it('new names found among the changes are those of a walk of their own', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(pairOfTexts, async (texts) => {
      // Upstream has no downstream names.
      const [before, after] = texts.map((text, i) => (i === 0 ? text.replaceAll('__com.example_', 'z') : text));
      const [baseline, ours] = [await read(before ?? ''), await read(after ?? '')];
      const among = newNamesAmong(changesBetween(baseline, ours), ours, baseline);
      if (!among) return;
      told++;
      assert.deepEqual(among.map(nameLine), findNewNames(ours, baseline).map(nameLine));
    }),
    runs(300),
  );
  assert.ok(told > 50, `only ${told} told`);
});

function nameLine({ thing, path, kind, direction }: NewName): string {
  return `${thing.name.text} ${thing.name.span.start} | ${path} | ${kind} | ${direction}`;
}

// ---- schemas that are edited ----

/** A baseline, and the texts that stand in one file one after the other: each time a line or two is another. */
const edited = fc
  .tuple(
    schemaText,
    schemaText,
    fc.array(fc.array(fc.tuple(fc.nat(12), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 2 }), {
      minLength: 2,
      maxLength: 6,
    }),
  )
  .map(([text, other, steps]) => {
    const lines = text.split('\n');
    const states = steps.map((step) => {
      for (const [place, isOther, isMoved] of step) {
        lines[place] = (isOther ? other : text).split('\n')[place] ?? '';
        // A line more at its front, or the definition before it behind it.
        if (isMoved && place % 2) lines[place] = `\n${lines[place]}`;
        else if (isMoved && place > 0) lines.splice(place - 1, 2, lines[place] ?? '', lines[place - 1] ?? '');
      }
      return lines.join('\n');
    });
    return [text, ...states];
  });

/** All that is told of a change. */
function whole(change: Change): unknown {
  const { ours, baseline, holder, ...rest } = change;
  const at = (site: Site | undefined): unknown => site && [site.thing.name, site.thing.kind, site.span];
  const stead = 'stead' in change ? change.stead?.name : undefined;
  return { ...rest, ours: at(ours), baseline: at(baseline), holder: holder?.name, stead };
}

it('after each edit are what they are for who opens the file like that', async () => {
  let carried = 0;
  await fc.assert(
    fc.asyncProperty(edited, async ([text = '', ...states]) => {
      const baseline = await read(text.replaceAll('__com.example_', 'z'));
      const earlier = new Earlier();
      let before:
        | { readonly file: SourceFile; readonly schema: Schema; readonly wires: ReadonlySet<unknown> }
        | undefined;
      for (const state of [text, ...states]) {
        const file = readFile('qapi/qapi-schema.json', parse(state, before?.file.tree), before?.file);
        const schema = new Schema(
          { root: file.path, files: [file], includes: new Map(), problems: [] },
          before?.schema,
        );
        const found = changesBetween(baseline, schema, earlier);
        const names = findNewNames(schema, baseline, earlier);
        const fresh = await read(state);
        assert.deepEqual(found.map(whole), changesBetween(baseline, fresh).map(whole), state);
        assert.deepEqual(names.map(nameLine), findNewNames(fresh, baseline).map(nameLine), state);
        carried += found.filter(({ wire }) => before?.wires.has(wire)).length;
        before = { file, schema, wires: new Set(found.map(({ wire }) => wire)) };
      }
    }),
    runs(150),
  );
  assert.ok(carried > 100, `only ${carried} carried over`);
});

// ---- texts that are broken ----

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const exampleTexts = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json') && path.includes('qapi'))
  .map((path) => readFileSync(EXAMPLES + path, 'utf8'));

const cut = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(60),
  insert: fc.constantFrom('', "'", '}', "'data': 'S'", '[', "'base': 'S',"),
});

it('nothing is thrown, however the schemas are broken', async () => {
  assert.ok(exampleTexts.length > 3);
  const broken = fc
    .tuple(fc.oneof(fc.constantFrom(...exampleTexts), schemaText), fc.array(cut, { minLength: 1, maxLength: 8 }))
    .map(([text, cuts]) =>
      cuts.reduce((now, { at, length, insert }) => {
        const start = Math.floor(at * now.length);
        return now.slice(0, start) + insert + now.slice(start + length);
      }, text),
    );
  await fc.assert(
    fc.asyncProperty(broken, fc.oneof(broken, fc.constantFrom(...exampleTexts)), async (before, after) => {
      const [baseline, ours] = [await read(before), await read(after)];
      changesBetween(baseline, ours);
      findNewNames(ours, baseline);
    }),
    runs(200),
  );
});
