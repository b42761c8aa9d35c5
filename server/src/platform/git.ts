/** Git, by its command. What keeps it harmless in a repository that somebody else has made stands in git-command.ts. */
import { execFile } from 'node:child_process';
import type { Git, GitError } from '../workspace/host.ts';
import { referenceProblem } from '../workspace/reference.ts';
import { BlobReader } from './blobs.ts';
import { failure, gitCommand, gitFailure, TIMEOUT_MS, tooLong } from './git-command.ts';
import { MAX_FILE_BYTES } from './limits.ts';

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Gives git as it is found on the PATH; where there is none, every question is answered with `no-git`.
 * @param timeoutMs how long each answer may take
 */
export function nodeGit(timeoutMs: number = TIMEOUT_MS): Git {
  const blobs = new Map<string, BlobReader>();
  const run = (directory: string, args: readonly string[]) => runGit(directory, args, timeoutMs);

  return {
    async topOf(directory) {
      const answer = await run(directory, ['rev-parse', '--show-toplevel', '--show-prefix']);
      if (!answer.ok) return answer;
      const [top, place, ...more] = answer.output.toString().split('\n');
      if (!top || place === undefined || more.join('') !== '') {
        return failure('failed', 'git did not tell the top of the repository');
      }
      return { ok: true, top, place: place.replace(/\/$/, '') };
    },

    async resolve(top, reference) {
      const refused = referenceProblem(reference);
      if (refused !== undefined) return failure('refused', refused);
      const answer = await run(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`]);
      if (!answer.ok) {
        // --quiet: nothing is said about a reference that is not there, all else is.
        return answer.error.detail === '' ? failure('no-reference', `no reference ${reference}`) : answer;
      }
      const commit = answer.output.toString().trim();
      return COMMIT.test(commit) ? { ok: true, commit } : failure('no-reference', `${reference} is not one commit`);
    },

    async tagsAt(top, commit) {
      if (!COMMIT.test(commit)) return [];
      const answer = await run(top, [
        'for-each-ref',
        `--points-at=${commit}`,
        '--format=%(refname:lstrip=2)',
        'refs/tags/',
      ]);
      return answer.ok ? answer.output.toString().split('\n').slice(0, -1) : [];
    },

    async show(top, commit, path) {
      if (!COMMIT.test(commit)) return failure('refused', 'not the name of a commit');
      const reader = blobs.get(top) ?? new BlobReader(top, timeoutMs);
      blobs.set(top, reader);
      return reader.read(commit, path);
    },

    async list(top, commit) {
      if (!COMMIT.test(commit)) return failure('refused', 'not the name of a commit');
      const answer = await run(top, ['ls-tree', '-r', '-z', '--full-tree', '--name-only', '--end-of-options', commit]);
      if (!answer.ok) return answer;
      return { ok: true, paths: answer.output.toString().split('\0').slice(0, -1) };
    },

    async email(directory) {
      const answer = await run(directory, ['config', '--get', 'user.email']);
      const email = answer.ok ? answer.output.toString().trim() : '';
      return /^[^\s\p{C}@]+@[^\s\p{C}@]+$/u.test(email) && email.length <= 254 ? email : undefined;
    },
  };
}

type Answer = { ok: true; output: Buffer } | { ok: false; error: GitError };

/** Runs one command to its end. A failure without a word has an empty detail. */
function runGit(directory: string, args: readonly string[], timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const command = gitCommand(directory, args);
    const options = {
      cwd: command.cwd,
      env: command.env,
      encoding: 'buffer',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_FILE_BYTES,
      windowsHide: true,
    } as const;
    try {
      execFile('git', command.args, options, (error, stdout, stderr) => {
        if (error === null) resolve({ ok: true, output: stdout });
        else if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') resolve(failure('failed', 'git said too much'));
        else if (error.killed) resolve(tooLong(timeoutMs));
        else resolve(gitFailure(error.code, stderr.toString()));
      });
    } catch (error) {
      // A NUL in the path.
      resolve(failure('failed', (error as Error).message));
    }
  });
}
