/** How roots differ from their baselines, as the protocol wants it: lenses, the list of changes, the texts of baselines. */
import type { CodeLens } from 'vscode-languageserver';
import type { Analysis } from '../analysis/analysis.ts';
import type { Site } from '../compat/change.ts';
import { baselinePlaceAt } from '../features/baseline-place.ts';
import { changeLenses } from '../features/change-lens.ts';
import { changeOverview } from '../features/change-overview.ts';
import type { Schema } from '../schema/schema.ts';
import { type Files, toLocation, toRange } from './convert.ts';
import {
  clientCommands,
  type InBaselineResult,
  type RootChanges,
  type ShowChangesArguments,
  type WirePosition,
} from './protocol.ts';
import { toPath } from './uris.ts';

/**
 * @param analyses of all roots that include the file
 * @param relative names a root for people
 * @param showsChanges whether the client has a command that shows them: otherwise a lens is a text and nothing more
 */
export function codeLenses(
  analyses: readonly Analysis[],
  path: string,
  files: Files,
  relative: (root: string) => string,
  showsChanges: boolean,
): CodeLens[] {
  const lines = files.linesOf(path);
  if (!lines) return [];
  return changeLenses(analyses, path).map(({ span, title, root, definition }) => {
    const target: ShowChangesArguments = { root: relative(root), definition };
    return {
      range: toRange(span, lines),
      command: showsChanges
        ? { title, command: clientCommands.showChanges, arguments: [target] }
        : { title, command: '' },
    };
  });
}

/** The changes of all roots that have a baseline. */
export function changesOf(
  analyses: readonly Analysis[],
  files: Files,
  relative: (root: string) => string,
): RootChanges[] {
  const located = (key: 'ours' | 'baseline', site: Site | undefined) => {
    const location = site && toLocation(site.thing.file, site.span, files);
    return location ? { [key]: location } : {};
  };
  return analyses.flatMap((analysis) => {
    if (!analysis.baseline.schema) return [];
    const groups = changeOverview(analysis).map(({ name, changes }) => ({
      name,
      changes: changes.map(({ label, direction, verdict, reason, definition, ours, baseline }) => ({
        label,
        direction,
        verdict,
        reason,
        ...(definition === undefined ? {} : { definition }),
        ...located('ours', ours),
        ...located('baseline', baseline),
      })),
    }));
    return [{ root: relative(analysis.root), baseline: analysis.baseline.label, groups }];
  });
}

/** Where the baseline has what stands at a position. */
export function inBaseline(
  analyses: readonly Analysis[],
  path: string,
  position: WirePosition,
  files: Files,
): InBaselineResult {
  const offset = files.linesOf(path)?.offsetOf(position);
  const found = baselinePlaceAt(analyses, path, offset ?? 0);
  if (!found.ok) return { message: found.reason };
  const location = toLocation(found.place.file, found.place.span, files);
  return location ? { location } : { message: `It is in ${found.place.file}, which this editor cannot open.` };
}

/** The text behind a URI of the scheme `qapi-baseline`; null where none of the schemas has it. */
export function baselineText(uri: string, schemas: readonly Schema[]): string | null {
  const path = toPath(uri);
  for (const schema of schemas) {
    const file = schema.file(path);
    if (file) return file.tree.text;
  }
  return null;
}
