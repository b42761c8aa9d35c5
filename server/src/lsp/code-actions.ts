/** The ways out of problems, as code actions. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type ServerCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis/analysis.ts';
import { fixAll } from '../features/fix-all.ts';
import { outcomeOf } from '../features/fix-outcome.ts';
import { type ResolvedFix, resolveFix } from '../features/fixes.ts';
import { editsBetween } from '../features/line-edits.ts';
import type { Fix } from '../rules/rule.ts';
import type { Problem } from '../rules/run.ts';
import { decodeText } from '../workspace/decode.ts';
import { describeCChanges, type Files, shortTitle, toSpan } from './convert.ts';
import type { ProblemTeller } from './problems.ts';
import { clientCommands, type FixParams, type FixResult } from './protocol.ts';
import { fileIn, type Session } from './session.ts';
import { toPath } from './uris.ts';

const FIX_ALL = `${CodeActionKind.SourceFixAll}.qapi`;

export const CODE_ACTIONS: ServerCapabilities = {
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
};

/** How often an answer is worked out anew because of what happened meanwhile. */
const MAX_TRIES = 5;

/** What a code action carries along so that the server finds its problem again. */
interface ActionData {
  readonly uri: string;
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  /** Which of the problem's fixes. */
  readonly fix: number;
}

/** Answers `textDocument/codeAction`, and carries out the fixes that need another question first. */
export class CodeActions {
  readonly #session: Session;
  readonly #problems: ProblemTeller;

  constructor(session: Session, problems: ProblemTeller) {
    this.#session = session;
    this.#problems = problems;
  }

  /**
   * Works out edits that fit the texts as they are: anew, if a document or a file that they change has become another one
   * meanwhile.
   */
  async #settled<T>(work: () => Promise<T>, editsOf: (result: T) => readonly WorkspaceEdit[]): Promise<T> {
    for (let tries = 1; ; tries++) {
      const changes = this.#problems.changes;
      const result = await work();
      // Not every editor tells of files that changed on disk, and none does so at once.
      const stale = await this.#staleFiles(editsOf(result));
      for (const path of stale) this.#session.workspace.fileChanged(path);
      if (stale.length > 0) this.#problems.changed();
      if (changes === this.#problems.changes || tries === MAX_TRIES) return result;
    }
  }

  /** The files under edits that are not open and differ on disk from what was read. */
  async #staleFiles(edits: readonly WorkspaceEdit[]): Promise<string[]> {
    const uris = edits.flatMap(({ documentChanges = [], changes = {} }) => [
      ...documentChanges.flatMap((change) => ('textDocument' in change ? change.textDocument.uri : [])),
      ...Object.keys(changes),
    ]);
    const { workspace } = this.#session;
    const stale: string[] = [];
    for (const path of new Set(uris.map(toPath))) {
      if (this.#session.open.has(path)) continue;
      const [known, content] = await Promise.all([workspace.read(path), workspace.host.read(path)]);
      const text = content.kind === 'file' ? decodeText(content.bytes).text : undefined;
      if ((known.kind === 'file' ? known.file.tree.text : undefined) !== text) stale.push(path);
    }
    return stale;
  }

