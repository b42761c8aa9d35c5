// What is written from the rules: their pages under docs/rules/, the JSON schema of `.qapirc.json`, and the settings in the
// extension's manifest.
//
//   npm run generate               writes the files that are not up to date
//   npm run generate -- --check    writes nothing; exit status 1 and their names if there are any

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allRules } from '../server/src/rules/index.ts';
import { rulePage, rulePagePath, rulesIndex } from '../server/src/rules/page.ts';
import { configSchema, editorSettings } from '../server/src/workspace/settings-schema.ts';
import { root } from './lib/paths.mjs';

const pages = 'docs/rules';

/** A file that differs from what it should be. */
export interface Difference {
  /** Relative to the top of the repository. */
  path: string;
  /** What it should hold; undefined if there should be no such file. */
  text: string | undefined;
}

/** The generated files that are not up to date, sorted by path. Empty if all are. */
export function differences(): Difference[] {
  const wanted = generated();
  const different = [...wanted]
    .filter(([path, text]) => contentOf(path) !== text)
    .map(([path, text]): Difference => ({ path, text }));
  // The page of a rule that is no more.
  const stale = pagesOnDisk()
    .filter((path) => !wanted.has(path))
    .map((path): Difference => ({ path, text: undefined }));
  return [...different, ...stale].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every generated file, by its path. */
function generated(): Map<string, string> {
  const files = new Map<string, string>();
  files.set(`${pages}/README.md`, rulesIndex(allRules));
  for (const rule of allRules) files.set(rulePagePath(rule.id), rulePage(rule));
  files.set('schemas/qapirc.schema.json', formatted(configSchema(allRules)));
  files.set('package.json', manifest());
  return files;
}

/** The extension's manifest with our settings in place. Those that the schema does not know stay behind them. */
function manifest(): string {
  const whole = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const ours = editorSettings(allRules);
  const configuration = whole.contributes.configuration;
  const others = Object.entries(configuration.properties).filter(([key]) => !(key in ours));
  configuration.properties = { ...ours, ...Object.fromEntries(others) };
  // Biome, like npm, gives every item of this file a line of its own.
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** JSON as Biome formats it: a list of plain values stands on one line if it has room there. */
function formatted(value: unknown): string {
  const lay = (part: unknown, indent: string, before: number): string => {
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const inner = `${indent}  `;
    const block = (open: string, items: string[], close: string) =>
      items.length === 0 ? open + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
    if (Array.isArray(part)) {
      const line = `[${part.map((item) => JSON.stringify(item)).join(', ')}]`;
      const flat = part.every((item) => typeof item !== 'object') && before + line.length < 120;
      return flat
        ? line
        : block(
            '[',
            part.map((item) => lay(item, inner, inner.length)),
            ']',
          );
    }
    const members = Object.entries(part).map(([key, member]) => {
      const name = `${JSON.stringify(key)}: `;
      return name + lay(member, inner, inner.length + name.length);
    });
    return block('{', members, '}');
  };
  return `${lay(value, '', 0)}\n`;
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

function pagesOnDisk(): string[] {
  try {
    return readdirSync(join(root, pages), { recursive: true, encoding: 'utf8' })
      .map((path) => `${pages}/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.md'));
  } catch {
    return [];
  }
}

function main(): void {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
  const found = differences();
  for (const { path, text } of found) {
    if (values.check) {
      console.error(`${path} is not up to date: run npm run generate`);
    } else if (text === undefined) {
      rmSync(join(root, path));
      console.log(`removed ${path}`);
    } else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      console.log(`wrote ${path}`);
    }
  }
  if (found.length === 0) console.log('generate: everything is up to date');
  else if (values.check) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
