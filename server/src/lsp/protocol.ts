// What our client and our server say to each other beyond the Language Server Protocol. Both sides import this file;
// it imports nothing, so that the client drags no server code along.

/** A zero-based position, as in LSP. */
export interface WirePosition {
  line: number;
  character: number;
}

/** A place in a document, as in LSP. */
export interface WireLocation {
  uri: string;
  range: { start: WirePosition; end: WirePosition };
}

/** `initializationOptions`. Other editors may leave out any part or all of it. */
export interface InitializationOptions {
  /** Whether the workspace is trusted. The server starts no process (git) until it is; absent means trusted. */
  trusted?: boolean;
  /** The commands the client can carry out: code actions that need one fall back to plain edits without it. */
  commands?: string[];
  /**
   * Where the pages of rules are, as addresses in which `{id}` stands for the rule: for links in hovers, and for the link
   * behind a problem's code. Without them the pages that come with the server are linked.
   */
  rulePages?: { hover?: string; problem?: string };
  /** Whether the editor shows the messages of problems in its hovers by itself, as VS Code does. */
  showsProblemsInHover?: boolean;
  /**
   * Whether the editor opens documents of the scheme `qapi-baseline`, and asks `qapi/baselineText` for them. To others, places in a
   * baseline that is no folder on disk are told in words.
   */
  opensBaselines?: boolean;
}

/** The scheme of documents that show a baseline's text where no file has it: a release of upstream, a commit of git. */
export const BASELINE_SCHEME = 'qapi-baseline';

/** The commands of the client that the server may name in code actions and lenses. */
export const clientCommands = {
  /** Arguments: one `SetDomainArguments`. */
  setDomain: 'qapi.setDomain',
  /** Arguments: one `ApplyFixArguments`. */
  applyFix: 'qapi.applyFix',
  /** Arguments: one `ShowMessageArguments`. */
  showMessage: 'qapi.showMessage',
  /** Arguments: one `ShowChangesArguments`. */
  showChanges: 'qapi.showChanges',
  /** VS Code's own, which other editors know as well: opens the list of completions. */
  suggest: 'editor.action.triggerSuggest',
} as const;

/** Client to server, requests and notifications; each with its parameters and result below. */
export const methods = {
  status: 'qapi/status',
  isMessageFile: 'qapi/isMessageFile',
  checkDomain: 'qapi/checkDomain',
  suggestDomains: 'qapi/suggestDomains',
  fix: 'qapi/fix',
  rules: 'qapi/rules',
  rulePage: 'qapi/rulePage',
  checkWithGenerator: 'qapi/checkWithGenerator',
  baselineText: 'qapi/baselineText',
  inBaseline: 'qapi/inBaseline',
  changes: 'qapi/changes',
  askProgram: 'qapi/askProgram',
  /** Notification without parameters: the user trusts the workspace from now on. */
  trustGranted: 'qapi/trustGranted',
} as const;

/** Server to client. */
export const notifications = {
  /** No parameters: whatever `qapi/status` answered before may be different now. */
  statusChanged: 'qapi/statusChanged',
} as const;

/** `qapi/status`: a `Status` for a schema, a `MessageStatus` for QMP messages, null for a file the server does not know. */
export interface StatusParams {
  uri: string;
}

export interface Status {
  /** The root this file is judged in, relative to its workspace folder, with forward slashes. */
  root: string;
  /** Every root that includes the file, `root` first. */
  roots: string[];
  role: 'upstream' | 'downstream';
  /** Why that role: configured, or what `auto` saw. */
  roleReason: string;
  domains: string[];
  inherited: string[];
  baseline: {
    /** As configured: `auto`, `none`, `release:...`, `dir:...` or `git:...`. */
    spec: string;
    /** What it came to: `release:8.2`, `git:v8.2.0`, `dir:../upstream`, `none`. */
    resolved: string;
    ok: boolean;
    /** If not `ok`: what is wrong and what to do. */
    message?: string;
  };
  qemuVersion: string | null;
  profile: string;
  /** Of the whole root, not of the one file. `acknowledged`: known, or acknowledged with a reason, and so not shown. */
  problems: { errors: number; warnings: number; acknowledged: number };
}

/** What a file of QMP messages is judged by. */
export interface MessageStatus {
  target: {
    /** As configured: `auto`, `release:...`, `introspection:...` or `socket:...`. */
    spec: string;
    /** What it came to, in words: `release 10.2`, or the root of the tree that the messages stand in. */
    resolved: string;
    ok: boolean;
    /** If not `ok`: what is wrong and what to do. */
    message?: string;
  };
  problems: { errors: number; warnings: number };
}

/** `qapi/isMessageFile`: whether a file holds QMP messages, by its name or because the settings say so. */
export interface IsMessageFileParams {
  uri: string;
}

/** `qapi/checkDomain`: judges what the user has typed so far. */
export interface CheckDomainParams {
  domain: string;
}

