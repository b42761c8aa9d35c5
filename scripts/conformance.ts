// How far we agree with QEMU's own generator. Exit status 1 if there is a disagreement.
//
//   npm run conformance                     its test cases, as far as they are there (QAPI_CORPUS)
//   npm run conformance -- --only NAME      the cases with that name, with all that is said of them
//   npm run conformance -- --qemu DIR       the generator of a QEMU tree, run beside us: on its own test cases, on pieces of
//                                           its schemas, on our fixtures, and on mutants of all these
//           --python2 FILE                  the Python 2 to run it with, for the generators until 2.11
//           --seed N                        other mutants (1)
//           --mutants N                     how many (3000, or with --minutes as many as there is time for)
//           --minutes M                     how long to go on
//           --top N                         of how many kinds of disagreement to show the smallest case (10)
//           --kind TEXT                     show only kinds of disagreement that hold this text
//           --only NAME                     that test case or mutant alone: alternate-any, mutant-1234

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Agreement } from '../server/src/analysis/agreement.ts';
import { formatVersion, parseVersion } from '../server/src/schema/dialect.ts';
import { casesOf, judgeCase, shownRefusals, shownVerdict, suites, suiteVersions } from './lib/conformance.ts';
import { Judges, judgeAll, mutantAt, mutants, type Outcome, smallestOf } from './lib/differential.ts';
import { optionsOf } from './lib/options.mjs';
import { python2 } from './lib/python2-driver.ts';
import { FOLDER, ourFixtures, ownTests, Quarry, type Specimen } from './lib/specimens.ts';

const values = optionsOf(import.meta.url, {
  only: { type: 'string' },
  qemu: { type: 'string' },
  python2: { type: 'string' },
  seed: { type: 'string', default: '1' },
  mutants: { type: 'string' },
  minutes: { type: 'string' },
  kind: { type: 'string', default: '' },
  top: { type: 'string', default: '10' },
});

const agrees = values.qemu === undefined ? await runSuites(values.only) : await runBeside(resolve(values.qemu));
process.exitCode = agrees ? 0 : 1;

/** The test cases with a known verdict. @returns whether there is no disagreement */
async function runSuites(only: string | undefined): Promise<boolean> {
  const versions = suiteVersions();
  if (versions.length === 0) {
    console.log(
      `conformance: there are no test cases in ${suites} (set QAPI_CORPUS to the folder that holds conformance/)`,
    );
    return true;
  }
  let total = 0;
  let differ = 0;
  for (const version of versions) {
    const cases = casesOf(version).filter(({ name }) => only === undefined || name === only);
    const lines: string[] = [];
    let agree = 0;
    for (const one of cases) {
      const agreement = await judgeCase(one);
      if (agreement.kind === 'agree') agree++;
      if (agreement.kind === 'agree' && only === undefined) continue;
      lines.push(`  ${one.name} (${agreement.kind})`, ...sideBySide(agreement, dirname(one.root)));
    }
    if (cases.length > 0) console.log([`${version}: ${agree}/${cases.length} agree`, ...lines].join('\n'));
    total += cases.length;
    differ += cases.length - agree;
  }
  if (total === 0) console.error(`conformance: there is no case ${only}`);
  return total > 0 && differ === 0;
}

/** What the generator says and what we say. */
function sideBySide(agreement: Agreement, folder: string): string[] {
  const [first = '', ...more] = shownRefusals(agreement, folder);
  return [
    `    generator  ${shownVerdict(agreement.verdict, folder)}`,
    `    we         ${first}`,
    ...more.map((line) => `               ${line}`),
  ];
}

/** A tree's generator, run on everything there is. @returns whether there is no disagreement */
async function runBeside(tree: string): Promise<boolean> {
  const versionFile = join(tree, 'VERSION');
  const version = existsSync(versionFile) ? parseVersion(readFileSync(versionFile, 'utf8')) : undefined;
  if (!version) {
    console.error(`conformance: ${versionFile} does not say which QEMU this is`);
    return false;
  }
  const interpreter = values.python2 === undefined ? undefined : python2(values.python2);
  const judges = new Judges(tree, formatVersion(version), interpreter);
  try {
    const tests = await ownTests(tree);
    const fixtures = await ourFixtures();
    const quarry = await Quarry.of(tree);
    const specimens = [...tests, ...fixtures];
    if (values.only !== undefined) return await showOne(judges, quarry, specimens, values.only);

    const minutes = values.minutes === undefined ? Number.POSITIVE_INFINITY : Number(values.minutes);
    const until = performance.now() + minutes * 60_000;
    const count =
      values.mutants === undefined ? (values.minutes === undefined ? 3000 : Infinity) : Number(values.mutants);
    const seed = Number(values.seed);
    console.log(`The generator of QEMU ${formatVersion(version)}, in ${tree}, beside us:`);
    const plain = await judgeAll(judges, specimens);
    await report(judges, `${tests.length} test cases of its own and ${fixtures.length} fixtures of ours`, plain);
    const mutated = await judgeAll(judges, mutants(quarry, { seed, count, until, specimens }));
    await report(judges, `${mutated.judged} mutants, seed ${seed}`, mutated);
    return plain.groups.length === 0 && mutated.groups.length === 0;
  } finally {
    judges.stop();
  }
}

/** The kinds of disagreement, the most frequent first, each with the smallest schema that shows it. */
async function report(judges: Judges, what: string, { judged, agreed, groups }: Outcome): Promise<void> {
  const kinds = groups.length === 0 ? '' : `, ${groups.length} kinds of disagreement`;
  console.log(`\n${what}: ${agreed}/${judged} agree${kinds}`);
  const top = Number(values.top);
  const wanted = groups.filter(({ kind }) => kind.includes(values.kind));
  for (const group of wanted.slice(0, top)) {
    console.log(`\n${group.count} x ${group.kind}\n  made smaller from ${group.smallest.name}`);
    await show(judges, await smallestOf(judges, group));
  }
  const rest = wanted.slice(top);
  if (rest.length > 0) console.log(['', 'and:', ...rest.map(({ count, kind }) => `${count} x ${kind}`)].join('\n'));
}

async function show(judges: Judges, specimen: Specimen): Promise<void> {
  const lines = Object.entries(specimen.files).flatMap(([path, text]) => [
    `    --- ${path.slice(FOLDER.length + 1)}`,
    // With what is not seen otherwise.
    ...text.split('\n').map((line) => `    | ${JSON.stringify(line).slice(1, -1).replaceAll('\\"', '"')}`),
  ]);
  let said: string[];
  try {
    said = sideBySide(await judges.judge(specimen), FOLDER);
  } catch (error) {
    said = [`    we fail: ${(error as Error).stack}`];
  }
  console.log([...lines, ...said].join('\n'));
}

async function showOne(judges: Judges, quarry: Quarry, specimens: readonly Specimen[], name: string): Promise<boolean> {
  const index = /^mutant-(\d+)$/.exec(name)?.[1];
  const specimen =
    index === undefined
      ? specimens.find((one) => one.name === name || one.name === `tests/${name}`)
      : mutantAt(quarry, specimens, Number(values.seed), Number(index));
  if (!specimen) {
    console.error(`conformance: there is no case ${name}`);
    return false;
  }
  await show(judges, specimen);
  return (await judgeAll(judges, [specimen])).groups.length === 0;
}
