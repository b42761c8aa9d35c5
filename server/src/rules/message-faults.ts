/** Faults that lie in how a message is written, not in what it says. */
import type { Fault } from '../qmp/faults.ts';
import type { JsonProblem, JsonValue } from '../qmp/json.ts';
import { type Message, type Side, sideOf } from '../qmp/message.ts';

/** Who sent the message in which something is wrong with the JSON: the first one that ends behind it. */
export function sideOfProblem({ span }: JsonProblem, messages: readonly Message[]): Side {
  const message = messages.find((one) => one.span.end >= span.start) ?? messages.at(-1);
  return message ? (sideOfMessage(message) ?? 'client') : 'client';
}

/** Whether a message ends in the middle, as one that is being typed does, or a recording that was cut off. */
export function breaksOff({ span, value }: Message, { code, span: at }: JsonProblem): boolean {
  if (at.start < span.start || at.start > span.end) return false;
  return code === 'unclosed' || (code === 'unclosed-string' && at.end === value?.span.end);
}

/** Whether a fault is about what a message lacks where it breaks off, or about a name that is typed half. */
export function followsFromBreak(fault: Fault, message: Message, problem: JsonProblem): boolean {
  if (!breaksOff(message, problem)) return false;
  const { start, end } = problem.span;
  const object = incompleteIn(fault);
  if (object) return object.span.start <= start && object.span.end >= message.span.end;
  return start <= fault.span.start && fault.span.end <= end;
}

/** What lacks something, by a fault. */
function incompleteIn(fault: Fault): JsonValue | undefined {
  switch (fault.kind) {
    case 'no-message':
      return fault.value;
    case 'missing-part':
      return fault.object;
    case 'missing-member':
      return fault.object ?? fault.message;
    default:
      return undefined;
  }
}

function sideOfMessage({ value, side }: Message): Side | undefined {
  return (value?.kind === 'object' ? sideOf(value) : undefined) ?? side;
}

/** That a program's message has single quotes, told once for a message. */
export function serverQuotes(message: Message, text: string): Fault[] {
  const { value } = message;
  if (!value || sideOfMessage(message) !== 'server') return [];
  const span = singleQuoted(value, text);
  return span ? [{ kind: 'single-quotes', span, side: 'server' }] : [];
}

/** The first string between single quotes. */
function singleQuoted(value: JsonValue, text: string): JsonValue['span'] | undefined {
  switch (value.kind) {
    case 'string':
      return text[value.span.start] === "'" ? value.span : undefined;
    case 'array':
      for (const item of value.items) {
        const span = singleQuoted(item, text);
        if (span) return span;
      }
      return undefined;
    case 'object':
      for (const entry of value.entries) {
        const span = singleQuoted(entry.key, text) ?? (entry.value && singleQuoted(entry.value, text));
        if (span) return span;
      }
      return undefined;
    default:
      return undefined;
  }
}
