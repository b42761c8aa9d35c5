/** What the user can set. Where it comes from (a file, an editor, the command line) is not known here. */
import type { AcknowledgedPath } from '../rules/acknowledge.ts';
import type { Profile, Role, SeveritySetting } from '../rules/rule.ts';

export type RoleSetting = Role | 'auto';

/** Every setting, with its default filled in. */
export interface Config {
  readonly role: RoleSetting;
  /** Reversed domains that are the user's own, lower case: `com.example`. */
  readonly domains: readonly string[];
  /** Reversed domains of vendors whose changes the tree carries on: `com.redhat` in a rebuild of RHEL. */
  readonly inherited: readonly string[];
  /** `auto`, `none`, `release:X.Y`, `dir:PATH`, `introspection:FILE` or `git:REF`. */
  readonly baseline: string;
  readonly profile: Profile;
  /** `8.2` or `8.2.0`: the QEMU whose dialect the tree is judged by; undefined to read the VERSION file. */
  readonly qemuVersion: string | undefined;
  /** Glob patterns of roots, relative to the folder of the configuration; empty to find them. */
  readonly roots: readonly string[];
  /** By rule id. */
  readonly severities: Readonly<Record<string, SeveritySetting>>;
  /** Problems that may stay, by rule and path on the wire. Only a configuration file has them: everybody is to see the same. */
  readonly acknowledged: readonly AcknowledgedPath[];
  /** What messages are checked against: `auto`, `release:X.Y`, `introspection:FILE` or `socket:ADDRESS`. */
  readonly 'qmp.target': string;
  /** Glob patterns of other JSON files that hold messages, relative to the folder of the configuration. */
  readonly 'qmp.files': readonly string[];
}
