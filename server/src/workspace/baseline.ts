/**
 * Where the upstream schema is that a tree is compared with: from a setting to a root file and a way to read it, or to the
 * schema that is there as it is. The baseline's own includes are followed by the same `resolveInclude` as the tree's.
 */

import { HistoryError, ROOT_PLACES, ROOTS, type RootName, rootNameOf } from '../history/data.ts';
import type { History } from '../history/history.ts';
import { releaseNamed } from '../history/releases.ts';
import { readIntrospection } from '../introspection/introspection.ts';
import { quoted } from '../names/nearest.ts';
import { compareVersions, formatVersion, type QemuVersion } from '../schema/dialect.ts';
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
      /** For people: `git:v8.2.0`, `dir:../upstream`, `git:1a2b3c4d (v8.2.0)`. */
      readonly label: string;
      /** The path of the root, for `read`. In a git baseline it has the form `git:COMMIT:/path`, which no file has. */
      readonly root: string;
      /** Reads a file of the baseline. Never rejects. */
      readonly read: (path: string) => Promise<FileContent>;
    }
  | {
      /** A schema that is there as it is: nothing is left to be read. */
      readonly kind: 'known';
      /** For people: `release:8.2`, `introspection:qemu.json`. */
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
  /** `auto`, `none`, `release:X.Y`, `dir:PATH`, `introspection:FILE` or `git:REF`, as configured. */
  readonly spec: string;
  /** The root that is to be compared. */
  readonly root: string;
  /** The folder of the tree it belongs to: the root's place in it tells where the baseline's root is. */
  readonly treeFolder: string;
  /** What `dir:PATH` and `introspection:FILE` are relative to: the folder of whoever has set it. */
  readonly configFolder: string;
  /** The version of the tree: what its VERSION file says, or the setting `qemuVersion`; undefined where there is neither. */
  readonly version: QemuVersion | undefined;
  readonly host: Host;
  /** What messages call it, in front of what was asked for: `the baseline` if left out. */
  readonly called?: string;
  /** What to name where no release will do, as a sentence; about baselines if left out. */
  readonly elsewhere?: string;
}

/**
 * Finds the root of the baseline.
 * @returns what was found; never rejects. `auto` never gives a problem: it is the tag of the tree's version, else the release
 *   that has the API of that version, and where neither can be had, there is no baseline. For those that were asked for by
 *   name, what does not exist is a problem, with one exception: an upstream that is there and merely has no such root
 *   (`storage-daemon` before 5.0) has nothing to compare with.
 */
