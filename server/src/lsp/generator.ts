/** QEMU's own generator beside us, as the editor shows it. */
import type { Analysis } from '../analysis/analysis.ts';
import {
  type GeneratorCheck,
  generatorReport,
  generatorSentence,
  isWorthReporting,
  type Teller,
} from '../features/generator-report.ts';
import { codeBlock, escapeMarkdown } from '../features/markdown.ts';
import { checkWithGenerator } from '../workspace/generator.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { shortened } from './convert.ts';
import type { CheckWithGeneratorResult } from './protocol.ts';

/** More does not fit into a notification. */
const MAX_MESSAGE = 1000;

/**
 * Runs the generator on every root that includes a file.
 * @param workspace that sees the files as they are on disk
 * @param open the texts of the open documents by path
 */
export async function checkFile(
  workspace: Workspace,
  path: string,
  open: ReadonlyMap<string, string>,
  teller: Teller,
  signal: AbortSignal,
): Promise<CheckWithGeneratorResult> {
  const analyses = await workspace.analysesOf(path);
  const checks: GeneratorCheck[] = [];
  const problems: string[] = [];
  for (const analysis of analyses) {
    const outcome = await checkWithGenerator(workspace.host, analysis, undefined, signal);
    if (outcome.ok) checks.push(outcome.check);
    else if (!problems.includes(outcome.problem)) problems.push(outcome.problem);
    if (signal.aborted) break;
  }
  const unsaved = unsavedOf(analyses, open).map(teller.pathOf);
  const sentences = [
    ...checks.map((check) => generatorSentence(check, teller)),
    ...problems,
    ...(unsaved.length > 0
      ? [`Files as they were saved last were compared. Not looked at: changes in ${list(unsaved)}.`]
      : []),
  ];
  const worth = checks.filter(isWorthReporting);
  return {
    kind: worth.length > 0 ? 'error' : problems.length > 0 ? 'warning' : 'information',
    message: shortened(sentences.join(' '), MAX_MESSAGE),
    ...(worth.length > 0 ? { report: reportPage(worth, teller) } : {}),
  };
}

/** The files whose documents differ from what is on disk. */
function unsavedOf(analyses: readonly Analysis[], open: ReadonlyMap<string, string>): string[] {
  const files = analyses.flatMap(({ schema }) => schema.sources.files);
  const differ = files.filter(({ path, tree }) => (open.get(path) ?? tree.text) !== tree.text);
  return [...new Set(differ.map(({ path }) => path))];
}

function list(paths: readonly string[]): string {
  const [first = '', ...more] = paths;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

function reportPage(checks: readonly GeneratorCheck[], teller: Teller): string {
  const parts = checks.flatMap((check) => [
    escapeMarkdown(generatorSentence(check, teller)),
    codeBlock(generatorReport(check, teller)),
  ]);
  return `${["# QEMU's Own Generator and This Extension", ...parts].join('\n\n')}\n`;
}
