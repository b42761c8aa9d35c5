import { parse } from 'tldts';

interface VerdictBase {
  /** Some letter is upper case; `suggestion` and `domain` are always in lower case. */
  readonly upperCase: boolean;
}

/** What a RFQDN is worth, by a code. A `suggestion` is a RFQDN in lower case that would itself be judged ok. */
export type DomainVerdict = VerdictBase &
  (
    | {
        readonly code: 'ok';
        /** The RFQDN in lower case. */
        readonly domain: string;
        /** The part somebody registered, reversed: `com.redhat` of `com.redhat.virt`. */
        readonly registrable: string;
        /** Reversed back, when the RFQDN reads far better as a forward domain whose first label is a TLD: `ibm.com`. */
        readonly maybeForward?: string;
      }
    /** Nothing between the underscores. */
    | { readonly code: 'empty' }
    /** The word RFQDN itself, copied from the documentation. */
    | { readonly code: 'placeholder' }
    /** Something else than an ASCII letter, a digit, `-` and `.`; `index` is its UTF-16 offset. */
    | { readonly code: 'illegal-character'; readonly character: string; readonly index: number }
    /** Two dots in a row, or a dot at an end. */
    | { readonly code: 'empty-label'; readonly suggestion?: string }
    /** A label begins or ends with a hyphen. */
    | { readonly code: 'hyphen-edge'; readonly label: string; readonly suggestion?: string }
    /** A label of more than 63 characters. */
    | { readonly code: 'label-too-long'; readonly label: string }
    /** More than 253 characters. */
    | { readonly code: 'too-long'; readonly length: number }
    /** One word, no dot: `redhat`, `vz`, `com`. */
    | { readonly code: 'single-label'; readonly label: string }
    /** Written like a web address: `redhat.com`. The suggestion is the same domain reversed. */
    | { readonly code: 'forward'; readonly suggestion: string }
    /** Neither end is a top-level domain, or one end is that of a local network: `host.lan`. */
    | { readonly code: 'unknown-tld'; readonly label: string }
    /** Everybody registers below it: `uk.co` (a registry's, icann), `io.github` (a hosting company's, private). */
    | { readonly code: 'public-suffix'; readonly section: 'icann' | 'private' }
  );

const MAX_LABEL = 63;
const MAX_DOMAIN = 253;

/**
 * Judges whether the RFQDN of a prefix is the reversed name of a domain that somebody can own. QEMU's generator only
 * looks at the characters; that it should be a domain one controls is asked by the QMP specification, "Downstream
 * extension of QMP". Top-level domains and suffixes come from the public suffix list.
 *
 * @param rfqdn what stands between the underscores of a prefix; any text
 * @returns the verdict; never fails
 */
export function judgeDomain(rfqdn: string): DomainVerdict {
  const lower = rfqdn.toLowerCase();
  const upperCase = rfqdn !== lower;
  if (rfqdn === '') return { code: 'empty', upperCase };
  if (lower === 'rfqdn') return { code: 'placeholder', upperCase };
  const illegal = /[^A-Za-z0-9.-]/u.exec(rfqdn);
  if (illegal !== null) return { code: 'illegal-character', character: illegal[0], index: illegal.index, upperCase };

  const labels = lower.split('.');
  if (labels.includes('')) {
    return { code: 'empty-label', upperCase, ...suggestionFor(labels.filter((label) => label !== '')) };
  }
  const edged = labels.find(hasHyphenEdge);
  if (edged !== undefined) {
    return { code: 'hyphen-edge', label: edged, upperCase, ...suggestionFor(labels.map(trimHyphens)) };
  }
  const long = labels.find((label) => label.length > MAX_LABEL);
  if (long !== undefined) return { code: 'label-too-long', label: long, upperCase };
  if (lower.length > MAX_DOMAIN) return { code: 'too-long', length: lower.length, upperCase };

  const [first = '', ...others] = labels;
  const last = others.at(-1);
  if (last === undefined) return { code: 'single-label', label: first, upperCase };
  if (!isTopLevelDomain(first)) {
    if (!isTopLevelDomain(last) || isLocal(first, last)) return { code: 'unknown-tld', label: first, upperCase };
    const turned = judgeDomain(reverseDomain(lower));
    return turned.code === 'ok' ? { code: 'forward', suggestion: turned.domain, upperCase } : { ...turned, upperCase };
  }
  if (isLocal(last, first)) return { code: 'unknown-tld', label: last, upperCase };
  const registrable = registrableOf(lower, true);
  if (registrable === undefined) {
    const section = registrableOf(lower, false) === undefined ? 'icann' : 'private';
    return { code: 'public-suffix', section, upperCase };
  }
  const forwardLikely = commonness(last) === 3 && commonness(first) === 1;
  return {
    code: 'ok',
    domain: lower,
    registrable,
    upperCase,
    ...(forwardLikely ? { maybeForward: reverseDomain(lower) } : {}),
  };
}

