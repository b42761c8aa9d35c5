/** Every rule, in the order in which they are listed for people. */
import { baseline } from './config/baseline.ts';
import { knownFile } from './config/known-file.ts';
import { messageTarget } from './config/message-target.ts';
import { settings } from './config/settings.ts';
import { argumentNowMandatory } from './contract/argument-now-mandatory.ts';
import { argumentNowOptional } from './contract/argument-now-optional.ts';
import { argumentRemoved } from './contract/argument-removed.ts';
import { argumentType } from './contract/argument-type.ts';
import { backport } from './contract/backport.ts';
import { backportDiffers } from './contract/backport-differs.ts';
import { collision } from './contract/collision.ts';
import { commandRemoved } from './contract/command-removed.ts';
import { contractCondition } from './contract/condition.ts';
import { defaultChanged } from './contract/default-changed.ts';
import { documentedError } from './contract/documented-error.ts';
import { errorClassRemoved } from './contract/error-class-removed.ts';
import { eventRemoved } from './contract/event-removed.ts';
import { featureRemoved } from './contract/feature-removed.ts';
import { flagGained } from './contract/flag-gained.ts';
import { flagLost } from './contract/flag-lost.ts';
import { greeting } from './contract/greeting.ts';
import { mandatoryArgument } from './contract/mandatory-argument.ts';
import { newArgument } from './contract/new-argument.ts';
import { newCapability } from './contract/new-capability.ts';
import { newErrorClass } from './contract/new-error-class.ts';
import { newOutput } from './contract/new-output.ts';
import { newOutputValue } from './contract/new-output-value.ts';
import { newlyDeprecated } from './contract/newly-deprecated.ts';
import { newlyUnstable } from './contract/newly-unstable.ts';
import { noLongerUnstable } from './contract/no-longer-unstable.ts';
import { nowUpstream } from './contract/now-upstream.ts';
import { outputNowOptional } from './contract/output-now-optional.ts';
import { outputRemoved } from './contract/output-removed.ts';
import { outputType } from './contract/output-type.ts';
import { valueRemoved } from './contract/value-removed.ts';
import { widerArgument } from './contract/wider-argument.ts';
import { docDuplicateSection } from './doc/duplicate-section.ts';
import { docEmptySection } from './doc/empty-section.ts';
import { docExampleSection } from './doc/example-section.ts';
import { docFence } from './doc/fence.ts';
import { docFreeForm } from './doc/free-form.ts';
import { docHeading } from './doc/heading.ts';
import { docIndentation } from './doc/indentation.ts';
import { docInsideExpression } from './doc/inside-expression.ts';
import { docLineLength } from './doc/line-length.ts';
import { docMention } from './doc/mention.ts';
import { docMissingHash } from './doc/missing-hash.ts';
import { docMisspeltMember } from './doc/misspelt-member.ts';
import { docNotFollowed } from './doc/not-followed.ts';
import { docNoteSection } from './doc/note-section.ts';
import { docOldHeading } from './doc/old-heading.ts';
import { docOptionalTag } from './doc/optional-tag.ts';
import { docReplacement } from './doc/replacement.ts';
import { docRequired } from './doc/required.ts';
import { docReturns } from './doc/returns.ts';
import { docSectionOrder } from './doc/section-order.ts';
import { docSince } from './doc/since.ts';
import { docSpace } from './doc/space.ts';
import { docSplitSince } from './doc/split-since.ts';
import { docSymbolLine } from './doc/symbol-line.ts';
import { docTagForm } from './doc/tag-form.ts';
import { docTwoSpaces } from './doc/two-spaces.ts';
import { docUnclosed } from './doc/unclosed.ts';
import { docUndocumentedMember } from './doc/undocumented-member.ts';
import { docUnknownMember } from './doc/unknown-member.ts';
import { docWrongSymbol } from './doc/wrong-symbol.ts';
import { domainCase } from './downstream/domain-case.ts';
import { foreignDomain } from './downstream/foreign-domain.ts';
import { forwardDomain } from './downstream/forward-domain.ts';
import { longName } from './downstream/long-name.ts';
import { malformedPrefix } from './downstream/malformed-prefix.ts';
import { missingPrefix } from './downstream/missing-prefix.ts';
import { notADomain } from './downstream/not-a-domain.ts';
import { placeholder } from './downstream/placeholder.ts';
import { plainType } from './downstream/plain-type.ts';
import { unknownMention } from './downstream/unknown-mention.ts';
import { vendorWordRule } from './downstream/vendor-word.ts';
import { encoding } from './files/encoding.ts';
import { includeCycle } from './files/include-cycle.ts';
import { includeForm } from './files/include-form.ts';
import { includeNotFound } from './files/include-not-found.ts';
import { includeRemoved } from './files/include-removed.ts';
import { pragma } from './files/pragma.ts';
import { readTwice } from './files/read-twice.ts';
import { ignoreForm } from './ignore/form.ts';
import { unusedIgnore } from './ignore/unused.ts';
import { cClash } from './naming/c-clash.ts';
import { downstreamName } from './naming/downstream-name.ts';
import { eventCase } from './naming/event-case.ts';
import { experimentalPrefix } from './naming/experimental-prefix.ts';
import { invalidName } from './naming/invalid-name.ts';
import { lowerCase } from './naming/lower-case.ts';
import { misspeltFeature } from './naming/misspelt-feature.ts';
import { redundantPrefix } from './naming/redundant-prefix.ts';
import { reservedName } from './naming/reserved-name.ts';
import { typeCase } from './naming/type-case.ts';
import { typeSuffix } from './naming/type-suffix.ts';
import { deprecated } from './qmp/deprecated.ts';
import { qmpDownstreamName } from './qmp/downstream-name.ts';
import { errorClass } from './qmp/error-class.ts';
import { qmpGreeting } from './qmp/greeting.ts';
import { qmpId } from './qmp/id.ts';
import { qmpJson } from './qmp/json.ts';
import { qmpMessage } from './qmp/message.ts';
import { missingArgument } from './qmp/missing-argument.ts';
import { missingOutput } from './qmp/missing-output.ts';
import { negotiation } from './qmp/negotiation.ts';
import { outOfBand } from './qmp/out-of-band.ts';
import { outOfRange } from './qmp/out-of-range.ts';
import { repeatedKey } from './qmp/repeated-key.ts';
import { unknownArgument } from './qmp/unknown-argument.ts';
import { unknownCommand } from './qmp/unknown-command.ts';
import { unknownEvent } from './qmp/unknown-event.ts';
import { unknownOutput } from './qmp/unknown-output.ts';
import { unknownValue } from './qmp/unknown-value.ts';
import { unstable } from './qmp/unstable.ts';
import { wrongType } from './qmp/wrong-type.ts';
import type { Rule } from './rule.ts';
import { alternate } from './schema/alternate.ts';
import { commandArguments } from './schema/arguments.ts';
import { base } from './schema/base.ts';
import { boxedData } from './schema/boxed-data.ts';
import { branch } from './schema/branch.ts';
import { condition } from './schema/condition.ts';
import { discriminator } from './schema/discriminator.ts';
import { doubledName } from './schema/doubled-name.ts';
import { flag } from './schema/flag.ts';
import { keyword } from './schema/keyword.ts';
import { missingKey } from './schema/missing-key.ts';
import { nameForm } from './schema/name-form.ts';
import { recursiveType } from './schema/recursive-type.ts';
import { redefinition } from './schema/redefinition.ts';
import { returns } from './schema/returns.ts';
import { tooManyFeatures } from './schema/too-many-features.ts';
import { typeFeature } from './schema/type-feature.ts';
import { typeForm } from './schema/type-form.ts';
import { unknownKey } from './schema/unknown-key.ts';
import { unknownType } from './schema/unknown-type.ts';
import { unusedType } from './schema/unused-type.ts';
import { valueForm } from './schema/value-form.ts';
import { blank } from './syntax/blank.ts';
import { comma } from './syntax/comma.ts';
import { doubleQuotes } from './syntax/double-quotes.ts';
import { doubledQuote } from './syntax/doubled-quote.ts';
import { duplicateKey } from './syntax/duplicate-key.ts';
import { unknownEscape } from './syntax/escape.ts';
import { nestedTooDeep } from './syntax/nested-too-deep.ts';
import { notAnObject } from './syntax/not-an-object.ts';
import { strayWord } from './syntax/stray-word.ts';
import { stringCharacter } from './syntax/string-character.ts';
import { tab } from './syntax/tab.ts';
import { unclosedBracket } from './syntax/unclosed-bracket.ts';
import { unclosedString } from './syntax/unclosed-string.ts';
import { unexpectedToken } from './syntax/unexpected-token.ts';

