/**
 * Where the upstream schema is that a tree is compared with: from a setting to a root file and a way to read it. The
 * baseline's own includes are followed by the same `resolveInclude` as the tree's.
 */

import { readIntrospection } from '../introspection/introspection.ts';
import { quoted } from '../names/nearest.ts';
import { formatVersion, type QemuVersion } from '../schema/dialect.ts';
import { baseName, normalizePath } from '../schema/load.ts';
import { isRootPath } from '../schema/places.ts';
import type { Schema } from '../schema/schema.ts';
import { LineIndex } from '../syntax/text.ts';
import { parseBaseline } from './config.ts';
import { decodeText } from './decode.ts';
import type { FileContent, Git, GitError, Host } from './host.ts';

/** What came of a baseline setting. */
export type BaselineOutcome =
  | {
      /** There is nothing to compare with, and nothing wrong with that. */
      readonly kind: 'none';
      /** Why, as a sentence. */
      readonly reason: string;
    }
  | {
      readonly kind: 'found';
      /** For people: `git:v8.2.0`, `dir:../upstream`. */
      readonly label: string;
      /** The path of the root, for `read`. In a git baseline it has the form `git:COMMIT:/path`, which no file has. */
      readonly root: string;
      /** Reads a file of the baseline. Never rejects. */
      readonly read: (path: string) => Promise<FileContent>;
    }
  | {
      /** A schema that is no tree of files: nothing is left to be read. */
      readonly kind: 'known';
      /** For people: `introspection:qemu.json`. */
      readonly label: string;
      readonly schema: Schema;
    }
  | {
      /** The setting cannot be followed. */
      readonly kind: 'problem';
      /** What is wrong, as a sentence. */
      readonly message: string;
      /** What to do about it, as a sentence. */
      readonly help?: string;
    };

/** The question: which baseline does this root have? Paths are absolute, with `/` between the parts. */
export interface BaselineQuestion {
  /** `auto`, `none`, `dir:PATH`, `introspection:FILE` or `git:REF`, as configured. */
  readonly spec: string;
  /** The root that is to be compared. */
  readonly root: string;
  /** The folder of the tree it belongs to: the root's place in it tells where the baseline's root is. */
  readonly treeFolder: string;
  /** What `dir:PATH` and `introspection:FILE` are relative to: the folder of whoever has set it. */
  readonly configFolder: string;
  /** What the tree's VERSION file says; undefined where there is none. */
  readonly version: QemuVersion | undefined;
  readonly host: Host;
}

/**
 * Finds the root of the baseline.
 * @returns what was found; never rejects. `auto` never gives a problem: where the tag of the tree's version cannot be had,
 *   there is no baseline. For those that were asked for by name, what does not exist is a problem, with one exception: an
 *   upstream that is there and merely has no such root (`storage-daemon` before 5.0) has nothing to compare with.
 */
export async function resolveBaseline(question: BaselineQuestion): Promise<BaselineOutcome> {
  const spec = parseBaseline(question.spec);
  switch (spec.kind) {
    case 'none':
      return { kind: 'none', reason: 'The baseline is set to none.' };
    case 'invalid':
      return { kind: 'problem', message: spec.message };
    case 'dir':
      return fromFolder(question, spec.path);
    case 'introspection':
      return fromIntrospection(question, spec.path);
    case 'git':
      return fromGit(question, spec.ref);
    case 'auto':
      return fromVersion(question);
  }
}

async function fromFolder(question: BaselineQuestion, path: string): Promise<BaselineOutcome> {
  const { host, root, treeFolder } = question;
  const label = `dir:${path}`;
  const place = absolute(question.configFolder, path);
  const content = await host.read(place);
  const read = (file: string) => host.read(file);
  switch (content.kind) {
    case 'missing':
      return isMissing(question, label, path, place);
    case 'unreadable':
      return { kind: 'problem', message: `The baseline ${quoted(label)} cannot be read: ${content.reason}.` };
    case 'file': {
      const [ours, theirs] = [programOf(root), programOf(place)];
      if (ours !== undefined && theirs !== undefined && ours !== theirs) {
        return { kind: 'none', reason: `${quoted(label)} is the schema of ${theirs}, and this is that of ${ours}.` };
      }
      return { kind: 'found', label, root: place, read };
    }
    case 'directory': {
      const inside = (file: string) => normalizePath(`${place}/${file}`);
      // One that is there and cannot be read is found: who reads it says why.
      const isThere = async (file: string) => /^(file|unreadable)$/.test((await host.read(inside(file))).kind);
      const found = await firstOf(candidates(root, treeFolder), isThere);
      if (found !== undefined) return { kind: 'found', label, root: inside(found), read };
      return rootIsAbsent(question, label, await firstOf(KNOWN_ROOTS, isThere));
    }
  }
}

