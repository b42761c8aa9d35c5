/**
 * Runs a bundle with what V8 made of it when it was built, so that it has not to be compiled at every start. Only `npm run build`
 * writes such a cache. Where there is none, or it is of another build or of another V8, the bundle is compiled as always.
 */
'use strict';
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/** What Node puts around a module as well. */
const HEAD = '(function (exports, require, module, __filename, __dirname) { ';
const TAIL = '\n})';
/** The last line of a bundle, and the end of its cache: a digest of the bundle. V8 compares versions, flags and lengths only. */
const STAMP = /\/\/# build=(\w+)\s*$/;

/**
 * @param {string} bundle path of a bundle in CommonJS
 * @returns {string} where its cache is
 */
function cacheOf(bundle) {
  return `${bundle}.cache`;
}

/**
 * The program that a bundle is; its cache is used if it fits.
 *
 * @param {string} bundle absolute path
 * @returns {import('node:vm').Script}
 */
function compile(bundle) {
  const source = readFileSync(bundle, 'utf8');
  const cachedData = readCache(bundle, STAMP.exec(source.slice(-100))?.[1]);
  return new Script(HEAD + source + TAIL, { filename: bundle, columnOffset: -HEAD.length, cachedData });
}

/**
 * @param {string} bundle
 * @param {string | undefined} stamp of the bundle
 */
function readCache(bundle, stamp) {
  if (stamp === undefined) return undefined;
  try {
    const bytes = readFileSync(cacheOf(bundle));
    const end = bytes.length - stamp.length;
    return bytes.toString('latin1', end) === stamp ? bytes.subarray(0, end) : undefined;
  } catch {
    // There is none.
    return undefined;
  }
}

/**
 * @param {import('node:vm').Script} script
 * @param {string} bundle absolute path
 */
function run(script, bundle) {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
}

module.exports = { cacheOf, compile, run };
