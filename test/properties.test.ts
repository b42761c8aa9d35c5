/**
 * What holds for any text whatever: reading never throws and stays inside the text, edits lead where reading afresh leads,
 * a rename can be taken back, and fixing comes to an end. Failures print a seed; QAPI_FUZZ_RUNS=100 looks longer.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Analysis } from '../server/src/analysis/analysis.ts';
import { applyEdits } from '../server/src/features/edits.ts';
import { fixAll } from '../server/src/features/fix-all.ts';
import { editsBetween } from '../server/src/features/line-edits.ts';
import { rename } from '../server/src/features/rename.ts';
import { addIgnore, ignoresIn } from '../server/src/rules/ignores.ts';
import type { FileEdit } from '../server/src/rules/rule.ts';
import type { Problem } from '../server/src/rules/run.ts';
import { readFile } from '../server/src/schema/definitions.ts';
import {
  type Definition,
  forEachNamed,
  isDefinition,
  type NamedThing,
  type SourceFile,
} from '../server/src/schema/model.ts';
import { mentionsIn } from '../server/src/syntax/doc.ts';
import { parse } from '../server/src/syntax/parse.ts';
import type { Span } from '../server/src/syntax/text.ts';
import { Workspace } from '../server/src/workspace/workspace.ts';
import { memoryHost } from './helpers/memory-host.ts';
import { runs } from './helpers/runs.ts';

// ---- texts ----

const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));

/** The files of an example tree, by their paths below /tree. */
function exampleFiles(name: string, folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(`${EXAMPLES}${name}`, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath.replaceAll('\\', '/')}/${entry.name}`;
    if (entry.isFile()) files[folder + path.slice(EXAMPLES.length + name.length)] = readFileSync(path, 'utf8');
  }
  return files;
}

const acme = exampleFiles('acme', '/tree');
const upstream = exampleFiles('upstream', '/upstream');
const schemaTexts = Object.entries(acme).flatMap(([path, text]) => (path.endsWith('.json') ? [text] : []));

/** The language's own words and signs, good and bad. */
const token = fc.constantFrom(
  ...'{ } [ ] : , { } [ ] : , \' " \\ # ## ### @ ` * _ __ . - true false null 0x1F // \ufeff \0 \r \f \u00a0 💿'.split(
    ' ',
  ),
  ...[' ', '\n', '\n', '\n\n', '\r\n', '\n##\n', '\n# ', '\n# @', ':\n'],
  ..."'enum' 'struct' 'type' 'union' 'alternate' 'command' 'event' 'include' 'pragma' 'data' 'base' 'discriminator'".split(
    ' ',
  ),
  ..."'returns' 'if' 'features' 'prefix' 'name' 'boxed' 'Disk' 'disk' 'DISK' '*id' 'str' '__com.acme_x' '_com.acme_x'".split(
    ' ',
  ),
  ..."'__acme.com_x' '___x' 'x-y' 'a_b' 'fooBar' '2x' '' '*' 'has-x' 'ThingList' eject 'ej@ect' `Disk` @id: Features: Since:".split(
    ' ',
  ),
  ...['\n# qapi-ignore downstream/missing-prefix, doc/since: ours\n', ' # qapi-ignore naming/event-case\n'],
  ...[
    "{ 'command': 'eject' }",
    "{ 'struct': 'Disk', 'data': { 'id': 'str' } }",
    "{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }",
  ],
);
const soup = fc.array(token, { maxLength: 80 }).map((tokens) => tokens.join(''));

/** A change somewhere in a text: places are given as parts of its length. */
interface Change {
  readonly at: number;
  readonly length: number;
  readonly insert: string;
}
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(8), fc.nat(400)),
  insert: fc.oneof({ weight: 4, arbitrary: token }, fc.constant(''), soup),
});

function changed(text: string, changes: readonly Change[]): string {
  return changes.reduce((now, { at, length, insert }) => {
    const start = Math.floor(at * now.length);
    return now.slice(0, start) + insert + now.slice(start + length);
  }, text);
}

const mutant = fc
  .tuple(fc.constantFrom(...schemaTexts), fc.array(change, { minLength: 1, maxLength: 6 }))
  .map(([text, changes]) => changed(text, changes));