/** @param path as it was written */
function isMissing({ configFolder }: BaselineQuestion, label: string, path: string, place: string): BaselineOutcome {
  return {
    kind: 'problem',
    message: `The baseline ${quoted(label)} does not exist: there is no ${place}.`,
    ...(path.startsWith('~') && { help: 'A ~ is not replaced by your home directory: write the whole path.' }),
    ...(!path.startsWith('~') && !path.startsWith('/') && { help: `The path is relative to ${configFolder}.` }),
  };
}

async function fromIntrospection(question: BaselineQuestion, path: string): Promise<BaselineOutcome> {
  const label = `introspection:${path}`;
  const ours = programOf(question.root);
  if (ours === 'the guest agent') {
    const reason = `${quoted(label)} is an answer of query-qmp-schema, and this is the schema of the guest agent, which has no such command.`;
    return { kind: 'none', reason };
  }
  const place = absolute(question.configFolder, path);
  const content = await question.host.read(place);
  const unreadable = (reason: string, help?: string): BaselineOutcome => ({
    kind: 'problem',
    message: `The baseline ${quoted(label)} cannot be read: ${reason}`,
    ...(help !== undefined && { help }),
  });
  switch (content.kind) {
    case 'missing':
      return isMissing(question, label, path, place);
    case 'directory':
      return unreadable('it is a folder.', INTROSPECTION_HELP);
    case 'unreadable':
      return unreadable(`${content.reason}.`);
    case 'file': {
      const { text, problem } = decodeText(content.bytes);
      if (problem) return unreadable('it is not UTF-8 text.', INTROSPECTION_HELP);
      const outcome = readIntrospection(place, text);
      if (outcome.kind === 'problem') {
        const { line, character } = new LineIndex(text).positionOf(outcome.offset);
        return unreadable(`line ${line + 1}, column ${character + 1}. ${outcome.message}`, INTROSPECTION_HELP);
      }
      const theirs = programWith(outcome.schema);
      if (ours !== undefined && theirs !== undefined && ours !== theirs) {
        return {
          kind: 'none',
          reason: `${quoted(label)} was answered by ${theirs}, and this is the schema of ${ours}.`,
        };
      }
      return { kind: 'known', label, schema: outcome.schema };
    }
  }
}

const INTROSPECTION_HELP =
  'It should hold the answer of query-qmp-schema: the list alone, { "return": [...] }, or a log of replies with it.';

/** Which program has a schema: the storage daemon has always had the block devices, and never a machine with a status. */
function programWith(schema: Schema): string | undefined {
  const has = (name: string): boolean => schema.definition(name)?.kind === 'command';
  return has('query-status') ? 'the system emulator' : has('blockdev-add') ? 'the storage daemon' : undefined;
}

async function fromVersion(question: BaselineQuestion): Promise<BaselineOutcome> {
  const { version, treeFolder } = question;
  const git = question.host.git;
  const none = (reason: string): BaselineOutcome => ({ kind: 'none', reason });
  if (version === undefined) return none('The tree has no VERSION file that would tell its upstream release.');
  if (git === undefined) return none('Git is not run here, so the upstream release is not looked up.');
  const top = await git.topOf(treeFolder);
  if (!top.ok) return none(topProblem(top.error, treeFolder));
  const [major, minor, micro] = version;
  // Some releases before 1.1 have no third number in their tags.
  const tags = [`v${formatVersion(version)}`, ...(micro === 0 ? [`v${major}.${minor}`] : [])];
  for (const tag of tags) {
    const resolved = await git.resolve(top.top, `refs/tags/${tag}`);
    if (resolved.ok) {
      const outcome = await fromCommit(question, git, { ...top, commit: resolved.commit, label: `git:${tag}` });
      return outcome.kind === 'problem' ? none(outcome.message) : outcome;
    }
    if (resolved.error.kind !== 'no-reference') return none(`Git failed: ${resolved.error.detail}.`);
  }
  // QEMU counts from 50 on between two releases, and from 90 on for release candidates: none has a tag of that number.
  if (micro >= 50) {
    const help = 'Set the baseline to what the tree is based on: git:REF.';
    return none(
      `The VERSION file of the tree has ${formatVersion(version)}, which no upstream tag is named after. ${help}`,
    );
  }
  const tag = (major === 1 && minor === 0 ? tags.at(-1) : tags[0]) ?? '';
  return none(`The repository has no tag ${tag}, which the VERSION file of the tree asks for. ${fetchHelp(tag)}`);
}

