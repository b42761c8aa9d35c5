// What `npm test` prints: a line per test file, every failure in full, and the closing counts in the words of Node's
// own reporters. Thousands of passing lines help nobody. (Node 20's `dot` reporter prints neither failures nor counts.)

import { relative } from 'node:path';
import { inspect } from 'node:util';
import { root } from './paths.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number, ms: number }} Tally */

/**
 * @param {AsyncIterable<{ type: string, data: any }>} events
 * @returns {AsyncGenerator<string>}
 */
export default async function* reporter(events) {
  /** @type {Map<string, Tally>} */
  const tallies = new Map();
  /** @type {string[]} */
  const failures = [];
  /** @type {string[]} */
  const counts = [];
  /** @type {string[]} the names of the tests around the one that ends next, innermost last */
  const path = [];
  let current = '';

  for await (const { type, data } of events) {
    switch (type) {
      case 'test:start':
        path.length = data.nesting;
        path[data.nesting] = data.name;
        break;
      case 'test:pass':
      case 'test:fail': {
        const file = data.file ? relative(root, data.file) : 'other';
        if (file !== current) {
          if (current) yield line(current, tallies.get(current));
          current = file;
        }
        const tally = tallies.get(file) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
        tallies.set(file, tally);
        if (data.nesting === 0) tally.ms += data.details?.duration_ms ?? 0;
        if (data.details?.type === 'suite' && type === 'test:pass') break;
        if (data.skip !== undefined || data.todo !== undefined) tally.skipped += 1;
        else if (type === 'test:pass') tally.passed += 1;
        else if (!ofSubtests(data)) {
          tally.failed += 1;
          const names = [...path.slice(0, data.nesting), data.name].filter((name) => name !== undefined).join(' › ');
          failures.push(`✖ ${names}\n  ${file}\n${indent(why(data.details?.error))}\n`);
        }
        break;
      }
      case 'test:stdout':
      case 'test:stderr':
        yield data.message;
        break;
      case 'test:diagnostic':
        // At the very end Node tells its counts ("tests 12", "pass 12" ...) as diagnostics of the whole run.
        if (data.nesting === 0 && /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) {
          counts.push(`ℹ ${data.message}`);
        }
        break;
    }
  }
  if (current) yield line(current, tallies.get(current));
  if (failures.length > 0) yield `\n${failures.join('\n')}`;
  yield `\n${counts.join('\n')}\n`;
}

/** @param {string} file @param {Tally | undefined} tally */
function line(file, tally) {
  if (!tally) return '';
  const failed = tally.failed > 0 ? `, ${tally.failed} FAILED` : '';
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  return `${tally.failed > 0 ? '✖' : '✔'} ${file}  ${tally.passed} passed${failed}${skipped} (${Math.round(tally.ms)} ms)\n`;
}

/** A parent that fails only because a child did: the child has been told already. @param {any} data */
function ofSubtests(data) {
  return data.details?.error?.failureType === 'subtestsFailed';
}

/** @param {any} error */
function why(error) {
  const cause = error?.cause ?? error;
  if (typeof cause === 'string') return cause;
  // The assertion's message holds the difference; the whole object would print both sides once more.
  if (cause?.code === 'ERR_ASSERTION') return `${cause.message}\n${frames(cause.stack)}`;
  return cause?.stack ?? inspect(cause);
}

/** @param {string | undefined} stack */
function frames(stack) {
  return (stack ?? '')
    .split('\n')
    .filter((row) => /^\s+at /.test(row) && !row.includes('node:internal'))
    .join('\n');
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, '  ');
}