const anyText = fc.oneof(soup, mutant, fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme' }));

// ---- reading ----

/** Every span in a tree, found by its shape. */
function* spansIn(value: unknown, seen = new Set<unknown>()): Generator<Span> {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if ('start' in value && 'end' in value) yield value as Span;
  for (const part of Array.isArray(value) ? value : Object.values(value)) yield* spansIn(part, seen);
}

describe('any text', () => {
  it('is read without complaint of the reader itself, and every place lies in it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tree = parse(text);
        const file = readFile('x.json', tree);
        // Where the reader has looked for something in vain, it would find it in whatever is written behind the text.
        const { lookedAhead, ...read } = tree;
        for (const { start, end } of lookedAhead) assert.ok(0 <= start && start <= end && start <= text.length);
        const docs = [...tree.freeDocs, ...tree.expressions.flatMap(({ doc }) => doc ?? [])];
        for (const { start, end } of spansIn([read, { ...file, tree: read }, docs.map(mentionsIn)])) {
          assert.ok(0 <= start && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
        }
        for (const { span } of docs.flatMap(mentionsIn)) assert.match(text.slice(span.start, span.end), /^[\w.-]+$/);
        for (const definition of file.definitions) {
          forEachNamed(definition, ({ name }) => {
            const there = text.slice(name.span.start, name.span.end);
            if (!there.includes('\\')) assert.equal(there, name.text);
          });
        }
        const starts = tree.problems.map(({ span }) => span.start);
        assert.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
        );
      }),
      runs(500),
    );
  });

  it('without a problem has none when a definition follows, and with problems does not swallow it', () => {
    const next = "\n\n##\n# @zz-next:\n##\n{ 'command': 'zz-next' }\n";
    fc.assert(
      fc.property(anyText, (text) => {
        const before = parse(text).problems.length;
        const tree = parse(text + next);
        const last = readFile('x.json', tree).definitions.at(-1);
        assert.equal(last?.name.text, 'zz-next');
        assert.equal(last?.doc?.symbol?.text, 'zz-next');
        if (before === 0) assert.deepEqual(tree.problems, []);
      }),
      runs(500),
    );
  });

  it('leads to any other by edits that change no more than the lines that differ', () => {
    fc.assert(
      fc.property(anyText, fc.array(change, { maxLength: 3 }), (text, changes) => {
        const after = changed(text, changes);
        assert.equal(applyEdits(text, editsBetween('x', text, after)), after);
      }),
      runs(200),
    );
  });
});

// ---- reading on ----

/** All that a tree says, and the definitions in it, without regard to when it was read. */
function laidOut(file: SourceFile): unknown {
  const { expressions, freeDocs, comments, problems } = file.tree;
  const named = (definition: Definition): unknown[] => {
    const things: unknown[] = [];
    forEachNamed(definition, (thing) => {
      const owner = isDefinition(thing) ? undefined : thing.owner === definition;
      const type = 'type' in thing ? typeof thing.type : undefined;
      things.push([thing.kind, thing.name, thing.condition, owner, type]);
    });
    return [definition.kind, definition.keyword, definition.doc, ...things];
  };
  return {
    expressions: expressions.map(({ span, value, doc, whole }) => ({ span, value, doc, whole })),
    freeDocs,
    comments,
    problems,
    definitions: file.definitions.map(named),
    includes: file.includes,
    pragmas: file.pragmas,
    intended: { ...file.intended, names: file.intended.names },
  };
}

/** Texts that follow from each other, as somebody types: every change is small, and some are taken back. */
const typing = fc.tuple(
  fc.constantFrom(...schemaTexts),
  fc.array(fc.oneof(change, fc.constant('back')), { maxLength: 12 }),
);

function typed([text, steps]: readonly [string, readonly (Change | 'back')[]]): string[] {
  const texts = [text];
  for (const step of steps) {
    const last = texts.at(-1) as string;
    texts.push(step === 'back' ? (texts.at(-2) ?? last) : changed(last, [step as Change]));
  }
  return texts;
}

