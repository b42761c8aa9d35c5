/** What each setting may hold. Works on a JSON tree, wherever that came from. */
import type { Node } from 'jsonc-parser';
import { type DomainVerdict, judgeDomain, reverseDomain } from '../names/domain.ts';
import { nearest, quoted } from '../names/nearest.ts';
import type { AcknowledgedPath } from '../rules/acknowledge.ts';
import type { SeveritySetting } from '../rules/rule.ts';
import {
  CONFIG_KEYS,
  type ConfigLayer,
  PROFILES,
  parseBaseline,
  parseTarget,
  ROLES,
  SEVERITY_SETTINGS,
} from './config.ts';

/** Takes one problem of a node. Without a severity it is an error: the value is not used. */
export type Report = (node: Node, message: string, severity?: 'error' | 'warning') => void;

/** Takes the place of a value that is used. */
export type Used = (key: keyof ConfigLayer, node: Node) => void;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads the members of an object of settings.
 * @param tree a node of type `object`; members without a value are passed over
 * @param ruleIds the rules whose severity can be set
 * @param report takes the problems
 * @param used takes the value of each setting that can be used; of two for one setting the last one holds
 * @returns the settings that can be used
 */
export function readLayer(
  tree: Node,
  ruleIds: readonly string[],
  report: Report,
  used: Used = () => undefined,
): ConfigLayer {
  const layer: Mutable<ConfigLayer> = {};
  for (const [key, value] of membersOf(tree, report)) {
    const name = key.value as string;
    // A value that cannot be used takes nothing away from an earlier one of the same key.
    const set = <K extends keyof ConfigLayer>(setting: K, read: ConfigLayer[K]) => {
      if (read === undefined) return;
      layer[setting] = read;
      used(setting, value);
    };
    switch (name) {
      case '$schema':
        break;
      case 'role':
        set(name, oneOf(value, name, ROLES, report));
        break;
      case 'profile':
        set(name, oneOf(value, name, PROFILES, report));
        break;
      case 'domains':
      case 'inherited':
        set(name, listOf(value, name, 'com.example', report, domainOf));
        break;
      case 'baseline':
        set(name, baselineOf(value, report));
        break;
      case 'qemuVersion':
        set(name, versionOf(value, report));
        break;
      case 'roots':
        set(name, listOf(value, name, 'qapi/qapi-schema.json', report, patternOf('a root', 'roots')));
        break;
      case 'qmp.target':
        set(name, targetOf(value, report));
        break;
      case 'qmp.files':
        set(name, listOf(value, name, 'tests/**/*.json', report, patternOf('a file of messages', 'files')));
        break;
      case 'severities':
        set(name, severitiesOf(value, ruleIds, report));
        break;
      case 'acknowledged':
        set(name, acknowledgedOf(value, ruleIds, report));
        break;
      default:
        report(key, `There is no setting ${quoted(name)}${insteadOf(name, CONFIG_KEYS, 'The settings are')}`);
    }
  }
  return layer;
}

/** What came of reading a domain: a domain to use, or a message, or both. */
export interface ReadDomain {
  /** Reversed and in lower case; undefined where the text cannot be used. */
  readonly domain: string | undefined;
  /** What the user should know about the text. */
  readonly message: string | undefined;
}

/**
 * Reads a domain that a user has configured: it should be reversed, `com.example`. One that is written forward, or with
 * the underscores of a prefix, is understood and told; one that no name could carry is refused.
 * @param text any text
 */
