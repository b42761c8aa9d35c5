/** What can be typed in a definition or directive, or between them. */
import type { Analysis } from '../analysis/analysis.ts';
import { has, type QemuVersion, SPECIAL_FEATURES } from '../schema/dialect.ts';
import { KEYWORDS, type KeyPlace, keysOf } from '../schema/keys.ts';
import { BUILTIN_TYPES, type Definition, isTypeDefinition, type Member, type SourceFile } from '../schema/model.ts';
import { folderOf, relativePath, treeFolderOf } from '../schema/places.ts';
import { perFile } from '../schema/remember.ts';
import { pragmasOf, valueOfFlag } from '../schema/shape.ts';
import type { Completion, CompletionKind } from './completion-item.ts';
import type { CodePlace, Frame } from './completion-scan.ts';
import { docStub, escaped } from './completion-stub.ts';
import { documentationOf } from './hover-parts.ts';
import { meaningOfBuiltin, meaningOfKey } from './keywords.ts';
import type { KeyContext } from './place.ts';

/** The file and all that it is judged by. */
export interface Surroundings {
  readonly analysis: Analysis;
  readonly file: SourceFile;
  /** Of the caret. */
  readonly offset: number;
  readonly version: QemuVersion;
  /** The paths of the files that could be included. */
  readonly files: readonly string[];
}

/** Something to be typed, before it is known what of it is there already. */
interface Word {
  readonly text: string;
  readonly kind: CompletionKind;
  readonly detail?: string | undefined;
  readonly markdown?: (() => string | undefined) | undefined;
  /** What comes behind the string, as a snippet. */
  readonly behind?: string;
  /** It is no string, but stands for itself. */
  readonly bare?: boolean;
  /** The caret stays in it: there is more to type. */
  readonly open?: boolean;
}

/** What may be written at a place outside of comments: whole expressions, or words in one. */
export function codeCompletions(place: CodePlace, surroundings: Surroundings): readonly Completion[] {
  if (place.slot === 'expression') return expressions(place, surroundings);
  return wordsAt(place, surroundings).map((word) => toCompletion(word, place, surroundings.file.tree.text));
}

function toCompletion(word: Word, { span, slot, hasColon, wantsComma }: CodePlace, text: string): Completion {
  const { kind, detail, markdown, bare = false, open = false } = word;
  const typed = text.slice(span.start, span.end).charAt(0);
  const quote = bare ? '' : "'";
  // Editors put a closing bracket right behind the opening one: with a space here comes one there, behind the caret.
  const isTight = text[span.start - 1] === ' ' && /[\]}]/.test(text.charAt(span.end));
  const space = isTight ? `${open ? '' : '$0'} ` : '';
  // An opening quote stays where it is right: editors compare what stands behind it with the label.
  const opening = quote === typed ? '' : quote;
  const behind = (slot === 'key' && !hasColon ? (word.behind ?? '') : '') + (wantsComma ? ', ' : '') + space;
  return {
    label: word.text,
    kind,
    ...(detail !== undefined && { detail }),
    ...(markdown !== undefined && { markdown }),
    span: { start: span.start + quote.length - opening.length, end: span.end },
    snippet: `${opening}${escaped(word.text)}${open ? '$0' : ''}${quote}${behind}`,
    filter: (typed === '"' || (typed === "'" && bare) ? typed : '') + word.text,
  };
}

// ---- between definitions ----

const EXPRESSIONS = ['command', 'event', 'struct', 'enum', 'union', 'alternate', 'include', 'pragma'] as const;
type ExpressionWord = (typeof EXPRESSIONS)[number];