describe('a text that is read on from what it was', () => {
  it('says what it says read afresh', () => {
    fc.assert(
      fc.property(typing, (steps) => {
        let file: SourceFile | undefined;
        for (const text of typed(steps)) {
          file = readFile('x.json', parse(text, file?.tree), file);
          assert.deepEqual(laidOut(file), laidOut(readFile('x.json', parse(text))));
        }
      }),
      runs(300),
    );
  });

  it('keeps what stands outside the change, also behind it', () => {
    const text = (schemaTexts as [string]).toSorted((a, b) => b.length - a.length)[0] as string;
    const before = readFile('x.json', parse(text));
    const at = before.definitions[1]?.expression.value.span.end as number;
    const after = readFile('x.json', parse(`${text.slice(0, at)} # typed${text.slice(at)}`, before.tree), before);
    const contents = (file: SourceFile): unknown[] => file.tree.expressions.map(({ content }) => content);
    const kept = contents(after).filter((content) => contents(before).includes(content));
    assert.equal(kept.length, contents(before).length - 1);
    assert.equal(after.definitions[0], before.definitions[0]);
  });
});

// ---- workspaces ----

const settings = { baseline: 'dir:/upstream', role: 'downstream', domains: ['com.acme'] } as const;

/** The problems of every root of a workspace, as people see them. */
async function problemsOf(workspace: Workspace): Promise<string[]> {
  const shown: string[] = [];
  for (const root of await workspace.knownRoots()) {
    for (const { file, span, rule, severity, message } of (await workspace.analyse(root)).problems) {
      shown.push(`${root} ${file} ${span.start}-${span.end} ${severity} ${rule.id} ${message}`);
    }
  }
  return shown;
}

describe('a workspace', () => {
  const tree: Record<string, string> = {
    'qapi-schema.json': "{ 'include': 'disk.json' }\n{ 'command': 'add_disk', 'data': 'disk', 'boxed': true }\n",
    'disk.json': "##\n# @disk:\n#\n# A @disk with an @id.\n##\n{ 'struct': 'disk', 'data': { 'id': 'str' } }\n",
    'other.json': "{ 'include': 'disk.json' }\n{ 'event': 'Disk', 'data': 'disk' }\n",
    VERSION: '9.2.0\n',
    '.qapirc.json': '{ "role": "upstream" }\n',
    '.qapi-known.json':
      '{ "version": 1, "known": [{ "rule": "schema/unused-type", "file": "disk.json", "name": "disk" }] }\n',
  };
  const paths = fc.constantFrom(...Object.keys(tree));
  const words = fc.constantFrom(
    ..."{ } ' , # \n include disk.json other.json gone.json qapi-schema.json { 'include': 'other.json' } 10.2 5.1 downstream".split(
      ' ',
    ),
    "{ 'include': 'other.json' }\n",
    "{ 'include': 'disk.json' }\n",
    "{ 'command': '__com.x-y' }\n",
  );
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('type'),
        path: paths,
        change: fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(6), insert: words }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('close'), path: paths }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('save'), path: paths }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('look'), path: paths }) },
  );

  for (const [what, folder] of [
    ['with its roots where QEMU has them', '/tree/qapi'],
    ['with its roots anywhere', '/tree/schemas'],
  ] as const) {
    it(`${what} comes to the same after any edits as one that opens their result`, async () => {
      const name = (path: string): string =>
        `${folder}/${folder.endsWith('schemas') ? path.replace('qapi-schema', 'main') : path}`;
      const files = Object.fromEntries(
        Object.entries(tree).map(([path, text]) => [
          name(path),
          text.replaceAll('qapi-schema', folder.endsWith('schemas') ? 'main' : 'qapi-schema'),
        ]),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const host = memoryHost(files);
          const onDisk = new Map(Object.entries(files));
          const open = new Map<string, string>();
          const workspace = new Workspace(host, ['/tree']);
          workspace.setSettings({ baseline: 'none' });
          for (const next of steps) {
            const path = name(next.path);
            const text = open.get(path) ?? onDisk.get(path) ?? '';
            if ('change' in next) {
              open.set(path, changed(text, [next.change]));
              workspace.setDocument(path, open.get(path) as string);
            } else if (next.do === 'close') {
              open.delete(path);
              workspace.closeDocument(path);
            } else if (next.do === 'save') {
              onDisk.set(path, text);
              host.write(path, text);
              workspace.fileChanged(path);
            } else {
              await workspace.analysesOf(path);
            }
          }
          const fresh = new Workspace(memoryHost(Object.fromEntries(onDisk)), ['/tree']);
          fresh.setSettings({ baseline: 'none' });
          for (const [path, text] of open) fresh.setDocument(path, text);
          assert.deepEqual(await problemsOf(workspace), await problemsOf(fresh));
        }),
        runs(60),
      );
    });
  }
});

