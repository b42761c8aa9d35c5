/** The page of a rule, for people: docs/rules/, `qapi explain` and the editor show it. */
import type { Example, Rule, RuleCategory } from './rule.ts';

/** The path of a rule's page, relative to the top of the repository. */
export function rulePagePath(id: string): string {
  return `docs/rules/${id}.md`;
}

const CATEGORIES: Readonly<Record<RuleCategory, string>> = {
  syntax: 'Syntax',
  schema: 'What a schema says',
  doc: 'Documentation comments',
  files: 'Files',
  config: 'Configuration',
  naming: 'Names in any schema',
  downstream: 'Names of downstreams',
  contract: 'What a downstream may change',
  qmp: 'QMP messages',
  ignore: 'Acknowledged problems',
};

/**
 * Writes the page of a rule.
 * @returns Markdown, with a line feed at its end
 */
export function rulePage(rule: Rule): string {
  const rows: [string, string][] = [
    ['Category', CATEGORIES[rule.category]],
    ['Default severity', defaultSeverity(rule)],
    ["QEMU's own generator", enforcement(rule)],
    ...otherDirection(rule),
  ];
  return `# ${rule.id}

${rule.summary}

${table(rows)}

## Why

${rule.why}

## Wrong

${exampleText(rule.bad)}

## Right

${exampleText(rule.good)}

## What to do

${rule.remedy}

## Another severity, or silence

In \`.qapirc.json\` at the top of the tree:

\`\`\`json
{ "severities": { "${rule.id}": "off" } }
\`\`\`

The severities are \`error\`, \`warning\`, \`information\`, \`hint\` and \`off\`. In VS Code the same goes into the setting \`qapi.severities\`.

## Where it comes from

[${rule.source.title}](${rule.source.url})
`;
}

/**
 * Writes what helps beside a problem, where there is no room for the whole page: the reason, and what to do.
 * @returns Markdown
 */
export function ruleHelp({ why, remedy, source }: Rule): string {
  return `${why}

## What to do

${remedy}

## Where it comes from

[${source.title}](${source.url})`;
}

/**
 * Writes the table of contents of the rules' pages, docs/rules/README.md.
 * @param rules in the order of the catalogue
 * @returns Markdown, with a line feed at its end
 */
export function rulesIndex(rules: readonly Rule[]): string {
  const sections = (Object.keys(CATEGORIES) as RuleCategory[]).flatMap((category) => {
    const members = rules.filter((rule) => rule.category === category);
    if (members.length === 0) return [];
    const rows = members.map((rule): [string, string, string] => [
      `[${rule.id}](${rule.id}.md)`,
      rule.severity,
      rule.summary,
    ]);
    return [`## ${CATEGORIES[category]}\n\n${table(rows, ['Rule', 'Severity', 'What is wrong'])}\n`];
  });
  return `# Rules

What is reported about a schema. Every rule has a page that says why, and what to do. Severities can be set in
\`.qapirc.json\`, and in VS Code's setting \`qapi.severities\`. These pages are generated from server/src/rules by \`npm run generate\`.

${sections.join('\n')}`;
}

function otherDirection({ otherDirection: other }: Rule): [string, string][] {
  if (!other) return [];
  return [['In the other direction', 'rule' in other ? `\`${other.rule}\`` : other.none]];
}

function defaultSeverity(rule: Rule): string {
  const strict = rule.strictSeverity === undefined ? '' : `; \`${rule.strictSeverity}\` in the profile \`strict\``;
  const elsewhere =
    rule.unenforcedSeverity === undefined
      ? ''
      : `; \`${rule.unenforcedSeverity}\` in trees of versions that do not enforce it`;
  const upstream = rule.upstreamSeverity === undefined ? '' : `; \`${rule.upstreamSeverity}\` in upstream trees`;
  const { messages } = rule;
  const example = messages && messages.exampleSeverity !== rule.severity ? messages.exampleSeverity : undefined;
  const inExamples = example === undefined ? '' : `; \`${example}\` in the examples of documentation`;
  return `\`${rule.severity}\`${strict}${upstream}${elsewhere}${inExamples}`;
}

function enforcement({ enforced, generatorNote }: Rule): string {
  if (generatorNote !== undefined) return generatorNote;
  if (enforced === undefined) return 'does not look at it';
  const since = /^0(\.0)*$/.test(enforced.since) ? undefined : enforced.since;
  if (enforced.until !== undefined) {
    return `refuses the schema for it ${since === undefined ? 'up to' : `from ${since} to`} ${enforced.until}`;
  }
  return `refuses the schema for it${since === undefined ? '' : ` since ${since}`}`;
}

