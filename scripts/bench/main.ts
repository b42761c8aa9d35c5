/** The bench itself, bundled like the programs that people run. See scripts/bench.mjs. */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Analysis, problemsIn } from '../../server/src/analysis/analysis.ts';
import { hoverAt } from '../../server/src/features/hover.ts';
import { definitionAt } from '../../server/src/features/navigation.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import type { ConfigLayer } from '../../server/src/workspace/config.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { Random } from '../lib/random.ts';
import { judgeThousands } from './changes.ts';
import { generatorInProcess, generatorProcess } from './generator.ts';
import { growth, median, Pace, percentile, shown, table, timed } from './measure.ts';
import { messages } from './messages.ts';
import { type Copies, replicate } from './replicate.ts';
import { applied, editingSession, type Stroke } from './session.ts';

const { values } = parseArgs({
  options: {
    root: { type: 'string', default: '' },
    file: { type: 'string', default: '' },
    cli: { type: 'string', default: '' },
    cpu: { type: 'string', default: '' },
    qemu: { type: 'string' },
    runs: { type: 'string', default: '15' },
    copies: { type: 'string', default: '1,10,100' },
    messages: { type: 'string', default: '50' },
    only: { type: 'string' },
  },
});
const runs = Number(values.runs);
const settings: ConfigLayer = { role: 'upstream', baseline: 'none' };

async function main(): Promise<void> {
  const parts: Readonly<Record<string, () => void | Promise<void>>> = {
    check: () => wholeCheck(values.root, values.qemu),
    typing: () => keystrokes(values.file),
    changes,
    size: () => size(values.copies.split(',').map(Number)),
    messages: () =>
      messages({ size: Number(values.messages), runs: Math.min(runs, 5), cli: values.cli, cpu: values.cpu }),
  };
  const { only } = values;
  if (only !== undefined && !parts[only]) throw new Error(`--only is one of ${Object.keys(parts).join(', ')}`);
  for (const [name, measure] of Object.entries(parts)) if (only === undefined || only === name) await measure();
}

function open(host: Host, folders: readonly string[] = [], more: ConfigLayer = {}): Workspace {
  const workspace = new Workspace(host, folders);
  workspace.setSettings({ ...settings, ...more });
  return workspace;
}

/** What the same tree is as a downstream: one of the release before. */
const DOWNSTREAM: ConfigLayer = { role: 'downstream', domains: ['com.example'], baseline: 'release:10.1' };

/** The schema as a whole, from the files on disk: with nothing remembered from one time to the next, and as a server does it that has checked it. */
async function wholeCheck(root: string, tree: string | undefined): Promise<void> {
  const host = nodeHost({ git: false });
  const check = (): Promise<unknown> => open(host).analyse(root);
  // Whoever keeps a workspace reads every file anew when it is told that all may have changed.
  const kept = open(host);
  const checkAgain = (): Promise<unknown> => {
    kept.refresh();
    return kept.analyse(root);
  };
  const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  for (let i = 0; i < 40; i++) await check();
  for (let i = 0; i < 40; i++) await checkAgain();
  const warm: number[] = [];
  const again: number[] = [];
  const cold: number[] = [];
  const theirWarm: number[] = [];
  const theirCold: number[] = [];
  // In turns: whatever else the machine does then falls on both.
  for (let i = 0; i < runs; i++) {
    // As of the generator: the first time after a rest is not counted, the next two are.
    await check();
    warm.push(median([await cpuOf(check), await cpuOf(check)]));
    await checkAgain();
    again.push(median([await cpuOf(checkAgain), await cpuOf(checkAgain)]));
    cold.push(processCpu(root));
    if (tree === undefined) continue;
    theirWarm.push(median(generatorInProcess(tree, root, 2)));
    theirCold.push(generatorProcess(tree, root));
  }
  const ratio = (ours: number[], theirs: number[]): string =>
    theirs.length === 0 ? '-' : `1/${shown(median(theirs) / median(ours))}`;
  const row = (what: string, ours: number[], theirs: number[]): string[] => [
    what,
    shown(median(ours)),
    shown(median(theirs)),
    ratio(ours, theirs),
  ];
  console.log(
    `Whole check of ${root.split('/').slice(-3).join('/')}, milliseconds of CPU, medians of ${runs} runs in turns\n`,
  );
  console.log(
    table([
      ['', 'qapi', "QEMU's generator", 'ratio'],
      row('warm, in process: read and check, nothing kept', warm, theirWarm),
      row('warm, in process: read and check again', again, theirWarm),
      row('process: `qapi check` / qapi-gen, code written', cold, theirCold),
    ]),
  );
}

/** Milliseconds of CPU of `qapi check`, from its start to its end. */
function processCpu(root: string): number {
  const { stderr } = spawnSync(
    process.execPath,
    ['--require', values.cpu, values.cli, 'check', '--role', 'upstream', '--baseline', 'none', root],
    { encoding: 'utf8' },
  );
  return Number(stderr.trim().split('\n').at(-1)?.split(' ')[0]);
}