export function readDomain(text: string): ReadDomain {
  const bare = /^__([^_]*)_?$/.exec(text)?.[1];
  const verdict = judgeDomain(bare ?? text);
  switch (verdict.code) {
    case 'ok':
      if (bare !== undefined) {
        return {
          domain: verdict.domain,
          message: `Write ${quoted(verdict.domain)}, without the underscores of the prefix.`,
        };
      }
      if (verdict.maybeForward === undefined) return { domain: verdict.domain, message: undefined };
      return {
        domain: verdict.domain,
        message:
          `${quoted(text)} stands for the domain ${reverseDomain(verdict.domain)}. ` +
          `If ${verdict.domain} was meant, write it reversed: ${quoted(verdict.maybeForward)}.`,
      };
    case 'forward':
      return {
        domain: verdict.suggestion,
        message: `${quoted(text)} is written forward. Domains stand reversed here, as in the names: ${quoted(verdict.suggestion)}.`,
      };
    // These two have the shape of a domain, and the list of top-level domains that is bundled here gets old.
    case 'unknown-tld':
      return {
        domain: (bare ?? text).toLowerCase(),
        message: `${quoted(text)} begins with no known top-level domain. Write the domain that you own reversed: "com.example".`,
      };
    case 'public-suffix':
      return {
        domain: (bare ?? text).toLowerCase(),
        message: `${quoted(text)} belongs to everybody who registers a domain below it. Add the part that is yours.`,
      };
    default:
      return { domain: undefined, message: `${quoted(text)} is no domain: ${refusal(verdict)}` };
  }
}

function refusal(verdict: DomainVerdict): string {
  const better =
    'suggestion' in verdict && verdict.suggestion !== undefined
      ? ` Did you mean ${quoted(verdict.suggestion)}?`
      : ' Write the domain that you own reversed: "com.example".';
  switch (verdict.code) {
    case 'empty':
      return `it is empty.${better}`;
    case 'placeholder':
      return `RFQDN is a placeholder for one.${better}`;
    case 'illegal-character':
      return `${quoted(verdict.character)} is no ASCII letter, digit, hyphen or dot.${better}`;
    case 'empty-label':
      return `nothing stands between two dots, or before the first, or behind the last.${better}`;
    case 'hyphen-edge':
      return `the part ${quoted(verdict.label)} begins or ends with a hyphen.${better}`;
    case 'label-too-long':
      return `one of its parts is longer than 63 characters.${better}`;
    case 'too-long':
      return `it is longer than 253 characters.${better}`;
    case 'single-label':
      return `it is a single word.${better}`;
    default:
      return better.trim();
  }
}

function domainOf(node: Node, text: string, report: Report): string | undefined {
  const { domain, message } = readDomain(text);
  if (message !== undefined) report(node, message, domain === undefined ? 'error' : 'warning');
  return domain;
}

/** @param one, all what the pattern is of: `a root`, `roots` */
function patternOf(one: string, all: string): (node: Node, text: string, report: Report) => string | undefined {
  return (node, text, report) => {
    const refuse = (why: string) => {
      report(node, `${quoted(text)} cannot be ${one}: ${why}.`);
      return undefined;
    };
    if (text.trim() === '') return refuse('it is empty');
    if (/\p{Cc}/u.test(text)) return refuse('it has a control character');
    if (text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text)) {
      return refuse(`${all} are written relative to the folder of the configuration`);
    }
    if (text.includes('\\')) return refuse('the parts of a path are separated by /');
    const pattern = text.replace(/^(\.\/+)+/, '');
    if (pattern.split('/').includes('..')) return refuse(`${all} lie below the folder of the configuration`);
    return pattern === '' ? refuse('it names no file') : pattern;
  };
}

function targetOf(node: Node, report: Report): string | undefined {
  const text = stringOf(node, 'qmp.target', '"release:10.2"', report);
  if (text === undefined) return undefined;
  const spec = parseTarget(text);
  if (spec.kind !== 'invalid') return text;
  report(node, spec.message);
  return undefined;
}

function baselineOf(node: Node, report: Report): string | undefined {
  const text = stringOf(node, 'baseline', '"git:v8.2.0"', report);
  if (text === undefined) return undefined;
  const spec = parseBaseline(text);
  if (spec.kind !== 'invalid') return text;
  report(node, spec.message);
  return undefined;
}

