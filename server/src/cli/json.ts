/** The report for programs. */
import { type GeneratorResults, generatorJson } from './generator.ts';
import type { Report } from './report.ts';

/**
 * @param fixed how many fixes were applied; undefined where none were asked for
 * @param generators what QEMU's own generators say; undefined where they were not asked
 * @returns one JSON object, with a line feed at its end
 */
export function jsonReport(
  report: Report,
  fixed: number | undefined,
  generators: GeneratorResults | undefined,
): string {
  const problems = report.found.map(({ problem, root, file, range }) => ({
    root,
    file,
    ...range,
    severity: problem.severity,
    rule: problem.rule.id,
    message: problem.message,
    ...(problem.path === undefined ? {} : { path: problem.path }),
    buildBreaking: problem.buildBreaking,
    fixes: report.fixesOf(problem).map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({
        file: report.pathOf(edit.file),
        ...report.rangeOf(edit.file, edit.span),
        newText: edit.newText,
      })),
    })),
  }));
  const summary = {
    roots: report.analyses.length,
    files: report.fileCount,
    errors: report.countOf('error'),
    warnings: report.countOf('warning'),
    information: report.countOf('information'),
    hints: report.countOf('hint'),
    ...(report.messages.length === 0
      ? {}
      : { messageFiles: report.messages.length, messages: report.messageCount, untold: untoldIn(report) }),
    ...(report.acknowledged.length === 0
      ? {}
      : {
          acknowledged: report.acknowledged.filter(({ by }) => by !== 'known').length,
          known: report.acknowledged.filter(({ by }) => by === 'known').length,
        }),
    ...(fixed === undefined ? {} : { fixed }),
  };
  const fixedProblems = report.fixedProblems.map(({ entry, gone }) => ({ ...entry, count: gone }));
  const generator = generators && generatorJson(generators, (path) => report.pathOf(path));
  const json = {
    problems,
    ...(fixedProblems.length > 0 ? { fixedProblems } : {}),
    ...(generator ? { generator } : {}),
    summary,
  };
  return `${escaped(JSON.stringify(json, null, 2))}\n`;
}

/** How many problems of large files are counted, and not among the others. */
function untoldIn({ messages }: Report): number {
  return messages.flatMap(({ untold }) => [...untold.values()]).reduce((sum, one) => sum + one, 0);
}

/** JSON leaves some characters alone that a terminal obeys. Inside of strings, where alone they are, \u means the same. */
export function escaped(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
