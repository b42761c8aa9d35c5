/**
 * What a rule is. A rule is one file of this folder: from it come the squiggle, the hover, the quick fix, the page under
 * docs/rules/, the settings' schema, `qapi explain` and a test that runs its examples.
 */
import type { Change } from '../compat/change.ts';
import type { WirePath } from '../compat/wire-path.ts';
import type { Contract } from '../contract/contract.ts';
import type { Fault, FaultKind } from '../qmp/faults.ts';
import type { QemuVersion, VersionRange } from '../schema/dialect.ts';
import type { NamedThing, SourceFile } from '../schema/model.ts';
import type { Reach } from '../schema/reach.ts';
import type { Schema } from '../schema/schema.ts';
import type { Span } from '../syntax/text.ts';
import type { Unused } from './acknowledge.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';
export type SeveritySetting = Severity | 'off';
export type Role = 'upstream' | 'downstream';
/** `spec`: the text of the specification. `strict`: the stricter rules that were proposed first, in February 2010. */
export type Profile = 'spec' | 'strict';

/** Where a rule comes from. */
export interface Source {
  /** The section, as a reader finds it: `QMP specification, "Downstream extension of QMP"`. */
  readonly title: string;
  readonly url: string;
}

export type RuleCategory =
  | 'syntax'
  | 'schema'
  | 'doc'
  | 'files'
  | 'config'
  | 'naming'
  | 'downstream'
  | 'contract'
  | 'qmp'
  | 'ignore';

/**
 * An example of a rule: a small tree. The first file is the root; files that end in `.qmp` hold messages, which are judged by its schema. `bad` examples mark what the rule reports with `«` and
 * `»` around it, and nothing else of the rule may be reported.
 */
export interface Example {
  readonly files: Readonly<Record<string, string>>;
  /** The upstream tree that it is compared with, by the same paths. */
  readonly baseline?: Readonly<Record<string, string>>;
  readonly domains?: readonly string[];
  readonly inherited?: readonly string[];
  readonly role?: Role;
  readonly version?: string;
  /** The text of `.qapirc.json`, marked like the files. */
  readonly config?: string;
  readonly profile?: Profile;
  /** What the releases of upstream have in their `qapi/qapi-schema.json`, by their names, where the example is about that. */
  readonly releases?: Readonly<Record<string, string>>;
  /** The text of `.qapi-known.json`, marked like the files. */
  readonly known?: string;
  /** The setting `baseline`, where the example is about it. */
  readonly baselineSpec?: string;
}

export interface Rule {
  /** `category/words`, lower case: what users write in settings and read behind every problem. */
  readonly id: string;
  readonly category: RuleCategory;
  readonly severity: SeveritySetting;
  /** Another default in profile `strict`, for trees whose role is downstream. */
  readonly strictSeverity?: SeveritySetting;
  /** Another default for trees whose role is upstream, whatever the profile. */
  readonly upstreamSeverity?: SeveritySetting;
  /**
   * For rules about what clients send: the rule about the same for what they receive, and the other way round; or a sentence that
   * says why there is none.
   */
  readonly otherDirection?: { readonly rule: string } | { readonly none: string };
  /** The versions of QEMU whose own generator refuses the schema for this, first and (if it stopped) last. */
  readonly enforced?: VersionRange;
  /** What QEMU's own generators make of it, where that differs from finding to finding: for the rule's page. */
  readonly generatorNote?: string;
  /** What an older or newer dialect than the enforcing ones gets instead of `severity`; `off` where it means nothing there. */
  readonly unenforcedSeverity?: Severity | 'off';
  /** What it reports is of no use and can go: editors fade it. */
  readonly unnecessary?: true;
  /** What it reports is on its way out, or may go with any release: editors strike it through. */
  readonly deprecated?: true;
  /** One sentence: what is wrong. */
  readonly summary: string;
  /** The reason, in Markdown, for somebody who has never heard of it. */
  readonly why: string;
  /** What to do, in Markdown. */
  readonly remedy: string;
  readonly source: Source;
  readonly bad: Example;
  readonly good: Example;
  /**
   * `file`: what is wrong in a file depends on that file, besides role, profile, version, domains and pragmas. Files that did not
   * change are then not checked again. Such a rule looks at nothing but `files`.
   * `part`: what is wrong with a definition or directive depends on nothing else in the file but the comments before it. It
   * may get a file with the parts only that are to be looked at, and reports what is wrong in a part at a place in it.
   */
  readonly scope?: 'file' | 'part';
  /** Compares with the baseline: where there is none it finds nothing, and what it would find is not missed. */
  readonly comparing?: true;
  /** Judges what came of the other rules, and runs behind them. */
  readonly afterOthers?: true;
  /** How it judges QMP messages; in the examples of documentation comments it does so as part of `check`. */
  readonly messages?: MessageRule;
  /** Reports every breach in the schema. It must not throw, and must not depend on anything but its argument. */
  readonly check: (context: RuleContext) => void;
}

/** A rule's view of what is wrong with messages. */
export interface MessageRule {
  readonly kinds: readonly FaultKind[];
  /** How serious most of its findings are in the examples of documentation: no build breaks by them. */
  readonly exampleSeverity: Severity;
  /** Puts a fault into words; undefined where there is nothing wrong with it. */
  readonly tell: (fault: Fault, place: MessagePlace) => FaultWords | undefined;
}