async function fromGit(question: BaselineQuestion, ref: string): Promise<BaselineOutcome> {
  const { treeFolder } = question;
  const git = question.host.git;
  const label = `git:${ref}`;
  const problem = (message: string, help?: string): BaselineOutcome => ({
    kind: 'problem',
    message,
    ...(help === undefined ? {} : { help }),
  });
  if (git === undefined) {
    return problem(
      `The baseline ${quoted(label)} is not looked up, because git is not run here.`,
      'Git is run on a real file system in a workspace that you trust. A folder, dir:PATH, does without.',
    );
  }
  const top = await git.topOf(treeFolder);
  if (!top.ok) {
    const help = top.error.kind === 'no-repository' ? 'Name a folder instead: dir:PATH.' : undefined;
    return problem(`The baseline ${quoted(label)} cannot be looked up. ${topProblem(top.error, treeFolder)}`, help);
  }
  const resolved = await git.resolve(top.top, ref);
  if (!resolved.ok) {
    switch (resolved.error.kind) {
      case 'no-reference':
        return problem(`The repository has no reference ${quoted(ref)} for the baseline.`, fetchHelp(ref));
      case 'refused':
        return problem(`The baseline ${quoted(label)} is refused: ${resolved.error.detail}.`);
      default:
        return problem(`The baseline ${quoted(label)} cannot be looked up: ${resolved.error.detail}.`);
    }
  }
  return fromCommit(question, git, { ...top, commit: resolved.commit, label });
}

interface Place {
  readonly top: string;
  /** Where the tree stands in the repository; empty at its top. */
  readonly place: string;
  readonly commit: string;
  readonly label: string;
}

async function fromCommit(question: BaselineQuestion, git: Git, at: Place): Promise<BaselineOutcome> {
  const prefix = `git:${at.commit}:/`;
  const read = async (path: string): Promise<FileContent> => {
    // An include that leads out of the repository loses the prefix on its way.
    if (!path.startsWith(prefix)) return { kind: 'missing', reason: '' };
    const answer = await git.show(at.top, at.commit, path.slice(prefix.length));
    if (answer.ok) return { kind: 'file', bytes: answer.output };
    const { kind, detail } = answer.error;
    return kind === 'missing' || kind === 'directory' ? { kind, reason: '' } : { kind: 'unreadable', reason: detail };
  };
  let failure: string | undefined;
  const isFile = async (path: string) => {
    const content = await read(`${prefix}${path}`);
    if (content.kind === 'unreadable') failure ??= content.reason;
    return content.kind === 'file';
  };
  // In a repository that holds the tree in a folder, a tag fetched from upstream still has it at the top.
  const places = at.place === '' ? [''] : [`${at.place}/`, ''];
  const below = (roots: readonly string[]) => places.flatMap((place) => roots.map((root) => place + root));

  const wanted = below(candidates(question.root, question.treeFolder));
  const found = await firstOf(wanted, isFile);
  if (found !== undefined) return { kind: 'found', label: at.label, root: `${prefix}${found}`, read };
  // In a partial clone a file may be listed and yet not be there.
  if (failure === undefined || /promisor/.test(failure)) {
    const listed = await git.list(at.top, at.commit);
    const notFetched = listed.ok ? wanted.find((path) => listed.paths.includes(path)) : undefined;
    if (notFetched !== undefined) {
      return {
        kind: 'problem',
        message: `The repository is a partial clone and has not fetched ${notFetched} of the baseline ${quoted(at.label)}.`,
        help: 'Nothing is fetched behind your back. A checkout, or "git archive", of that reference fetches its files.',
      };
    }
  }
  if (failure !== undefined) {
    return { kind: 'problem', message: `The baseline ${quoted(at.label)} cannot be read: ${failure}.` };
  }
  const anyRoot = await firstOf(below(KNOWN_ROOTS), isFile);
  return rootIsAbsent(question, at.label, anyRoot);
}

