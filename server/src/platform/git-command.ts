/**
 * How git is started. The repository may be somebody else's: nothing that its configuration, its attributes, its objects
 * or a reference's name say may run a program, reach the network or write a file.
 */
import { dirname } from 'node:path';
import type { GitError } from '../workspace/host.ts';

/** How long an answer may take, unless a test is in a hurry. */
export const TIMEOUT_MS = 10_000;

/** The answer of a git that takes longer. */
export function tooLong(timeoutMs: number): { ok: false; error: GitError } {
  return failure('failed', `git took longer than ${timeoutMs / 1000} seconds`);
}

/**
 * What comes before every command. Only commands are used that neither refresh the index nor filter or convert what they
 * read (`git show` and `git archive` would), which leaves little for a repository's configuration to get at.
 */
const HARDENING = [
  '--no-pager',
  // The two settings that name programs which some git commands run on their own accord.
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  // A folder in the work tree that merely looks like a repository is not one: its configuration came with the files.
  '-c',
  'safe.bareRepository=explicit',
  '-c',
  'protocol.allow=never',
];

/** Variables by which a hook or a script points git at another repository than the one that is asked about. */
const ELSEWHERE = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // Its messages are read.
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // In a partial clone, reading an object that is not there would fetch it, by whatever command the configuration names.
    GIT_NO_LAZY_FETCH: '1',
    // For a git that does not know the line above: no protocol is allowed, whatever protocol.*.allow says. (An empty
    // variable would do as well, but Windows has none.)
    GIT_ALLOW_PROTOCOL: ':',
    // A commit is what its name says, not what refs/replace puts in its place.
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  for (const name of ELSEWHERE) delete env[name];
  return env;
}

/** How git is started, for every command and for the process that stays. */
export function gitCommand(
  directory: string,
  args: readonly string[],
): { args: string[]; cwd: string; env: NodeJS.ProcessEnv } {
  return {
    args: ['-C', directory, ...HARDENING, ...args],
    // Windows looks for `git` in the working directory first, and that must not be the repository.
    cwd: dirname(process.execPath),
    env: environment(),
  };
}

/** What an exit with an error means. */
export function gitFailure(code: unknown, stderr: string): { ok: false; error: GitError } {
  if (code === 'ENOENT') return failure('no-git', 'there is no command git');
  const lines = stderr.split('\n').map((line) => line.trim());
  const line = lines.find((candidate) => /^(?:fatal|error): /.test(candidate)) ?? lines.find(Boolean) ?? '';
  const detail = line.replace(/^(?:fatal|error): /, '');
  if (/^not a git repository|^this operation must be run in a work tree/.test(detail))
    return failure('no-repository', detail);
  return failure('failed', detail === '' && typeof code === 'string' ? code : detail);
}

export function failure(kind: GitError['kind'], detail: string): { ok: false; error: GitError } {
  return { ok: false, error: { kind, detail } };
}
