import { commonness, type DomainVerdict, judgeDomain, reverseDomain } from './domain.ts';
import { parseName } from './parse.ts';

/**
 * The shapes in which downstream prefixes come out wrong:
 * - experimental-first: `x-__com.x_foo`, the `x-` belongs after the prefix
 * - one-underscore: `_com.x_foo`, or any other name with one `_` in front
 * - no-underscores: `com.x_foo`
 * - extra-underscores: `___com.x_foo`
 * - empty-domain: `___foo`
 * - no-domain: `__foo`, and nothing that could be a domain follows
 * - closing-underscore: `__com.x-foo`, `__com.x.foo`
 * - dots: `__com_x_foo`, `__com-x_foo`
 * - forward-domain: `__x.com_foo`
 * - upper-case-domain: `__COM.X_foo`
 * - empty-label: `__com..x_foo`
 * - hyphen-edge: `__com.x-_foo`
 * - label-too-long, too-long: no domain has so many characters
 * - single-label: `__vz_foo`
 * - unknown-tld: `__localdomain.foo_bar`
 * - public-suffix: `__uk.co_foo`, nobody's domain
 * - placeholder: `__RFQDN_foo`
 * - no-stem: `__com.x`, `__com.x_`
 */
export type PrefixShape =
  | 'experimental-first'
  | 'one-underscore'
  | 'no-underscores'
  | 'extra-underscores'
  | 'empty-domain'
  | 'no-domain'
  | 'closing-underscore'
  | 'dots'
  | 'forward-domain'
  | 'upper-case-domain'
  | 'empty-label'
  | 'hyphen-edge'
  | 'label-too-long'
  | 'too-long'
  | 'single-label'
  | 'unknown-tld'
  | 'public-suffix'
  | 'placeholder'
  | 'no-stem';

/** A wrong prefix, taken off. */
export interface Diagnosis {
  readonly code: PrefixShape;
  /** The RFQDN that was meant, in lower case, where the name itself tells it. */
  readonly rfqdn?: string;
  /** What should follow the prefix, `x-` included; as it was written, so not yet a legal stem. May be ''. */
  readonly stem: string;
}

/**
 * Finds a prefix that went wrong. It looks at the prefix alone, not at the spelling of what follows. Without leading
 * underscores it is careful: no name of an upstream release is taken for a downstream one, dotted old values included.
 *
 * @param name the whole name, without the `*` of an optional member; any text
 * @param domain the tree's own reversed domain in lower case, if known: it tells where a RFQDN ends
 * @returns the shape, and the parts; undefined when the prefix is right or when there is nothing like one
 */
export function diagnosePrefix(name: string, domain: string | undefined): Diagnosis | undefined {
  if (!/^x-/i.test(name)) return diagnoseRest(name, domain);
  const inner = name.slice(2);
  const { rfqdn, marker, stem } = parseName(inner);
  const found = diagnoseRest(inner, domain) ?? (rfqdn === undefined ? undefined : { rfqdn, stem: marker + stem });
  if (found === undefined) return undefined;
  const moved = found.stem === '' || /^x-/i.test(found.stem) ? found.stem : name.slice(0, 2) + found.stem;
  return { ...found, code: 'experimental-first', stem: moved };
}

function diagnoseRest(name: string, domain: string | undefined): Diagnosis | undefined {
  const start = name.search(/[^_]/);
  const underscores = start < 0 ? name.length : start;
  const body = name.slice(underscores);
  const reading = readBody(body, domain);
  switch (underscores) {
    case 0: {
      const likely = reading !== undefined && reading.stem !== '' && (reading.byOwnDomain || body.includes('.'));
      return likely ? { code: 'no-underscores', rfqdn: reading.rfqdn, stem: reading.stem } : undefined;
    }
    case 1:
      if (reading === undefined) return { code: 'one-underscore', stem: body };
      return { code: 'one-underscore', rfqdn: reading.rfqdn, stem: reading.stem };
    case 2:
      if (reading === undefined) return diagnoseUnreadable(body);
      if (reading.code !== undefined) return { code: reading.code, rfqdn: reading.rfqdn, stem: reading.stem };
      return reading.stem === '' ? { code: 'no-stem', rfqdn: reading.rfqdn, stem: '' } : undefined;
    default:
      if (reading === undefined) return { code: 'empty-domain', stem: body };
      return { code: 'extra-underscores', rfqdn: reading.rfqdn, stem: reading.stem };
  }
}

/** Two underscores, and no domain to be made out. */
function diagnoseUnreadable(body: string): Diagnosis {
  const end = body.indexOf('_');
  const code = end < 0 ? 'no-domain' : shapeOfVerdict(judgeDomain(body.slice(0, end)).code);
  return { code, stem: code === 'no-domain' ? body : body.slice(end + 1) };
}

function shapeOfVerdict(code: DomainVerdict['code']): PrefixShape {
  switch (code) {
    case 'empty-label':
    case 'hyphen-edge':
    case 'label-too-long':
    case 'too-long':
    case 'single-label':
    case 'unknown-tld':
    case 'public-suffix':
    case 'placeholder':
      return code;
    default:
      return 'no-domain';
  }
}

/** A domain made out at the beginning of a name without its leading underscores. */
interface Reading {
  /** How it is miswritten; missing when it is written as it should be. */
  readonly code?: PrefixShape;
  readonly rfqdn: string;
  readonly stem: string;
  /** Recognised because the tree's own domain is known; its dots may be missing. */
  readonly byOwnDomain: boolean;
}