/**
 * Turns a domain round, label by label: `redhat.com` to `com.redhat` and back.
 *
 * @param domain labels separated by dots
 * @returns the same labels in reverse order; case is kept
 */
export function reverseDomain(domain: string): string {
  return domain.split('.').reverse().join('.');
}

/** What a user's answer to "which domain is yours?" amounts to. */
export type DomainInput =
  | {
      readonly ok: true;
      /** Reversed and in lower case, ready to stand between the underscores. */
      readonly domain: string;
      /** A plain sentence when the text was not taken literally and the user should look twice. */
      readonly note?: string;
    }
  | {
      readonly ok: false;
      /** The code of the verdict on the text. */
      readonly reason: Exclude<DomainVerdict['code'], 'ok' | 'forward'>;
      /** The same in plain words, ready to be shown below an input box. */
      readonly message: string;
    };

/**
 * Reads what a user typed into a box that asks for a domain: forward (`proxmox.com`), reversed (`com.proxmox`) or
 * pasted out of a schema (`__com.proxmox_` or a whole name).
 *
 * @param text any text; spaces around it and a full stop at its end do not count
 * @returns the reversed domain in lower case, or the reason why the text names none
 */
export function validateDomainInput(text: string): DomainInput {
  const trimmed = text.trim();
  const pasted = /^__([^_]*)/.exec(trimmed)?.[1];
  const typed = (pasted ?? trimmed).toLowerCase();
  const literal = typed.endsWith('.') ? typed.slice(0, -1) : typed;
  const turned = reverseDomain(literal);
  const asReversed = judgeDomain(literal);
  const asForward = judgeDomain(turned);

  if (asReversed.code === 'forward') return { ok: true, domain: asReversed.suggestion };
  if (asReversed.code !== 'ok') {
    if (asForward.code === 'ok') return { ok: true, domain: turned, note: readingNote(turned) };
    return { ok: false, reason: asReversed.code, message: inPlainWords(asReversed.code, literal) };
  }
  if (asForward.code === 'public-suffix') return { ok: true, domain: literal, note: readingNote(literal) };
  if (asForward.code !== 'ok') return { ok: true, domain: literal };
  // Both ends are top-level domains. The commoner one is the top level; what is typed is forward when in doubt.
  const labels = literal.split('.');
  const lead = commonness(labels[0] ?? '') - commonness(labels.at(-1) ?? '');
  const domain = pasted !== undefined || lead > 0 ? literal : turned;
  return Math.abs(lead) === 2 ? { ok: true, domain } : { ok: true, domain, note: readingNote(domain) };
}

/**
 * Tells whose a RFQDN is. A domain below an owned domain belongs to the same owner, and where both lists have a domain
 * that fits, the longer one decides.
 *
 * @param rfqdn what stands between the underscores of a prefix; upper and lower case count the same
 * @param domains the reversed domains this tree's people own
 * @param inherited the reversed domains of other trees this one is built on
 * @returns 'yours', 'inherited' or, when no list has it, 'other'
 */