describe('a tree that is worked on', () => {
  const schemas = Object.keys(acme).filter((path) => path.endsWith('.json') && !path.endsWith('.qapirc.json'));
  const strokes = fc.array(fc.tuple(fc.constantFrom(...schemas), fc.oneof(change, fc.constant('back'))), {
    minLength: 1,
    maxLength: 10,
  });
  /** Every problem with all that comes with it. */
  const told = async (workspace: Workspace): Promise<unknown[]> => {
    const all: unknown[] = [];
    for (const root of await workspace.knownRoots()) {
      const { problems, acknowledged } = await workspace.analyse(root);
      // What a problem knows besides for programs, the change that it is about, holds whole definitions.
      for (const { rule, thing, fixes, change, ...rest } of problems) {
        const what =
          change && `${change.kind} ${change.path} ${change.ours?.span.start} ${change.baseline?.span.start}`;
        const ways = fixes().map((fix) => ('thing' in fix ? { ...fix, thing: fix.thing.name } : fix));
        all.push({ root, rule: rule.id, thing: thing?.name, change: what, ways, ...rest });
      }
      for (const { problem, by, reason } of acknowledged) all.push({ root, rule: problem.rule.id, by, reason });
    }
    return all;
  };

  it('has after every keystroke the problems that it has when it is opened so', async () => {
    const setting = fc.constantFrom({ baseline: 'none', role: 'upstream', qemuVersion: '10.2' } as const, settings);
    await fc.assert(
      fc.asyncProperty(strokes, setting, async (steps, chosen) => {
        const files = { ...acme, ...upstream };
        const workspace = new Workspace(memoryHost(files), ['/tree']);
        workspace.setSettings(chosen);
        await told(workspace);
        const earlier = new Map<string, string>();
        for (const [path, step] of steps) {
          const last = files[path] as string;
          files[path] = step === 'back' ? (earlier.get(path) ?? last) : changed(last, [step as Change]);
          earlier.set(path, last);
          workspace.setDocument(path, files[path]);
          const fresh = new Workspace(memoryHost(files), ['/tree']);
          fresh.setSettings(chosen);
          assert.deepEqual(await told(workspace), await told(fresh));
        }
      }),
      runs(30),
    );
  });
});

describe('a comment that acknowledges', () => {
  const opened = async (files: Record<string, string>): Promise<Analysis> => {
    const workspace = new Workspace(memoryHost({ ...files, ...upstream }), ['/tree']);
    workspace.setSettings(settings);
    return workspace.analyse('/tree/qapi/qapi-schema.json');
  };
  const words = (problems: readonly Problem[]): string[] =>
    problems.map(({ file, rule, message }) => `${file} ${rule.id} ${message}`).sort();
  const version = [9, 2, 0] as const;
  const inserted = (file: SourceFile, offset: number, rule: string, reason: string): Record<string, string> => {
    const edit = addIgnore(file, offset, rule, version);
    assert.ok(edit);
    const newText = edit.newText.replace('TODO say why', reason);
    return { ...acme, [file.path]: applyEdits(file.tree.text, [{ ...edit, newText }]) };
  };

  it('takes what it means out of the problems, and nothing else', async () => {
    const before = await opened(acme);
    const mine = before.problems.filter(({ buildBreaking, rule }) => !buildBreaking && rule.category !== 'config');
    assert.ok(mine.length > 10);
    for (const problem of mine) {
      const file = before.schema.file(problem.file) as SourceFile;
      const files = inserted(file, problem.span.start, problem.rule.id, 'shipped');
      const after = await opened(files);
      const at = addIgnore(file, problem.span.start, problem.rule.id, version)?.span.start ?? 0;
      const by = (files[file.path] as string).length - file.tree.text.length;
      const target = ignoresIn(after.schema.file(problem.file) as SourceFile)[0]?.target as Span;
      const isMeant = (other: Problem): boolean => {
        const start = other.span.start + (other.span.start < at ? 0 : by);
        const isThere = target.start <= start && start < target.end;
        return other.rule === problem.rule && other.file === problem.file && isThere;
      };
      assert.equal(isMeant(problem), true);
      assert.deepEqual(words(after.problems), words(before.problems.filter((other) => !isMeant(other))));
      assert.deepEqual(words(after.acknowledged.map((one) => one.problem)), words(before.problems.filter(isMeant)));
    }
  });

  it('of a rule that finds nothing there, or that there is not, is one problem more', async () => {
    const before = await opened(acme);
    const all = before.schema.definitions.filter(({ file }) => file in acme);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(all.length - 1),
        fc.constantFrom('naming/reserved-name', 'naming/nonsense'),
        async (index, rule) => {
          const { file: path, name } = all[index] as Definition;
          const file = before.schema.file(path) as SourceFile;
          const after = await opened(inserted(file, name.span.start, rule, 'shipped'));
          const added = after.problems.filter(({ rule }) => rule.category === 'ignore');
          assert.deepEqual(
            added.map((problem) => problem.rule.id),
            [rule === 'naming/nonsense' ? 'ignore/form' : 'ignore/unused'],
          );
          assert.deepEqual(words(after.problems.filter((problem) => !added.includes(problem))), words(before.problems));
        },
      ),
      runs(20),
    );
  });
});