export interface CheckDomainResult {
  ok: boolean;
  /** The domain as it should be stored: trimmed, lower case, without `__` and `_` around it. */
  domain?: string;
  /** What is wrong with it; or, if `ok`, something worth knowing. */
  message?: string;
}

/** `qapi/suggestDomains`: likely domains, the likeliest first. */
export interface SuggestDomainsParams {
  uri: string;
}

export interface DomainSuggestion {
  domain: string;
  /** Where it comes from: "used by 12 names of this schema", "your git e-mail address". */
  reason: string;
}

/** A fix the server has offered. Only the server looks inside `data`. */
export interface FixRequest {
  uri: string;
  data: unknown;
}

/** `qapi/fix`: works out the edit of an offered fix, with the domain the user has chosen just now. */
export interface FixParams extends FixRequest {
  domain?: string;
}

export interface FixResult {
  /** An LSP `WorkspaceEdit`. */
  edit?: unknown;
  /** Why there is no edit; or, with one, something worth knowing. */
  message?: string;
}

/** The argument of the command `qapi.setDomain`; without one it acts on the active editor. */
export interface SetDomainArguments {
  uri: string;
  /** The fix to go on with, once the domain is known. */
  continue?: FixRequest;
}

/** The argument of the command `qapi.applyFix`. */
export type ApplyFixArguments = FixParams;

/** The argument of the command `qapi.showMessage`. */
export interface ShowMessageArguments {
  message: string;
}

/** `qapi/rules`: no parameters; every rule of the catalogue, in its order. */
export interface RuleSummary {
  id: string;
  summary: string;
  /** Its default severity. */
  severity: string;
  /** Its page in the repository. */
  url: string;
}

/** `qapi/rulePage`: the page as markdown, null for an unknown rule. */
export interface RulePageParams {
  id: string;
}

/**
 * `qapi/checkWithGenerator`: runs the generator of the QEMU tree on every root that includes a file, as they are on disk, and
 * compares. It can be cancelled.
 */
export interface CheckWithGeneratorParams {
  uri: string;
}

export interface CheckWithGeneratorResult {
  /** `warning`: it could not be run. `error`: it does not agree with us, or crashes. */
  kind: 'information' | 'warning' | 'error';
  /** For people, in a few sentences. */
  message: string;
  /** In Markdown, what to report, where there is something to report. */
  report?: string;
}

/**
 * `qapi/askProgram`: connects to a running QEMU and asks what it says of its own API, because the user has said so just now. It can be
 * cancelled. The server writes nothing: the answer is for the client to keep.
 */
export interface AskProgramParams {
  /** A file whose settings hold; without one, those of the first open folder do. */
  uri?: string;
  /** The path of a unix socket, or `localhost:PORT`; without one, what the setting `qmp.target` names. */
  address?: string;
}

export interface AskProgramResult {
  /** `noAddress`: there is none, neither here nor in the settings. `problem`: there is no answer. */
  kind: 'answer' | 'noAddress' | 'problem' | 'cancelled';
  /** For people, in a few sentences. */
  message: string;
  /** The file in which the answer is looked for, and its text. */
  file?: { uri: string; text: string };
  /** With an answer: whether messages are checked against it, once the file is written. */
  isTarget?: boolean;
}

/** `qapi/baselineText`: the text of a document of the scheme `qapi-baseline`; null where no baseline in use has it. */
export interface BaselineTextParams {
  uri: string;
}

/** `qapi/inBaseline`: where the baseline has what stands at a place. */
export interface InBaselineParams {
  uri: string;
  position: WirePosition;
}

export interface InBaselineResult {
  location?: WireLocation;
  /** Why there is none, as a sentence. */
  message?: string;
}

/**
 * `qapi/changes`: no parameters; how each root of the open folders differs from its baseline, as far as clients can see it. Roots
 * that have no baseline are left out.
 */
export interface RootChanges {
  /** Relative to its workspace folder, with forward slashes. */
  root: string;
  /** `release:8.2`, `git:v8.2.0`, `dir:../upstream`. */
  baseline: string;
  /** A group for each command and event, in the order of their names. */
  groups: ChangeGroup[];
}

export interface ChangeGroup {
  /** The command or event on whose way the changes are met. */
  name: string;
  changes: ChangeEntry[];
}

export interface ChangeEntry {
  /** What has changed: `+ argument options.locking`. */
  label: string;
  direction: 'send' | 'receive' | 'both';
  verdict: 'breaking' | 'risky' | 'unstable' | 'compatible';
  /** Why that verdict, in a sentence. */
  reason: string;
  /** The definition of the root that it is told at; missing where the root has none any more. */
  definition?: string;
  /** Where it stands in the root's files, and in the baseline; missing where there is nothing. */
  ours?: WireLocation;
  baseline?: WireLocation;
}

/** The argument of the command `qapi.showChanges`: what to begin with. Without one everything is shown from its beginning. */
export interface ShowChangesArguments {
  /** As in `RootChanges`. */
  root: string;
  /** As in `ChangeEntry`. */
  definition: string;
}
