/** The common form of the rules that put into words what the generator refuses about documentation comments. */
import { isWithin, type QemuVersion, versionsWith } from '../schema/dialect.ts';
import { type CheckedDoc, checkedDocsOf, type DocMisfit, type DocMismatch, mismatchesIn } from '../schema/doc-check.ts';
import type { DocFault, DocFaultCode } from '../schema/doc-sections.ts';
import type { Definition, NamedThing, SourceFile } from '../schema/model.ts';
import type { Span } from '../syntax/text.ts';
import type { Doc } from '../syntax/tree.ts';
import { DocEdits } from './doc-edits.ts';
import { legalNameFor, nameUseOf, spellingEnforcement } from './names.ts';
import type { Fix, Rule, RuleContext } from './rule.ts';

/** Where a mistake was found, and the means to mend it. */
export interface DocPlace {
  readonly file: SourceFile;
  readonly doc: Doc;
  readonly checked: CheckedDoc | undefined;
  readonly definition: Definition | undefined;
  readonly edits: DocEdits;
  readonly version: QemuVersion;
  /** Of no use to a rule that is about nothing but a part. */
  readonly context: RuleContext;
}

/** What a rule says about a mistake. */
export interface DocWords {
  readonly message: string;
  /** Where the token is another one than the mistake's own. */
  readonly span?: Span;
  readonly fixes?: () => readonly Fix[];
  /** The thing whose name it is about. */
  readonly thing?: NamedThing;
  /** Another place that belongs to it. */
  readonly related?: { readonly span: Span; readonly message: string };
}

type ByCode<Mistake extends { readonly code: string }> = {
  readonly [Code in Mistake['code']]?: (
    mistake: Extract<Mistake, { readonly code: Code }>,
    place: DocPlace,
  ) => DocWords | undefined;
};

interface DocRule extends Omit<Rule, 'check' | 'severity' | 'scope' | 'category' | 'unenforcedSeverity'> {
  /** Mistakes in the comment as such. */
  readonly faults?: Readonly<Partial<Record<DocFaultCode, (fault: DocFault, place: DocPlace) => DocWords>>>;
  /** Comments where they may not stand. */
  readonly misfits?: Readonly<Partial<Record<DocMisfit['code'], (misfit: DocMisfit, place: DocPlace) => DocWords>>>;
  /** Mistakes beside the definition; nothing is said of those that are for another rule to tell. */
  readonly mismatches?: ByCode<DocMismatch>;
}

/**
 * Which version refuses what is known where comments are read: what is found is what the version of the tree refuses. Before
 * 2.9 the generator took no notice of documentation.
 */
export function docRule(definition: DocRule): Rule {
  const { faults, misfits, mismatches, ...rest } = definition;
  return {
    enforced: versionsWith('docs-refused'),
    ...rest,
    category: 'doc',
    severity: 'error',
    unenforcedSeverity: 'off',
    scope: 'part',
    check(context) {
      for (const file of context.files) {
        if (faults) reportFaults(file, context, faults);
        if (misfits) reportMisfits(file, context, misfits);
        if (mismatches) reportMismatches(file, context, mismatches);
      }
    },
  };
}

function reportFaults(file: SourceFile, context: RuleContext, words: NonNullable<DocRule['faults']>): void {
  for (const checked of checkedDocsOf(file, context.version).faulty) {
    for (const fault of checked.reading.faults) {
      const say = words[fault.code];
      if (!say) continue;
      const place = placeOf(file, checked.doc, checked, context);
      report(context, place, fault.span, fault.refusedAt, say(fault, place));
    }
  }
}

function reportMisfits(file: SourceFile, context: RuleContext, words: NonNullable<DocRule['misfits']>): void {
  for (const misfit of checkedDocsOf(file, context.version).misfits) {
    const say = words[misfit.code];
    if (!say) continue;
    const place = placeOf(file, misfit.doc, undefined, context);
    report(context, place, misfit.span, misfit.refusedAt, say(misfit, place));
  }
}

function reportMismatches(file: SourceFile, context: RuleContext, words: ByCode<DocMismatch>): void {
  for (const mismatch of mismatchesIn(file, context.version, context.schema.exemptions.documentation)) {
    const say = words[mismatch.code] as ((mismatch: DocMismatch, place: DocPlace) => DocWords | undefined) | undefined;
    if (!say || isOfSpelling(mismatch, context)) continue;
    const place = placeOf(file, mismatch.checked.doc, mismatch.checked, context);
    const said = say(mismatch, place);
    if (!said) continue;
    const span = 'section' in mismatch ? mismatch.section.head : 'span' in mismatch ? mismatch.span : place.doc.span;
    report(context, place, span, mismatch.refusedAt, said);
  }
}

function isOfSpelling(mismatch: DocMismatch, context: RuleContext): boolean {
  const [thing, described] =
    mismatch.code === 'symbol'
      ? [mismatch.definition, mismatch.checked.reading.symbol]
      : mismatch.code === 'unknown'
        ? [mismatch.meant, mismatch.section.name?.text]
        : [];
  return thing !== undefined && described !== undefined && isSpelledRightly(thing, described, context);
}

/** Whether a comment has a name as it should be spelled, and the definition has not: that is refused there, and before. */
export function isSpelledRightly(thing: NamedThing, described: string, context: RuleContext): boolean {
  const use = nameUseOf(thing);
  const enforced = spellingEnforcement(use, context);
  return enforced && isWithin(context.version, enforced) && legalNameFor(use, context) === described;
}

function placeOf(file: SourceFile, doc: Doc, checked: CheckedDoc | undefined, context: RuleContext): DocPlace {
  const { version } = context;
  return { file, doc, checked, definition: checked?.definition, edits: new DocEdits(file, doc), version, context };
}

function report(
  context: RuleContext,
  { file }: DocPlace,
  ownSpan: Span,
  refusedAt: number | undefined,
  words: DocWords,
): void {
  const { message, span = ownSpan, thing, fixes, related } = words;
  context.report({
    file: file.path,
    span,
    message,
    ...(thing && { thing }),
    ...(fixes && { fixes }),
    ...(related && { related: [{ file: file.path, ...related }] }),
    refusedAt: { file: file.path, offset: refusedAt ?? ownSpan.start },
  });
}
