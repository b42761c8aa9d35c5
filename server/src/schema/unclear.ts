/** Of which definitions nobody knows what they say: what depends on them cannot be judged. */
import type { QemuVersion } from './dialect.ts';
import { linkFaults } from './link.ts';
import { isIntended, type Schema, withBases } from './schema.ts';
import { shapeOf } from './shape.ts';

/**
 * The definitions that are lost, could not be read as a whole, have the wrong form, or do not fit to the others. What is wrong with
 * their documentation, or with the spelling of a name, does not count: what they say is clear.
 */
export class Unclear {
  readonly #schema: Schema;
  readonly #version: QemuVersion;
  #names: ReadonlySet<string> | undefined;

  /** @param version whose generator is asked */
  constructor(schema: Schema, version: QemuVersion) {
    this.#schema = schema;
    this.#version = version;
  }

  /** Whether one of the definitions with these names is unclear, or has a base that is. */
  isAnyOf(names: Iterable<string>): boolean {
    for (const name of names) if (this.#is(name)) return true;
    return false;
  }

  #is(name: string): boolean {
    const definition = this.#schema.definition(name);
    if (!definition) return isIntended(name, this.#schema, true);
    this.#names ??= this.#refused();
    const names = this.#names;
    return names.size > 0 && withBases(definition, this.#schema).some((one) => names.has(one.name.text));
  }

  #refused(): ReadonlySet<string> {
    const refused = new Set<string>();
    for (const file of this.#schema.sources.files) {
      const { faults } = shapeOf(file, this.#version);
      if (faults.length === 0 && file.tree.problems.length === 0) continue;
      const expressions = new Set(faults.map(({ expression }) => expression));
      for (const { expression, name } of file.definitions) {
        if (!expression.whole || expressions.has(expression)) refused.add(name.text);
      }
    }
    for (const { definition } of linkFaults(this.#schema, this.#version)) refused.add(definition.name.text);
    return refused;
  }
}
