/** What the user can set, in `.qapirc.json`, in an editor's settings and on the command line: one shape for all three. */
import type { Config, RoleSetting } from '../analysis/settings.ts';
import { nearest, quoted } from '../names/nearest.ts';
import type { Profile, SeveritySetting } from '../rules/rule.ts';
import { parseVersion, type QemuVersion } from '../schema/dialect.ts';
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

const BASELINE_FORMS =
  'It is one of auto, none, release:X.Y (an upstream release), dir:PATH (a folder or a schema file), introspection:FILE (an answer of query-qmp-schema) or git:REF (a tag, branch or commit)';

const RELEASE = /^v?\d{1,4}\.\d{1,4}(\.\d{1,4})?$/;

/**
 * Reads `auto`, `none`, `release:X.Y`, `dir:PATH`, `introspection:FILE` or `git:REF`. Whether there is such a release, path or
 * reference is not asked.
 * @param spec any text
 * @returns its parts; kind `invalid`, with a message for people that names the forms, where it has none of them
 */
export function parseBaseline(spec: string): BaselineSpec {
  if (spec === 'auto' || spec === 'none') return { kind: spec };
  if (spec.startsWith('release:')) {
    const name = spec.slice('release:'.length);
    const version = RELEASE.test(name) ? parseVersion(name) : undefined;
    return version
      ? { kind: 'release', version }
      : invalid(`The baseline ${quoted(spec)} names no release: write it as release:8.2. ${BASELINE_FORMS}.`);
  }
  for (const [kind, what] of [
    ['dir', 'folder'],
    ['introspection', 'file'],
  ] as const) {
    if (!spec.startsWith(`${kind}:`)) continue;
    const path = spec.slice(kind.length + 1);
    if (path.trim() === '') return invalid(`The baseline ${quoted(spec)} names no ${what}. ${BASELINE_FORMS}.`);
    if (/\p{Cc}/u.test(path)) return invalid(`The baseline ${quoted(spec)} has a control character in its path.`);
    return { kind, path };
  }
  if (spec.startsWith('git:')) {
    const ref = spec.slice('git:'.length);
    const problem =
      referenceProblem(ref) ?? (hasPath(ref) ? 'a reference names a commit and takes no path' : undefined);
    if (problem !== undefined)
      return invalid(`The baseline ${quoted(spec)} is refused: ${problem}. ${BASELINE_FORMS}.`);
    return { kind: 'git', ref };
  }
  return invalid(`${quoted(spec)} is no baseline. ${BASELINE_FORMS}${baselineHint(spec)}`);
}

function invalid(message: string): BaselineSpec {
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
