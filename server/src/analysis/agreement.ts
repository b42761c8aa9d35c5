/**
 * QEMU's own generator beside us. It stops at the first thing that it refuses; we tell all of them. So we agree with it
 * where it accepts and nothing of ours breaks the build, or where it refuses and one of our problems that break the build
 * is at its file and line.
 */
import type { Problem } from '../rules/run.ts';
import { resolveInclude } from '../schema/load.ts';
import type { Analysis } from './analysis.ts';

/** What the generator makes of a schema. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      /** The generator's words, which may be several lines. */
      readonly message: string;
      /** Where it stopped; undefined where it could not even read the root. */
      readonly place: Place | undefined;
    }
  /** It failed where it should have said something: `message` is the last line of what Python said, `trace` all of it. */
  | { readonly kind: 'crashed'; readonly message: string; readonly trace: string };

/** A place as people and generators count it: lines and columns from 1. */
export interface Place {
  /** An absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** A problem of ours that breaks the build, with the line in which we expect the generator to stop for it. */
export interface Refusal {
  readonly problem: Problem;
  readonly file: string;
  readonly line: number;
}

/** How the two verdicts compare. */
export interface Agreement {
  /**
   * `agree`, or how they differ. `only-generator`: it refuses, or crashes, and we find nothing. `only-ours`: it accepts what
   * we say breaks the build. `elsewhere`: both refuse, and nothing of ours is where it stopped.
   */
  readonly kind: 'agree' | 'only-generator' | 'only-ours' | 'elsewhere';
  readonly verdict: Verdict;
  /** All that we refuse, in the order of the files and of the text. */
  readonly ours: readonly Refusal[];
}

/**
 * Compares.
 * @param verdict of the generator of the version that the analysis is for, on the same texts
 */
export function compareVerdicts(verdict: Verdict, analysis: Analysis): Agreement {
  const ours = refusalsOf(analysis);
  return { kind: kindOf(verdict, ours, analysis), verdict, ours };
}

function kindOf(verdict: Verdict, ours: readonly Refusal[], { problems }: Analysis): Agreement['kind'] {
  switch (verdict.kind) {
    case 'accepted':
      return ours.length === 0 ? 'agree' : 'only-ours';
    case 'crashed':
      // There is no place to be had from a crash. All that can be asked for is an error that says what is wrong.
      return problems.some(({ severity }) => severity === 'error') ? 'agree' : 'only-generator';
    case 'refused': {
      const { place } = verdict;
      if (ours.length === 0) return 'only-generator';
      const there = place === undefined || ours.some(({ file, line }) => file === place.file && line === place.line);
      return there ? 'agree' : 'elsewhere';
    }
  }
}

/** The problems that break the build, and where the generator would stop for each. */
function refusalsOf({ problems, schema }: Analysis): Refusal[] {
  return problems.flatMap((problem) => {
    if (!problem.buildBreaking) return [];
    return [problem.refusedAt, ...(problem.alsoRefusedAt ?? [])].map(({ file, offset }) => {
      return { problem, file, line: (schema.file(file)?.tree.lines.positionOf(offset).line ?? 0) + 1 };
    });
  });
}

/**
 * Reads what the generator says when it refuses: which file included which, in which definition it is, and then, in the
 * line that counts, `FILE:LINE: MESSAGE` or `FILE:LINE:COLUMN: MESSAGE`.
 * @param text of its standard error; empty where it has accepted
 * @param root absolute path of the root that it was given: what it names without a folder is beside it
 */
export function readVerdict(text: string, root: string): Verdict {
  const lines = text.trimEnd().split('\n');
  if (lines.length === 1 && lines[0] === '') return { kind: 'accepted' };
  if (/^Traceback \(most recent call last\):$/m.test(text)) {
    return { kind: 'crashed', message: lines.at(-1) ?? '', trace: text };
  }
  const first = lines.findIndex((line) => !/^(?:In file included from .*:\d+:|.*: In [a-z]+ '.*':)$/.test(line));
  const [, file, line, column, message] = /^(.+?):(\d+)(?::(\d+))?: (.*)$/.exec(lines[first] ?? '') ?? [];
  if (file === undefined) return { kind: 'refused', message: lines.join('\n'), place: undefined };
  return {
    kind: 'refused',
    message: [message, ...lines.slice(first + 1)].join('\n'),
    place: {
      file: resolveInclude(root, file),
      line: Number(line),
      column: column === undefined ? undefined : Number(column),
    },
  };
}
