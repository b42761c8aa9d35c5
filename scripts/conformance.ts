// How far we agree with QEMU's own generator.
//
//   npm run conformance                     its test cases, as far as they are there (QAPI_CORPUS)
//   npm run conformance -- --only NAME      the cases with that name, with all that is said of them
//
// Exit status 1 if there is a disagreement.

import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { casesOf, judgeCase, shownRefusals, shownVerdict, suites, suiteVersions } from './lib/conformance.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });

process.exitCode = (await runSuites(values.only)) ? 0 : 1;

/** @returns whether there is no disagreement */
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
      const folder = dirname(one.root);
      const [first = '', ...more] = shownRefusals(agreement, folder);
      lines.push(
        `  ${one.name} (${agreement.kind})`,
        `    generator  ${shownVerdict(one.verdict, folder)}`,
        `    we         ${first}`,
        ...more.map((line) => `               ${line}`),
      );
    }
    if (cases.length > 0) console.log([`${version}: ${agree}/${cases.length} agree`, ...lines].join('\n'));
    total += cases.length;
    differ += cases.length - agree;
  }
  if (total === 0) console.error(`conformance: there is no case ${only}`);
  return total > 0 && differ === 0;
}