export async function resolveBaseline(question: BaselineQuestion): Promise<BaselineOutcome> {
  const spec = parseBaseline(question.spec);
  switch (spec.kind) {
    case 'none':
      return none('The baseline is set to none.');
    case 'invalid':
      return problem(spec.message);
    case 'release':
      return fromRelease(question, spec.version, subject(question, question.spec));
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

/** What is asked for, as the subject of a sentence. */
function subject({ called }: BaselineQuestion, label: string): string {
  return `${called ?? 'The baseline'} ${quoted(label)}`;
}

/** The same inside of a sentence. */
function object({ called }: BaselineQuestion, label: string): string {
  return `${called ?? 'the baseline'} ${quoted(label)}`;
}

function none(reason: string): BaselineOutcome {
  return { kind: 'none', reason };
}

function problem(message: string, help?: string): BaselineOutcome {
  return { kind: 'problem', message, ...(help !== undefined && { help }) };
}

async function fromFolder(question: BaselineQuestion, path: string): Promise<BaselineOutcome> {
  const { host, root } = question;
  const label = `dir:${path}`;
  const place = absolute(question.configFolder, path);
  const content = await host.read(place);
  const read = (file: string) => host.read(file);
  switch (content.kind) {
    case 'missing':
      return isMissing(question, label, path, place);
    case 'unreadable':
      return problem(`${subject(question, label)} cannot be read: ${content.reason}.`);
    case 'file': {
      const [ours, theirs] = [rootNameOf(root), rootNameOf(place)];
      if (ours !== undefined && theirs !== undefined && ours !== theirs) {
        return none(`${quoted(label)} is the schema of ${PROGRAMS[theirs]}, and this is that of ${PROGRAMS[ours]}.`);
      }
      return { kind: 'found', label, root: place, read };
    }
    case 'directory': {
      const inside = (file: string) => normalizePath(`${place}/${file}`);
      // One that is there and cannot be read is found: who reads it says why.
      const isThere = async (file: string) => /^(file|unreadable)$/.test((await host.read(inside(file))).kind);
      const found = await firstOf(candidates(question), isThere);
      if (found !== undefined) return { kind: 'found', label, root: inside(found), read };
      return rootIsAbsent(question, label, await firstOf(KNOWN_ROOTS, isThere));
    }
  }
}

/** @param path as it was written */
function isMissing(question: BaselineQuestion, label: string, path: string, place: string): BaselineOutcome {
  return problem(
    `${subject(question, label)} does not exist: there is no ${place}.`,
    path.startsWith('~')
      ? 'A ~ is not replaced by your home directory: write the whole path.'
      : path.startsWith('/')
        ? undefined
        : `The path is relative to ${question.configFolder}.`,
  );
}

async function fromIntrospection(question: BaselineQuestion, path: string): Promise<BaselineOutcome> {
  const label = `introspection:${path}`;
  const ours = rootNameOf(question.root);
  if (ours === 'qga') {
    return none(
      `${quoted(label)} is an answer of query-qmp-schema, and this is the schema of the guest agent, which has no such command.`,
    );
  }
  if (ours === undefined && isRootPath(question.root)) {
    return none(`${quoted(label)} is an answer of query-qmp-schema, and no program answers with this schema.`);
  }
  const place = absolute(question.configFolder, path);
  const content = await question.host.read(place);
  const unreadable = (reason: string, help?: string): BaselineOutcome =>
    problem(`${subject(question, label)} cannot be read: ${reason}`, help);
  switch (content.kind) {
    case 'missing':
      return isMissing(question, label, path, place);
    case 'directory':
      return unreadable('it is a folder.', INTROSPECTION_HELP);
    case 'unreadable':
      return unreadable(`${content.reason}.`);
    case 'file': {
      const { text, problem: encodingProblem } = decodeText(content.bytes);
      if (encodingProblem) return unreadable('it is not UTF-8 text.', INTROSPECTION_HELP);
      const outcome = readIntrospection(place, text);
      if (outcome.kind === 'problem') {
        const { line, character } = new LineIndex(text).positionOf(outcome.offset);
        return unreadable(`line ${line + 1}, column ${character + 1}. ${outcome.message}`, INTROSPECTION_HELP);
      }
      const theirs = programWith(outcome.schema);
      if (ours !== undefined && theirs !== undefined && ours !== theirs) {
        return none(
          `${quoted(label)} was answered by ${PROGRAMS[theirs]}, and this is the schema of ${PROGRAMS[ours]}.`,
        );
      }
      return { kind: 'known', label, schema: outcome.schema };
    }
  }
}

const INTROSPECTION_HELP =
  'It should hold the answer of query-qmp-schema: the list alone, { "return": [...] }, or a log of replies with it.';

/** Which program has a schema: the storage daemon has always had the block devices, and never a machine with a status. */
export function programWith(schema: Schema): RootName | undefined {
  const has = (name: string): boolean => schema.definition(name)?.kind === 'command';
  return has('query-status') ? 'qapi' : has('blockdev-add') ? 'storage-daemon' : undefined;
}

async function fromVersion(question: BaselineQuestion): Promise<BaselineOutcome> {
  const { version } = question;
  if (version === undefined) {
    return none(`The tree has no VERSION file that would tell its upstream release. ${SET_IT}`);
  }
  const tag = await fromTag(question, version);
  if (tag.kind !== 'problem') return tag;
  const release = fromItsRelease(question, version);
  if (release.kind !== 'problem') return release;
  return none(`${tag.message} ${release.message} ${tag.help ?? SET_IT}`);
}

const SET_IT = 'Set the baseline to what the tree is based on: release:X.Y, git:REF or dir:PATH.';

/** The tag of a version. A problem is why it cannot be had. */
async function fromTag(question: BaselineQuestion, version: QemuVersion): Promise<BaselineOutcome> {
  const { treeFolder } = question;
  const git = question.host.git;
  if (git === undefined) return problem('Git is not run here, so no tag is looked up.');
  const top = await git.topOf(treeFolder);
  if (!top.ok) return problem(topProblem(top.error, treeFolder));
  const [major, minor, micro] = version;
  // Some releases before 1.1 have no third number in their tags.
  const tags = [`v${formatVersion(version)}`, ...(micro === 0 ? [`v${major}.${minor}`] : [])];
  for (const tag of tags) {
    const resolved = await git.resolve(top.top, `refs/tags/${tag}`);
    if (resolved.ok) return fromCommit(question, git, { ...top, commit: resolved.commit, label: `git:${tag}` });
    if (resolved.error.kind !== 'no-reference') return problem(`Git failed: ${resolved.error.detail}.`);
  }
  // QEMU counts from 50 on between two releases, and from 90 on for release candidates: none has a tag of that number.
  if (micro >= 50) {
    return problem(`The VERSION file of the tree has ${formatVersion(version)}, which no upstream tag is named after.`);
  }
  const tag = (major === 1 && minor === 0 ? tags.at(-1) : tags[0]) ?? '';
  return problem(`The repository has no tag ${tag}, which the VERSION file of the tree asks for.`, fetchHelp(tag));
}

/** The release that has the API of the tree's version. A problem is why there is none. */
function fromItsRelease(question: BaselineQuestion, version: QemuVersion): BaselineOutcome {
  const name = `QEMU ${formatVersion(version)}`;
  if (programAt(placeOf(question)) === undefined) return problem(NOT_IN_RELEASES);
  // Even one that is known is known as it was on one day: what upstream has added since then would look like the tree's own.
  if (releaseNamed(version)?.snapshot) return problem(`${name} is a development tree, whose API changes every day.`);
  return fromRelease(question, version, name);
}

/** @param asked what is looked for, to begin a sentence with */
function fromRelease(question: BaselineQuestion, version: QemuVersion, asked: string): BaselineOutcome {
  const program = programAt(placeOf(question));
  if (program === undefined) return none(NOT_IN_RELEASES);
  const { elsewhere = ELSEWHERE } = question;
  if (question.host.history === undefined) return problem('No releases of upstream come with this program.', elsewhere);
  try {
    const history = question.host.history();
    const nearest = history.nearestRelease(version);
    if (!nearest?.exact) return problem(`${asked} is not among ${releasesNear(history, version)}.`, elsewhere);
    const label = `release:${nearest.release.name}`;
    const schema = history.release(nearest.release.name, program);
    return schema ? { kind: 'known', label, schema } : none(hasNoRoot(question, label, ROOT_PLACES[program][0]));
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    return problem(error.message, `Installing this program anew should mend that. ${elsewhere}`);
  }
}

const ELSEWHERE = 'An upstream from elsewhere is named by git:REF or dir:PATH.';

const NOT_IN_RELEASES =
  'The releases that come with this program have the schemas of the system emulator, the guest agent and the storage daemon only, and this is another one.';

/** The releases that are known, with those next to a version that is not. */
function releasesNear({ releases }: History, version: QemuVersion): string {
  const numbered = releases.filter(({ snapshot }) => !snapshot);
  const before = releases.findLast((release) => compareVersions(release.version, version) < 0);
  const after = releases.find((release) => compareVersions(release.version, version) > 0);
  const near = [before, after].flatMap((release) => (release ? [`release:${release.name}`] : []));
  const range = `the releases known here, ${numbered[0]?.name} to ${numbered.at(-1)?.name}`;
  return `${range}; next to it ${near.length > 1 ? 'are' : 'is'} ${near.join(' and ')}`;
}

async function fromGit(question: BaselineQuestion, ref: string): Promise<BaselineOutcome> {
  const { treeFolder } = question;
  const git = question.host.git;
  const label = `git:${ref}`;
  if (git === undefined) {
    return problem(
      `${subject(question, label)} is not looked up, because git is not run here.`,
      'Git is run on a real file system in a workspace that you trust. A folder, dir:PATH, and a release, release:X.Y, do without.',
    );
  }
  const top = await git.topOf(treeFolder);
  if (!top.ok) {
    const help =
      top.error.kind === 'no-repository' ? 'Name a folder instead, dir:PATH, or a release, release:X.Y.' : undefined;
    return problem(`${subject(question, label)} cannot be looked up. ${topProblem(top.error, treeFolder)}`, help);
  }
  const resolved = await git.resolve(top.top, ref);
  if (!resolved.ok) {
    switch (resolved.error.kind) {
      case 'no-reference':
        return problem(
          `The repository has no reference ${quoted(ref)} for ${question.called ?? 'the baseline'}.`,
          fetchHelp(ref),
        );
      case 'refused':
        return problem(`${subject(question, label)} is refused: ${resolved.error.detail}.`);
      default:
        return problem(`${subject(question, label)} cannot be looked up: ${resolved.error.detail}.`);
    }
  }
  const named = HASH.test(ref) ? await nameOf(git, top.top, resolved.commit) : undefined;
  const shown = named === undefined ? label : `${label} (${named})`;
  return fromCommit(question, git, { ...top, commit: resolved.commit, label: shown });
}

/** A commit by its own name, whole or shortened: it tells nobody which version it is. */
const HASH = /^[0-9a-f]{7,64}$/;

/** The tag of a commit, if it has one: that of a version first. */
async function nameOf(git: Git, top: string, commit: string): Promise<string | undefined> {
  const tags = await git.tagsAt(top, commit);
  return tags.find((tag) => /^v\d/.test(tag)) ?? tags[0];
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

  const wanted = below(candidates(question));
  const found = await firstOf(wanted, isFile);
  if (found !== undefined) return { kind: 'found', label: at.label, root: `${prefix}${found}`, read };
  // In a partial clone a file may be listed and yet not be there.
  if (failure === undefined || /promisor/.test(failure)) {
    const listed = await git.list(at.top, at.commit);
    const notFetched = listed.ok ? wanted.find((path) => listed.paths.includes(path)) : undefined;
    if (notFetched !== undefined) {
      return problem(
        `The repository is a partial clone and has not fetched ${notFetched} of ${object(question, at.label)}.`,
        'Nothing is fetched behind your back. A checkout, or "git archive", of that reference fetches its files.',
      );
    }
  }
  if (failure !== undefined) {
    return problem(`${subject(question, at.label)} cannot be read: ${failure}.`);
  }
  const anyRoot = await firstOf(below(KNOWN_ROOTS), isFile);
  return rootIsAbsent(question, at.label, anyRoot);
}

/** The places where a QEMU tree has had its roots. */
const KNOWN_ROOTS = ROOTS.flatMap((name) => ROOT_PLACES[name]);

/** Where the baseline may have the root, relative to its tree: the place that it has in ours first. */
function candidates(question: BaselineQuestion): string[] {
  const place = placeOf(question);
  const program = programAt(place);
  return program === undefined ? [place] : [place, ...ROOT_PLACES[program].filter((other) => other !== place)];
}

/** Where the root stands in its tree. */
function placeOf({ root, treeFolder }: BaselineQuestion): string {
  const folder = `${normalizePath(treeFolder)}/`.replace(/^\/\/$/, '/');
  const path = normalizePath(root);
  // A root outside of its tree has no place in it.
  return path.startsWith(folder) ? path.slice(folder.length) : baseName(path);
}

/** Which of the programs of QEMU has its root at a place in the tree; undefined where that is no such place. */
function programAt(place: string): RootName | undefined {
  return ROOTS.find((name) => ROOT_PLACES[name].includes(place));
}

/** The programs in words. */
export const PROGRAMS: Readonly<Record<RootName, string>> = {
  qapi: 'the system emulator',
  qga: 'the guest agent',
  'storage-daemon': 'the storage daemon',
};

/** A tree that has other roots is the right one, and has no such root; anything else is the wrong place. */
function rootIsAbsent(question: BaselineQuestion, label: string, other: string | undefined): BaselineOutcome {
  const place = placeOf(question);
  if (other !== undefined) return none(hasNoRoot(question, label, place));
  // All roots of a tree have the same problem then, in the same words.
  const missing = isRootPath(question.root) ? KNOWN_ROOTS[0] : place;
  return problem(
    `${subject(question, label)} has no ${missing}, nor any other root of QEMU.`,
    label.startsWith('dir:')
      ? 'Name the top folder of an upstream tree, or the schema file itself.'
      : 'Name a reference of an upstream tree, such as git:v8.2.0.',
  );
}

function hasNoRoot(question: BaselineQuestion, label: string, place: string): string {
  return `${subject(question, label)} has no ${place}, so there is nothing to compare with.`;
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

/** A path of a setting, made absolute: it may be relative to a folder. */
export function absolute(folder: string, path: string): string {
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
  if (/[~^]/.test(ref)) return 'Fetch it with git fetch; where the clone is shallow, with git fetch --unshallow.';
  return 'Fetch it with git fetch.';
}