/** Somebody types in a file of an open tree; every keystroke is judged, in all roots that include the file. */
async function keystrokes(file: string): Promise<void> {
  const tree = dirname(dirname(file));
  const workspace = open(nodeHost({ git: false }), [tree]);
  const analyses = await workspace.analysesOf(file);
  const source = analyses[0]?.schema.file(file);
  if (!source) throw new Error(`no root includes ${file}`);
  const strokes = editingSession(source.tree, 3000);
  const alone = await typed(workspace, file, source.tree.text, strokes);
  // The same session in a tree that is compared with a release of upstream.
  const compared = await typed(open(nodeHost({ git: false }), [tree], DOWNSTREAM), file, source.tree.text, strokes);

  workspace.setDocument(file, source.tree.text);
  const settled = await workspace.analysesOf(file);
  const random = new Random('questions');
  const offsets = Array.from({ length: 1000 }, () => random.below(source.tree.text.length));
  const { history } = workspace.host;
  const options = history ? { history } : {};
  const first = await timed(() => hoverAt(settled, file, offsets[0] ?? 0, options));
  const hovers: number[] = [];
  const definitions: number[] = [];
  for (const offset of offsets) {
    hovers.push(await timed(() => hoverAt(settled, file, offset, options)));
    definitions.push(await timed(() => definitionAt(settled, file, offset)));
  }
  const row = (what: string, figures: readonly number[]): string[] => [
    what,
    ...[0.5, 0.95, 0.99].map((share) => shown(percentile(figures, share))),
  ];
  const name = file.split('/').slice(-2).join('/');
  console.log(`\n${name} (${settled.length} roots), milliseconds\n`);
  console.log(
    table([
      ['', 'p50', 'p95', 'p99'],
      row(`keystroke to problems, ${alone.all.length} keystrokes`, alone.all),
      row(`${alone.undisturbed.length} of them, the processor undisturbed`, alone.undisturbed),
      row(`the same session, compared with ${DOWNSTREAM.baseline}`, compared.all),
      row(`${compared.undisturbed.length} of them, the processor undisturbed`, compared.undisturbed),
      row(`hover, ${hovers.length} places (the first one ${shown(first)})`, hovers),
      row(`definition, ${definitions.length} places`, definitions),
    ]),
  );
}

/** Figures of keystrokes, and those of them during which the processor was not disturbed. */
interface Typed {
  readonly all: readonly number[];
  readonly undisturbed: readonly number[];
}

/** Types a session, the first thousand keystrokes to warm up. */
async function typed(workspace: Workspace, file: string, before: string, strokes: readonly Stroke[]): Promise<Typed> {
  await workspace.analysesOf(file);
  let text = before;
  const all: number[] = [];
  const pace = new Pace();
  for (const [index, stroke] of strokes.entries()) {
    text = applied(text, stroke);
    const isCounted = index >= 1000;
    if (isCounted) pace.probe();
    const took = await timed(async () => {
      workspace.setDocument(file, text);
      return problemsIn(await workspace.analysesOf(file), file);
    });
    if (isCounted) all.push(took);
  }
  pace.probe();
  return { all, undisturbed: pace.undisturbed(all) };
}

/** Thousands of changes at once. */
async function changes(): Promise<void> {
  const { judged, alone, changes } = await judgeThousands(40);
  console.log(`\n${changes} changes against a baseline, milliseconds, medians of 40 runs in turns\n`);
  console.log(
    table([
      ['the whole tree, a name changed', 'compared', 'not compared', 'comparing and judging'],
      ['', shown(median(judged)), shown(median(alone)), shown(median(judged) - median(alone))],
    ]),
  );
}

/** The same schema many times over. */
async function size(counts: readonly number[]): Promise<void> {
  const original = await open(nodeHost({ git: false })).analyse(values.root);
  const points: [number, number][] = [];
  const rows: string[][] = [];
  for (const count of counts) {
    const copies = replicate(original, count);
    const host = hostOf(copies);
    const check = (): Promise<Analysis> => open(host).analyse(copies.root);
    const times: number[] = [];
    for (let i = 0; i < (count > 10 ? 3 : 9); i++) times.push(await timed(check));
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const kept = await check();
    globalThis.gc?.();
    const memory = (process.memoryUsage().heapUsed - before) / 1e6;
    points.push([copies.size, median(times)]);
    rows.push([
      `${count}`,
      shown(copies.size / 1e6),
      String(kept.problems.length),
      shown(median(times)),
      shown((median(times) / copies.size) * 1e6),
      shown(memory),
    ]);
  }
  console.log('\nThe schema many times over, whole check, in process\n');
  console.log(table([['copies', 'MB of text', 'problems', 'ms', 'ms a MB', 'MB of memory kept'], ...rows]));
  if (points.length > 1) console.log(`\ngrowth exponent: ${growth(points).toFixed(3)}`);
}

function hostOf({ files }: Copies): Host {
  const encoder = new TextEncoder();
  const contents = new Map([...files].map(([path, text]) => [path, encoder.encode(text)]));
  return {
    async read(path) {
      const bytes = contents.get(path);
      return bytes ? { kind: 'file', bytes } : { kind: 'missing', reason: '' };
    },
    find: async () => [...contents.keys()],
    git: undefined,
    generator: undefined,
    program: undefined,
    history: undefined,
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
