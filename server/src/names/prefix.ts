import type { NameKind } from './kinds.ts';
import { parseName } from './parse.ts';
import { diagnosePrefix, type PrefixShape } from './shape.ts';
import { legalStem, styleProblem } from './style.ts';
import { withoutVendorWord } from './vendors.ts';

/** A wrong shape of the prefix; or 'stem' where it is right and the rest is not: the command `__com.x_foo_bar`. */
export type BrokenShape = PrefixShape | 'stem';

/** What is wrong with a downstream name, and the name as it should be. */
export interface Repair {
  readonly code: BrokenShape;
  /** The whole new name; missing when it takes a domain and none is given, or when no legal stem can be derived. */
  readonly name?: string;
}

/**
 * Puts a domain's prefix before a name: `__domain_`, an `x-` if the name has one, and the stem made legal for its kind.
 * A prefix the name already has, right or wrong, gives way to the new one. A first word that the domain says anyway goes
 * (`acme-foo` to `__com.acme_foo`).
 *
 * @param kind what the name stands for
 * @param name the whole name, without the `*` of an optional member
 * @param domain the reversed domain; it is put in lower case, for events too
 * @param options allowUnderscore: an exception pragma covers the name, and underscores in its stem may stay
 * @returns the whole new name, or undefined where the domain has other characters than the generator takes or no legal
 *   stem can be derived
 */
export function withPrefix(
  kind: NameKind,
  name: string,
  domain: string,
  options: { readonly allowUnderscore?: boolean } = {},
): string | undefined {
  const own = domain.toLowerCase();
  if (!/^[a-z0-9.-]+$/.test(own)) return undefined;
  const parsed = parseName(name);
  const bare =
    diagnosePrefix(name, own)?.stem ?? (parsed.rfqdn === undefined ? undefined : parsed.marker + parsed.stem);
  if (bare !== undefined) return compose(kind, own, bare, options);
  return compose(kind, own, withoutVendorWord(name, own), options) ?? compose(kind, own, name, options);
}

/**
 * Finds out what is wrong with a downstream name and writes it as it should be: see `BrokenShape`. A name without
 * anything like a prefix is not this function's business, whatever its spelling, and neither is the question whose
 * domain it is. Rules: QMP specification, "Downstream extension of QMP", and QEMU's generator.
 *
 * @param kind what the name stands for
 * @param name the whole name, without the `*` of an optional member
 * @param options domain: the tree's own reversed domain, which helps to see where a RFQDN ends and stands in where a
 *   name has none; allowUnderscore: an exception pragma covers the name, and underscores in its stem may stay
 * @returns the shape and the new name, or undefined when nothing is wrong
 */
export function repair(
  kind: NameKind,
  name: string,
  options: { readonly domain?: string; readonly allowUnderscore?: boolean } = {},
): Repair | undefined {
  const domain = options.domain?.toLowerCase();
  const diagnosis = diagnosePrefix(name, domain);
  if (diagnosis !== undefined) {
    const { code, rfqdn, stem } = diagnosis;
    if (rfqdn !== undefined) return repairTo(code, compose(kind, rfqdn, stem, options));
    if (domain === undefined) return { code };
    const short = withoutVendorWord(stem, domain);
    return repairTo(code, compose(kind, domain, short, options));
  }
  const { rfqdn, marker, stem } = parseName(name);
  if (rfqdn === undefined) return undefined;
  const allowUnderscoreOrUpper = options.allowUnderscore ?? false;
  if (styleProblem(kind, name, { allowUnderscoreOrUpper }) === undefined) return undefined;
  return repairTo('stem', compose(kind, rfqdn, marker + stem, options));
}

function repairTo(code: BrokenShape, name: string | undefined): Repair {
  return name === undefined ? { code } : { code, name };
}

function compose(
  kind: NameKind,
  rfqdn: string,
  stem: string,
  options: { readonly allowUnderscore?: boolean },
): string | undefined {
  const legal = legalStem(kind, stem, { prefixed: true, allowUnderscore: options.allowUnderscore ?? false });
  return legal === undefined ? undefined : `__${rfqdn.toLowerCase()}_${legal}`;
}
