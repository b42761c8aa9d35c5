/**
 * The reader of QAPI schema files: text in, tree and problems out. It takes any text, never throws, and needs time linear
 * in the length of the text. One mistake gives one problem, and spoils at most the expression it stands in.
 *
 * The language is the one of QEMU's docs/devel/qapi-code-gen.rst, section "Schema syntax". Constructs of old dialects
 * are read as well; whether a dialect allows them is for the rules to say.
 */
import { parseDoc } from './doc.ts';
import { LineIndex, type Span } from './text.ts';
import type {
  ArrayValue,
  Comment,
  Doc,
  DocLine,
  Entry,
  Expression,
  ObjectValue,
  StringValue,
  SyntaxCode,
  SyntaxProblem,
  Tree,
  Value,
} from './tree.ts';

/** Schemas nest six deep at most; QEMU's generator gives up below a thousand. Deeper input is not walked into. */
const MAX_DEPTH = 100;

const DEFINITION_START =
  /\{\s*'(?:(?:enum|struct|union|alternate|command|event|include|pragma)'|type'\s*:\s*'[\w.-]+'\s*,\s*'(?:data|base)')/y;
/** What separates words for QEMU's lexer: structure, quotes, white space. A `#` ends a word too: it starts a comment. */
const WORD = /[^[\]{}:,\s'"#]+/y;
const NAME_LIKE = /^\*?[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const NAME_CHARACTER = /[A-Za-z0-9_*]/;
const STRUCTURE_OR_SPACE = /[[\]{}:,\s]/;
/** Python's idea of white space, which is JavaScript's without the byte order mark and with the separators 1C to 1F. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
const SPACE = /(?!\uFEFF)[\s\u001c-\u001f\u0085]+/y;
const DOC_FENCE = /^##\s*$/;

type TokenType = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'true' | 'false' | 'bad' | 'doc' | 'end';

/**
 * Reads a schema file.
 * @param text the whole text of the file
 * @returns the tree; its problems are sorted by place
 */
export function parse(text: string): Tree {
  return new Parser(text).file();
}

class Parser {
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #problems: SyntaxProblem[] = [];
  readonly #comments: Comment[] = [];
  readonly #freeDocs: Doc[] = [];
  readonly #expressions: Expression[] = [];

  // The token in hand.
  #type: TokenType = 'end';
  #start = 0;
  #end = 0;
  #string: StringValue | undefined;
  #doc: Doc | undefined;
  /** The end of the token before: where something missing is to be inserted. */
  #previousEnd = 0;

  #depth = 0;
  #toldTooDeep = false;
  /** How many problems there were when the expression in hand began. */
  #problemsBefore = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new LineIndex(text);
  }

  file(): Tree {
    let pending: Doc | undefined;
    this.#next();
    while (this.#type !== 'end') {
      if (this.#type === 'doc') {
        if (pending) this.#freeDocs.push(pending);
        pending = this.#doc;
        this.#next();
        continue;
      }
      const start = this.#start;
      this.#problemsBefore = this.#problems.length;
      if (this.#type === '{') {
        const value = this.#object();
        const whole = !this.#isBroken();
        const doc = pending?.symbol ? pending : undefined;
        if (pending && !doc) this.#freeDocs.push(pending);
        pending = undefined;
        this.#expressions.push({ kind: 'expression', span: { start, end: value.span.end }, value, doc, whole });
      } else {
        this.#notAnObject();
      }
    }
    if (pending) this.#freeDocs.push(pending);
    this.#freeDocs.sort((a, b) => a.span.start - b.span.start);
    this.#problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    return {
      text: this.#text,
      lines: this.#lines,
      expressions: this.#expressions,
      freeDocs: this.#freeDocs,
      comments: this.#comments,
      problems: this.#problems,
    };
  }

  /** Something else than `{` at the top level: one problem for all of it up to the next sensible start. */
  #notAnObject(): void {
    const start = this.#start;
    const comma = this.#type === ',';
    const reported = this.#problems.length;
    do {
      if (this.#type === '[') this.#skipGroup();
      else this.#next();
    } while (!['{', 'doc', 'end'].includes(this.#type));
    const end = this.#previousEnd;
    // A stray word was reported by the lexer when it came into hand, just before this call.
    const last = this.#problems[reported - 1];
    if (last && last.span.start === start) return;
    if (comma) this.#report('comma', { start, end: start + 1 }, 'top-level');
    else this.#report('not-an-object', { start, end }, '');
  }

  #object(): ObjectValue {
    const start = this.#start;
    if (this.#depth >= MAX_DEPTH) return { kind: 'object', span: this.#tooDeep(), entries: [] };
    this.#depth++;
    const entries: Entry[] = [];
    const keys = new Map<string, StringValue>();
    this.#next();
    let first = true;
    while (this.#type !== '}') {
      if (this.#atSync())
        return this.#endUnclosed({ kind: 'object', span: { start, end: this.#previousEnd }, entries });
      if (this.#type === ',') {
        this.#report('comma', this.#here(), first ? 'leading' : 'doubled');
        this.#next();
        continue;
      }
      if (this.#type === ']') {
        // A bracket of the wrong shape: where an array is open outside, this object was not closed; else it is a slip.
        this.#report('expected', this.#here(), first ? "a quoted name or '}'" : "'}'");
        this.#next();
        break;
      }
      first = false;
      if (this.#type !== 'string' || !this.#string) {
        this.#expected('a quoted name');
        this.#recover();
      } else {
        const key = this.#string;
        this.#next();
        const entry: Entry = { key, value: this.#entryValue() };
        const earlier = keys.get(key.text);
        if (earlier)
          this.#problems.push({ code: 'duplicate-key', span: key.span, detail: key.text, origin: earlier.span });
        else keys.set(key.text, key);
        entries.push(entry);
      }
      if (!this.#separator('}')) break;
    }
    if (this.#atSync() && this.#type !== '}') {
      return this.#endUnclosed({ kind: 'object', span: { start, end: this.#previousEnd }, entries });
    }
    this.#depth--;
    if (this.#type === '}') this.#next();
    return { kind: 'object', span: { start, end: this.#previousEnd }, entries };
  }

  #entryValue(): Value | undefined {
    if (this.#type === ':') {
      this.#next();
    } else {
      this.#expected("':'");
      if (!this.#startsValue()) {
        this.#recover();
        return undefined;
      }
    }
    if (this.#startsValue()) return this.#value();
    if (!this.#atSync()) {
      this.#expected('a value');
      this.#recover();
    }
    return undefined;
  }

  #array(): ArrayValue {
    const start = this.#start;
    if (this.#depth >= MAX_DEPTH) return { kind: 'array', span: this.#tooDeep(), items: [] };
    this.#depth++;
    const items: Value[] = [];
    this.#next();
    let first = true;
    while (this.#type !== ']') {
      if (this.#atSync()) return this.#endUnclosed({ kind: 'array', span: { start, end: this.#previousEnd }, items });
      if (this.#type === ',') {
        this.#report('comma', this.#here(), first ? 'leading' : 'doubled');
        this.#next();
        continue;
      }
      if (this.#type === '}') {
        // The bracket was forgotten: let the object outside have its brace.
        this.#report('expected', this.#here(), "']'");
        break;
      }
      first = false;
      if (this.#startsValue()) {
        items.push(this.#value());
      } else {
        this.#expected('a value');
        this.#recover();
      }
      if (!this.#separator(']')) break;
    }
    if (this.#atSync() && this.#type !== ']') {
      return this.#endUnclosed({ kind: 'array', span: { start, end: this.#previousEnd }, items });
    }
    this.#depth--;
    if (this.#type === ']') this.#next();
    return { kind: 'array', span: { start, end: this.#previousEnd }, items };
  }

  /** What follows an element: a comma (taken), the closing bracket (left), or a mistake. False to leave the group. */
  #separator(close: '}' | ']'): boolean {
    if (this.#type === close) return true;
    if (this.#type === ',') {
      const comma = this.#here();
      this.#next();
      if (this.#is(close)) this.#report('comma', comma, 'trailing');
      return true;
    }
    if (this.#atSync()) return false;
    if (this.#startsValue()) {
      // Two elements side by side: the comma is missing between them.
      this.#report('comma', { start: this.#previousEnd, end: this.#previousEnd }, 'missing');
      return true;
    }
    if (this.#type === ':' || (close === '}' && this.#type === ']')) {
      this.#expected(`',' or '${close}'`);
      if (this.#type === ']') {
        this.#next();
        return true;
      }
      this.#recover();
      return this.#is(',') ? this.#separator(close) : true;
    }
    return this.#type !== '}';
  }

  #value(): Value {
    switch (this.#type) {
      case '{':
        return this.#object();
      case '[':
        return this.#array();
      case 'string': {
        const value = this.#string as StringValue;
        this.#next();
        return value;
      }
      default: {
        const span = this.#here();
        const type = this.#type;
        this.#next();
        return type === 'bad' ? { kind: 'bad', span } : { kind: 'bool', span, value: type === 'true' };
      }
    }
  }

  #startsValue(): boolean {
    switch (this.#type) {
      case 'string':
      case 'true':
      case 'false':
      case 'bad':
      case '[':
        return true;
      case '{':
        return !this.#atSync();
      default:
        return false;
    }
  }

  /**
   * Whether the token in hand can only be the start of something new at the top level: then whatever is still open was
   * forgotten to be closed.
   */
  #atSync(): boolean {
    if (this.#type === 'end' || this.#type === 'doc') return true;
    if (this.#type !== '{' || this.#depth === 0 || !this.#atLineStart(this.#start)) return false;
    if (this.#isBroken()) return true;
    DEFINITION_START.lastIndex = this.#start;
    return DEFINITION_START.test(this.#text);
  }

  /** Whether the expression in hand has a problem before the token in hand, which may be the next one's. */
  #isBroken(): boolean {
    for (let i = this.#problems.length - 1; i >= this.#problemsBefore; i--) {
      if ((this.#problems[i] as SyntaxProblem).span.start < this.#start) return true;
    }
    return false;
  }

  #endUnclosed<T extends Value>(value: T): T {
    this.#depth--;
    if (!this.#isBroken()) {
      const open = this.#text[value.span.start] as string;
      const closing = open === '{' ? '}' : ']';
      const span = { start: Math.max(value.span.start, this.#previousEnd - 1), end: this.#previousEnd };
      const origin = { start: value.span.start, end: value.span.start + 1 };
      this.#problems.push({ code: 'unclosed', span, detail: closing, origin });
    }
    return value;
  }

  /** Skips to the next comma or closing bracket of the group in hand, or to where something new begins. */
  #recover(): void {
    while (!this.#atSync() && this.#type !== ',' && this.#type !== '}' && this.#type !== ']') {
      if (this.#type === '{' || this.#type === '[') this.#skipGroup();
      else this.#next();
    }
  }

  #skipGroup(): void {
    let depth = 0;
    do {
      if (this.#type === '{' || this.#type === '[') depth++;
      else if (this.#type === '}' || this.#type === ']') depth--;
      this.#next();
    } while (depth > 0 && this.#type !== 'end' && this.#type !== 'doc');
  }

  #tooDeep(): Span {
    const start = this.#start;
    if (!this.#toldTooDeep) this.#report('too-deep', this.#here(), '');
    this.#toldTooDeep = true;
    this.#skipGroup();
    return { start, end: this.#previousEnd };
  }

  #expected(what: string): void {
    // A word that the lexer has refused already is not refused a second time.
    if (this.#type !== 'bad' && !this.#atSync()) this.#report('expected', this.#here(), what);
  }

  /** Asked anew after a step: the compiler believes that a field stays as it was tested before. */
  #is(type: TokenType): boolean {
    return this.#type === type;
  }

  #here(): Span {
    return { start: this.#start, end: this.#end };
  }

  #report(code: SyntaxCode, span: Span, detail: string): void {
    this.#problems.push({ code, span, detail });
  }

  #atLineStart(offset: number): boolean {
    return offset === 0 || this.#text[offset - 1] === '\n' || this.#text[offset - 1] === '\r';
  }

  // ---- the lexer ----

  #next(): void {
    this.#previousEnd = this.#end;
    this.#string = undefined;
    this.#doc = undefined;
    const text = this.#text;
    let at = this.#end;
    for (;;) {
      SPACE.lastIndex = at;
      if (SPACE.test(text)) at = SPACE.lastIndex;
      if (text[at] !== '#') break;
      const end = this.#endOfLine(at);
      if (text[at + 1] === '#' && this.#docStart(at, end)) return;
      this.#comments.push({ span: { start: at, end } });
      at = end;
    }
    this.#start = at;
    if (at >= text.length) {
      this.#set('end', at, text.length);
      return;
    }
    const character = text[at] as string;
    switch (character) {
      case '{':
      case '}':
      case '[':
      case ']':
      case ':':
      case ',':
        this.#set(character, at, at + 1);
        return;
      case "'":
      case '"':
        this.#lexString(character);
        return;
      default:
        this.#lexWord();
    }
  }

  #set(type: TokenType, start: number, end: number): void {
    this.#type = type;
    this.#start = start;
    this.#end = end;
  }

  #endOfLine(from: number): number {
    const text = this.#text;
    let at = from;
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
    return at;
  }

  #lexString(quote: string): void {
    const text = this.#text;
    const start = this.#start;
    let at = start + 1;
    let value = '';
    let piece = at;
    let wrong: SyntaxProblem | undefined;
    let closed = false;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) break;
      if (text[at] === quote) {
        closed = true;
        break;
      }
      if (code === 92) {
        value += text.slice(piece, at);
        const next = text[at + 1];
        if (next !== '\\' && next !== undefined && next !== '\n' && next !== '\r') {
          wrong ??= { code: 'escape', span: { start: at, end: at + 2 }, detail: `\\${next}` };
        }
        piece = at + 1;
        if (next === '\\' || next === quote) at++;
      } else if (code < 32 || code > 126) {
        const whole = String.fromCodePoint(text.codePointAt(at) as number);
        wrong ??= { code: 'funny-character', span: { start: at, end: at + whole.length }, detail: whole };
      }
    }
    // A closing quote with a name glued to it is the opening quote of the next string: this one was never closed.
    if (closed && NAME_CHARACTER.test(text[at + 1] ?? '') && this.#cutBefore(start, at) < at) closed = false;
    if (!closed) {
      const cut = this.#cutBefore(start, at);
      this.#report('unclosed-string', { start, end: cut }, quote);
      this.#string = {
        kind: 'string',
        span: { start, end: cut },
        content: { start: start + 1, end: cut },
        text: text.slice(start + 1, cut),
      };
      this.#set('string', start, cut);
      return;
    }
    value += text.slice(piece, at);
    const span = { start, end: at + 1 };
    if (quote === '"') this.#report('double-quotes', span, text.slice(start, at + 1));
    else if (wrong) this.#problems.push(wrong);
    this.#string = { kind: 'string', span, content: { start: start + 1, end: at }, text: value };
    this.#set('string', start, at + 1);
  }

  /** Where an unclosed string most likely should have ended: before the first structural character or space. */
  #cutBefore(start: number, end: number): number {
    let at = start + 1;
    while (at < end && !STRUCTURE_OR_SPACE.test(this.#text[at] as string)) at++;
    return at;
  }

  #lexWord(): void {
    const start = this.#start;
    WORD.lastIndex = start;
    const word = WORD.exec(this.#text)?.[0] ?? (this.#text[start] as string);
    const end = start + word.length;
    if (word === 'true' || word === 'false') {
      this.#set(word, start, end);
      return;
    }
    this.#report('stray', { start, end }, word);
    if (NAME_LIKE.test(word) && !/^(?:null|None|True|False|[0-9.-]+)$/.test(word)) {
      // A name without its quotes: reported, and read as if it had them.
      this.#string = { kind: 'string', span: { start, end }, content: { start, end }, text: word };
      this.#set('string', start, end);
      return;
    }
    this.#set(word === 'True' ? 'true' : word === 'False' ? 'false' : 'bad', start, end);
  }

  // ---- documentation comments ----

  /**
   * `##` at `at`; the line ends at `end`. Reads the comment as the token in hand and says true, or says false where the
   * line is an ordinary comment after all (and has been reported if it should not look like this).
   */
  #docStart(at: number, end: number): boolean {
    const text = this.#text;
    const opening = text.slice(at, end);
    if (!DOC_FENCE.test(opening)) {
      this.#report('doc-junk', { start: at + 2, end }, 'start');
      return false;
    }
    if (opening !== '##') this.#report('doc-junk', { start: at + 2, end }, 'start');
    if (this.#depth > 0 && !this.#docStandsOutside(end)) {
      this.#report('doc-in-expression', { start: at, end }, '');
      return false;
    }
    const lines: DocLine[] = [];
    let last = end;
    let closed = false;
    let next = end;
    for (;;) {
      SPACE.lastIndex = next;
      if (SPACE.test(text)) next = SPACE.lastIndex;
      if (text[next] !== '#') break;
      const lineEnd = this.#endOfLine(next);
      if (text[next + 1] === '#') {
        if (text.slice(next, lineEnd) !== '##') this.#report('doc-junk', { start: next + 2, end: lineEnd }, 'end');
        last = lineEnd;
        closed = true;
        break;
      }
      let content = next + 1;
      if (content < lineEnd) {
        if (text[content] === ' ') content++;
        else this.#report('doc-space', { start: next, end: lineEnd }, '');
      }
      lines.push({ start: content, end: lineEnd, text: text.slice(content, lineEnd) });
      last = lineEnd;
      next = lineEnd;
    }
    const span = { start: at, end: last };
    if (!closed) this.#report('doc-unclosed', { start: at, end: at + 2 }, '');
    const { symbol, sections, problems } = parseDoc(lines);
    for (const problem of problems) this.#problems.push(problem);
    this.#doc = { span, lines, symbol, sections, closed };
    this.#set('doc', at, last);
    return true;
  }

  /**
   * A `##` line met inside an expression ends it if a documentation comment begins here (the expression was not
   * closed); a `##` in the middle of an expression that goes on is a comment that should have one `#`.
   */
  #docStandsOutside(endOfFence: number): boolean {
    SPACE.lastIndex = endOfFence;
    const next = SPACE.test(this.#text) ? SPACE.lastIndex : endOfFence;
    return this.#text[next] === '#' || next >= this.#text.length;
  }
}