export const allRules: readonly Rule[] = [
  missingPrefix,
  malformedPrefix,
  notADomain,
  forwardDomain,
  foreignDomain,
  domainCase,
  placeholder,
  vendorWordRule,
  unknownMention,
  longName,
  plainType,
  commandRemoved,
  eventRemoved,
  argumentRemoved,
  outputRemoved,
  valueRemoved,
  mandatoryArgument,
  newArgument,
  newOutput,
  argumentNowMandatory,
  argumentNowOptional,
  outputNowOptional,
  defaultChanged,
  argumentType,
  widerArgument,
  outputType,
  newOutputValue,
  newErrorClass,
  documentedError,
  errorClassRemoved,
  newCapability,
  greeting,
  flagLost,
  flagGained,
  featureRemoved,
  newlyDeprecated,
  newlyUnstable,
  noLongerUnstable,
  contractCondition,
  backport,
  backportDiffers,
  collision,
  nowUpstream,
  invalidName,
  reservedName,
  typeCase,
  typeSuffix,
  lowerCase,
  eventCase,
  experimentalPrefix,
  misspeltFeature,
  redundantPrefix,
  downstreamName,
  cClash,
  doubledQuote,
  unclosedString,
  doubleQuotes,
  unknownEscape,
  stringCharacter,
  blank,
  strayWord,
  unexpectedToken,
  unclosedBracket,
  comma,
  duplicateKey,
  notAnObject,
  nestedTooDeep,
  unknownType,
  redefinition,
  base,
  recursiveType,
  doubledName,
  discriminator,
  branch,
  alternate,
  commandArguments,
  returns,
  typeFeature,
  tooManyFeatures,
  unusedType,
  tab,
  keyword,
  unknownKey,
  missingKey,
  nameForm,
  typeForm,
  valueForm,
  condition,
  flag,
  boxedData,
  docUnclosed,
  docFence,
  docSpace,
  docMissingHash,
  docSymbolLine,
  docRequired,
  docWrongSymbol,
  docNotFollowed,
  docUndocumentedMember,
  docUnknownMember,
  docMisspeltMember,
  docDuplicateSection,
  docEmptySection,
  docSectionOrder,
  docIndentation,
  docReturns,
  docFreeForm,
  docHeading,
  docOptionalTag,
  docTagForm,
  docInsideExpression,
  docNoteSection,
  docExampleSection,
  docLineLength,
  docTwoSpaces,
  docSince,
  docSplitSince,
  docMention,
  docReplacement,
  docOldHeading,
  includeForm,
  includeNotFound,
  includeRemoved,
  includeCycle,
  readTwice,
  pragma,
  encoding,
  baseline,
  settings,
  knownFile,
  messageTarget,
  qmpJson,
  repeatedKey,
  qmpMessage,
  unknownCommand,
  unknownEvent,
  unknownArgument,
  missingArgument,
  wrongType,
  unknownValue,
  outOfRange,
  unknownOutput,
  missingOutput,
  outOfBand,
  qmpId,
  negotiation,
  qmpGreeting,
  errorClass,
  deprecated,
  unstable,
  qmpDownstreamName,
  ignoreForm,
  unusedIgnore,
];

/** The rule with that id, or undefined. */
export function ruleById(id: string): Rule | undefined {
  return allRules.find((rule) => rule.id === id);
}
