/** Tells the editor of problems: of open documents, and of whatever else the open folders have. */
import { CodeLensRefreshRequest, type Diagnostic } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, problemsIn } from '../analysis/analysis.ts';
import { ruleById } from '../rules/index.ts';
import { mergeProblems, type Problem } from '../rules/run.ts';
import { folderOf } from '../schema/places.ts';
import { LineIndex } from '../syntax/text.ts';
import { CONFIG_FILE } from '../workspace/config.ts';
import { KNOWN_FILE } from '../workspace/known-file.ts';
import { type Files, toDiagnostics } from './convert.ts';
import { notifications } from './protocol.ts';
import type { Session } from './session.ts';
import { toPath, toUri } from './uris.ts';

/** A folder with more roots than this holds many trees: nobody works on all of them, and reading them takes its time. */
const MAX_ROOTS = 50;

/** Publishes diagnostics, and takes them back: everything that has to be told by itself, without being asked for. */
export class ProblemTeller {
  readonly #session: Session;
  /** Nothing is checked before the settings are known: it would be checked by the wrong ones. */
  #configured = false;
  /** Counts changes, of texts and of what they are judged by: what was worked out before one is not shown any more. */
  #changes = 0;
  #checkScheduled = false;
  /** By URI, what was published last, unless it was taken back. */
  readonly #published = new Map<string, string>();
  /** Lenses that the editor has may be wrong by something else than an edit of their document. */
  #lensesOutdated = false;
  #toldOfManyRoots = false;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Changes as they are counted: where the number is the same, nothing has changed. */
  get changes(): number {
    return this.#changes;
  }

  /** The settings are known: from now on is checked what changes. */
  configured(): void {
    this.#configured = true;
    this.changedBeyond();
  }

  /** Something has changed that is no text of a schema: lenses of all documents may be others. */
  changedBeyond(): void {
    this.#lensesOutdated = true;
    this.changed();
  }

