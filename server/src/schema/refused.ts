/** Which definitions say something that is refused: what depends on them cannot be judged. */
import type { QemuVersion } from './dialect.ts';
import { linkFaults } from './link.ts';
import type { Schema } from './schema.ts';
import { shapeOf } from './shape.ts';

/**
 * The names of the definitions that could not be read as a whole, have the wrong form, or do not fit to the others. What is wrong with
 * their documentation, or with the spelling of a name, does not count: what they say is clear.
 * @param version whose generator is asked
 */
export function refusedDefinitions(schema: Schema, version: QemuVersion): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const file of schema.sources.files) {
    const { faults } = shapeOf(file, version);
    if (faults.length === 0 && file.tree.problems.length === 0) continue;
    const expressions = new Set(faults.map(({ expression }) => expression));
    for (const { expression, name } of file.definitions) {
      if (!expression.whole || expressions.has(expression)) refused.add(name.text);
    }
  }
  for (const { definition } of linkFaults(schema, version)) refused.add(definition.name.text);
  return refused;
}
