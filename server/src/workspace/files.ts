/**
 * The files of the outside world as they are now: the open documents, and behind them what is on disk. Whatever is asked for is read
 * once, and kept until somebody says that it has changed. All paths are absolute, with `/` between the parts.
 */
import { readFile } from '../schema/definitions.ts';
import type { ReadOutcome } from '../schema/load.ts';
import type { SourceFile } from '../schema/model.ts';
import { isSkippedFolder } from '../schema/places.ts';
import { parse } from '../syntax/parse.ts';
import { decodeText } from './decode.ts';
import type { FileContent, Host } from './host.ts';
import { outcomeOf } from './loading.ts';
import { isMessageFile } from './message-files.ts';

/** The text of a file that is no schema, or why there is none. */
export type TextOutcome = { readonly kind: 'text'; readonly text: string } | Exclude<FileContent, { kind: 'file' }>;

/** Reads files, and keeps them. */
export class Files {
  readonly #host: Host;
  readonly #documents = new Map<string, string>();
  /** Schema files as they were read last, be it long ago: the next text of each is read on from there. */
  readonly #lastFiles = new Map<string, SourceFile>();
  /** Schema files as they are now, documents included. */
  readonly #files = new Map<string, Promise<ReadOutcome>>();
  /** Other files than schemas, looked for or read. */
  readonly #texts = new Map<string, Promise<TextOutcome>>();
  /** The files below a folder, on disk, that may be schemas or hold messages. */
  readonly #found = new Map<string, Promise<readonly string[]>>();
  /** The `.json` files in a folder, on disk, those in folders below it left out. */
  readonly #listed = new Map<string, Promise<readonly string[]>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /**
   * An open document takes the place of the file on disk.
   * @returns whether its text is another one now
   */
  setDocument(path: string, text: string): boolean {
    if (this.#documents.get(path) === text) return false;
    this.#documents.set(path, text);
    return true;
  }

  closeDocument(path: string): void {
    this.#documents.delete(path);
  }

  /**
   * Forgets what was read at a path.
   * @param onDisk whether the file may have come or gone there
   */
  forget(path: string, onDisk: boolean): void {
    this.#files.delete(path);
    this.#texts.delete(path);
    if (!onDisk) return;
    this.#found.clear();
    this.#listed.clear();
  }

  /** Forgets everything that was read from outside. */
  forgetAll(): void {
    this.#files.clear();
    this.#texts.clear();
    this.#found.clear();
    this.#listed.clear();
  }

  /** The same files for somebody else: what is opened or read there from now on makes no difference here. */
  fork(): Files {
    const copy = new Files(this.#host);
    for (const [path, text] of this.#documents) copy.#documents.set(path, text);
    for (const [path, file] of this.#lastFiles) copy.#lastFiles.set(path, file);
    for (const [path, outcome] of this.#files) copy.#files.set(path, outcome);
    for (const [folder, files] of this.#found) copy.#found.set(folder, files);
    for (const [folder, files] of this.#listed) copy.#listed.set(folder, files);
    return copy;
  }

  /** A schema file as it is now: the open document, or what is on disk. */
  read(path: string): Promise<ReadOutcome> {
    let outcome = this.#files.get(path);
    if (!outcome) {
      const document = this.#documents.get(path);
      outcome =
        document === undefined
          ? this.#host.read(path).then((content) => this.#readFromDisk(path, content))
          : Promise.resolve(this.#readDocument(path, document));
      this.#files.set(path, outcome);
    }
    return outcome;
  }

  /** A document is read on from what it was before the last change, or from what was on disk when it was opened. */
  #readDocument(path: string, text: string): ReadOutcome {
    const before = this.#lastFiles.get(path);
    const file = before?.tree.text === text ? before : readFile(path, parse(text, before?.tree), before);
    this.#lastFiles.set(path, file);
    return { kind: 'file', file, encodingProblem: undefined };
  }

  #readFromDisk(path: string, content: FileContent): ReadOutcome {
    const outcome = outcomeOf(path, content, this.#lastFiles.get(path));
    // Of a file with bytes that are not UTF-8 the tree is not all that its text tells.
    if (outcome.kind === 'file' && !outcome.encodingProblem) this.#lastFiles.set(path, outcome.file);
    else this.#lastFiles.delete(path);
    return outcome;
  }

  /** Whether what came of reading a schema file is still how it is. */
  isCurrent(path: string, outcome: Promise<ReadOutcome>): boolean {
    return this.#files.get(path) === outcome;
  }

  /** The text of a file that is no schema, open or on disk; undefined where there is none. */
  async textOf(path: string): Promise<string | undefined> {
    const content = await this.contentOf(path);
    return content.kind === 'text' ? content.text : undefined;
  }

  /** The same, or why there is none. */
  async contentOf(path: string): Promise<TextOutcome> {
    const document = this.#documents.get(path);
    if (document !== undefined) return { kind: 'text', text: document };
    let outcome = this.#texts.get(path);
    if (!outcome) {
      outcome = this.#host
        .read(path)
        .then((content) =>
          content.kind === 'file' ? { kind: 'text', text: decodeText(content.bytes).text } : content,
        );
      this.#texts.set(path, outcome);
    }
    return outcome;
  }

  /** The `.json` files below a folder, and those whose names say that they hold messages. */
  allBelow(folder: string): Promise<readonly string[]> {
    let files = this.#found.get(folder);
    if (!files) {
      files = this.#host.find(folder, (file) => file.endsWith('.json') || isMessageFile(file), isSkippedFolder);
      this.#found.set(folder, files);
    }
    return files;
  }

  /** The `.json` files below a folder that may be schemas. */
  async schemasBelow(folder: string): Promise<readonly string[]> {
    return (await this.allBelow(folder)).filter((file) => file.endsWith('.json') && !isMessageFile(file));
  }

  /** The `.json` files in a folder, and not those in folders below it: of these there may be any number. */
  schemasIn(folder: string): Promise<readonly string[]> {
    let files = this.#listed.get(folder);
    if (!files) {
      files = this.#host.find(
        folder,
        (file) => file.endsWith('.json'),
        () => true,
      );
      this.#listed.set(folder, files);
    }
    return files;
  }

  /** Whether the list of the `.json` files in a folder is still how it is. */
  isListed(folder: string, list: Promise<readonly string[]>): boolean {
    return this.#listed.get(folder) === list;
  }
}