/** Whole definitions to fill in, and the documentation of one that has none. */
function expressions({ span }: CodePlace, surroundings: Surroundings): Completion[] {
  const { file, analysis, version } = surroundings;
  const symbol = symbolBefore(file, span.start);
  const found: Completion[] = [];
  const next = undocumentedAt(file, span.end);
  if (next && span.start === span.end) {
    const snippet = `${docStub(escaped(next.name.text), next, version)}\n`;
    found.push({
      label: `## ${next.name.text}`,
      kind: 'comment',
      detail: 'its documentation',
      span,
      snippet,
      filter: '##',
    });
  }
  for (const word of ordered(symbol)) {
    const isDirective = word === 'include' || word === 'pragma';
    if (isDirective && symbol !== undefined) continue;
    const name = symbol ?? newName(word, analysis);
    const code = `{ ${skeleton(word, name, symbol === undefined)} }`;
    const wantsDoc = analysis.schema.docRequired && symbol === undefined && !isDirective;
    found.push({
      label: word,
      kind: 'keyword',
      detail: isDirective ? 'directive' : wantsDoc ? 'definition with its documentation' : 'definition',
      markdown: () => meaningOfKey(word, word),
      span,
      snippet: wantsDoc ? `${docStub(`\${1:${name}}`, undefined, version, 5)}\n${code}` : code,
      filter: word,
    });
  }
  return found;
}

/** A definition to fill in, without its braces. */
function skeleton(word: ExpressionWord, name: string, isOpen = true): string {
  const value = isOpen ? `\${1:${name}}` : name;
  switch (word) {
    case 'enum':
      return `'enum': '${value}',\n  'data': [ '$2' ]`;
    case 'union':
      return `'union': '${value}',\n  'base': { '\${2:type}': '$3' },\n  'discriminator': '\${2:type}',\n  'data': { $4 }`;
    case 'include':
      return "'include': '$1'";
    case 'pragma':
      return "'pragma': { $1 }";
    default:
      return `'${word}': '${value}',\n  'data': { $2 }`;
  }
}

/** A name to be replaced, in the spelling of its kind. */
function newName(word: ExpressionWord, analysis: Analysis): string {
  const prefix = prefixOf(analysis) ?? '';
  if (word === 'command') return `${prefix}name`;
  return word === 'event' ? `${prefix}NAME` : 'Name';
}

/** The keywords, those first that fit a name which is given. */
function ordered(symbol: string | undefined): readonly ExpressionWord[] {
  if (symbol === undefined) return EXPRESSIONS;
  const fits = (word: ExpressionWord): boolean => {
    if (/^[A-Z0-9_]+$/.test(symbol)) return word === 'event';
    return /^[A-Z]/.test(symbol) ? !['command', 'event'].includes(word) : word === 'command';
  };
  return [...EXPRESSIONS.filter(fits), ...EXPRESSIONS.filter((word) => !fits(word))];
}

/** What the documentation comment right before a place is for. */
function symbolBefore({ tree: { text } }: SourceFile, offset: number): string | undefined {
  const before = text.slice(0, offset);
  const [, comment = ''] = /(?:^|\n)##[^\S\n]*((?:\r?\n#(?!#)[^\n]*)*)\r?\n##\s*$/.exec(before.slice(-20_000)) ?? [];
  return /^\s*# @([\w.-]+):/.exec(comment)?.[1];
}

/** The definition that follows a place, if it has no documentation. */
function undocumentedAt({ definitions, tree: { text } }: SourceFile, offset: number): Definition | undefined {
  const next = definitions.find(({ expression }) => expression.span.start >= offset);
  if (!next || next.doc || next.name.text === '') return undefined;
  return /^\s*$/.test(text.slice(offset, next.expression.span.start)) ? next : undefined;
}

// ---- in definitions ----

/** What an object or array is, from the outside in. */
type Role =
  /** Its keys belong to the language. */
  | { readonly kind: 'keys'; readonly place: KeyPlace | 'include' | 'pragma' | 'condition' | undefined }
  | { readonly kind: 'pragmas' }
  /** The list behind a pragma. */
  | { readonly kind: 'exceptions'; readonly pragma: string }
  /** Names that are declared, with types behind them. */
  | { readonly kind: 'members'; readonly of: 'data' | 'base' }
  | { readonly kind: 'branches' }
  | { readonly kind: 'alternatives' }
  | { readonly kind: 'values' }
  | { readonly kind: 'features' }
  | { readonly kind: 'conditions' }
  /** An array of a type. */
  | { readonly kind: 'array' };

interface Inside {
  readonly role: Role | undefined;
  /** The object of the whole definition, and its keyword. */
  readonly top: Frame;
  readonly keyword: string | undefined;
}