/** Where a message stands, and what it is judged by. */
export interface MessagePlace {
  readonly file: string;
  /** Whether it is part of an example in a documentation comment. */
  readonly isExample: boolean;
  readonly schema: Schema;
  /** The user's own domains, reversed; the domains whose names he has taken over. */
  readonly domains: readonly string[];
  readonly inherited: readonly string[];
  /**
   * A sentence with a space before it, about when upstream's releases had something that the target has not: ` In QEMU since 9.1;
   * your target is release 8.2.` Empty where nobody knows.
   */
  life(wire: WirePath): string;
  /** The quote of the strings before an offset, else of those behind it: that of a message which a fix adds to. */
  quoteAt(offset: number): Quote;
}

export type Quote = '"' | "'";

/** What is said of a fault: that of a finding that is no matter of its place. */
export type FaultWords = Pick<Finding, 'message' | 'fixes' | 'related' | 'severity' | 'thing'>;

/** How serious a rule's findings are where nobody has set anything: the table of roles and profiles. */
export function defaultSeverity(rule: Rule, role: Role, profile: Profile): SeveritySetting {
  const ofColumn = role === 'upstream' ? rule.upstreamSeverity : profile === 'strict' ? rule.strictSeverity : undefined;
  return ofColumn ?? rule.severity;
}

export interface RuleContext {
  /** The files to look at. */
  readonly files: readonly SourceFile[];
  /** The rules that are run: all of them, but for a rule about the whole schema those that are about it and not switched off. */
  readonly rules: readonly Rule[];
  /** What is acknowledged without being there; only rules with `afterOthers` see it. */
  readonly unused: readonly Unused[];
  readonly schema: Schema;
  readonly reach: Reach;
  readonly role: Role;
  readonly profile: Profile;
  readonly version: QemuVersion;
  /** The user's own domains, reversed, the first is the one that fixes insert. */
  readonly domains: readonly string[];
  readonly inherited: readonly string[];
  /** The upstream schema that the tree is based on, where it is known. */
  readonly baseline: Schema | undefined;
  /** How the schema differs from its baseline; undefined where there is none. */
  readonly contract: Contract | undefined;
  /**
   * Whether any release of upstream defines a name in its root of that name, with a part of the other name (a member, value, branch
   * or feature) if one is given; false where nobody knows.
   */
  readonly isKnownUpstream: (name: string, part?: string) => boolean;
  /** Why there is no baseline although one was asked for, in words for people, and where it was, if in a file. */
  readonly baselineProblem:
    | { readonly message: string; readonly place: { readonly file: string; readonly span: Span } | undefined }
    | undefined;
  /** What is wrong with `.qapirc.json`, by place in it. */
  readonly configProblems: readonly ConfigFinding[];
  /** What is wrong with the list of known problems. */
  readonly knownProblem: ConfigFinding | undefined;
  report(finding: Finding): void;
}

/** A mistake in a configuration file. */
export interface ConfigFinding {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** One breach, before its severity is known. */
export interface Finding {
  readonly file: string;
  readonly span: Span;
  /** What is wrong, why, and what to do, in one or two sentences; names as the user wrote them. */
  readonly message: string;
  /** The thing whose name it is about. */
  readonly thing?: NamedThing | undefined;
  /** How a client meets what it is about: `blockdev-add: argument file.locking`. It stays the same when the text around it changes. */
  readonly path?: string;
  /** The change against the baseline that it is about, if it is about one. */
  readonly change?: Change;
  /** Ways out, the best first. Computed when somebody asks. */
  readonly fixes?: (() => readonly Fix[]) | undefined;
  readonly related?: readonly { readonly file: string; readonly span: Span; readonly message: string }[] | undefined;
  /** Set where this finding is less serious than the rule's others. */
  readonly severity?: Severity | undefined;
  /** Set where this finding's generator versions differ from the rule's; `false`: no generator refuses it. */
  readonly enforced?: VersionRange | false;
  /** Set where QEMU's generator points to another line than that of `span`; offset in a file. */
  readonly refusedAt?: { readonly file: string; readonly offset: number };
  /** Other places that it may point to instead, where it looks at definitions in no particular order. */
  readonly alsoRefusedAt?: readonly { readonly file: string; readonly offset: number }[];
}

/** A way out of a problem. */
export type Fix =
  | {
      readonly kind: 'rename';
      readonly title: string;
      readonly thing: NamedThing;
      readonly newName: string;
      readonly preferred: boolean;
    }
  /** The name is listed in a pragma as an exception: a way out that is never the best one. */
  | {
      readonly kind: 'exception';
      readonly title: string;
      readonly pragma: string;
      readonly name: string;
      readonly preferred: false;
    }
  /** A comment says that it may stay as it is, for a reason that somebody still has to write: never the best way out either. */
  | {
      readonly kind: 'acknowledge';
      readonly title: string;
      readonly edits: readonly FileEdit[];
      readonly preferred: false;
    }
  | { readonly kind: 'edit'; readonly title: string; readonly edits: readonly FileEdit[]; readonly preferred: boolean }
  /** The name needs a domain and none is configured: ask for it, then rename to what `withPrefix` makes of it. */
  | { readonly kind: 'prefix'; readonly title: string; readonly thing: NamedThing; readonly preferred: boolean };

export interface FileEdit {
  readonly file: string;
  readonly span: Span;
  readonly newText: string;
}
