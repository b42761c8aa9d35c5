/** How often a property is tried. */

/**
 * The options for fast-check, which prints the seed of a failure.
 * @param count how often in a normal run; the environment variable QAPI_FUZZ_RUNS multiplies it
 */
export function runs(count: number): { numRuns: number } {
  const factor = Number(process.env.QAPI_FUZZ_RUNS ?? 1);
  return { numRuns: Math.max(1, Math.round(count * (factor > 0 ? factor : 1))) };
}