function versionOf(node: Node, report: Report): string | undefined {
  // A number has lost its last zeros by now: 10.0 has become 10.
  const text = stringOf(node, 'qemuVersion', '"8.2"', report);
  // Empty is what VS Code has where nobody has set it.
  if (text === undefined || text === '') return undefined;
  const version = /^v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)$/.exec(text)?.[1];
  if (version === undefined) report(node, `${quoted(text)} is no version of QEMU. Write it as "8.2" or "8.2.0".`);
  return version;
}

function severitiesOf(
  node: Node,
  ruleIds: readonly string[],
  report: Report,
): Record<string, SeveritySetting> | undefined {
  if (node.type !== 'object') {
    report(node, `"severities" is an object of rules and severities, ${found(node)}.`);
    return undefined;
  }
  const severities: Record<string, SeveritySetting> = {};
  for (const [key, value] of membersOf(node, report)) {
    const id = key.value as string;
    if (!ruleIds.includes(id)) {
      report(key, `There is no rule ${quoted(id)}${insteadOfRule(id, ruleIds)}`);
      continue;
    }
    const severity = oneOf(value, id, SEVERITY_SETTINGS, report);
    if (severity !== undefined) severities[id] = severity;
  }
  return severities;
}

const ACKNOWLEDGED_KEYS = ['rule', 'path', 'reason'] as const;

const ACKNOWLEDGED_FORM =
  '{ "rule": "downstream/missing-prefix", "path": "blockdev-add: argument foo", "reason": "..." }';

/** Reads each entry; one that lacks something acknowledges nothing. */
function acknowledgedOf(node: Node, ruleIds: readonly string[], report: Report): AcknowledgedPath[] | undefined {
  if (node.type !== 'array') {
    report(node, `"acknowledged" is a list of ${ACKNOWLEDGED_FORM}, ${found(node)}.`);
    return undefined;
  }
  const entries: AcknowledgedPath[] = [];
  for (const item of node.children ?? []) {
    const entry = acknowledgedEntry(item, ruleIds, report);
    if (!entry) continue;
    if (entries.some(({ rule, path }) => rule === entry.rule && path === entry.path)) {
      report(item, `${quoted(entry.rule)} is acknowledged at ${quoted(entry.path)} twice.`, 'warning');
    } else entries.push(entry);
  }
  return entries;
}

function acknowledgedEntry(item: Node, ruleIds: readonly string[], report: Report): AcknowledgedPath | undefined {
  if (item.type !== 'object') {
    report(item, `"acknowledged" is a list of ${ACKNOWLEDGED_FORM}, and this is ${described(item)}.`);
    return undefined;
  }
  const texts: { -readonly [K in (typeof ACKNOWLEDGED_KEYS)[number]]?: string } = {};
  let isRight = true;
  const refuse = (node: Node, message: string): void => {
    report(node, message);
    isRight = false;
  };
  for (const [key, value] of membersOf(item, report)) {
    const name = ACKNOWLEDGED_KEYS.find((known) => known === key.value);
    if (name === undefined) {
      const known = insteadOf(key.value, ACKNOWLEDGED_KEYS, 'An entry has');
      report(key, `An entry has no ${quoted(key.value)}${known}`);
    } else if (value.type !== 'string') refuse(value, `${quoted(name)} is a string, ${found(value)}.`);
    else if (value.value.trim() === '') refuse(value, `${quoted(name)} is empty.`);
    else texts[name] = value.value;
    if (name === 'rule' && texts.rule !== undefined && !ruleIds.includes(texts.rule)) {
      refuse(value, `There is no rule ${quoted(texts.rule)}${insteadOfRule(texts.rule, ruleIds)}`);
    }
  }
  const { rule, path, reason } = texts;
  if (!isRight) return undefined;
  if (rule === undefined || path === undefined || reason === undefined) {
    const missing = ACKNOWLEDGED_KEYS.filter((key) => texts[key] === undefined);
    report(
      item,
      `${missing.map(quoted).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing here: an entry is ${ACKNOWLEDGED_FORM}.`,
    );
    return undefined;
  }
  return { rule, path, reason, span: { start: item.offset, end: item.offset + Math.max(item.length, 0) } };
}

