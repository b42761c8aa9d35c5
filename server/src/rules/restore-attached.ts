/** What stands beside names made the baseline's again: features, conditions and flags. */
import type { ConditionChange, FlagChange, Presence } from '../compat/change.ts';
import { isMadeFromAnswer } from '../introspection/introspection.ts';
import { has } from '../schema/dialect.ts';
import { keysOf } from '../schema/keys.ts';
import {
  type Definition,
  definitionOf,
  forEachNamed,
  isDefinition,
  type Member,
  type NamedThing,
} from '../schema/model.ts';
import type { Schema } from '../schema/schema.ts';
import { entryOf } from '../syntax/tree.ts';
import { Compared, objectOf, type Written } from './compared.ts';
import { conditionText } from './dialect-text.ts';
import { copyDescription, removeDescription } from './doc-restore.ts';
import { removeParts } from './entry-edits.ts';
import { editFix } from './fixes.ts';
import { edit, insertLike, partAt, partsIn } from './part-edits.ts';
import type { FileEdit, Fix } from './rule.ts';

/** Each method gives the fix for one kind of change, or nothing where there is none. */
export class AttachedRestoration extends Compared {
  featureBack({ baseline, holder, name }: Presence): Fix | undefined {
    const gone = baseline?.thing;
    const ours = holder && this.written(this.schema, holder);
    if (!gone || isDefinition(gone) || !ours) return undefined;
    const model = this.placeInBaseline(gone);
    const item = model && this.textOf(model, 'feature');
    const file = ours.file;
    if (!model || !item || !keysOf(this.version)[ours.place].allowed.has('features')) return undefined;
    const list = ours.object && entryOf(ours.object, 'features')?.value;
    const theirs = this.written(this.baseline, gone.parent ?? gone.owner);
    let change: FileEdit | undefined;
    if (list?.kind === 'array') change = insertLike(file, list, model, item);
    else if (!list) {
      change = this.attach(ours, theirs, 'features', (column) => `[ ${item(column + 2)} ]`);
    }
    if (!change) return undefined;
    return editFix(
      `Put the feature '${name}' back`,
      [change, ...copyDescription(gone, file, definitionOf(ours.thing), this)],
      false,
    );
  }

  featureOut({ ours, name }: Presence): Fix | undefined {
    const feature = ours?.thing;
    const file = feature && this.schema.file(feature.file);
    if (!feature || !file || isDefinition(feature)) return undefined;
    const at = partAt(feature.owner.expression.value, feature.name.span.start);
    const written = this.written(this.schema, feature.parent ?? feature.owner);
    if (!at || !written) return undefined;
    const removal =
      partsIn(at.holder).length > 1
        ? removeParts(file.tree.text, at.holder, [at.index]).map((change) => ({ file: file.path, ...change }))
        : this.detach(written, 'features');
    if (removal.length === 0) return undefined;
    return editFix(
      `Remove the feature '${name}'`,
      [...removal, ...(isShared(feature) ? [] : removeDescription(feature, file))],
      false,
    );
  }

  flag({ ours, baseline, flag }: FlagChange): Fix | undefined {
    const is = ours && definitionOf(ours.thing);
    const was = baseline && definitionOf(baseline.thing);
    const written = is && this.written(this.schema, is);
    if (!was || !written?.object) return undefined;
    const { file, object } = written;
    const own = entryOf(object, flag);
    const model = this.entryPlace(was, flag);
    if (!model) {
      const removal = this.detach(written, flag);
      return removal.length > 0 ? editFix(`Remove '${flag}'`, removal, false) : undefined;
    }
    const laid = own ? undefined : this.entryText(was, flag);
    return laid && editFix(`Put '${flag}' back`, [insertLike(file, object, model, laid)], false);
  }

  condition({ ours, baseline, kind }: ConditionChange): Fix | undefined {
    if (isMadeFromAnswer(this.baseline)) return undefined;
    const is = ours && this.written(this.schema, ours.thing);
    const was = baseline && this.written(this.baseline, baseline.thing);
    if (!is || !was) return undefined;
    const edits = [this.#conditionEdits(is, was), ...this.#branchConditions(is.thing, was.thing)];
    if (edits.some((some) => !some)) return undefined;
    const all = edits.flatMap((some) => some ?? []);
    if (all.length === 0) return undefined;
    const title =
      kind === 'condition-added'
        ? 'Remove the condition: upstream has none'
        : kind === 'condition-removed'
          ? "Put upstream's condition back"
          : "Restore upstream's condition";
    return editFix(title, all, false);
  }

  /** Gives something the condition of something else, or none; undefined where that cannot be. */
  #conditionEdits(is: Written, was: Written): FileEdit[] | undefined {
    const theirs = was.object && entryOf(was.object, 'if')?.value;
    const own = is.object && entryOf(is.object, 'if')?.value;
    if (!theirs) {
      if (!own) return [];
      const removal = this.detach(is, 'if');
      return removal.length > 0 ? removal : undefined;
    }
    const laid = conditionText(was.file, theirs, this.version);
    if (!laid) return undefined;
    if (own) return [edit(is.file, own.span.start, own.span.end, laid(0))];
    const allowed = isDefinition(is.thing) || has(this.version, 'longhand');
    const change = allowed ? this.attach(is, was, 'if', laid) : undefined;
    return change && [change];
  }

  /** A value's condition is that of the branches that it selects, where the baseline has it so. */
  #branchConditions(value: NamedThing, theirs: NamedThing): (FileEdit[] | undefined)[] {
    if (value.kind !== 'value' || theirs.kind !== 'value') return [];
    return this.schema.definitions.map((union) => {
      const other = this.baseline.definition(union.name.text);
      if (union.kind !== 'union' || other?.kind !== 'union') return [];
      if (!this.schema.viewOf(union)?.tag?.values.includes(value)) return [];
      if (!this.baseline.viewOf(other)?.tag?.values.includes(theirs)) return [];
      const is = this.#writtenBranch(this.schema, union, value);
      const was = this.#writtenBranch(this.baseline, other, theirs);
      return is && was ? this.#conditionEdits(is, was) : [];
    });
  }

  #writtenBranch(schema: Schema, union: Definition, value: Member): Written | undefined {
    const branch = union.kind === 'union' && union.branches.find(({ key }) => key.text === value.name.text);
    const file = schema.file(union.file);
    const at = branch && partAt(union.expression.value, branch.key.content.start);
    return file && at
      ? { thing: value, file, part: { file, ...at }, object: objectOf(at), place: 'branch' }
      : undefined;
  }
}

/** Whether another thing of the definition has a feature of the same name, which has the same description. */
function isShared(feature: Member): boolean {
  const { owner } = feature;
  return featuresIn(owner).some((other) => other !== feature && other.name.text === feature.name.text);
}

function featuresIn(definition: Definition): Member[] {
  const features: Member[] = [];
  forEachNamed(definition, (thing) => {
    if (thing.kind === 'feature') features.push(thing);
  });
  return features;
}
