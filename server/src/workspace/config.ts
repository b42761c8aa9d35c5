/** What the user can set, in `.qapirc.json`, in an editor's settings and on the command line: one shape for all three. */
import type { Config, RoleSetting } from '../analysis/settings.ts';
import { nearest, quoted } from '../names/nearest.ts';
import type { Profile, SeveritySetting } from '../rules/rule.ts';
import { parseVersion, type QemuVersion } from '../schema/dialect.ts';
import { parseAddress } from './program-address.ts';
import { hasPath, referenceProblem } from './reference.ts';

export const ROLES: readonly RoleSetting[] = ['auto', 'upstream', 'downstream'];
export const PROFILES: readonly Profile[] = ['spec', 'strict'];
export const SEVERITY_SETTINGS: readonly SeveritySetting[] = ['error', 'warning', 'information', 'hint', 'off'];

/** Some settings, from one source; what is missing is left to the next source. */
export type ConfigLayer = { readonly [K in keyof Config]?: Config[K] | undefined };

/** What holds where nobody has set anything. */
export const DEFAULTS: Config = {
  role: 'auto',
  domains: [],
  inherited: [],
  baseline: 'auto',
  profile: 'spec',
  qemuVersion: undefined,
  roots: [],
  severities: {},
  acknowledged: [],
  'qmp.target': 'auto',
  'qmp.files': [],
};

/** The names of the settings, in the order in which people read about them. */
export const CONFIG_KEYS = Object.keys(DEFAULTS) as readonly (keyof Config)[];

/** The settings that stand in a configuration file and nowhere else. */
export const FILE_KEYS: ReadonlySet<string> = new Set<keyof Config>(['acknowledged']);

/** The base name of the configuration file. */
export const CONFIG_FILE = '.qapirc.json';

/**
 * Puts layers on top of each other.
 * @param layers the weakest first: the file, then the editor's settings, then the command line
 * @returns every setting from the last layer that has it, else its default. Lists replace each other as a whole;
 *   `severities` are taken rule by rule, so that an editor can turn off one rule and leave the file's others alone.
 */
export function mergeLayers(...layers: readonly ConfigLayer[]): Config {
  const last = <K extends keyof Config>(key: K): Config[K] => {
    const layer = layers.findLast((candidate) => candidate[key] !== undefined);
    return (layer?.[key] ?? DEFAULTS[key]) as Config[K];
  };
  return {
    role: last('role'),
    domains: last('domains'),
    inherited: last('inherited'),
    baseline: last('baseline'),
    profile: last('profile'),
    qemuVersion: last('qemuVersion'),
    roots: last('roots'),
    severities: Object.assign({}, ...layers.map((layer) => layer.severities ?? {})),
    acknowledged: last('acknowledged'),
    'qmp.target': last('qmp.target'),
    'qmp.files': last('qmp.files'),
  };
}

/** A baseline setting, taken apart. */
export type BaselineSpec =
  | { readonly kind: 'auto' | 'none' }
  /** The release that has the API of a version: of 8.2.2 that is 8.2. */
  | { readonly kind: 'release'; readonly version: QemuVersion }
  | { readonly kind: 'dir'; readonly path: string }
  | { readonly kind: 'introspection'; readonly path: string }
  | { readonly kind: 'git'; readonly ref: string }
  | { readonly kind: 'invalid'; readonly message: string };

const PLACE_FORMS =
  'release:X.Y (an upstream release), dir:PATH (a folder or a schema file), introspection:FILE (an answer of query-qmp-schema) or git:REF (a tag, branch or commit)';
const BASELINE_FORMS = `It is one of auto, none, ${PLACE_FORMS}`;
const SIDE_FORMS = `It is one of ${PLACE_FORMS}; a PATH alone stands for dir:PATH`;

const RELEASE = /^v?\d{1,4}\.\d{1,4}(\.\d{1,4})?$/;

/**
 * Reads `auto`, `none`, `release:X.Y`, `dir:PATH`, `introspection:FILE` or `git:REF`. Whether there is such a release, path or
 * reference is not asked.
 * @param spec any text
 * @returns its parts; kind `invalid`, with a message for people that names the forms, where it has none of them
 */
export function parseBaseline(spec: string): BaselineSpec {
  if (spec === 'auto' || spec === 'none') return { kind: spec };
  const place = parsePlace(spec, 'The baseline', BASELINE_FORMS);
  return place ?? invalid(`${quoted(spec)} is no baseline. ${BASELINE_FORMS}${baselineHint(spec)}`);
}

/** What messages are checked against, taken apart. */
export type TargetSpec =
  /** The schema of the tree that they stand in; elsewhere the newest release that is known. */
  | { readonly kind: 'auto' }
  | Extract<BaselineSpec, { readonly kind: 'release' | 'introspection' | 'invalid' }>
  /** What a running program has answered, which is asked by a unix socket or a port of this machine. */
  | { readonly kind: 'socket'; readonly address: string };

