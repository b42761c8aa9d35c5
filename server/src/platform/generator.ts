/** The generators of QEMU trees, run by Python: as a process without a shell, that writes nothing. */
import type { Generator } from '../workspace/host.ts';
import { GeneratorProcess } from './generator-process.ts';

/** The whole of QEMU's schema takes half a second. */
const TIMEOUT_MS = 60_000;

/**
 * Gives the generators of this machine; where there is no Python, every question is answered with `no-python`.
 * @param timeoutMs how long Python may take to start, and how long to answer
 */
export function nodeGenerator(timeoutMs: number = TIMEOUT_MS): Generator {
  return {
    async check(tree, root, signal) {
      const process = new GeneratorProcess(tree, timeoutMs);
      try {
        return await process.ask({ root }, signal);
      } finally {
        process.stop();
      }
    },
  };
}