function table(rows: readonly (readonly string[])[], head?: readonly string[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  const width = rows[0]?.length ?? 0;
  return [line(head ?? Array(width).fill('')), line(Array(width).fill('---')), ...rows.map(line)].join('\n');
}

/** An example: its settings, its files, its upstream. What is reported has carets below it. */
function exampleText(example: Example): string {
  const settings = [
    ...(example.role === undefined ? [] : [`role \`${example.role}\``]),
    ...listed('domain', example.domains),
    ...listed('inherited domain', example.inherited),
    ...(example.version === undefined ? [] : [`QEMU ${example.version}`]),
    ...(example.profile === undefined ? [] : [`profile \`${example.profile}\``]),
    ...(example.baselineSpec === undefined ? [] : [`baseline \`${example.baselineSpec}\``]),
  ];
  const files = Object.entries(example.files);
  // One file of a usual name needs no headline; several do.
  const named =
    files.length > 1 ||
    example.baseline !== undefined ||
    example.releases !== undefined ||
    example.config !== undefined ||
    example.known !== undefined;
  const blocks = [
    ...(settings.length === 0 ? [] : [`With ${settings.join(', ')}:`]),
    ...(example.config === undefined ? [] : ['`.qapirc.json`:', code(example.config, 'jsonc')]),
    ...(example.known === undefined ? [] : ['`.qapi-known.json`:', code(example.known, 'jsonc')]),
    ...files.flatMap(([path, text]) => [
      ...(named ? [`\`${path}\`:`] : []),
      code(text, path.endsWith('.qmp') ? 'json' : 'python'),
    ]),
    ...Object.entries(example.baseline ?? {}).flatMap(([path, text]) => [
      `\`${path}\` upstream:`,
      code(text, 'python'),
    ]),
    ...Object.entries(example.releases ?? {}).flatMap(([name, text]) => [`QEMU ${name} has:`, code(text, 'python')]),
  ];
  return blocks.join('\n\n');
}

function listed(word: string, values: readonly string[] | undefined): string[] {
  if (values === undefined || values.length === 0) return [];
  return [`${word}${values.length > 1 ? 's' : ''} ${values.map((value) => `\`${value}\``).join(', ')}`];
}

/** Nobody knows QAPI as the name of a language; Python has the same strings and the same comments. */
function code(text: string, language: 'python' | 'jsonc' | 'json'): string {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}${language}\n${withCarets(text).join('\n')}\n${fence}`;
}

/** The lines of a marked text without its marks; below a line that has some, one with carets in their place. */
function withCarets(text: string): string[] {
  const lines: string[] = [];
  let inside = false;
  for (const marked of text.replace(/\r?\n$/, '').split(/\r\n|\n|\r/)) {
    let line = '';
    let carets = '';
    // A mark around nothing, as at the end of a file, has a caret at its place.
    let pending = false;
    for (const character of marked) {
      if (character === '«') {
        inside = true;
        pending = true;
      } else if (character === '»') {
        inside = false;
        if (pending) carets = `${carets.padEnd(line.length)}^`;
        pending = false;
      } else {
        const shown = visible(character);
        if (inside) carets = carets.padEnd(line.length) + '^'.repeat(shown.length);
        line += shown;
        pending = false;
      }
    }
    lines.push(...shortened(line, carets));
  }
  return lines;
}

/** A control character as its picture; a tab as QEMU's generator counts it nowhere but in columns. */
function visible(character: string): string {
  if (character === '\t') return '    ';
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  return /[\p{Cc}\p{Cf}]/u.test(character) ? `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>` : character;
}

const WIDEST = 100;

/** A line that nobody could read is shown around its first mark. */
function shortened(line: string, carets: string): string[] {
  let text = line;
  let marks = carets;
  if (line.length > WIDEST) {
    const middle = Math.max(0, carets.indexOf('^'));
    const start = Math.max(0, Math.min(middle - WIDEST / 2, line.length - WIDEST));
    const end = start + WIDEST;
    text = `${start > 0 ? '…' : ''}${line.slice(start, end)}${end < line.length ? '…' : ''}`;
    marks = `${start > 0 ? ' ' : ''}${carets.slice(start, end)}`;
  }
  return marks.trim() === '' ? [text.trimEnd()] : [text.trimEnd(), marks.trimEnd()];
}