function inside(frame: Frame): Inside {
  let top = frame;
  while (top.parent) top = top.parent;
  const keyword = top.entries.find(({ key }) => EXPRESSIONS.includes(key as ExpressionWord) || KEYWORDS.has(key))?.key;
  return { role: roleOf(frame, keyword), top, keyword };
}

/** From the outside in: it may be nested deeper than any call. */
function roleOf(frame: Frame, keyword: string | undefined): Role | undefined {
  const around: Frame[] = [];
  for (let one: Frame | undefined = frame; one; one = one.parent) around.push(one);
  const kind = keyword === undefined ? undefined : (KEYWORDS.get(keyword) ?? (keyword as 'include' | 'pragma'));
  const isObject = around.pop()?.kind === 'object';
  let role: Role | undefined = isObject ? { kind: 'keys', place: kind } : undefined;
  while (role && around.length > 0) role = roleIn(role, around.pop() as Frame);
  return role;
}

/** What stands in an object or array of a role. */
function roleIn(outer: Role, frame: Frame): Role | undefined {
  const isObject = frame.kind === 'object';
  switch (outer.kind) {
    case 'keys':
      return roleBehind(frame, outer.place);
    case 'pragmas':
      return isObject || frame.key === undefined ? undefined : { kind: 'exceptions', pragma: frame.key };
    case 'members':
    case 'alternatives':
      return isObject ? { kind: 'keys', place: 'member' } : { kind: 'array' };
    case 'branches':
      return isObject ? { kind: 'keys', place: 'branch' } : undefined;
    case 'values':
      return isObject ? { kind: 'keys', place: 'value' } : undefined;
    case 'features':
      return isObject ? { kind: 'keys', place: 'feature' } : undefined;
    case 'conditions':
      return isObject ? { kind: 'keys', place: 'condition' } : undefined;
    default:
      return undefined;
  }
}

/** What stands behind a key of the language. */
function roleBehind({ kind, key }: Frame, place: (Role & { kind: 'keys' })['place']): Role | undefined {
  const isObject = kind === 'object';
  if (place === 'condition') return isObject ? { kind: 'keys', place } : { kind: 'conditions' };
  switch (key) {
    case 'pragma':
      return isObject ? { kind: 'pragmas' } : undefined;
    case 'if':
      return isObject ? { kind: 'keys', place: 'condition' } : { kind: 'conditions' };
    case 'features':
      return isObject ? undefined : { kind: 'features' };
    case 'base':
      return isObject ? { kind: 'members', of: 'base' } : undefined;
    case 'data':
      if (place === 'enum') return isObject ? undefined : { kind: 'values' };
      if (!isObject) return { kind: 'array' };
      if (place === 'union') return { kind: 'branches' };
      return place === 'alternate' ? { kind: 'alternatives' } : { kind: 'members', of: 'data' };
    case 'returns':
    case 'type':
      return isObject ? { kind: 'members', of: 'data' } : { kind: 'array' };
    default:
      return undefined;
  }
}

function wordsAt(place: CodePlace, surroundings: Surroundings): readonly Word[] {
  const { frame, slot, key } = place;
  if (!frame) return [];
  const { role, top, keyword } = inside(frame);
  if (!role) return [];
  const present = new Set(frame.entries.map((entry) => entry.key));
  switch (slot) {
    case 'key':
      return keysIn(role, { frame, top, present, surroundings }).filter(({ text }) => !present.has(text));
    case 'value':
      return key === undefined ? [] : valuesOf(key, role, top, keyword, surroundings, frame);
    default:
      return itemsOf(role, frame, { role, top, keyword }, surroundings).filter(
        ({ text }) => !frame.items.includes(text),
      );
  }
}

interface KeyRequest {
  readonly frame: Frame;
  readonly top: Frame;
  readonly present: ReadonlySet<string>;
  readonly surroundings: Surroundings;
}

