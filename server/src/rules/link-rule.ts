/** The common form of the rules that put into words what does not fit together in a schema. */
import { versionsWith } from '../schema/dialect.ts';
import { linkFaults } from '../schema/link.ts';
import type { LinkFault } from '../schema/link-faults.ts';
import type { Target } from '../schema/link-targets.ts';
import type { Member } from '../schema/model.ts';
import { describe } from './names.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

interface LinkRule<Code extends LinkFault['code']> extends Omit<Rule, 'check' | 'severity' | 'scope'> {
  readonly codes: readonly Code[];
  /** What is wrong, in words, and where, if that is another place; undefined where another rule tells it. */
  readonly tell: (
    fault: Extract<LinkFault, { code: Code }>,
    context: RuleContext,
  ) => (Omit<Finding, 'file' | 'span' | 'refusedAt'> & Partial<Finding>) | undefined;
}

/** The generator asks for all this since 2.4. It points to the line in which the definition begins. */
export function linkRule<Code extends LinkFault['code']>(definition: LinkRule<Code>): Rule {
  const { codes, tell, ...rest } = definition;
  const isMine = (fault: LinkFault): fault is Extract<LinkFault, { code: Code }> =>
    (codes as readonly string[]).includes(fault.code);
  return {
    enforced: versionsWith('types-checked'),
    ...rest,
    severity: 'error',
    check(context) {
      for (const fault of linkFaults(context.schema, context.version)) {
        if (!isMine(fault)) continue;
        const told = tell(fault, context);
        if (!told) continue;
        const { file, expression } = fault.definition;
        context.report({ file, span: fault.span, refusedAt: { file, offset: expression.span.start }, ...told });
      }
    },
  };
}

/** `enum 'Tray'`, `built-in type 'int'`, `an array`: a type in words, to stand in the middle of a sentence. */
export function typeInWords(target: Target): string {
  switch (target.kind) {
    case 'builtin':
      return `the built-in type '${target.name}'`;
    case 'array':
      return 'an array';
    case 'object':
      return 'an object';
    case 'tag':
      return 'an enum';
    default:
      return describe(target);
  }
}

/** What a thing stands beside: the related place of a finding. */
export function related(thing: Member, message: string): NonNullable<Finding['related']> {
  return [{ file: thing.file, span: thing.name.span, message }];
}

/** Up to eight names between quotes, with commas. */
export function quotedList(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `'${name}'`);
  return shown.join(', ') + (names.length > shown.length ? ', ...' : '');
}