export function ownerOf(
  rfqdn: string,
  domains: readonly string[],
  inherited: readonly string[],
): 'yours' | 'inherited' | 'other' {
  const yours = longestOwner(rfqdn, domains);
  const theirs = longestOwner(rfqdn, inherited);
  if (yours === 0 && theirs === 0) return 'other';
  return yours >= theirs ? 'yours' : 'inherited';
}

/** A domain to offer to the user, and where it was found. */
export interface DomainProposal {
  /** Reversed and in lower case. */
  readonly domain: string;
  readonly reason: 'prefix-in-tree' | 'git-email';
  /** How many prefixes or e-mail addresses speak for it. */
  readonly count: number;
}

/** E-mail hosts that say nothing about the domain their users own. Registrable domains, forward. */
const SHARED_MAIL_HOSTS: ReadonlySet<string> = new Set([
  '163.com',
  'aol.com',
  'fastmail.com',
  'foxmail.com',
  'github.com',
  'gitlab.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'kernel.org',
  'linux.dev',
  'live.com',
  'mail.ru',
  'mailbox.org',
  'me.com',
  'msn.com',
  'naver.com',
  'outlook.com',
  'pm.me',
  'posteo.de',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'web.de',
  'yahoo.com',
  'yandex.ru',
  'zoho.com',
]);

/** The domain of QEMU's own test cases: no downstream's. */
const UPSTREAM_DOMAIN = 'org.qemu';

/**
 * Proposes domains for a tree that has none configured, best first: those of prefixes already in the tree, commonest
 * first, then the registrable domains of e-mail addresses. Free-mail and forge addresses are passed over, and so is
 * whatever is no real domain; a prefix that is merely written forward is proposed the right way round.
 *
 * @param evidence prefixesInTree: a prefix or RFQDN for every use (`__com.redhat_` or `com.redhat`);
 *   gitEmails: addresses of the tree's authors. Repetitions add weight.
 * @returns the proposals without repetitions; empty when there is nothing to go by
 */
export function suggestDomains(evidence: {
  readonly prefixesInTree: readonly string[];
  readonly gitEmails: readonly string[];
}): DomainProposal[] {
  const fromTree = tally(evidence.prefixesInTree.map(domainOfPrefix));
  const fromMail = tally(evidence.gitEmails.map(domainOfEmail));
  return [
    ...fromTree.map(([domain, count]) => ({ domain, reason: 'prefix-in-tree' as const, count })),
    ...fromMail
      .filter(([domain]) => !fromTree.some(([known]) => known === domain))
      .map(([domain, count]) => ({ domain, reason: 'git-email' as const, count })),
  ];
}

/**
 * Tells how good a guess a label is for a top-level domain, for texts in which the public suffix list alone would take
 * too much for one (`red`, `foo` and `ovh` are on it).
 *
 * @param label one label; upper and lower case count the same
 * @returns 3 for com, net, org and their like, 2 for a country's, 1 for any other top-level domain, 0 for none
 */
export function commonness(label: string): 0 | 1 | 2 | 3 {
  const lower = label.toLowerCase();
  if (CLASSIC_TLDS.has(lower)) return 3;
  if (!isTopLevelDomain(lower)) return 0;
  return lower.length === 2 ? 2 : 1;
}

const CLASSIC_TLDS: ReadonlySet<string> = new Set(['com', 'edu', 'gov', 'int', 'mil', 'net', 'org']);

/** Top levels of networks without a registry. */
const LOCAL_NETWORKS: ReadonlySet<string> = new Set(['internal', 'lan', 'local', 'localdomain', 'localhost']);

/** `host.localdomain` has no real top level, though the list has rare ones such as `foo` and `dev` for the other end. */
function isLocal(end: string, otherEnd: string): boolean {
  return LOCAL_NETWORKS.has(end) && commonness(otherEnd) === 1;
}

