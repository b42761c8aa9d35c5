/** A name taken apart. `prefix + marker + stem` is always the whole text. */
export interface ParsedName {
  readonly text: string;
  /** The downstream prefix with its underscores, `__com.redhat_`, or '' when there is none. */
  readonly prefix: string;
  /** What stands between the underscores of the prefix; undefined when there is no prefix. */
  readonly rfqdn: string | undefined;
  /** `x-` or `X-` where QEMU's generator takes it off before it judges the stem, else ''. */
  readonly marker: string;
  /** What is left: the part the spelling rules look at. May be empty or nonsense when `valid` is false. */
  readonly stem: string;
  /** The part after the prefix begins with `x-` or `X-`, whether or not the generator takes it off (`x-2d`). */
  readonly experimental: boolean;
  /** QEMU's generator takes the shape for every kind of name. Spelling and reserved names are judged elsewhere. */
  readonly valid: boolean;
  /** The same for an enum value, which may begin with a digit when it has no prefix. */
  readonly validAsValue: boolean;
}

const PREFIX = /^__([A-Za-z0-9.-]+)_/;
const EXPERIMENTAL = /^x-/i;
const MARKER = /^x-(?=[A-Za-z])/i;
const STEM = /^[A-Za-z][A-Za-z0-9_-]*$/;
const DIGIT_FIRST = /^[0-9][A-Za-z0-9_-]*$/;

/**
 * Reads a text as `__RFQDN_`, an `x-` and a stem, as QEMU's generator does (the pattern for valid names in its
 * scripts/qapi/expr.py): the RFQDN ends at the first `_` after the two that open it, and `x-` comes after it.
 *
 * @param text any text, without the `*` of an optional member
 * @returns the parts and the verdict on the shape. Never fails; time grows with the length of the text.
 */
export function parseName(text: string): ParsedName {
  const match = PREFIX.exec(text);
  const prefix = match?.[0] ?? '';
  const rest = text.slice(prefix.length);
  const experimental = EXPERIMENTAL.test(rest);
  // `x-2d` has the shape of a name only if the `x-` counts as part of its stem, and so the generator counts it.
  const marker = experimental ? (MARKER.exec(rest)?.[0] ?? '') : '';
  const stem = rest.slice(marker.length);
  const valid = STEM.test(stem);
  const validAsValue = valid || DIGIT_FIRST.test(text);
  return { text, prefix, rfqdn: match?.[1], marker, stem, experimental, valid, validAsValue };
}