  /** Something has changed: checks soon, after the edits that are waiting already, so that a burst is checked once. */
  changed(): void {
    this.#changes++;
    if (this.#checkScheduled || !this.#configured) return;
    this.#checkScheduled = true;
    this.#checkWhenQuiet(undefined);
  }

  /** Messages are taken in one a turn of the event loop: checks when a whole turn has brought no other change. */
  #checkWhenQuiet(changes: number | undefined): void {
    setImmediate(() => {
      if (changes !== this.#changes) return this.#checkWhenQuiet(this.#changes);
      this.#checkScheduled = false;
      this.#check().catch((error) => {
        // A mistake of ours, which must not end the server: the next change is checked as ever.
        this.#session.connection.console.error(`The open folders could not be checked: ${stackOf(error)}`);
      });
    });
  }

  async #check(): Promise<void> {
    const changes = this.#changes;
    const judged = new Set<Analysis>();
    // Configuration files come last: a part of what is wrong with them shows when roots are judged by them.
    const documents = this.#session.documents
      .all()
      .toSorted((a, b) => Number(isConfig(a.uri)) - Number(isConfig(b.uri)));
    for (const document of documents) {
      const { version } = document;
      try {
        const problems = await this.#problemsIn(document, judged);
        // Something else has changed meanwhile: its own check is on the way.
        if (changes !== this.#changes) return;
        this.#publish(document.uri, version, problems);
      } catch (error) {
        // A mistake of ours, which must not take the other documents' problems away.
        this.#session.connection.console.error(`${document.uri} could not be checked: ${stackOf(error)}`);
        if (changes !== this.#changes) return;
      }
    }
    const failed = this.#session.editor.problemsScope === 'workspace' && (await this.#judgeOthers(judged, changes));
    if (changes !== this.#changes) return;
    await this.#publishClosed(judged, changes, failed);
    void this.#session.connection.sendNotification(notifications.statusChanged, {});
    if (this.#lensesOutdated && this.#session.capabilities.workspace?.codeLens?.refreshSupport) {
      this.#lensesOutdated = false;
      // The editor answers when it has taken note; if it refuses, lenses are asked for with the next edit.
      this.#session.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }
  }

  /**
   * Judges the roots of the open folders of which no document is open.
   * @param judged takes their analyses
   * @param changes stops when there are more of them
   * @returns whether one of them could not be judged
   */
  async #judgeOthers(judged: Set<Analysis>, changes: number): Promise<boolean> {
    const roots = await this.#session.workspace.knownRoots();
    if (roots.length > MAX_ROOTS) {
      if (!this.#toldOfManyRoots) {
        this.#session.connection.console.info(
          `The folders have ${roots.length} roots, which is more than ${MAX_ROOTS}: only those of open files are checked.`,
        );
      }
      this.#toldOfManyRoots = true;
      return false;
    }
    let failed = false;
    for (const root of roots) {
      if (changes !== this.#changes) return failed;
      try {
        judged.add(await this.#session.workspace.analyse(root));
      } catch (error) {
        this.#session.connection.console.error(`${root} could not be checked: ${stackOf(error)}`);
        failed = true;
      }
    }
    return failed;
  }

  /**
   * The problems of files that are not open: all of them, or only mistakes in the configuration. Those show in any case: they say
   * why what is open is judged as it is. So does a baseline that cannot be read, at the root where it is an editor's setting.
   * @param changes nothing is told when there are more of them
   * @param failed whether a root could not be judged: then what was told of files stands
   */
  async #publishClosed(judged: ReadonlySet<Analysis>, changes: number, failed: boolean): Promise<void> {
    const all = this.#session.editor.problemsScope === 'workspace';
    const byFile = new Map<string, Problem[]>();
    for (const problem of mergeProblems([...judged].map((analysis) => analysis.problems))) {
      if ((!all && problem.rule.category !== 'config') || this.#session.open.has(problem.file)) continue;
      const inFile = byFile.get(problem.file);
      if (inFile) inFile.push(problem);
      else byFile.set(problem.file, [problem]);
    }
    const files = this.#session.filesIn([...judged]);
    const texts = new Map<string, LineIndex>();
    for (const path of byFile.keys()) {
      if (!files.linesOf(path)) texts.set(path, new LineIndex((await this.#session.workspace.textOf(path)) ?? ''));
    }
    if (changes !== this.#changes) return;
    const withTexts: Files = { ...files, linesOf: (path) => texts.get(path) ?? files.linesOf(path) };
    const told = new Set(this.#session.documents.keys());
    for (const [path, problems] of byFile) {
      const uri = toUri(path);
      told.add(uri);
      this.#publish(
        uri,
        undefined,
        toDiagnostics(problems, withTexts, (id) => this.#session.pageOf(id, 'problem')),
      );
    }
    if (failed) return;
    for (const uri of this.#published.keys()) {
      if (!told.has(uri)) this.withdraw(uri);
    }
  }

  async #problemsIn(document: TextDocument, judged: Set<Analysis>): Promise<Diagnostic[]> {
    const path = toPath(document.uri);
    const pageOf = (id: string): string | undefined => this.#session.pageOf(id, 'problem');
    if (isConfig(document.uri)) return this.#configProblems(document, path, judged);
    const judgedDocument = await this.#session.judge(document);
    if (!judgedDocument) return [];
    const { problems, analyses, files } = judgedDocument;
    for (const analysis of analyses) judged.add(analysis);
    return toDiagnostics(problems, files, pageOf);
  }

  async #configProblems(document: TextDocument, path: string, judged: ReadonlySet<Analysis>): Promise<Diagnostic[]> {
    const rule = ruleById('config/settings');
    if (!rule) return [];
    const lines = new LineIndex(document.getText());
    const files: Files = { ...this.#session.filesIn([]), linesOf: () => lines };
    const ofSettings = path.endsWith(`/${CONFIG_FILE}`) ? await this.#session.workspace.configProblemsIn(path) : [];
    const found = ofSettings.map(
      (problem): Problem => ({
        ...problem,
        rule,
        buildBreaking: false,
        refusedAt: { file: problem.file, offset: problem.span.start },
        thing: undefined,
        path: undefined,
        related: [],
        fixes: () => [],
      }),
    );
    const inUse = problemsIn([...judged], path).filter((problem) => problem.rule !== rule && !problem.rule.afterOthers);
    const unused = await this.#unusedIn(document, path);
    return toDiagnostics([...found, ...inUse, ...unused], files, (id) => this.#session.pageOf(id, 'problem'));
  }

  /** What the settings acknowledge without its being there, in any of the roots for which they hold. */
  async #unusedIn(document: TextDocument, path: string): Promise<Problem[]> {
    if (!document.getText().includes('"acknowledged"')) return [];
    const roots = await this.#session.workspace.rootsUnder(folderOf(path));
    const analyses = await Promise.all(roots.map((root) => this.#session.workspace.analyse(root)));
    return problemsIn(analyses, path).filter(({ rule }) => rule.afterOthers);
  }

  #publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    const key = JSON.stringify([version, diagnostics]);
    if (this.#published.get(uri) === key) return;
    this.#published.set(uri, key);
    void this.#session.connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
  }

  /** Takes back what was told of a document. */
  withdraw(uri: string): void {
    this.#publish(uri, undefined, []);
    this.#published.delete(uri);
  }
}

/** Whether a document has settings, or problems that are known. */
export function isConfig(uri: string): boolean {
  const path = toPath(uri);
  return path.endsWith(`/${CONFIG_FILE}`) || path.endsWith(`/${KNOWN_FILE}`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