function keysIn(role: Role, { frame, top, present, surroundings }: KeyRequest): Word[] {
  const { version, analysis } = surroundings;
  switch (role.kind) {
    case 'keys':
      return languageKeys(role.place, frame, surroundings);
    case 'pragmas':
      return [...pragmasOf(version)].map(([text, kind]) => ({
        text,
        kind: 'key',
        markdown: () => meaningOfKey('pragma-name', text),
        behind: kind === 'boolean' ? ': true' : ": [ '$1' ]",
      }));
    case 'branches': {
      const tag = tagOf(top, surroundings);
      const values = tag ? enumValues(tag, surroundings) : [];
      const detail = tag && `value of ${tag}`;
      return values
        .filter((text) => !present.has(text))
        .map((text) => ({ text, kind: 'value', detail, behind: ": '$1'" }));
    }
    case 'members':
      return prefixWords(analysis);
    default:
      return [];
  }
}

/** The keys that a place has in the dialect; the ones first that must be there. */
function languageKeys(
  place: (Role & { kind: 'keys' })['place'],
  frame: Frame,
  { version, analysis }: Surroundings,
): Word[] {
  if (place === undefined) {
    return EXPRESSIONS.map((text) => ({
      text,
      kind: 'keyword',
      markdown: () => meaningOfKey(text, text),
      behind:
        frame.entries.length > 0
          ? `: '\${1:${newName(text, analysis)}}'`
          : skeleton(text, newName(text, analysis)).slice(text.length + 2) + (frame.closed ? '' : ' }'),
    }));
  }
  if (place === 'include' || place === 'pragma') return [];
  if (place === 'condition') {
    if (!has(version, 'condition-objects') || frame.entries.length > 0) return [];
    return ['all', 'any', 'not'].map((text) => ({
      text,
      kind: 'key',
      markdown: () => meaningOfKey('condition', text),
      behind: text === 'not' ? ": '$1'" : ": [ '$1' ]",
    }));
  }
  const { required, allowed } = keysOf(version)[place];
  const context: KeyContext = place === 'value' || place === 'feature' ? 'name' : place === 'branch' ? 'member' : place;
  const names = [...required, ...[...allowed].filter((key) => !required.includes(key))];
  return names
    .filter((text) => !KEYWORDS.has(text) || text === 'type')
    .map((text) => ({
      text,
      kind: 'key',
      ...(required.includes(text) && { detail: 'required' }),
      markdown: () => meaningOfKey(context, text),
      behind: `: ${valueStub(text, place)}`,
    }));
}

/** A value to fill in. */
function valueStub(key: string, place: KeyPlace): string {
  const flag = valueOfFlag(key);
  if (flag !== undefined) return String(flag);
  if (key === 'features' || (key === 'data' && place === 'enum')) return "[ '$1' ]";
  return key === 'data' ? '{ $1 }' : "'$1'";
}

function valuesOf(
  key: string,
  role: Role,
  top: Frame,
  keyword: string | undefined,
  surroundings: Surroundings,
  frame: Frame,
): Word[] {
  switch (role.kind) {
    case 'members': {
      const isTag = role.of === 'base' && textOf(top, 'discriminator') === key.replace(/^\*/, '');
      return types(surroundings, isTag ? ['enum'] : 'all');
    }
    case 'alternatives':
      return types(surroundings, 'all');
    case 'branches':
      return types(surroundings, OBJECTS);
    case 'pragmas':
      return pragmasOf(surroundings.version).get(key) === 'boolean' ? booleans(['true', 'false']) : [];
    case 'keys':
      return valuesOfKey(key, role.place, top, keyword, surroundings, frame);
    default:
      return [];
  }
}

const OBJECTS: readonly Definition['kind'][] = ['struct', 'union'];

function valuesOfKey(
  key: string,
  place: (Role & { kind: 'keys' })['place'],
  top: Frame,
  keyword: string | undefined,
  surroundings: Surroundings,
  frame: Frame,
): Word[] {
  const { file, analysis } = surroundings;
  const flag = valueOfFlag(key);
  if (flag !== undefined) return booleans([String(flag)]);
  switch (key) {
    case 'if':
    case 'not':
      return conditions(analysis);
    case 'discriminator':
      return tagCandidates(top, surroundings);
    case 'base':
      return types(surroundings, ['struct']).filter(({ text }) => text !== textOf(top, keyword ?? ''));
    case 'returns':
      return types(surroundings, 'all', OBJECTS);
    case 'type':
      if (place === 'branch') return types(surroundings, OBJECTS);
      return place === 'member' ? types(surroundings, 'all') : [];
    case 'data':
      return place === 'command' || place === 'event' ? types(surroundings, OBJECTS) : [];
    case 'include':
      return includePaths(surroundings);
    case 'name':
      return prefixWords(analysis);
    default:
      if (key !== keyword || frame !== top) return [];
      return declaredName(file, surroundings.offset, keyword, analysis);
  }
}