/** The places where a QEMU tree has had its roots, newest first. */
const KNOWN_ROOTS = [
  'qapi/qapi-schema.json',
  'qga/qapi-schema.json',
  'storage-daemon/qapi/qapi-schema.json',
  'qapi-schema.json',
  'qapi-schema-guest.json',
];

/** Two places of the same root: it moved once. */
const MOVES: readonly (readonly [string, string])[] = [
  ['qapi/qapi-schema.json', 'qapi-schema.json'],
  ['qga/qapi-schema.json', 'qapi-schema-guest.json'],
];

/** Where the baseline may have a root, relative to its tree: the place that it has in ours first. */
function candidates(root: string, treeFolder: string): string[] {
  const folder = `${normalizePath(treeFolder)}/`.replace(/^\/\/$/, '/');
  const path = normalizePath(root);
  // A root outside of its tree has no place in it.
  const place = path.startsWith(folder) ? path.slice(folder.length) : baseName(path);
  const moved = MOVES.flatMap(([a, b]) => (place === a ? [b] : place === b ? [a] : []));
  return [place, ...moved];
}

/** What a root in one of the known places is the schema of. */
function programOf(root: string): string | undefined {
  if (root.endsWith('/storage-daemon/qapi/qapi-schema.json')) return 'the storage daemon';
  if (root.endsWith('/qga/qapi-schema.json') || root.endsWith('/qapi-schema-guest.json')) return 'the guest agent';
  return root.endsWith('/qapi-schema.json') ? 'the system emulator' : undefined;
}

/** A tree that has other roots is the right one, and has no such root; anything else is the wrong place. */
function rootIsAbsent(question: BaselineQuestion, label: string, other: string | undefined): BaselineOutcome {
  const place = candidates(question.root, question.treeFolder)[0] ?? '';
  if (other !== undefined) {
    return {
      kind: 'none',
      reason: `The baseline ${quoted(label)} has no ${place}, so there is nothing to compare with.`,
    };
  }
  // All roots of a tree have the same problem then, in the same words.
  const missing = isRootPath(question.root) ? KNOWN_ROOTS[0] : place;
  return {
    kind: 'problem',
    message: `The baseline ${quoted(label)} has no ${missing}, nor any other root of QEMU.`,
    help: label.startsWith('dir:')
      ? 'Name the top folder of an upstream tree, or the schema file itself.'
      : 'Name a reference of an upstream tree, such as git:v8.2.0.',
  };
}

async function firstOf(
  paths: readonly string[],
  test: (path: string) => Promise<boolean>,
): Promise<string | undefined> {
  for (const path of paths) {
    if (await test(path)) return path;
  }
  return undefined;
}

function absolute(folder: string, path: string): string {
  // With a drive letter in front, backslashes separate the parts; elsewhere they are part of a name.
  const drive = /^[A-Za-z]:/.test(folder);
  const parts = drive ? path.replaceAll('\\', '/') : path;
  const whole = parts.startsWith('/') || (drive && /^[A-Za-z]:\//.test(parts));
  return normalizePath(whole ? parts : `${folder}/${parts}`);
}

function topProblem(error: GitError, folder: string): string {
  switch (error.kind) {
    case 'no-git':
      return 'There is no command git on the PATH.';
    case 'no-repository':
      return `${folder} is in no git repository.`;
    default:
      return `Git failed: ${error.detail}.`;
  }
}

const UPSTREAM = 'https://gitlab.com/qemu-project/qemu.git';

/** The command that gets a reference; only for references that a shell takes literally. */
function fetchHelp(ref: string): string {
  if (/^v\d+(\.\d+)+(-rc\d+)?$/.test(ref)) return `Fetch it with: git fetch ${UPSTREAM} tag ${ref} --no-tags`;
  if (/^[\w][\w./-]*$/.test(ref)) return `Fetch it with: git fetch origin ${ref}`;
  return 'Fetch it with git fetch.';
}
