/**
 * What is wrong with the QMP messages in the documentation comments of a schema. After a keystroke only those are looked at again
 * whose comment has changed, or something that they speak of; and those in which something is wrong.
 */
import type { Fault } from '../qmp/faults.ts';
import { tellExamples } from '../qmp/resolve.ts';
import { type Block, exampleBlocks } from '../qmp/transcript.ts';
import type { Definition } from '../schema/model.ts';
import { perDefinition, perFile } from '../schema/remember.ts';
import type { Schema } from '../schema/schema.ts';
import type { Standing } from '../schema/standing.ts';
import { Memory } from '../syntax/memory.ts';
import type { Span } from '../syntax/text.ts';
import type { Content, Doc } from '../syntax/tree.ts';
import { serverQuotes, sideOfProblem } from './message-faults.ts';
import type { RuleContext } from './rule.ts';

export interface ExampleFault {
  readonly file: string;
  readonly fault: Fault;
}

/** The faults in the examples of a schema, file by file. In a downstream those that upstream has as well are left out. */
export function exampleFaults(context: Pick<RuleContext, 'schema' | 'role' | 'baseline'>): readonly ExampleFault[] {
  const { schema } = context;
  let found = known.get(schema);
  if (!found) {
    found = { faults: [...lookAt(context)] };
    known.set(schema, found);
  }
  return found.faults;
}

/** A schema is judged by one baseline, and then it is gone. */
const known = new Memory<Schema, { readonly faults: readonly ExampleFault[] }>();

function* lookAt(context: Pick<RuleContext, 'schema' | 'role' | 'baseline'>): Generator<ExampleFault> {
  const { schema } = context;
  for (const definition of schema.definitions) {
    if (isSettled(definition, schema)) continue;
    const blocks = examplesOf(definition);
    if (blocks.length === 0) continue;
    const text = schema.file(definition.file)?.tree.text ?? '';
    const lookups = new Map<string, Definition | undefined>();
    const faults = faultsIn(blocks, schema, definition, text, (name, found) => lookups.set(name, found));
    if (faults.length === 0) settle(definition, lookups, schema);
    for (const { fault, message } of faults) {
      if (!isUpstreamsExample(definition, text.slice(message.start, message.end), context)) {
        yield { file: definition.file, fault };
      }
    }
  }
  for (const file of schema.sources.files) {
    for (const blocks of freeExamplesOf(file)) {
      for (const { fault } of faultsIn(blocks, schema, undefined, file.tree.text)) yield { file: file.path, fault };
    }
  }
}

/** The messages in the comment of a definition. */
const examplesOf = perDefinition(({ doc }): readonly Block[] => (doc ? exampleBlocks(doc) : []));

/** Those in the comments of a file that stand before no definition, comment by comment. */
const freeExamplesOf = perFile(({ tree }): readonly (readonly Block[])[] =>
  tree.freeDocs.map((doc: Doc) => exampleBlocks(doc)).filter((blocks) => blocks.length > 0),
);

interface FoundFault {
  readonly fault: Fault;
  /** The message that it is in. */
  readonly message: Span;
}

function faultsIn(
  blocks: readonly Block[],
  schema: Schema,
  documented: Definition | undefined,
  text: string,
  onLookup?: (name: string, definition: Definition | undefined) => void,
): FoundFault[] {
  const found: FoundFault[] = [];
  for (const { message, told } of tellExamples(blocks, schema, documented, onLookup)) {
    const { span } = message;
    for (const fault of [...told.faults, ...serverQuotes(message, text)]) found.push({ fault, message: span });
  }
  for (const { messages, problems, span } of blocks) {
    for (const problem of problems) {
      const fault: Fault = { kind: 'json', span: problem.span, side: sideOfProblem(problem, messages), problem };
      found.push({ fault, message: span });
    }
  }
  return found;
}

// ---- what has been found right ----

/** The definitions on which it rests that the examples of one are right, by name, as they stood then. */
type Settled = ReadonlyMap<string, Standing | undefined>;

const settled = new Memory<Content, Settled>();

function isSettled({ expression: { content } }: Definition, schema: Schema): boolean {
  const earlier = settled.get(content);
  if (!earlier) return false;
  for (const [name, standing] of earlier) if (standingOf(schema.definition(name), schema) !== standing) return false;
  return true;
}

function settle(
  { name, expression: { content } }: Definition,
  lookups: ReadonlyMap<string, Definition | undefined>,
  schema: Schema,
): void {
  const standings = new Map<string, Standing | undefined>();
  for (const [looked, definition] of lookups) standings.set(looked, standingOf(definition, schema));
  // Replies without a command are those of the command that is documented.
  standings.set(name.text, standingOf(schema.definition(name.text), schema));
  settled.set(content, standings);
}

function standingOf(definition: Definition | undefined, schema: Schema): Standing | undefined {
  return definition && schema.standingOf(definition);
}

/**
 * Whether a downstream has an example from upstream: word for word, where upstream's documentation is known. Of releases it is not:
 * then upstream's definitions have upstream's examples.
 */
function isUpstreamsExample(
  { name }: Definition,
  message: string,
  { role, baseline }: Pick<RuleContext, 'role' | 'baseline'>,
): boolean {
  const theirs = role === 'downstream' ? baseline?.definition(name.text) : undefined;
  if (!theirs) return false;
  if (!theirs.doc) return true;
  const text = baseline?.file(theirs.file)?.tree.text ?? '';
  return text.slice(theirs.doc.span.start, theirs.doc.span.end).includes(message);
}