function itemsOf(role: Role, frame: Frame, { top, keyword }: Inside, surroundings: Surroundings): Word[] {
  const { analysis, version } = surroundings;
  switch (role.kind) {
    case 'array':
      return types(surroundings, 'all', textOf(top, 'command') === undefined ? undefined : OBJECTS);
    case 'conditions':
      return conditions(analysis);
    case 'values':
      return prefixWords(analysis);
    case 'features': {
      const isOfType = frame.parent === top && isType(keyword);
      const special = isOfType ? [] : [...SPECIAL_FEATURES].filter(([, trait]) => has(version, trait));
      return [...special.map(([text]): Word => ({ text, kind: 'feature' })), ...prefixWords(analysis)];
    }
    case 'exceptions':
      return exceptions(role.pragma, analysis);
    default:
      return [];
  }
}

function isType(keyword: string | undefined): boolean {
  return keyword !== undefined && keyword !== 'command' && keyword !== 'event';
}

// ---- words ----

function booleans(texts: readonly string[]): Word[] {
  return texts.map((text) => ({ text, kind: 'value', bare: true }));
}

/**
 * The names of types.
 * @param wanted which kinds of definitions; built-in types only with all
 * @param first the kinds that come before the others
 */
function types(
  { analysis, version }: Surroundings,
  wanted: readonly Definition['kind'][] | 'all',
  first: readonly Definition['kind'][] = [],
): Word[] {
  const tree = `${treeFolderOf(analysis.root)}/`;
  const known = analysis.schema.definitions.filter(
    (definition) => isTypeDefinition(definition) && (wanted === 'all' || wanted.includes(definition.kind)),
  );
  const named = known.map((definition): Word => {
    const { name, kind, file } = definition;
    const place = file.startsWith(tree) ? file.slice(tree.length) : file;
    const markdown = () => documentationOf(definition);
    return { text: name.text, kind: kind as CompletionKind, detail: `${kind}, ${place}`, markdown };
  });
  named.sort((a, b) => rank(a, first) - rank(b, first) || (a.text < b.text ? -1 : 1));
  if (wanted !== 'all') return named;
  const builtins = [...BUILTIN_TYPES.keys()]
    .filter((text) => isBuiltinIn(text, version))
    .map((text): Word => ({ text, kind: 'builtin', detail: 'built-in type', markdown: () => meaningOfBuiltin(text) }));
  return first.length > 0 ? [...named, ...builtins] : [...builtins, ...named];
}

function rank({ kind }: Word, first: readonly string[]): number {
  return first.includes(kind) ? 0 : 1;
}

function isBuiltinIn(name: string, version: QemuVersion): boolean {
  switch (name) {
    case 'any':
      return has(version, 'type-any');
    case 'QType':
      return has(version, 'type-qtype');
    case 'null':
      return has(version, 'type-null');
    default:
      return true;
  }
}