function readBody(body: string, domain: string | undefined): Reading | undefined {
  const end = body.indexOf('_');
  if (end < 0) return readOwn(body, domain) ?? readDotted(body) ?? readBare(body);
  const head = body.slice(0, end);
  const lower = head.toLowerCase();
  const stem = body.slice(end + 1);
  const verdict = judgeDomain(head);
  const ownGoesOn = domain !== undefined && lower.startsWith(`${domain}-`);
  if (lower === domain || (verdict.code === 'ok' && !ownGoesOn)) {
    return { rfqdn: lower, stem, byOwnDomain: false, ...(verdict.upperCase ? { code: 'upper-case-domain' } : {}) };
  }
  const ownReading = readOwn(body, domain);
  if (ownReading !== undefined) return ownReading;
  switch (verdict.code) {
    case 'forward':
      return { code: 'forward-domain', rfqdn: verdict.suggestion, stem, byOwnDomain: false };
    case 'empty-label':
    case 'hyphen-edge':
      if (verdict.suggestion === undefined) return undefined;
      return { code: verdict.code, rfqdn: verdict.suggestion, stem, byOwnDomain: false };
    case 'single-label':
    case 'public-suffix':
      return readUnderscored(lower, stem);
    default:
      return undefined;
  }
}

/** The tree's own domain, whichever of `.`, `-` and `_` stand between its labels and after it, and even forward. */
function readOwn(body: string, domain: string | undefined): Reading | undefined {
  if (domain === undefined || !domain.includes('.')) return undefined;
  const head = body.slice(0, domain.length).toLowerCase();
  const stem = body.slice(domain.length + 1);
  if (stem === '' || !/[._-]/.test(body.charAt(domain.length))) return undefined;
  const reading = { rfqdn: domain, stem, byOwnDomain: true };
  if (head === domain) return { ...reading, code: 'closing-underscore' };
  const labels = head.replace(/[_-]/g, '.');
  if (labels === domain.replace(/-/g, '.')) return { ...reading, code: 'dots' };
  return labels === reverseDomain(domain).replace(/-/g, '.') ? { ...reading, code: 'forward-domain' } : undefined;
}

/**
 * A domain whose end is written with another character than `_`: `com.x-foo`, `com.x.foo`. The first hyphen after the
 * last dot ends it, or else the shortest domain that somebody can own does.
 */
function readDotted(body: string): Reading | undefined {
  const labels = body.split('.');
  const hyphen = labels.at(-1)?.indexOf('-') ?? -1;
  const lastStart = body.lastIndexOf('.') + 1;
  for (let count = 2; count <= Math.min(labels.length, MAX_GUESSED_LABELS); count += 1) {
    const isLast = count === labels.length;
    if (isLast && hyphen < 1) return undefined;
    const end = isLast ? lastStart + hyphen : labels.slice(0, count).join('.').length;
    const verdict = judgeDomain(body.slice(0, end));
    const reading = { code: 'closing-underscore' as const, stem: body.slice(end + 1), byOwnDomain: false };
    if (verdict.code === 'ok') return reading.stem === '' ? undefined : { ...reading, rfqdn: verdict.domain };
    if (verdict.code === 'forward') return { ...reading, code: 'forward-domain', rfqdn: verdict.suggestion };
    if (verdict.code !== 'public-suffix') return undefined;
  }
  return undefined;
}

/** A whole domain, and nothing after it. */
function readBare(body: string): Reading | undefined {
  const verdict = judgeDomain(body);
  return verdict.code === 'ok' ? { rfqdn: verdict.domain, stem: '', byOwnDomain: false } : undefined;
}

/**
 * A domain whose dots are written as underscores: `com` and `x_foo`, `uk` and `co_x_foo`, or forward `x` and `com_foo`.
 * Only top-level domains that are not likely to be plain words count.
 */
function readUnderscored(head: string, tail: string): Reading | undefined {
  const words = tail.split('_');
  const first = head.split('.')[0] ?? '';
  if (commonness(first) < 2 || ENGLISH_TLDS.has(first)) {
    const rfqdn = `${words[0]?.toLowerCase()}.${head}`;
    const forward = commonness(words[0] ?? '') === 3 && words.length > 1 && judgeDomain(rfqdn).code === 'ok';
    return forward ? { code: 'forward-domain', rfqdn, stem: words.slice(1).join('_'), byOwnDomain: false } : undefined;
  }
  for (let count = 1; count < Math.min(words.length, MAX_GUESSED_LABELS); count += 1) {
    const verdict = judgeDomain([head, ...words.slice(0, count)].join('.'));
    if (verdict.code === 'ok') {
      return { code: 'dots', rfqdn: verdict.domain, stem: words.slice(count).join('_'), byOwnDomain: false };
    }
    if (verdict.code !== 'public-suffix') return undefined;
  }
  return undefined;
}

/** The longest public suffixes have five labels; a guess needs one more at most. */
const MAX_GUESSED_LABELS = 6;

/** Top-level domains of countries that begin many a name as English words: `__in_use_count` names no domain. */
const ENGLISH_TLDS: ReadonlySet<string> = new Set('am as at be by do id in is it me my no so to us'.split(' '));