/** Key and value of each member that has a value. The last of two with the same key counts, as JSON readers have it. */
function* membersOf(node: Node, report: Report): Generator<[key: Node, value: Node]> {
  const seen = new Set<string>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key === undefined) continue;
    const name = key.value as string;
    if (seen.has(name))
      report(key, `${quoted(name)} stands here for the second time, and overrides what stands above.`, 'warning');
    seen.add(name);
    if (value !== undefined) yield [key, value];
  }
}

function oneOf<T extends string>(node: Node, name: string, choices: readonly T[], report: Report): T | undefined {
  const choice = choices.find((candidate) => candidate === node.value);
  if (choice !== undefined) return choice;
  const list = `${choices.slice(0, -1).map(quoted).join(', ')} or ${quoted(choices.at(-1) ?? '')}`;
  if (node.type !== 'string') report(node, `${quoted(name)} is ${list}, ${found(node)}.`);
  else {
    const meant = nearest(node.value, choices);
    const hint = meant === undefined ? '.' : `: did you mean ${quoted(meant)}?`;
    report(node, `${quoted(name)} cannot be ${quoted(node.value)}. It is ${list}${hint}`);
  }
  return undefined;
}

/** Reads each item of a list of strings; an item that cannot be used is left out, one that stands twice is told. */
function listOf(
  node: Node,
  name: string,
  example: string,
  report: Report,
  read: (item: Node, text: string, report: Report) => string | undefined,
): string[] | undefined {
  if (node.type !== 'array') {
    const shown = node.type === 'string' ? node.value : example;
    report(node, `${quoted(name)} is a list of strings, ${found(node)}. Write [${quoted(shown)}].`);
    return undefined;
  }
  const values: string[] = [];
  for (const item of node.children ?? []) {
    if (item.type !== 'string') {
      report(item, `${quoted(name)} is a list of strings, and this is ${described(item)}.`);
      continue;
    }
    const value = read(item, item.value, report);
    if (value === undefined) continue;
    if (values.includes(value)) report(item, `${quoted(value)} stands in ${quoted(name)} twice.`, 'warning');
    else values.push(value);
  }
  return values;
}

function stringOf(node: Node, name: string, example: string, report: Report): string | undefined {
  if (node.type === 'string') return node.value;
  report(node, `${quoted(name)} is a string such as ${example}, ${found(node)}.`);
  return undefined;
}

function found(node: Node): string {
  return `not ${described(node)}`;
}

function described(node: Node): string {
  switch (node.type) {
    case 'array':
      return 'a list';
    case 'object':
      return 'an object';
    case 'null':
      return 'null';
    case 'number':
    case 'boolean':
      return `${node.value} without quotes`;
    default:
      return `${quoted(String(node.value))}`;
  }
}

/** `: did you mean "role"?`, or `. The settings are "role", ...`. */
function insteadOf(word: string, known: readonly string[], intro: string): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `: did you mean ${quoted(meant)}?`;
  return known.length === 0 ? '.' : `. ${intro} ${known.map(quoted).join(', ')}.`;
}

/** The same for rules, of which there are too many for one message: those of the category, else the categories. */
function insteadOfRule(id: string, ruleIds: readonly string[]): string {
  const category = id.slice(0, id.indexOf('/') + 1);
  const siblings = category === '' ? [] : ruleIds.filter((known) => known.startsWith(category));
  if (siblings.length > 0) return insteadOf(id, siblings, `The rules of ${quoted(category)} are`);
  const categories = [...new Set(ruleIds.map((known) => known.slice(0, known.indexOf('/') + 1)))];
  const meant = nearest(id, ruleIds);
  return meant === undefined ? insteadOf('', categories, 'The rules begin with') : insteadOf(id, ruleIds, '');
}
