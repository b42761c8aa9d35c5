/** Chance that is the same in every run with the same seed. */
export class Random {
  #state: number;

  /** @param seed any texts and numbers */
  constructor(...seed: readonly (string | number)[]) {
    // FNV-1a over the seed; what matters is only that seeds near each other lead far apart.
    let hash = 0x811c9dc5;
    for (const character of seed.join('\n')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    this.#state = hash >>> 0;
    for (let i = 0; i < 4; i++) this.#next();
  }

  /** Mulberry32: 32 good bits. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** From 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** True so often: never for 0, always for 1. */
  chance(probability: number): boolean {
    return this.#next() / 2 ** 32 < probability;
  }

  /** @throws where there is nothing to pick from */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[this.below(list.length)] as T;
  }
}