describe('a rename', () => {
  it('and its way back leave every byte as it was', async () => {
    const workspace = new Workspace(memoryHost({ ...acme, ...upstream }), ['/tree']);
    workspace.setSettings(settings);
    const roots = await workspace.knownRoots();
    const analyses = await Promise.all(roots.map((root) => workspace.analyse(root)));
    const things: NamedThing[] = [];
    for (const { schema } of analyses)
      for (const d of schema.definitions) forEachNamed(d, (thing) => things.push(thing));
    const newName = fc.stringMatching(/^(__zz\.zz_)?[zZ][a-zA-Z0-9-]{0,12}Zz$/);
    await fc.assert(
      fc.asyncProperty(fc.nat(things.length - 1), newName, async (index, name) => {
        const thing = things[index] as NamedThing;
        const holders = analyses.filter(({ schema }) => schema.file(thing.file));
        const there = rename(holders, thing, name);
        assert.ok(there.ok);
        const copy = workspace.fork();
        const editsOf = (file: string) => there.edits.filter((edit) => edit.file === file);
        for (const file of new Set(there.edits.map((edit) => edit.file))) {
          copy.setDocument(file, applyEdits(acme[file] as string, editsOf(file)));
        }
        const shift = editsOf(thing.file)
          .filter(({ span }) => span.start < thing.name.span.start)
          .reduce((sum, { span, newText }) => sum + newText.length - (span.end - span.start), 0);
        const renamed = await Promise.all(holders.map(({ root }) => copy.analyse(root)));
        const again = renamed[0]?.references.at(thing.file, thing.name.span.start + shift)?.thing;
        assert.ok(again);
        assert.equal(again.name.text, name);
        const back = rename(renamed, again, thing.name.text);
        assert.ok(back.ok);
        for (const { schema } of renamed) {
          for (const { path, tree } of schema.sources.files) {
            const edits: readonly FileEdit[] = back.edits.filter(({ file }) => file === path);
            assert.equal(applyEdits(tree.text, edits), acme[path]);
          }
        }
      }),
      runs(40),
    );
  });
});

describe('fixing everything', () => {
  it('comes to an end, whatever the tree, and a second time changes nothing more', async () => {
    const schemas = Object.keys(acme).filter((path) => path.endsWith('.json') && !path.endsWith('.qapirc.json'));
    const mutations = fc.array(fc.tuple(fc.constantFrom(...schemas), change), { maxLength: 8 });
    const role = fc.constantFrom('upstream', 'downstream');
    const domains = fc.constantFrom(['com.acme'], []);
    await fc.assert(
      fc.asyncProperty(mutations, role, domains, async (changes, role, domains) => {
        const files = { ...acme };
        for (const [path, one] of changes) files[path] = changed(files[path] as string, [one]);
        const workspace = new Workspace(memoryHost({ ...files, ...upstream }), ['/tree']);
        workspace.setSettings({ ...settings, role, domains });
        const roots = await workspace.knownRoots();
        await fixAll(workspace, roots);
        const again = await fixAll(workspace, roots);
        assert.deepEqual(
          again.applied.map(({ problem, title }) => `${problem.rule.id} ${problem.message} ${title}`),
          [],
        );
        assert.equal(again.files.size, 0);
      }),
      runs(40),
    );
  });
});