const TARGET_FORMS =
  'It is one of auto (the tree, else the newest release), release:X.Y (an upstream release), introspection:FILE (an answer of query-qmp-schema) or socket:ADDRESS (a running QEMU: the path of its QMP socket, or localhost:PORT)';

/**
 * Reads `auto`, `release:X.Y`, `introspection:FILE` or `socket:ADDRESS`. Whether there is such a release, file or program is not asked.
 * @param spec any text
 * @returns its parts; kind `invalid`, with a message for people that names the forms, where it has none of them
 */
export function parseTarget(spec: string): TargetSpec {
  if (spec === 'auto') return { kind: 'auto' };
  if (spec.startsWith('socket:')) {
    const address = spec.slice('socket:'.length);
    if (address.trim() === '') return { kind: 'invalid', message: `${quoted(spec)} names no socket. ${TARGET_FORMS}.` };
    if (/\p{Cc}/u.test(address)) return { kind: 'invalid', message: `${quoted(spec)} has a control character.` };
    const place = parseAddress(address);
    return place.kind === 'invalid' ? place : { kind: 'socket', address };
  }
  const place = /^(release|introspection):/.test(spec) ? parsePlace(spec, 'The target', TARGET_FORMS) : undefined;
  if (place?.kind === 'release' || place?.kind === 'introspection' || place?.kind === 'invalid') return place;
  return { kind: 'invalid', message: `${quoted(spec)} is no target. ${TARGET_FORMS}${targetHint(spec)}` };
}

/** What somebody may have meant by a text that is no target. */
function targetHint(spec: string): string {
  if (RELEASE.test(spec)) return `: did you mean "release:${spec}"?`;
  if (/\.(json|replies)$/.test(spec)) return `: did you mean ${quoted(`introspection:${spec}`)}?`;
  if (/\.sock(et)?$|^localhost:\d+$/.test(spec)) return `: did you mean ${quoted(`socket:${spec}`)}?`;
  return '.';
}

/** One of the two schemas of a comparison, taken apart. */
export type SideSpec = Exclude<BaselineSpec, { readonly kind: 'auto' | 'none' }>;

/**
 * Reads one side of a comparison: what a baseline may be, but for `auto` and `none`. Any other text is a path.
 * @param called what messages call it
 */
export function parseSide(spec: string, called: string): SideSpec {
  return parsePlace(spec, called, SIDE_FORMS) ?? parsePath('dir', spec, `${called} ${quoted(spec)}`, SIDE_FORMS);
}

/**
 * What somebody may have meant by a path that does not exist.
 * @returns a sentence, or undefined
 */
export function sideHint(path: string): string | undefined {
  if (RELEASE.test(path)) {
    const name = path.replace(/^v/, '').replace(/^(\d+\.\d+)\.0$/, '$1');
    return `To name a release of upstream, write release:${name}; to name a tag of the repository, git:${path}.`;
  }
  return /[/\\]/.test(path) ? undefined : `To name a tag, branch or commit of the repository, write git:${path}.`;
}

/** @returns undefined where it has none of the forms */
function parsePlace(spec: string, called: string, forms: string): SideSpec | undefined {
  if (spec.startsWith('release:')) {
    const name = spec.slice('release:'.length);
    const version = RELEASE.test(name) ? parseVersion(name) : undefined;
    return version
      ? { kind: 'release', version }
      : invalid(`${called} ${quoted(spec)} names no release: write it as release:8.2. ${forms}.`);
  }
  for (const kind of ['dir', 'introspection'] as const) {
    if (spec.startsWith(`${kind}:`))
      return parsePath(kind, spec.slice(kind.length + 1), `${called} ${quoted(spec)}`, forms);
  }
  if (spec.startsWith('git:')) {
    const ref = spec.slice('git:'.length);
    const problem =
      referenceProblem(ref) ?? (hasPath(ref) ? 'a reference names a commit and takes no path' : undefined);
    if (problem !== undefined) return invalid(`${called} ${quoted(spec)} is refused: ${problem}. ${forms}.`);
    return { kind: 'git', ref };
  }
  return undefined;
}

/** @param subject what is given, to begin a sentence with */
function parsePath(kind: 'dir' | 'introspection', path: string, subject: string, forms: string): SideSpec {
  const what = kind === 'dir' ? 'folder' : 'file';
  if (path.trim() === '') return invalid(`${subject} names no ${what}. ${forms}.`);
  if (/\p{Cc}/u.test(path)) return invalid(`${subject} has a control character in its path.`);
  return { kind, path };
}

function invalid(message: string): SideSpec {
  return { kind: 'invalid', message };
}

function baselineHint(spec: string): string {
  // With a v in front it is the name of a tag.
  const meant = RELEASE.test(spec)
    ? `${spec.startsWith('v') ? 'git' : 'release'}:${spec}`
    : /^(\.|\/|~|[A-Za-z]:[\\/])/.test(spec)
      ? `dir:${spec}`
      : nearest(spec, ['auto', 'none']);
  return meant === undefined ? '.' : `: did you mean ${quoted(meant)}?`;
}
