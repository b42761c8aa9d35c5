/**
 * From what users write to a `ConfigLayer`: the text of `.qapirc.json` (JSON with comments and trailing commas), and the
 * values that an editor sends. Both are judged by the same code. Nothing is lost to a mistake: what can be read is used.
 */
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { quoted } from '../names/nearest.ts';
import type { Span } from '../syntax/text.ts';
import { type ConfigLayer, FILE_KEYS } from './config.ts';
import { type Report, readLayer } from './config-values.ts';

/** Something wrong with the configuration. */
export interface ConfigProblem {
  readonly span: Span;
  readonly message: string;
  /** `error`: what stands there is not used. `warning`: it is used, but should be looked at. */
  readonly severity: 'error' | 'warning';
}

/** A configuration file, read. */
export interface ConfigText {
  readonly layer: ConfigLayer;
  readonly problems: readonly ConfigProblem[];
  /** Where the value of each setting stands: it may be found wrong when it is put to use. */
  readonly places: { readonly [K in keyof ConfigLayer]?: Span };
}

/** The same for settings that come without a text. */
export interface SettingsProblem {
  /** The setting it is about: `domains`; empty where the settings as a whole cannot be read. */
  readonly key: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/**
 * Reads the text of a `.qapirc.json`.
 * @param text any text
 * @param ruleIds the rules whose severity can be set
 * @returns what the text sets, where, and its problems in the order of the text. Of mistakes in the JSON itself only the first
 *   one is told, and nothing behind it is judged, because the ones that follow are mostly its echo.
 */
export function readConfigFile(text: string, ruleIds: readonly string[]): ConfigText {
  const { tree, mistake, within, judged } = readJson(text);
  if (tree === undefined) {
    const empty = problem({ start: 0, end: 0 }, `The file is empty. ${ONE_OBJECT}`, 'warning');
    return { layer: {}, problems: [mistake ?? empty], places: {} };
  }
  if (tree.type !== 'object') {
    const other = problem(within(tree), `This is ${articled(tree.type)}. ${ONE_OBJECT}`);
    return { layer: {}, problems: [other], places: {} };
  }
  const problems: ConfigProblem[] = mistake ? [mistake] : [];
  const report: Report = (node, message, severity = 'error') => {
    const span = within(node);
    if (span.end <= judged) problems.push(problem(span, message, severity));
  };
  const places: { -readonly [K in keyof ConfigLayer]?: Span } = {};
  const layer = readLayer(tree, ruleIds, report, (key, node) => {
    places[key] = within(node);
  });
  problems.sort((a, b) => a.span.start - b.span.start);
  return { layer, problems, places };
}

/** A text with JSON in it, read. */
export interface JsonText {
  readonly tree: Node | undefined;
  /** The first thing that is wrong with the JSON itself. */
  readonly mistake: ConfigProblem | undefined;
  /** The place of a value. */
  readonly within: (node: Node) => Span;
  /** What ends behind this offset is not to be judged: it may be an echo of the mistake. */
  readonly judged: number;
}

/**
 * Reads JSON with comments and trailing commas.
 * @param text any text
 */
export function readJson(text: string): JsonText {
  // jsonc-parser takes a byte order mark for a symbol. A space is as long.
  const clean = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const depth = tooDeep(clean);
  const readable = depth === undefined ? clean : clean.slice(0, depth);

  const errors: ParseError[] = [];
  const tree = parseTree(readable, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const mistake: ConfigProblem | undefined =
    depth === undefined
      ? syntaxProblem(clean, errors[0])
      : problem({ start: depth, end: depth + 1 }, 'This is nested far deeper than any setting is.');

  // A list or an object that is never closed has the length -1, or one that leads past the end.
  const within = ({ offset, length }: Node): Span => ({
    start: offset,
    end: length < 0 ? text.length : Math.min(offset + length, text.length),
  });
  // What the text was cut in the middle of ends at the cut.
  const judged = depth === undefined ? (mistake?.span.start ?? text.length) : depth - 1;
  return { tree, mistake, within, judged };
}

/** Settings of `qapi.*` that are about the editor, and not about schemas. */
const EDITOR_KEYS: ReadonlySet<string> = new Set(['trace', 'trace.server', 'codeLens', 'problems', 'problems.scope']);

/**
 * Reads the settings of an editor, or of anything else that speaks JSON.
 * @param json the value of the section `qapi`, as the editor sent it. Members that are null or undefined are not set.
 * @param ruleIds the rules whose severity can be set
 * @returns what they set, and the problems, each with the name of its setting
 */
export function layerFromSettings(
  json: unknown,
  ruleIds: readonly string[],
): { layer: ConfigLayer; problems: SettingsProblem[] } {
  if (json === null || json === undefined) return { layer: {}, problems: [] };
  if (typeof json !== 'object' || Array.isArray(json)) {
    const message = `The settings are ${Array.isArray(json) ? 'a list' : `a ${typeof json}`}, not an object.`;
    return { layer: {}, problems: [{ key: '', message, severity: 'error' }] };
  }
  const problems: SettingsProblem[] = [];
  let layer: ConfigLayer = {};
  for (const [key, value] of Object.entries(json).flatMap(withoutGroup)) {
    if (value === null || value === undefined || EDITOR_KEYS.has(key)) continue;
    if (FILE_KEYS.has(key)) {
      const message = 'This stands in .qapirc.json only: what is acknowledged is so for everybody.';
      problems.push({ key, message, severity: 'error' });
      continue;
    }
    const setting = readLayer(nodeOf({ [key]: value }, 0), ruleIds, (_, message, severity = 'error') =>
      problems.push({ key, message, severity }),
    );
    layer = { ...layer, ...setting };
  }
  return { layer, problems };
}

/** `qapi.qmp.target` comes as `{ "qmp": { "target": ... } }`. */
function withoutGroup([key, value]: [string, unknown]): [string, unknown][] {
  if (key !== 'qmp' || typeof value !== 'object' || value === null) return [[key, value]];
  return Object.entries(value).map(([part, setting]) => [`${key}.${part}`, setting]);
}

const ONE_OBJECT = 'The settings stand in one object, for example { "domains": ["com.example"] }.';

/** No setting is deeper than three; jsonc-parser calls itself for every level and would run out of stack. */
const MAX_DEPTH = 100;

/** Where brackets are nested too deeply; undefined where they are not. */
function tooDeep(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (;;) {
    switch (scanner.scan() as number) {
      case 1: // {
      case 3: // [
        depth++;
        if (depth > MAX_DEPTH) return scanner.getTokenOffset();
        break;
      case 2: // }
      case 4: // ]
        depth--;
        break;
      case 17: // the end
        return undefined;
    }
  }
}

function problem(span: Span, message: string, severity: 'error' | 'warning' = 'error'): ConfigProblem {
  return { span, message, severity };
}

function articled(type: Node['type']): string {
  if (type === 'null') return 'null';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** A value that is no text, as if it had been one. No setting is deeper than three, so neither is this. */
function nodeOf(value: unknown, depth: number): Node {
  const place = { offset: 0, length: 0 };
  if (Array.isArray(value)) {
    return { ...place, type: 'array', children: depth > 3 ? [] : value.map((item) => nodeOf(item, depth + 1)) };
  }
  if (typeof value === 'object' && value !== null) {
    const children = Object.entries(value).map(
      ([key, member]): Node => ({
        ...place,
        type: 'property',
        children: [{ ...place, type: 'string', value: key }, ...(depth > 3 ? [] : [nodeOf(member, depth + 1)])],
      }),
    );
    return { ...place, type: 'object', children };
  }
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return { ...place, type: typeof value as 'string' | 'number' | 'boolean', value };
    default:
      return { ...place, type: 'null', value: null };
  }
}

/** The parser's code, in the words of somebody who looks at the text. */
function syntaxProblem(text: string, error: ParseError | undefined): ConfigProblem | undefined {
  if (error === undefined) return undefined;
  const start = Math.min(error.offset, text.length);
  const found = text.slice(start, start + error.length);
  const at = (message: string) => problem({ start, end: start + found.length }, message);
  const token = shortToken(found);
  switch (printParseErrorCode(error.error)) {
    case 'InvalidSymbol':
      return at(symbolMessage(found, text.slice(start + found.length)));
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return at(`${token} is not a number as JSON writes them.`);
    case 'UnexpectedEndOfString':
      return at('This string has no closing double quote on its line.');
    case 'UnexpectedEndOfComment':
      return at('This comment never ends: */ is missing.');
    case 'InvalidUnicode':
      return at('In a string, \\u is followed by four hexadecimal digits.');
    case 'InvalidEscapeCharacter':
      return at('After a backslash stands one of " \\ / b f n r t or u; a backslash itself is written \\\\.');
    case 'InvalidCharacter':
      return at('A string holds no control characters; write \\t for a tab.');
    case 'PropertyNameExpected':
      if (found === '') return at('The file ends where a key is missing.');
      return at(found === ',' ? 'There is a comma too many.' : `A key in double quotes is missing before ${token}.`);
    case 'ValueExpected':
      return at(found === '' ? 'The file ends where a value is missing.' : `A value is missing before ${token}.`);
    case 'ColonExpected':
      return at('A colon is missing between the key and its value.');
    case 'CommaExpected':
      return at(`A comma is missing before ${token}.`);
    case 'CloseBraceExpected':
      return at(found === '' ? 'The file ends before the object does: } is missing.' : `} is missing before ${token}.`);
    case 'CloseBracketExpected':
      return at(found === '' ? 'The file ends before the list does: ] is missing.' : `] is missing before ${token}.`);
    case 'EndOfFileExpected':
      return at(`The settings end before ${token}; nothing may follow them.`);
    default:
      return at('This is not JSON.');
  }
}

function symbolMessage(found: string, behind: string): string {
  if (found.startsWith("'")) return 'JSON has double quotes only: write " instead of \'.';
  if (/^(true|false)$/i.test(found)) return `Write ${found.toLowerCase()}, in lower case.`;
  if (!/^[A-Za-z_$][\w.$-]*$/.test(found)) return `${shortToken(found)} has no place here.`;
  return /^\s*:/.test(behind)
    ? `A key stands in double quotes: ${quoted(found)}.`
    : `${shortToken(found)} is not a value. Text stands in double quotes: ${quoted(found)}.`;
}

/** What stands there, for a message: as it is if it can be read, else quoted. */
function shortToken(found: string): string {
  return /^[!-~]{1,40}$/.test(found) ? found : quoted(found);
}
