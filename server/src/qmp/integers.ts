/** The integers that QAPI's types hold, exactly: JavaScript's numbers have only 53 bits for them. */

export interface IntegerRange {
  readonly from: bigint;
  readonly to: bigint;
  /** Negative numbers are taken for those 2^64 larger, for the sake of old clients. */
  readonly wraps: boolean;
}

function signed(bits: bigint): IntegerRange {
  return { from: -(2n ** (bits - 1n)), to: 2n ** (bits - 1n) - 1n, wraps: false };
}

function unsigned(bits: bigint): IntegerRange {
  return { from: 0n, to: 2n ** bits - 1n, wraps: bits === 64n };
}

/** What some integer type holds: all that is known where introspection calls each of them `int`. */
export const ANY_INTEGER: IntegerRange = { from: signed(64n).from, to: unsigned(64n).to, wraps: false };

const RANGES: Readonly<Record<string, IntegerRange>> = {
  int: signed(64n),
  int8: signed(8n),
  int16: signed(16n),
  int32: signed(32n),
  int64: signed(64n),
  uint8: unsigned(8n),
  uint16: unsigned(16n),
  uint32: unsigned(32n),
  uint64: unsigned(64n),
  size: unsigned(64n),
};

/** The range of a built-in type; undefined for those that are no integers. */
export function rangeOf(type: string): IntegerRange | undefined {
  return Object.hasOwn(RANGES, type) ? RANGES[type] : undefined;
}

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** No type holds a number with that many digits, and converting it takes the square of their time. */
const MOST_DIGITS = 30;

/**
 * @param text a number as it stands in JSON
 * @returns undefined for numbers with a fraction or exponent, even where that adds nothing: QEMU takes them for no integers;
 *   `broken` where the text is no JSON number at all
 */
export function integerIn(text: string): bigint | undefined | 'broken' {
  if (!INTEGER.test(text)) return NUMBER.test(text) ? undefined : 'broken';
  if (text.length <= MOST_DIGITS) return BigInt(text);
  const beyond = 10n ** BigInt(MOST_DIGITS);
  return text.startsWith('-') ? -beyond : beyond;
}