  /** Those for a range: of the problems in it, or all in one for the whole file where the editor asks for that. */
  at(params: CodeActionParams): Promise<CodeAction[]> {
    return this.#settled(
      () => this.#actionsAt(params),
      (actions) => actions.flatMap(({ edit }) => edit ?? []),
    );
  }

  async #actionsAt({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const document = this.#session.documents.get(textDocument.uri);
    const judged = document && (await this.#session.judge(document));
    if (!judged) return [];
    const { path, lines, analyses, problems, files } = judged;
    const wants = (kind: string): boolean =>
      context.only === undefined ||
      context.only.some((only) => only === CodeActionKind.Empty || kind === only || kind.startsWith(`${only}.`));
    const actions: CodeAction[] = [];
    // Whatever puts a problem right comes before that it stays as it is.
    const last: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const asked = toSpan(range, lines);
      for (const problem of problems) {
        if (problem.span.start > asked.end || asked.start > problem.span.end) continue;
        const diagnostics = context.diagnostics.filter(
          (diagnostic) =>
            diagnostic.code === problem.rule.id && lines.offsetOf(diagnostic.range.start) === problem.span.start,
        );
        for (const [index, fix] of problem.fixes().entries()) {
          const { start, end } = problem.span;
          const data: ActionData = { uri: textDocument.uri, rule: problem.rule.id, start, end, fix: index };
          const clauses = await this.#outcomeOf(fix, problem, analyses);
          const action = this.#actionFor(fix, clauses, analyses, files, data);
          const list = fix.kind === 'acknowledge' ? last : actions;
          // What two roots have against a place may have the same way out.
          if (action && !list.some((other) => isSame(other, action))) list.push({ ...action, diagnostics });
        }
      }
      actions.push(...last);
    }
    // Not among the quick fixes of a place: it is about the whole file, and asked for as such.
    if (context.only !== undefined && wants(FIX_ALL)) {
      const edit = await this.#fixAllIn(path);
      if (edit) actions.push({ title: 'Fix all in this file', kind: FIX_ALL, edit });
    }
    return actions;
  }

  /** What a fix brings about that its title has to tell: of what is sure by itself, nothing. */
  async #outcomeOf(fix: Fix, { change }: Problem, analyses: readonly Analysis[]): Promise<readonly string[]> {
    if (fix.kind !== 'edit' || fix.preferred) return [];
    const paths = new Set(fix.edits.map(({ file }) => file).filter((path) => fileIn(analyses, path)));
    const holders = await Promise.all([...paths].map((path) => this.#session.workspace.analysesOf(path)));
    return outcomeOf(fix.edits, change?.wire, [...new Set([...analyses, ...holders.flat()])]);
  }

  /** @param clauses to stand behind the title */
  #actionFor(
    fix: Fix,
    clauses: readonly string[],
    analyses: readonly Analysis[],
    files: Files,
    data: ActionData,
  ): CodeAction | undefined {
    const kind = CodeActionKind.QuickFix;
    if (fix.kind === 'prefix' && this.#session.clientHas(clientCommands.setDomain)) {
      const { title, preferred: isPreferred } = fix;
      const args = { uri: data.uri, continue: { uri: data.uri, data } };
      return {
        title,
        kind,
        isPreferred,
        data,
        command: { title, command: clientCommands.setDomain, arguments: [args] },
      };
    }
    const resolved = resolveFix(fix, analyses);
    if (!resolved.ok) {
      // A disabled action is hidden in most menus; where the client can, it says why when it is chosen.
      const title = `${shortTitle(resolved.title)} (not possible)`;
      const { reason } = resolved;
      if (this.#session.clientHas(clientCommands.showMessage)) {
        return {
          title,
          kind,
          data,
          command: { title, command: clientCommands.showMessage, arguments: [{ message: reason }] },
        };
      }
      const canDisable = this.#session.capabilities.textDocument?.codeAction?.disabledSupport;
      return canDisable ? { title, kind, data, disabled: { reason } } : undefined;
    }
    if (resolved.edits.length === 0) return undefined;
    const { title, preferred: isPreferred } = resolved;
    return {
      title: shortTitle([titleWithC(resolved), ...clauses].join('; ')),
      kind,
      isPreferred,
      data,
      edit: this.#session.toEdit(resolved.edits, files, title, resolved),
    };
  }

  /** Everything that can be fixed in a file, and what follows from it in others; undefined where there is nothing. */
  async #fixAllIn(path: string): Promise<WorkspaceEdit | undefined> {
    const analyses = await this.#session.workspace.analysesOf(path);
    const roots = analyses.map((analysis) => analysis.root);
    const { files } = await fixAll(this.#session.workspace.fork(), roots, (problem) => problem.file === path);
    const edits = [...files].flatMap(([file, after]) => {
      const before = fileIn(analyses, file)?.text;
      return before === undefined ? [] : editsBetween(file, before, after);
    });
    if (edits.length === 0) return undefined;
    return this.#session.toEdit(edits, this.#session.filesIn(analyses), 'Fix all in this file', { cChanges: [] });
  }

  /** Works out an offered fix anew, with the domain that the user has chosen. */
  fix(params: FixParams): Promise<FixResult> {
    return this.#settled(
      () => this.#fixOffered(params),
      ({ edit }) => (edit ? [edit as WorkspaceEdit] : []),
    );
  }

  async #fixOffered({ data, domain }: FixParams): Promise<FixResult> {
    if (!isActionData(data)) return { message: 'This fix is not known any more.' };
    const document = this.#session.documents.get(data.uri);
    const judged = document && (await this.#session.judge(document));
    if (!judged) return { message: 'This problem is gone already.' };
    const { analyses, problems, files } = judged;
    const at = (problem: Problem): boolean => problem.span.start === data.start && problem.span.end === data.end;
    const problem = problems.find((candidate) => candidate.rule.id === data.rule && at(candidate));
    const offered = problem?.fixes() ?? [];
    const fix = offered[data.fix] ?? offered[0];
    if (!fix) return { message: 'This problem is gone already.' };
    const resolved = resolveFix(fix, analyses, domain === undefined ? {} : { domain });
    if (!resolved.ok) return { message: resolved.reason };
    const changes = describeCChanges(resolved.cChanges);
    return {
      edit: this.#session.toEdit(resolved.edits, files, resolved.title, resolved),
      ...(changes ? { message: `The C code has to follow: ${changes}` } : {}),
    };
  }
}

function isSame(one: CodeAction, other: CodeAction): boolean {
  return one.edit !== undefined && one.title === other.title && JSON.stringify(one.edit) === JSON.stringify(other.edit);
}

/** The title of an action with the C identifier that changes first: who renames must know that C code follows. */
function titleWithC({ title, cChanges }: Extract<ResolvedFix, { ok: true }>): string {
  const [first] = cChanges;
  return first ? `${title} (in C: ${first.from} -> ${first.to})` : title;
}

function isActionData(data: unknown): data is ActionData {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, rule, start, end, fix } = data as Record<string, unknown>;
  return (
    typeof uri === 'string' &&
    typeof rule === 'string' &&
    typeof start === 'number' &&
    typeof end === 'number' &&
    typeof fix === 'number'
  );
}
