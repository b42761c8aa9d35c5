// The grammars as an editor runs them: Microsoft's TextMate engine, which is the one inside VS Code.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

/** The scopes of one stretch of one line, outermost first. `end` is exclusive. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** Tokenises a whole document, one array of tokens a line. */
export type Tokenizer = (lines: readonly string[]) => Token[][];

const grammarFiles: Readonly<Record<string, string>> = {
  'source.qapi': 'qapi.tmLanguage.json',
  'source.qmp': 'qmp.tmLanguage.json',
};

export function readSyntaxFile(name: string): Promise<string> {
  return readFile(new URL(`../../syntaxes/${name}`, import.meta.url), 'utf8');
}

async function loadOniguruma(): Promise<textmate.IOnigLib> {
  await oniguruma.loadWASM(
    await readFile(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')),
  );
  return {
    createOnigScanner: (patterns) => oniguruma.createOnigScanner(patterns),
    createOnigString: (text) => oniguruma.createOnigString(text),
  };
}

const registry = new textmate.Registry({
  onigLib: loadOniguruma(),
  loadGrammar: async (scopeName) => {
    const file = grammarFiles[scopeName];
    return file === undefined ? null : textmate.parseRawGrammar(await readSyntaxFile(file), file);
  },
});

export async function createTokenizer(scopeName: 'source.qapi' | 'source.qmp'): Promise<Tokenizer> {
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar for ${scopeName}`);
  return (lines) => {
    let state = textmate.INITIAL;
    return lines.map((line) => {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      return result.tokens.map(({ startIndex, endIndex, scopes }) => ({ start: startIndex, end: endIndex, scopes }));
    });
  };
}

export function scopesAt(tokens: readonly Token[], column: number): readonly string[] {
  return tokens.find((token) => token.start <= column && column < token.end)?.scopes ?? [];
}

/** Whether `selector` names `scope` or a family it belongs to: `string.quoted` names `string.quoted.single.qapi`. */
export function isScope(scope: string, selector: string): boolean {
  return scope === selector || scope.startsWith(`${selector}.`);
}