/** The public suffix list is asked about texts that are known to be host names already. */
const PLAIN_HOST = { validateHostname: false, extractHostname: false, detectIp: false } as const;

function isTopLevelDomain(label: string): boolean {
  return parse(label, PLAIN_HOST).isIcann === true;
}

/** The registrable domain, reversed, of a reversed domain in lower case; undefined for a bare public suffix. */
function registrableOf(reversed: string, allowPrivateDomains: boolean): string | undefined {
  const { domain } = parse(reverseDomain(reversed), { ...PLAIN_HOST, allowPrivateDomains });
  return domain === null ? undefined : reverseDomain(domain);
}

function suggestionFor(labels: readonly string[]): { readonly suggestion?: string } {
  const candidate = labels.join('.');
  if (labels.some((label) => label === '' || hasHyphenEdge(label))) return {};
  const verdict = judgeDomain(candidate);
  if (verdict.code === 'ok') return { suggestion: candidate };
  return verdict.code === 'forward' ? { suggestion: verdict.suggestion } : {};
}

function hasHyphenEdge(label: string): boolean {
  return label.startsWith('-') || label.endsWith('-');
}

function trimHyphens(label: string): string {
  const start = label.search(/[^-]/);
  if (start < 0) return '';
  let end = label.length;
  while (label.charAt(end - 1) === '-') end -= 1;
  return label.slice(start, end);
}

function longestOwner(rfqdn: string, domains: readonly string[]): number {
  const lower = rfqdn.toLowerCase();
  let longest = 0;
  for (const domain of domains) {
    const owner = domain.toLowerCase();
    if (lower === owner || lower.startsWith(`${owner}.`)) longest = Math.max(longest, owner.length);
  }
  return longest;
}

function domainOfPrefix(prefix: string): string | undefined {
  const rfqdn = /^__([^_]*)_/.exec(prefix)?.[1] ?? prefix;
  const verdict = judgeDomain(rfqdn);
  if (verdict.code === 'ok') return verdict.domain === UPSTREAM_DOMAIN ? undefined : verdict.domain;
  return verdict.code === 'forward' && judgeDomain(verdict.suggestion).code === 'ok' ? verdict.suggestion : undefined;
}

function domainOfEmail(email: string): string | undefined {
  const host = email
    .slice(email.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  if (!email.includes('@')) return undefined;
  const verdict = judgeDomain(reverseDomain(host));
  if (verdict.code !== 'ok' || SHARED_MAIL_HOSTS.has(reverseDomain(verdict.registrable))) return undefined;
  return verdict.registrable;
}

/** Counts equal texts: the most frequent first, equal ones in the order of their first appearance. */
function tally(found: readonly (string | undefined)[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const text of found) {
    if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function readingNote(domain: string): string {
  return `Read as the domain ${reverseDomain(domain)}, so names begin with __${domain}_.`;
}

function inPlainWords(reason: Exclude<DomainVerdict['code'], 'ok' | 'forward'>, text: string): string {
  switch (reason) {
    case 'empty':
      return 'Type a domain that you own, for example proxmox.com.';
    case 'placeholder':
      return 'RFQDN only stands for a domain. Type your own, for example proxmox.com.';
    case 'illegal-character':
      return 'A domain is made of ASCII letters, digits, hyphens and dots, and of nothing else.';
    case 'empty-label':
      return 'There is nothing between two dots, or before the first one.';
    case 'hyphen-edge':
      return 'No part of a domain begins or ends with a hyphen.';
    case 'label-too-long':
      return `No part of a domain is longer than ${MAX_LABEL} characters.`;
    case 'too-long':
      return `A domain is at most ${MAX_DOMAIN} characters long.`;
    case 'single-label':
      return `${text} is one word. A domain has at least two, as proxmox.com has.`;
    case 'unknown-tld':
      return `${text} is not in a top-level domain such as com or org.`;
    case 'public-suffix':
      return `${text} belongs to everybody who registers a domain below it. Add the part that is yours.`;
  }
}
