/** `--generator`: QEMU's own generator beside us, for every root. */
import type { Analysis } from '../analysis/analysis.ts';
import {
  type GeneratorCheck,
  generatorReport,
  generatorSentence,
  isWorthReporting,
  type Teller,
} from '../features/generator-report.ts';
import { formatVersion } from '../schema/dialect.ts';
import { checkWithGenerator } from '../workspace/generator.ts';
import type { Host } from '../workspace/host.ts';
import { type Paint, safe, wrap } from './terminal.ts';

/** What the generators say of some roots, in their order. */
export type GeneratorResults = readonly (
  | { readonly check: GeneratorCheck }
  | { readonly root: string; readonly problem: string }
)[];

/**
 * @param tree the top folder of a QEMU tree; undefined for the ones that the roots stand in
 */
export async function askGenerators(
  analyses: readonly Analysis[],
  tree: string | undefined,
  host: Host,
): Promise<GeneratorResults> {
  const results: GeneratorResults[number][] = [];
  // One after the other: each keeps a core busy, and needs as much memory as the whole schema takes in Python.
  for (const analysis of analyses) {
    const outcome = await checkWithGenerator(host, analysis, tree);
    results.push(outcome.ok ? { check: outcome.check } : { root: analysis.root, problem: outcome.problem });
  }
  return results;
}

/** 2: a generator could not be asked. 1: one refuses, or does not agree with us. */
export function statusOf(results: GeneratorResults): 0 | 1 | 2 {
  if (results.some((result) => 'problem' in result)) return 2;
  const isFine = (result: GeneratorResults[number]): boolean =>
    'check' in result && result.check.agreement.kind === 'agree' && result.check.agreement.verdict.kind === 'accepted';
  return results.every(isFine) ? 0 : 1;
}

/** For people: a block for each root. */
export function generatorBlocks(results: GeneratorResults, teller: Teller, columns: number, paint: Paint): string[] {
  return results.flatMap((result) => {
    // Told on the standard error.
    if ('problem' in result) return [];
    const { check } = result;
    const color = check.agreement.kind === 'agree' ? paint.green : paint.red;
    const [first = '', ...more] = wrap(generatorSentence(check, teller), columns);
    const [word = '', ...words] = first.split(' ');
    const head = check.agreement.kind === 'agree' ? [first, ...more] : [[color(word), ...words].join(' '), ...more];
    if (!isWorthReporting(check)) return [head.join('\n')];
    const report = generatorReport(check, teller).flatMap((line) =>
      line.startsWith(' ') ? safe(line) : wrap(line, columns),
    );
    return [[...head, ...report].join('\n')];
  });
}

/** For programs. */
export function generatorJson(results: GeneratorResults, pathOf: Teller['pathOf']): object[] {
  return results.map((result) => {
    if ('problem' in result) return { root: pathOf(result.root), problem: result.problem };
    const { root, tree, version, python, agreement } = result.check;
    const { kind, verdict } = agreement;
    const place = verdict.kind === 'refused' ? verdict.place : undefined;
    return {
      root: pathOf(root),
      tree: pathOf(tree),
      ...(version ? { version: formatVersion(version) } : {}),
      python,
      verdict: verdict.kind,
      ...(place ? { file: pathOf(place.file), line: place.line } : {}),
      ...(place?.column === undefined ? {} : { column: place.column }),
      ...(verdict.kind === 'accepted' ? {} : { message: verdict.message }),
      agreement: kind,
    };
  });
}