/** The string behind a key of the definition. */
function textOf({ entries }: Frame, key: string): string | undefined {
  const value = entries.find((entry) => entry.key === key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The names and types of a union's base, as far as they are typed or known. */
function baseMembers(top: Frame, { analysis: { schema } }: Surroundings): { name: string; type: string }[] {
  const base = top.entries.find(({ key }) => key === 'base')?.value;
  if (base === undefined) return [];
  if (typeof base !== 'string') {
    return base.entries.flatMap(({ key, value }) => {
      const type = typeof value === 'string' ? value : value && textOf(value, 'type');
      return type === undefined ? [] : [{ name: key, type }];
    });
  }
  const definition = schema.definition(base);
  const members = definition && isTypeDefinition(definition) ? (schema.viewOf(definition)?.members ?? []) : [];
  return members.map((member) => ({ name: (member.optional ? '*' : '') + member.name.text, type: typeName(member) }));
}

function typeName({ type }: Member): string {
  return type?.kind === 'name' ? type.name : '';
}

/** The members that can tell the branches of a union apart: they are always there, and have an enum as their type. */
function tagCandidates(top: Frame, surroundings: Surroundings): Word[] {
  const { schema } = surroundings.analysis;
  return baseMembers(top, surroundings)
    .filter(({ name, type }) => !name.startsWith('*') && schema.definition(type)?.kind === 'enum')
    .map(({ name, type }) => ({ text: name, kind: 'member', detail: type }));
}

/** The enum of a union's discriminator. */
function tagOf(top: Frame, surroundings: Surroundings): string | undefined {
  const name = textOf(top, 'discriminator');
  return baseMembers(top, surroundings).find((member) => member.name === name)?.type;
}

function enumValues(name: string, { analysis: { schema } }: Surroundings): string[] {
  const definition = schema.definition(name);
  return definition?.kind === 'enum' ? definition.values.map((value) => value.name.text) : [];
}

/** What every name begins with that a downstream adds and a client sees; undefined where there is no such domain. */
function prefixOf({ role, config: { domains } }: Analysis): string | undefined {
  return role === 'downstream' && domains[0] !== undefined ? `__${domains[0]}_` : undefined;
}

function prefixWords(analysis: Analysis): Word[] {
  const text = prefixOf(analysis);
  return text === undefined ? [] : [{ text, kind: 'prefix', detail: 'prefix of your new names', open: true }];
}

/** The name of a definition: that which its documentation has, or the beginning of a new one. */
function declaredName(file: SourceFile, offset: number, keyword: string, analysis: Analysis): Word[] {
  const { text } = file.tree;
  const symbol = symbolBefore(file, text.lastIndexOf('{', offset - 1));
  const kind = (KEYWORDS.get(keyword) ?? 'struct') as CompletionKind;
  const named: Word[] = symbol === undefined ? [] : [{ text: symbol, kind, detail: 'what its documentation is for' }];
  return isType(keyword) ? named : [...named, ...prefixWords(analysis)];
}

/** What the schema's conditions ask for. */
function conditions({ schema }: Analysis): Word[] {
  const names = new Set(schema.sources.files.flatMap((file) => macrosIn(file)));
  return [...names].sort().map((text) => ({ text, kind: 'condition' }));
}

const macrosIn = perFile(({ tree }): readonly string[] => [
  ...new Set(
    [...tree.text.matchAll(/'(?:if|not)'\s*:\s*'([A-Z][A-Z0-9_]*)'|'((?:CONFIG|TARGET|HOST|HAVE)_[A-Z0-9_]+)'/g)].map(
      ([, one, other]) => (one ?? other) as string,
    ),
  ),
]);

/** What a pragma may exempt. */
function exceptions(pragma: string, { schema }: Analysis): Word[] {
  const isCommand = pragma.startsWith('command-') || pragma === 'returns-whitelist';
  return schema.definitions
    .filter(({ kind }) => (kind === 'command') === isCommand || pragma === 'documentation-exceptions')
    .map(({ name, kind }): Word => ({ text: name.text, kind: kind as CompletionKind }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

/** The paths of schema files, from the folder of the file; what is included already comes last. */
function includePaths({ file, files, analysis: { schema } }: Surroundings): Word[] {
  const folder = folderOf(file.path);
  return files
    .filter((path) => path !== file.path)
    .map((path) => ({
      text: relativePath(folder, path),
      kind: 'file' as const,
      isKnown: schema.file(path) !== undefined,
    }))
    .sort(
      (a, b) => Number(a.isKnown) - Number(b.isKnown) || depth(a.text) - depth(b.text) || (a.text < b.text ? -1 : 1),
    )
    .map(({ text, kind, isKnown }) => ({ text, kind, ...(isKnown && { detail: 'in the schema already' }) }));
}

function depth(path: string): number {
  return path.split('/').length;
}
