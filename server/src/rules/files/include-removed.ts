import type { LostFile } from '../../contract/lost-files.ts';
import type { SourceFile } from '../../schema/model.ts';
import { editFix } from '../fixes.ts';
import { edit } from '../part-edits.ts';
import type { Finding, Fix, Rule } from '../rule.ts';
import { SPEC_COMPATIBILITY } from '../sources.ts';

export const includeRemoved: Rule = {
  id: 'files/include-removed',
  category: 'files',
  severity: 'error',
  comparing: true,
  summary: 'A file that upstream includes is included no longer, so that all its commands and events are missing.',
  why: `A schema is what its root includes. Where the line is lost that includes a file, in a merge perhaps, all that the file defines is
missing, and clients that use its commands get errors. That is one mistake, whatever number of commands it is about.`,
  remedy: `Include the file again. If your QEMU leaves the whole file out on purpose, acknowledge that by the path \`include NAME\`; better
let its commands fail at run time, or give them the conditions that upstream has.`,
  source: SPEC_COMPATIBILITY,
  bad: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': «'block.json'» }\n",
      'qapi/block.json': "{ 'command': 'stop' }\n",
    },
    baseline: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'include': 'tray.json' }\n",
      'qapi/block.json': "{ 'command': 'stop' }\n",
      'qapi/tray.json': "{ 'command': 'eject' }\n{ 'event': 'TRAY_MOVED' }\n",
    },
    domains: ['com.example'],
  },
  good: {
    files: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'include': 'tray.json' }\n",
      'qapi/block.json': "{ 'command': 'stop' }\n",
      'qapi/tray.json': "{ 'command': 'eject' }\n{ 'event': 'TRAY_MOVED' }\n",
    },
    baseline: {
      'qapi/qapi-schema.json': "{ 'include': 'block.json' }\n{ 'include': 'tray.json' }\n",
      'qapi/block.json': "{ 'command': 'stop' }\n",
      'qapi/tray.json': "{ 'command': 'eject' }\n{ 'event': 'TRAY_MOVED' }\n",
    },
    domains: ['com.example'],
  },
  check({ contract, role, schema, report }) {
    for (const lost of contract?.lostFiles ?? []) {
      const { includer, include, theirs, removed } = lost;
      // What upstream has called deprecated for long enough it may drop.
      if (role === 'upstream' && removed.every(({ wire }) => contract?.isLongDeprecated(wire))) continue;
      // An include that leads nowhere is told as such.
      if (schema.sources.problems.some(({ file, code }) => file === includer.path && code !== 'encoding')) continue;
      const neighbour = neighbourOf(lost);
      report({
        file: includer.path,
        span: neighbour ? (includeIn(includer, neighbour.include)?.path.span ?? NOWHERE) : NOWHERE,
        path: `include ${include}`,
        message: `'${include}', which upstream includes, is included no longer: without it ${listOf(lost)} ${removed.length === 1 ? 'is' : 'are'} missing, and clients that use them get errors. Include it again, and put the file back if that is gone, too.`,
        related: placeIn(theirs, include),
        fixes: () => [includeFix(lost)],
      });
    }
  },
};

/** Where a file includes another one, as somewhere to look. */
function placeIn(source: SourceFile, include: string): NonNullable<Finding['related']> {
  const directive = includeIn(source, include);
  return directive ? [{ file: source.path, span: directive.path.span, message: 'Upstream includes it here.' }] : [];
}

const NOWHERE = { start: 0, end: 0 };
const MAX_NAMED = 3;

/** `command 'eject', event 'TRAY_MOVED' and 5 others`. */
function listOf({ removed }: LostFile): string {
  const names = removed.map(({ name, wire }) => `${wire.kind} '${name}'`);
  const named = names.length > MAX_NAMED + 1 ? names.slice(0, MAX_NAMED) : names;
  const rest = names.length - named.length;
  const all = rest > 0 ? [...named, `${rest} others`] : named;
  return all.length === 1 ? `${all[0]}` : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** The include that stands before the lost one in the baseline, else behind it, of those that are left. */
function neighbourOf({
  include,
  includer,
  theirs,
}: LostFile): { include: string; side: 'before' | 'behind' } | undefined {
  const texts = theirs.includes.map(({ path }) => path.text);
  const place = texts.indexOf(include);
  const isLeft = (text: string): boolean => includeIn(includer, text) !== undefined;
  const before = texts.slice(0, place).findLast(isLeft);
  if (before !== undefined) return { include: before, side: 'behind' };
  const after = texts.slice(place + 1).find(isLeft);
  return after === undefined ? undefined : { include: after, side: 'before' };
}

function includeIn(file: SourceFile, text: string): SourceFile['includes'][number] | undefined {
  return file.includes.find(({ path }) => path.text === text);
}

/** The line goes where it stands in the baseline. It is offered only, since the file may have been left out on purpose. */
function includeFix(lost: LostFile): Fix {
  const { include, includer } = lost;
  const { tree } = includer;
  const directive = `{ 'include': '${include}' }`;
  const neighbour = neighbourOf(lost);
  const beside = neighbour && includeIn(includer, neighbour.include)?.span;
  const [first] = tree.expressions;
  const start = beside?.start ?? first?.doc?.span.start ?? first?.span.start ?? tree.text.length;
  const isBehind = neighbour?.side === 'behind' && beside !== undefined;
  const change = isBehind
    ? edit(includer, beside.end, beside.end, `\n${directive}`)
    : edit(includer, start, start, `${directive}\n`);
  return editFix(`Include '${include}' again`, [change], false);
}
