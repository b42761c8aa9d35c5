/** A schema many times over: how does the cost grow? */
import type { Analysis } from '../../server/src/analysis/analysis.ts';
import { isDefinition } from '../../server/src/schema/model.ts';

/** Absolute paths and texts; the root is `/copies/qapi-schema.json`. */
export interface Copies {
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
  /** Of the texts together, in characters. */
  readonly size: number;
}

/**
 * Copies of all files of a schema that one root includes, each with definitions of its own names. What pragmas list is
 * listed for all of them.
 * @param count how many, from 1
 */
export function replicate({ schema, references }: Analysis, count: number): Copies {
  const { files: sources, root } = schema.sources;
  const top = root.slice(0, root.lastIndexOf('/'));
  const files = new Map<string, string>();
  const copies = Array.from({ length: count }, (_, copy) => copy);
  for (const copy of copies) {
    for (const { path, tree, pragmas } of sources) {
      let text = '';
      let done = 0;
      for (const { kind, span, thing } of references.inFile(path)) {
        if (!isDefinition(thing) || !['declaration', 'type', 'doc-symbol', 'pragma'].includes(kind)) continue;
        const old = tree.text.slice(span.start, span.end);
        // The pragmas stand in the first copy, for all.
        const names = kind === 'pragma' ? copies.map((other) => nameIn(old, other)) : [nameIn(old, copy)];
        text += tree.text.slice(done, span.start) + names.join("', '");
        done = span.end;
      }
      text += tree.text.slice(done);
      if (copy > 0 && pragmas.length > 0) text = '';
      files.set(`/copies/${copy}${path.slice(top.length)}`, text);
    }
  }
  const name = root.slice(top.length + 1);
  files.set('/copies/all.json', copies.map((copy) => `{ 'include': '${copy}/${name}' }\n`).join(''));
  let size = 0;
  for (const text of files.values()) size += text.length;
  return { root: '/copies/all.json', files, size };
}

/** The name of a definition in a copy, in the same style: `Drive` becomes `DriveC7`, `DRIVE_OPENED` `DRIVE_OPENED_C7`. */
function nameIn(name: string, copy: number): string {
  if (copy === 0) return name;
  if (/^[A-Z0-9_]+$/.test(name)) return `${name}_C${copy}`;
  return /^[A-Z]/.test(name) ? `${name}C${copy}` : `${name}-c${copy}`;
}
