/** Which numbers the built-in types hold. */
import type { WireType } from './wire.ts';

interface Numbers {
  readonly from: number;
  /** One more than the greatest, which a floating-point number holds exactly. */
  readonly to: number;
  readonly fractions: boolean;
}

const ALL: Numbers = { from: -Infinity, to: Infinity, fractions: true };

function signed(bits: number): Numbers {
  return { from: -(2 ** (bits - 1)), to: 2 ** (bits - 1), fractions: false };
}

function unsigned(bits: number): Numbers {
  return { from: 0, to: 2 ** bits, fractions: false };
}

const NUMBERS: Readonly<Record<string, Numbers>> = {
  int: signed(64),
  int8: signed(8),
  int16: signed(16),
  int32: signed(32),
  int64: signed(64),
  uint8: unsigned(8),
  uint16: unsigned(16),
  uint32: unsigned(32),
  uint64: unsigned(64),
  size: unsigned(64),
};

/** What other numbers may stand in a place than did. */
export type NumberChange =
  | 'type-widened'
  | 'type-narrowed'
  | 'range-widened'
  | 'range-narrowed'
  | 'range-changed'
  | undefined;

/** @returns undefined where they are the same */
export function numberChange(was: readonly WireType[], is: readonly WireType[]): NumberChange {
  const before = numbersOf(was);
  const after = numbersOf(is);
  if (before.fractions !== after.fractions) return after.fractions ? 'type-widened' : 'type-narrowed';
  if (before.from === after.from && before.to === after.to) return undefined;
  if (after.from <= before.from && after.to >= before.to) return 'range-widened';
  return after.from >= before.from && after.to <= before.to ? 'range-narrowed' : 'range-changed';
}

/** The numbers that one of the types holds, and all between them. */
function numbersOf(types: readonly WireType[]): Numbers {
  const each = types.map((type) => (type.kind === 'scalar' && NUMBERS[type.name]) || ALL);
  return {
    from: Math.min(...each.map(({ from }) => from)),
    to: Math.max(...each.map(({ to }) => to)),
    fractions: each.some(({ fractions }) => fractions),
  };
}
