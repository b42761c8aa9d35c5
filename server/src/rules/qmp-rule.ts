/**
 * The common form of the rules about QMP messages. Each tells some kinds of fault, in files of messages and in the examples of
 * documentation comments alike. What is wrong with an example breaks no build: there it is never more than a warning.
 */
import type { Fault, FaultKind, FaultOf } from '../qmp/faults.ts';
import { isToldAsMention } from './downstream/unknown-mention.ts';
import { exampleFaults } from './example-faults.ts';
import { messagePlace } from './message-words.ts';
import type { FaultWords, Fix, MessagePlace, Rule, Severity } from './rule.ts';

interface QmpRule<Kind extends FaultKind> extends Omit<Rule, 'category' | 'check' | 'scope' | 'messages'> {
  readonly severity: Severity;
  readonly kinds: readonly Kind[];
  /** What is wrong, in words; undefined where there is nothing wrong with it, or another rule tells it. */
  readonly tell: (fault: FaultOf<Kind>, place: MessagePlace) => FaultWords | undefined;
  /** In examples; without, as in files but no more than a warning. */
  readonly exampleSeverity?: Severity;
}

export function qmpRule<Kind extends FaultKind>({ kinds, tell, exampleSeverity, ...rest }: QmpRule<Kind>): Rule {
  const say = tell as NonNullable<Rule['messages']>['tell'];
  return {
    ...rest,
    category: 'qmp',
    messages: { kinds, tell: say, exampleSeverity: exampleSeverity ?? atMostWarning(rest.severity) },
    check(context) {
      const faults = exampleFaults(context);
      for (const found of kinds.flatMap((kind) => faults.get(kind) ?? [])) {
        const { fault, file, span } = found;
        // In a downstream a name with a prefix that nothing has is one problem, in an example as anywhere else.
        const unknown = unknownNameIn(fault);
        if (unknown !== undefined && isToldAsMention(unknown, context)) continue;
        const words = found.wordsOf(rest.id, context, () => say(fault, messagePlace(file, context)));
        if (!words) continue;
        const severity = exampleSeverity ?? atMostWarning(words.severity ?? rest.severity);
        const { message, related, thing } = words;
        const fixes = (): readonly Fix[] => {
          const now = found.now();
          return (now && say(now, messagePlace(file, context))?.fixes?.()) ?? [];
        };
        context.report({ file, span, message, severity, related, thing, fixes });
      }
    },
  };
}

/** The name that the schema does not have, where that is what a fault is about. */
function unknownNameIn(fault: Fault): string | undefined {
  switch (fault.kind) {
    case 'unknown-command':
    case 'unknown-event':
      return fault.name.text;
    case 'unknown-member':
      return fault.entry.key.text;
    case 'unknown-value':
      return fault.value.text;
    default:
      return undefined;
  }
}

function atMostWarning(severity: Severity): Severity {
  return severity === 'error' ? 'warning' : severity;
}
