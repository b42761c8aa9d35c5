/**
 * The report for tools that collect the results of other tools: SARIF 2.1.0, the Static Analysis Results Interchange Format of
 * OASIS.
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type {
  ArtifactLocation,
  Fix,
  Location,
  Log,
  LogicalLocation,
  Message,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result as SarifResult,
} from 'sarif';
import { escaped } from './json.ts';
import { markdownText } from './markdown.ts';
import type { Range } from './report.ts';
import { type Criterion, type Place, pathBelow, type Result, type Results, type Subject } from './results.ts';
import { paintWith } from './terminal.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The name that stands for the folder that paths are relative to. Whoever reads the report knows where that is for them. */
const SOURCE_ROOT = '%SRCROOT%';

/** The kind of our fingerprints. Whoever changes what they are made of changes the number. */
const FINGERPRINT = 'qapiIdentity/v1';

/**
 * @param version of this program
 * @returns one JSON object, with a line feed at its end
 */
export function sarifReport(all: Results, version: string): string {
  const { criteria, results, failures, exitStatus, sourceRoot } = all;
  const indices = new Map(criteria.map(({ id }, index) => [id, index]));
  const fingerprints = fingerprintsOf(results);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'qapi', version, rules: criteria.map(descriptorOf) } },
        invocations: [
          {
            executionSuccessful: exitStatus !== 2,
            exitCode: exitStatus,
            ...(failures.length > 0
              ? {
                  toolExecutionNotifications: failures.map((text) => ({
                    level: 'error' as const,
                    message: messageOf(text),
                  })),
                }
              : {}),
          },
        ],
        // Without an address: that of this machine is of no use to anybody else.
        originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: 'The top folder of the sources.' } } },
        columnKind: 'utf16CodeUnits',
        results: results.map((result, index): SarifResult => {
          const ruleIndex = indices.get(result.id);
          return {
            ruleId: result.id,
            ...(ruleIndex === undefined ? {} : { ruleIndex }),
            level: result.level,
            message: messageOf(result.message),
            ...locationsOf(result, sourceRoot),
            partialFingerprints: { [FINGERPRINT]: fingerprints[index] ?? '' },
            ...fixesOf(result, sourceRoot),
            properties: result.properties,
          };
        }),
      },
    ],
  };
  return `${escaped(JSON.stringify(log, null, 2))}\n`;
}

function descriptorOf({ id, category, level, summary, why, help }: Criterion): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: plain(summary) },
    fullDescription: { text: plain(why) },
    help: { text: plain(help), markdown: help },
    defaultConfiguration: level === undefined ? { enabled: false } : { level },
    properties: { category, tags: [category] },
  };
}

/** Markdown as plain text, a paragraph on a line. */
function plain(markdown: string): string {
  return markdownText(markdown, Number.POSITIVE_INFINITY, paintWith(false)).trimEnd();
}

/** In a message, braces hold the number of an argument, and brackets before parentheses are a link: ours have neither. */
function messageOf(text: string): Message {
  return { text: text.replace(/[{}]/g, '$&$&').replaceAll('](', '] (') };
}

function locationsOf(
  { place, subject, related }: Result,
  sourceRoot: string,
): Pick<SarifResult, 'locations' | 'relatedLocations'> {
  const location: Location = {
    ...(place ? { physicalLocation: physicalLocationOf(place, sourceRoot) } : {}),
    ...(subject ? { logicalLocations: [logicalLocationOf(subject)] } : {}),
  };
  return {
    locations: place || subject ? [location] : [],
    ...(related.length > 0
      ? {
          relatedLocations: related.map((other, id) => ({
            id,
            message: messageOf(other.message),
            physicalLocation: physicalLocationOf(other, sourceRoot),
          })),
        }
      : {}),
  };
}

function physicalLocationOf({ path, range }: Place, sourceRoot: string): PhysicalLocation {
  return { artifactLocation: artifactLocationOf(path, sourceRoot), region: regionOf(range) };
}

function artifactLocationOf(path: string, sourceRoot: string): ArtifactLocation {
  const below = pathBelow(sourceRoot, path);
  if (below === undefined) return { uri: pathToFileURL(path).href };
  // Windows has names with halves of characters in them, which no address can hold.
  const parts = below.replace(/\p{Cs}/gu, '\ufffd').split('/');
  return { uri: parts.map(encodeURIComponent).join('/'), uriBaseId: SOURCE_ROOT };
}

function regionOf({ line, column, endLine, endColumn }: Range): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function logicalLocationOf({ name, fullName, kind }: Subject): LogicalLocation {
  return { name, fullyQualifiedName: fullName, kind };
}

function fixesOf({ fixes }: Result, sourceRoot: string): { fixes?: Fix[] } {
  if (fixes.length === 0) return {};
  return {
    fixes: fixes.map(({ title, edits }) => ({
      description: messageOf(title),
      artifactChanges: [...new Set(edits.map(({ path }) => path))].map((path) => ({
        artifactLocation: artifactLocationOf(path, sourceRoot),
        replacements: edits
          .filter((edit) => edit.path === path)
          .map(({ range, newText }) => ({ deletedRegion: regionOf(range), insertedContent: { text: newText } })),
      })),
    })),
  };
}

/** For each result what it is known by in the next run: a digest of its identity, and which one it is of those alike. */
function fingerprintsOf(results: readonly Result[]): string[] {
  const seen = new Map<string, number>();
  return results.map(({ identity }) => {
    const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
    const number = (seen.get(digest) ?? 0) + 1;
    seen.set(digest, number);
    return `${digest}:${number}`;
  });
}
