import { isSlip } from '../../names/nearest.ts';
import type { DocReading, ReadSection } from '../../schema/doc-sections.ts';
import type { DefinitionKind } from '../../schema/model.ts';
import type { DocEdits } from '../doc-edits.ts';
import { docRule } from '../doc-rule.ts';
import { describesBehind, tagMeant } from '../doc-tags.ts';
import { editFix } from '../fixes.ts';
import { describe, sentence } from '../names.ts';
import type { Fix } from '../rule.ts';
import { GEN_DOC } from '../sources.ts';
import { isMisspelt } from './misspelt-member.ts';

/** What the parts of a definition are called. */
const PARTS: Readonly<Record<DefinitionKind, string>> = {
  enum: 'value',
  struct: 'member',
  union: 'member',
  alternate: 'branch',
  command: 'argument',
  event: 'member',
};

export const docUnknownMember = docRule({
  id: 'doc/unknown-member',
  generatorNote:
    'refuses it for structs, unions, alternates and for the arguments of commands and events since 2.9; for enums, features and named arguments since 4.2',
  summary: 'A documentation comment describes a member or feature that does not exist.',
  why: `A section \`@NAME:\` describes a member of the definition, and below \`Features:\` a feature. What a definition takes over from another type,
by \`base\` or by naming a type as its \`data\`, is described there and not again.`,
  remedy: 'Write the name as the definition has it, or remove the section.',
  source: GEN_DOC,
  bad: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# «@idd:» the drive\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  good: {
    files: {
      'qapi/qapi-schema.json':
        "##\n# @eject:\n#\n# @id: the drive\n#\n# Since: 1.0\n##\n{ 'command': 'eject', 'data': { 'id': 'str' } }\n",
    },
  },
  mismatches: {
    unknown: (mismatch, { checked, edits }) => {
      if (isMisspelt(mismatch)) return undefined;
      const { section, meant, definition } = mismatch;
      const { name, kind } = section;
      const isFeature = kind === 'feature';
      const remove = editFix('Remove the section', [edits.removeSection(section, checked?.reading)], false);
      if (meant && meant.name.text === name?.text) {
        return {
          message: isFeature
            ? `'${meant.name.text}' is a member of ${describe(definition)} and no feature. Describe it above 'Features:'.`
            : `'${meant.name.text}' is a feature of ${describe(definition)} and no member. Describe it below a line 'Features:'.`,
          fixes: () => amongItsKind(section, checked?.reading, edits),
        };
      }
      const tag = isFeature || !name ? undefined : tagMeant(name.text, definition);
      if (tag !== undefined && name && !(meant && isSlip(name.text, meant.name.text))) {
        const span = { start: name.span.start - 1, end: name.span.end };
        return {
          message: `${sentence(describe(definition))} has nothing called '${name.text}'. The section '${tag}:' has no '@'.`,
          fixes: () => {
            // It would end the descriptions.
            if (checked && describesBehind(checked.reading, section.firstLine)) return [remove];
            return [editFix(`Write '${tag}:'`, [edits.replace(span, tag)], false), remove];
          },
        };
      }
      const what = isFeature ? 'feature' : PARTS[definition.kind];
      const hint = meant
        ? ` Did you mean '${meant.name.text}'?`
        : ' Remove the section, or write the name of one that exists.';
      return {
        message: `${sentence(describe(definition))} has no ${what} '${name?.text}' of its own.${hint}`,
        fixes: () => {
          if (!meant || !name) return [remove];
          const { text } = meant.name;
          return [editFix(`Write '${text}'`, [edits.replace(name.span, text)], false), remove];
        },
      };
    },
  },
});

/** Ways to have a member above the line `Features:`, and a feature below it. */
function amongItsKind(section: ReadSection, reading: DocReading | undefined, edits: DocEdits): Fix[] {
  const { featuresLine, sections = [] } = reading ?? {};
  const features = sections.filter(({ kind }) => kind === 'feature');
  if (section.kind === 'feature') {
    if (featuresLine === undefined) return [];
    // Below the line there is no feature at all: it is the line that is wrong.
    if (features.length === 1) return [editFix("Remove 'Features:'", [edits.remove(featuresLine, section.firstLine)])];
    return [editFix('Move the description up', edits.moveSection(section, featuresLine))];
  }
  const almost = edits.almostFeatures(section.firstLine);
  if (almost) return [almost.fix];
  if (featuresLine !== undefined) {
    const last = features.at(-1);
    return last ? [editFix('Move the description down', edits.moveSection(section, last.endLine))] : [];
  }
  const isLast = !sections.slice(sections.indexOf(section) + 1).some(({ kind }) => kind === 'member');
  return isLast ? [editFix("Insert 'Features:'", [edits.insert(section.firstLine, ['Features:', ''])])] : [];
}
