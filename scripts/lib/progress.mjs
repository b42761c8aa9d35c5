/**
 * Does something slow under a line that says so: on a terminal the line counts the seconds, in a log it stands once at
 * the beginning and once at the end.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const out = process.stderr;
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1000);
  const tick = () => out.write(`\r${what} … ${seconds()} s`);
  const timer = out.isTTY ? setInterval(tick, 1000) : undefined;
  out.write(out.isTTY ? `${what} …` : `${what} …\n`);
  const end = (/** @type {string} */ how) => {
    clearInterval(timer);
    out.write(out.isTTY ? `\r${what}: ${how} after ${seconds()} s\n` : `${what}: ${how} after ${seconds()} s\n`);
  };
  try {
    const result = await work();
    end('done');
    return result;
  } catch (error) {
    end('failed');
    throw error;
  }
}
