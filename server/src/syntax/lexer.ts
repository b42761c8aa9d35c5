/**
 * The lexer of QAPI schema files: text in, tokens out, one at a time; documentation comments are tokens as well. What is no token is
 * reported, and read as what it was most likely meant to be.
 */
import { parseDoc } from './doc.ts';
import { escapeAt } from './escape.ts';
import { afterSpace } from './space.ts';
import type { Span } from './text.ts';
import type { Comment, Doc, DocLine, StringValue, SyntaxCode, SyntaxProblem } from './tree.ts';

/** Of so many lines without a `#` inside a documentation comment it is believed that they were meant to have one. */
const MOST_WITHOUT_HASH = 10;

/** What a line begins with that is more likely part of a schema, or a comment of another language, than text of a comment. */
const SCHEMA_CHARACTERS: ReadonlySet<number> = new Set([...`{}[]:,'"/`].map((character) => character.charCodeAt(0)));

/** A line of a message, which schemas with their single quotes do not have, or an option of a directive. */
const EXAMPLE_LINE = /(?:[{[][^\S\r\n]*)?"|:[\w-]+:/y;

/** Of a file that is no schema at all nobody wants to read every mistake: after so many the rest is not told. */
export const MAX_PROBLEMS = 1000;

/** What separates words for QEMU's lexer: structure, quotes, white space as Python has it. A `#` ends a word too: it starts a comment. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python takes them for blanks.
const WORD = /[^[\]{}:,\s\u001c-\u001f\u0085'"#]+/y;
/** A string as nearly all are: without an escape or a mistake. */
const PLAIN_STRING = /'[ -&(-[\]-~]*'(?![A-Za-z0-9_*])/y;
/**
 * Quotes behind the one that closes a string, where no other string begins with them. No more than an editor puts at once, or stand in
 * threes: a long run of quotes would be looked through again from each of them.
 */
const SURPLUS_AT_END = /'{1,2}(?=[ \t]*(?:[:,\]}#\r\n]|$)|[ \t]+')/y;
/** As few before the one that begins a string. */
const SURPLUS_AT_START = /'{1,2}(?='\*?[A-Za-z0-9_][ -&(-[\]-~]*'(?![A-Za-z0-9_*]))/y;
const NAME_LIKE = /^\*?[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const STRUCTURE_OR_SPACE = /[[\]{}:,\s]/;

const DOC_FENCE = /^##\s*$/;
/** The next line of a comment behind the `##` that begins it, with a `#` of its own or the name of what is documented. */
const JOINED_LINE = /^##\s*(?:# |(?=@))(.*)$/;
/** What stands before the text of a line with two number signs. */
const INNER_TEXT = /^## (?=\S)/;
/** The first and the last line of a documentation comment with another `#` before each of its lines, or more of them. */
const COMMENTED_FENCE = /^###+$/;
/** A definition or directive behind the `##` that ends a comment. */
const DEFINITION = /[^\S\r\n]*\{\s*['"]/y;
/** What stands behind a `##` that begins a documentation comment, and never behind one that ends it. */
const SYMBOL_LINE = /[^\S\r\n]*(?:\r\n?|\n)[^\S\r\n]*# *@[^:\r\n]*:[ \t]*[\r\n]/y;

/** A comment of C on one line, or on several that nothing stands in which a schema could be made of. */
const STAR_COMMENT = /^\/\*(?:[^\r\n]*?|[^{#]*?)\*\//;
/** What is longer is not searched for its end. */
const LONGEST_STAR_COMMENT = 2000;

/** A line that names what a comment documents. */
const SYMBOL = /^# @[\w.-]+:\s*$/;
const LINE_BREAK = /^(?:\r?\n|\r)[ \t]*$/;
/** A first line that ends before its colon. */
const HALF_A_SYMBOL = /^@[\w.-]*\s*$/;
/** Where a documentation comment does not go on as nearly all do, line by line: with a `#` and a blank behind it, or nothing. */
const PLAIN_LINES_END = /\n(?!#[ \n])/g;
const EMPTY_LINE = /(?:\n|\r\n?)[^\S\n\r]*[\n\r]/;

/** A line that a version control system leaves where two changes meet. */
const CONFLICT_MARK = /(?:<{7}|\|{7}|={7}|>{7})(?![^ \t\r\n])/y;
/** Words that stand where a value should; other characters stand between values. */
const FOREIGN_VALUE = /^(?:null|None|[+-]?\.?[0-9].*)$/;

const CARRIAGE_RETURN = 13;
const BLANK = 32;
const HASH = 35;
const QUOTE = 39;

/** What a token is; `bad` stands where a value should and has been reported already. */
export type TokenType = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'true' | 'false' | 'bad' | 'doc' | 'end';

/** The token in hand, and what leads to the next one. Gives tokens and nothing else: what follows what is for the parser to say. */
export class Lexer {
  protected readonly text: string;
  protected readonly problems: SyntaxProblem[] = [];
  protected readonly comments: Comment[] = [];
  /** Where more than the token in hand was looked at, and what follows it may have begun before the end of that. */
  protected readonly lookedAhead: Span[] = [];
  /** Whether something was read that decides how a place far behind it is read, or told. */
  protected reachesFar = false;

  // The token in hand.
  protected type: TokenType = 'end';
  protected start = 0;
  protected end = 0;
  protected string: StringValue | undefined;
  protected doc: Doc | undefined;
  /** The end of the token before: where something missing is to be inserted. */
  protected previousEnd = 0;
  /** How far the text has been refused: what is missing right behind that is no mistake of its own. */
  protected refusedUpTo = -1;

  // What the parser knows, and what is read depends on.
  /** The brackets that are open, from the outside in. */
  protected readonly open: ('{' | '[')[] = [];
  /** The documentation comment that was read last, if nothing has followed it yet. */
  protected pending: Doc | undefined;

  /** Whether there are carriage returns at all: else a line feed is the end of a line, and quickly found. */
  readonly #hasReturns: boolean;
  /** Whether the two sides of a merge that is not finished have been told, and the other one is still to come. */
  #inConflict = false;
  /** Up to here `\'` ends a string: on this line it does not help to read on. */
  #noEscapesUpTo = -1;

  constructor(text: string) {
    this.text = text;
    this.#hasReturns = text.includes('\r');
  }

  /** Reads on to the next token. */
  protected next(): void {
    this.previousEnd = this.end;
    this.string = undefined;
    this.doc = undefined;
    while (!this.#lex());
  }

  /** Reads a token; says false where it has read something that is refused and stands for nothing. */
  #lex(): boolean {
    const text = this.text;
    let at = this.end;
    for (;;) {
      at = afterSpace(text, at);
      if (text.charCodeAt(at) !== HASH) break;
      const end = this.endOfLine(at);
      const goOn = text.charCodeAt(at + 1) === HASH ? this.#docComment(at, end) : this.#comment(at, end);
      if (goOn === undefined) return true;
      at = goOn;
    }
    this.start = at;
    if (at >= text.length) {
      this.#set('end', at, text.length);
      return true;
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
        return true;
      case "'":
      case '"':
        this.#lexString(character);
        return true;
      default:
        return this.#lexWord();
    }
  }

  /** @returns its end */
  #comment(start: number, end: number): number {
    this.comments.push({ span: { start, end } });
    return end;
  }

  #set(type: TokenType, start: number, end: number): void {
    this.type = type;
    this.start = start;
    this.end = end;
  }

  /** Passes over quotes that are too many. @returns where to read on */
  #passSurplus(start: number, end: number): number {
    this.report('doubled-quote', { start, end }, this.text.slice(start, end));
    return end;
  }

  /** Where the line ends on which a place is: before the characters that end it. */
  protected endOfLine(from: number): number {
    const text = this.text;
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    if (!this.#hasReturns) return end;
    let at = from;
    while (at < end && text.charCodeAt(at) !== CARRIAGE_RETURN) at++;
    return at;
  }

  #lexString(quote: string): void {
    const text = this.text;
    const start = this.start;
    let at = start + 1;
    if (text.charCodeAt(at) === QUOTE && this.follows(SURPLUS_AT_START, start)) {
      this.start = this.#passSurplus(start, SURPLUS_AT_START.lastIndex);
      this.#lexString(quote);
      return;
    }
    // One quote more on the line, and these would have been too many.
    if (text.charCodeAt(at) === QUOTE && isNameCharacter(text.charCodeAt(at + 1)))
      this.lookedAhead.push({ start, end: Infinity });
    if (this.follows(PLAIN_STRING, start)) {
      const end = PLAIN_STRING.lastIndex;
      const content = { start: at, end: end - 1 };
      this.string = { kind: 'string', span: { start, end }, content, text: text.slice(at, end - 1) };
      this.#set('string', start, end);
      if (text.charCodeAt(end) === QUOTE && this.follows(SURPLUS_AT_END, end)) {
        this.end = this.#passSurplus(end, SURPLUS_AT_END.lastIndex);
      }
      return;
    }
    let value = '';
    let piece = at;
    let wrong: SyntaxProblem | undefined;
    let closed = false;
    let escapedQuote: number | undefined;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) break;
      if (text[at] === quote) {
        closed = true;
        break;
      }
      if (code === 92) {
        value += text.slice(piece, at);
        piece = at + 1;
        const found = escapeAt(text, at);
        if (!found) continue;
        const { sequence, stoodFor } = found;
        const end = at + sequence.length;
        const isQuote = sequence[1] === quote;
        const isRead = stoodFor !== undefined && (!isQuote || at >= this.#noEscapesUpTo);
        if (sequence !== '\\\\' && (!wrong || (wrong.formerly && !isRead))) {
          const problem: SyntaxProblem = { code: 'escape', span: { start: at, end }, detail: sequence };
          wrong = isRead ? { ...problem, formerly: true } : problem;
        }
        if (!isRead) continue;
        if (isQuote) escapedQuote ??= at + 1;
        value += stoodFor;
        piece = end;
        at = end - 1;
      } else if (code < 32 || code > 126) {
        const whole = String.fromCodePoint(text.codePointAt(at) as number);
        wrong =
          wrong && !wrong.formerly
            ? wrong
            : { code: 'funny-character', span: { start: at, end: at + whole.length }, detail: whole };
      }
    }
    // A closing quote with a name glued to it is the opening quote of the next string: this one was never closed.
    if (closed && isNameCharacter(text.charCodeAt(at + 1)) && this.#cutBefore(start, at) < at) closed = false;
    if (!closed) this.lookedAhead.push({ start, end: at + 2 });
    if (!closed && escapedQuote !== undefined) {
      // The backslash was no escape but the end of the string. The line is not searched a second time for each of these.
      this.#noEscapesUpTo = at;
      this.#lexString(quote);
      return;
    }
    if (!closed) {
      const cut = this.#cutBefore(start, at);
      const span = { start, end: cut };
      // The closing quote may be there, of the other kind.
      const isMixed = cut > start + 2 && `'"\``.replace(quote, '').includes(text.charAt(cut - 1));
      if (isMixed) this.report('double-quotes', span, text.slice(start, cut));
      else this.report('unclosed-string', span, quote);
      const content = { start: start + 1, end: isMixed ? cut - 1 : cut };
      this.string = { kind: 'string', span, content, text: text.slice(content.start, content.end) };
      this.#set('string', start, cut);
      this.refusedUpTo = cut;
      return;
    }
    value += text.slice(piece, at);
    const span = { start, end: at + 1 };
    if (quote === '"') this.report('double-quotes', span, text.slice(start, at + 1));
    else if (wrong) this.add(wrong);
    this.string = { kind: 'string', span, content: { start: start + 1, end: at }, text: value };
    this.#set('string', start, at + 1);
  }

  /** Where an unclosed string most likely should have ended: before the first structural character or space. */
  #cutBefore(start: number, end: number): number {
    let at = start + 1;
    while (at < end && !STRUCTURE_OR_SPACE.test(this.text[at] as string)) at++;
    return at;
  }

  #lexWord(): boolean {
    const text = this.text;
    const start = this.start;
    const behind = this.#behindConflict(start);
    if (behind !== undefined) {
      this.#set('bad', start, behind);
      return false;
    }
    WORD.lastIndex = start;
    let word = WORD.exec(text)?.[0] ?? (text[start] as string);
    // The comments of other languages go to the end of the line too.
    if (word.startsWith('//')) word = text.slice(start, this.endOfLine(start));
    else if (word.startsWith('/*')) word = text.slice(start, this.#endOfStarComment(start));
    let end = start + word.length;
    if (word === 'true' || word === 'false') {
      this.#set(word, start, end);
      return true;
    }
    const isWord = NAME_LIKE.test(word) && !FOREIGN_VALUE.test(word) && word !== 'True' && word !== 'False';
    // `name'`, the first quote forgotten, is one mistake and not two.
    if (isWord && text[end] === "'" && !isNameCharacter(text.charCodeAt(end + 1))) end++;
    this.#reportStray(start, end, word);
    this.refusedUpTo = end;
    if (isWord) {
      // A name without its quotes: reported, and read as if it had them.
      this.string = {
        kind: 'string',
        span: { start, end },
        content: { start, end: start + word.length },
        text: word,
      };
      this.#set('string', start, end);
      return true;
    }
    this.#set(word === 'True' ? 'true' : word === 'False' ? 'false' : 'bad', start, end);
    return this.type !== 'bad' || this.open.length === 0 || FOREIGN_VALUE.test(word);
  }

  /** The end of a comment between slashes and stars, if it has one nearby; else of its line. */
  #endOfStarComment(start: number): number {
    const [comment] = STAR_COMMENT.exec(this.text.slice(start, start + LONGEST_STAR_COMMENT)) ?? [];
    return comment === undefined ? this.endOfLine(start) : start + comment.length;
  }

  /** Words that follow each other are one mistake: a sentence without its `#`, say. */
  #reportStray(start: number, end: number, word: string): void {
    const last = this.problems.at(-1);
    if (last?.code === 'stray' && last.span.end === this.previousEnd) {
      this.problems[this.problems.length - 1] = {
        ...last,
        span: { start: last.span.start, end },
        detail: `${last.detail.slice(0, 80)} ${word}`,
      };
    } else this.report('stray', { start, end }, word);
  }

  /**
   * Skips what a merge that is not finished has put in, if there is such a line at an offset: the line with the mark, and
   * with the mark in the middle all of the other side. So one side is read, and the conflict is one mistake.
   * @returns the end of the line to read on behind, or undefined
   */
  #behindConflict(start: number): number | undefined {
    const text = this.text;
    if (!this.atLineStart(start) || !this.follows(CONFLICT_MARK, start)) return undefined;
    // One of the marks decides what the other ones stand for.
    this.reachesFar = true;
    const mark = text[start] as string;
    const end = this.endOfLine(start);
    if (!this.#inConflict || mark === '<') this.report('stray', { start, end }, text.slice(start, end));
    const last = mark === '<' || mark === '>' ? -1 : text.indexOf('\n>>>>>>>', end);
    this.#inConflict = mark === '<';
    return last < 0 ? end : this.endOfLine(last + 1);
  }

  /** Whether the text goes on like this, behind the token in hand unless a place is given. */
  protected follows(pattern: RegExp, at = this.end): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.text);
  }

  protected report(code: SyntaxCode, span: Span, detail: string): void {
    this.add({ code, span, detail });
  }

  protected add(problem: SyntaxProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  protected atLineStart(offset: number): boolean {
    return offset === 0 || this.text[offset - 1] === '\n' || this.text[offset - 1] === '\r';
  }

  // ---- documentation comments ----

  /**
   * Whether a line inside a documentation comment is text that lacks its `#`: the comment goes on right below it, or below
   * a few more lines like it.
   */
  #lacksHash(start: number, end: number): boolean {
    const text = this.text;
    let at = start;
    for (let lineEnd = end, count = 0; count < MOST_WITHOUT_HASH; lineEnd = this.endOfLine(at), count++) {
      const code = text.charCodeAt(at);
      const behind = afterSpace(text, lineEnd);
      // That line may hold a definition for the parser.
      if (count > 0) this.lookedAhead.push({ start, end: behind + 1 });
      if (code === HASH && count > 0) return true;
      if (Number.isNaN(code)) return false;
      if (SCHEMA_CHARACTERS.has(code) && !this.follows(EXAMPLE_LINE, at)) return false;
      at = behind;
      if (text.slice(lineEnd + 1, at).includes('\n')) return false;
    }
    return false;
  }

  /** Lines of a documentation comment that lack their `#`, one below the other, are one mistake. */
  #reportHash(start: number, end: number, above: number): void {
    const last = this.problems.at(-1);
    if (last?.code === 'doc-hash' && last.span.end === above) {
      this.problems[this.problems.length - 1] = { ...last, span: { start: last.span.start, end } };
    } else this.report('doc-hash', { start, end }, '');
  }

  /**
   * `##` at `at`; the line ends at `end`. Reads the documentation comment as the token in hand.
   * @returns where to read on, if it is an ordinary comment after all (and has been reported as it should not look so)
   */
  #docComment(at: number, end: number): number | undefined {
    const text = this.text;
    const opening = text.slice(at, end);
    const commentedEnd = COMMENTED_FENCE.test(opening) ? this.#commentedEnd(opening, end) : undefined;
    if (commentedEnd !== undefined || (!DOC_FENCE.test(opening) && !this.#hasDocEnd(end))) {
      const formerly = this.open.length > 0 && ({ formerly: true } as const);
      const last = commentedEnd ?? end;
      const span = { start: commentedEnd === undefined ? at + 2 : at, end: last };
      const junk = { code: 'doc-junk', span, detail: commentedEnd === undefined ? 'start' : 'commented-out' } as const;
      this.add({ ...junk, ...this.#refusedAtPending(), ...formerly });
      let lineEnd = this.#comment(at, end);
      while (lineEnd < last) {
        const start = afterSpace(text, lineEnd);
        lineEnd = this.#comment(start, this.endOfLine(start));
      }
      return lineEnd;
    }
    const reported = this.problems.length;
    const lines: DocLine[] = [];
    if (opening !== '##') {
      const joined = JOINED_LINE.exec(opening);
      this.report('doc-junk', { start: at + 2, end }, joined ? 'joined' : 'start');
      // The first line of the comment stands here.
      if (joined) {
        const start = end - (joined[1] ?? '').length;
        lines.push({ start, end, text: text.slice(start, end) });
      }
    }
    let next = this.#plainLines(end, lines);
    let last = next;
    let closed = false;
    let seenEnd: Doc['seenEnd'];
    for (;;) {
      next = afterSpace(text, next);
      const lineEnd = this.endOfLine(next);
      if (text.charCodeAt(next) !== HASH) {
        const behind = this.#behindConflict(next);
        if (behind !== undefined) {
          next = behind;
          continue;
        }
        if (!this.#lacksHash(next, lineEnd)) break;
        this.#reportHash(next, lineEnd, last);
        lines.push({ start: next, end: lineEnd, text: text.slice(next, lineEnd), lacks: 'hash' });
        last = lineEnd;
        next = lineEnd;
        continue;
      }
      if (text.charCodeAt(next + 1) === HASH) {
        // With a symbol behind it, it begins the next comment: this one was not closed.
        if (this.follows(SYMBOL_LINE, lineEnd) && this.#hasFence(lineEnd)) break;
        const isBare = lineEnd === next + 2;
        const resumed = this.#goesOnBehindFence(lineEnd, isBare ? 1 : 0);
        if (resumed !== undefined) {
          const refusedAt = !isBare ? next : lines[0]?.text.startsWith('@') ? at : resumed;
          this.add({ code: 'doc-junk', span: { start: next, end: lineEnd }, detail: 'inner', refusedAt });
          seenEnd ??= { line: lines.length, offset: next };
          // What stands behind it is text of the comment, which one `#` too many does not make less of.
          const [gap] = isBare ? [] : (INNER_TEXT.exec(text.slice(next, lineEnd)) ?? []);
          if (gap !== undefined) {
            const start = next + gap.length;
            lines.push({ start, end: lineEnd, text: text.slice(start, lineEnd) });
          }
          next = lineEnd;
          continue;
        }
        last = lineEnd;
        if (!isBare) {
          const glued = this.follows(DEFINITION, next + 2);
          const detail = glued ? 'glued' : 'end';
          this.add({ code: 'doc-junk', span: { start: next + 2, end: lineEnd }, detail, refusedAt: next });
          if (glued) last = next + 2;
        }
        closed = true;
        break;
      }
      const lacksSpace = next + 1 < lineEnd && text.charCodeAt(next + 1) !== BLANK;
      if (lacksSpace) this.report('doc-space', { start: next, end: lineEnd }, '');
      const content = lacksSpace ? next + 1 : Math.min(lineEnd, next + 2);
      const line = { start: content, end: lineEnd, text: text.slice(content, lineEnd) };
      lines.push(lacksSpace ? { ...line, lacks: 'space' } : line);
      last = lineEnd;
      next = lineEnd;
    }
    if (this.open.length > 0 && !this.#standsOutside(last, closed || lines.length > 0)) {
      this.problems.length = reported;
      this.add({ code: 'doc-in-expression', span: { start: at, end }, detail: '', formerly: true });
      return this.#comment(at, last);
    }
    if (!closed && lines.length === 0 && this.pending && !EMPTY_LINE.test(text.slice(this.pending.span.end, at))) {
      const refused = this.#refusedAtPending();
      this.add({ code: 'doc-junk', span: { start: at, end }, detail: 'surplus', unclosedBefore: next, ...refused });
      return this.#comment(at, end);
    }
    const { symbol, sections } = parseDoc(lines);
    if (!closed) {
      const isNext = text.charCodeAt(next) === HASH;
      if (isNext) seenEnd ??= { line: lines.length, offset: next };
      const seen = isNamed({ symbol, lines }) && isNext ? { refusedAt: at } : { unclosedBefore: next };
      const above = lines.length === 0 ? this.#beginningAbove(at) : undefined;
      const isDoubled = lines.length === 0 && isNext && !EMPTY_LINE.test(text.slice(end, next));
      if (above) this.add({ code: 'doc-junk', ...above, ...seen });
      else if (isDoubled) this.add({ code: 'doc-junk', span: { start: at, end: at + 2 }, detail: 'doubled', ...seen });
      // The first line is being typed: that it is not whole comes first.
      else if (lines.length !== 1 || !HALF_A_SYMBOL.test(lines[0]?.text ?? ''))
        this.add({ code: 'doc-unclosed', span: { start: at, end: at + 2 }, detail: '', ...seen });
    }
    this.doc = { span: { start: at, end: last }, lines, symbol, sections, closed, seenEnd, memory: undefined };
    this.#set('doc', at, last);
    return undefined;
  }

  /**
   * Reads the lines of a documentation comment that nothing is wrong with; the engine is much faster at that than a loop.
   * @param from the end of the line above
   * @returns the end of the last one
   */
  #plainLines(from: number, lines: DocLine[]): number {
    if (this.#hasReturns) return from;
    PLAIN_LINES_END.lastIndex = from;
    const end = PLAIN_LINES_END.test(this.text) ? PLAIN_LINES_END.lastIndex - 1 : this.text.length;
    const plain = this.text.slice(from, end).split('\n');
    let start = from + 1;
    for (let i = 1; i < plain.length; i++) {
      const line = plain[i] as string;
      const hash = line.length > 1 ? 2 : 1;
      const lineEnd = start + line.length;
      lines.push({ start: start + hash, end: lineEnd, text: line.slice(hash) });
      start = lineEnd + 1;
    }
    return end;
  }

  /**
   * The end of a comment that has a `#` too many in each of its lines, one below the other: that of the next line like the first.
   * @param end of the first line
   */
  #commentedEnd(fence: string, end: number): number | undefined {
    const text = this.text;
    for (let lineEnd = end, count = 0; ; count++) {
      const next = afterSpace(text, lineEnd);
      if (!text.startsWith('##', next) || EMPTY_LINE.test(text.slice(lineEnd, next))) return undefined;
      lineEnd = this.endOfLine(next);
      if (lineEnd - next === fence.length && text.startsWith(fence, next)) return count > 0 ? lineEnd : undefined;
    }
  }

  /** Whether a line that begins with `##` and goes on was meant to begin a documentation comment: one with lines and an end. */
  #hasDocEnd(lineEnd: number): boolean {
    const text = this.text;
    for (let end = lineEnd, count = 0; ; count++) {
      const next = afterSpace(text, end);
      if (text.charCodeAt(next) !== HASH || EMPTY_LINE.test(text.slice(end, next))) return false;
      end = this.endOfLine(next);
      if (text.charCodeAt(next + 1) === HASH) {
        return count > 0 && text.slice(next, end) === '##' && !this.follows(SYMBOL_LINE, end);
      }
    }
  }

  /**
   * The beginning of the comment that a `##` ends, where it lacks its `##`: the name of something stands in the line below it.
   * @returns the `#` that stands there instead, or where nothing does, the line with the name
   */
  #beginningAbove(fence: number): { span: Span; detail: 'single' | 'unopened' } | undefined {
    let below = fence;
    for (let index = this.comments.length - 1; index >= 0; index--) {
      const { span } = this.comments[index] as Comment;
      if (!LINE_BREAK.test(this.text.slice(span.end, below))) return undefined;
      below = span.start;
      const above = this.comments[index - 1]?.span;
      if (!SYMBOL.test(this.text.slice(span.start, span.end))) continue;
      if (!above || !LINE_BREAK.test(this.text.slice(above.end, span.start))) return { span, detail: 'unopened' };
      return above.end === above.start + 1 ? { span: above, detail: 'single' } : undefined;
    }
    return undefined;
  }

  /** Whether the lines of comments behind a line have a `##` in them. */
  #hasFence(lineEnd: number): boolean {
    return this.text.charCodeAt(this.#behindComments(afterSpace(this.text, lineEnd))) === HASH;
  }

  /** Another comment behind one that wants its definition: for the generator that is the first mistake. */
  #refusedAtPending(): { refusedAt?: number } {
    return this.pending && isNamed(this.pending) ? { refusedAt: this.pending.span.start } : {};
  }

  /**
   * Whether a `##` that closes a documentation comment was not meant to: lines of a comment follow at once, and then another
   * `##` that nothing follows which it could begin.
   * @param atLeast how many lines have to stand between the two
   * @returns where the generator would see it, or undefined
   */
  #goesOnBehindFence(lineEnd: number, atLeast: number): number | undefined {
    const text = this.text;
    for (let end = lineEnd, count = 0; ; count++) {
      const next = afterSpace(text, end);
      if (text.charCodeAt(next) !== HASH || EMPTY_LINE.test(text.slice(end, next))) return undefined;
      end = this.endOfLine(next);
      if (text.charCodeAt(next + 1) !== HASH) continue;
      const behind = afterSpace(text, end);
      const isLast = count >= atLeast && text.slice(next, end) === '##' && text.charCodeAt(behind) !== HASH;
      return isLast ? Math.min(behind, text.length - 1) : undefined;
    }
  }

  /** What follows the ordinary comments at a place: an offset. */
  #behindComments(from: number): number {
    const text = this.text;
    let at = from;
    while (text.charCodeAt(at) === HASH && text.charCodeAt(at + 1) !== HASH) at = afterSpace(text, this.endOfLine(at));
    return at;
  }

  /**
   * Whether a documentation comment that was met inside an expression stands behind it: the expression was not closed.
   * Otherwise the expression goes on behind it.
   * @param whole there is more of the comment than its first line
   */
  #standsOutside(end: number, whole: boolean): boolean {
    const next = afterSpace(this.text, end);
    const character = this.text[next];
    if (character === undefined) return true;
    return whole && (character === '#' || (character === '{' && this.atLineStart(next)));
  }
}

/** Whether a comment names for the generator what it documents: below an empty line nothing does. */
function isNamed({ symbol, lines }: Pick<Doc, 'symbol' | 'lines'>): boolean {
  return symbol !== undefined && lines[0]?.text.startsWith('@') === true;
}

/** Letters, digits, `_` and the `*` of optional members; not the NaN of a place behind the text. */
function isNameCharacter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 42
  );
}
