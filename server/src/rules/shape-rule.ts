/** The common form of the rules that put a mistake in the form of an expression into words. */
import { type QemuVersion, versionsWith } from '../schema/dialect.ts';
import type { SourceFile } from '../schema/model.ts';
import { type Mistake, type ShapeFault, type Subject, shapeOf } from '../schema/shape.ts';
import { editFix } from './fixes.ts';
import { sentence } from './names.ts';
import type { FileEdit, Fix, Rule } from './rule.ts';

type Code = Mistake['code'];

/** What the words for a fault are made of. */
export interface FaultContext<C extends Code> {
  readonly fault: Extract<ShapeFault, { code: C }>;
  readonly file: SourceFile;
  readonly version: QemuVersion;
}

/** A way out by editing one file. */
export interface ShapeFix {
  readonly title: string;
  readonly edits: readonly Omit<FileEdit, 'file'>[];
  /** Whether it is surely what was meant. */
  readonly preferred: boolean;
}

interface ShapeRule<C extends Code> extends Omit<Rule, 'check' | 'severity' | 'scope' | 'enforced' | 'generatorNote'> {
  readonly codes: readonly C[];
  readonly message: (context: FaultContext<C>) => string;
  /** Where the generator says so, if not where the expression begins: an offset. */
  readonly refusedAt?: (context: FaultContext<C>) => number | undefined;
  /** Ways out, the best first. */
  readonly fixes?: (context: FaultContext<C>) => readonly ShapeFix[];
}

/** Generators refuse what they do not know the form of: these are errors, and break the build. */
export function shapeRule<C extends Code>(definition: ShapeRule<C>): Rule {
  const { codes, message, refusedAt, fixes, ...rest } = definition;
  const isOurs = (fault: ShapeFault): fault is FaultContext<C>['fault'] => codes.includes(fault.code as C);
  return {
    ...rest,
    enforced: versionsWith('form-refused'),
    severity: 'error',
    scope: 'part',
    check({ files, version, report }) {
      for (const file of files) {
        for (const fault of shapeOf(file, version).faults) {
          if (!isOurs(fault)) continue;
          const context = { fault, file, version };
          report({
            file: file.path,
            span: fault.span,
            message: message(context),
            refusedAt: { file: file.path, offset: refusedAt?.(context) ?? fault.expression.span.start },
            fixes: () => (fixes?.(context) ?? []).map((fix) => inFile(file.path, fix)),
          });
        }
      }
    },
  };
}

function inFile(file: string, { title, edits, preferred }: ShapeFix): Fix {
  const inside = edits.map((edit) => ({ file, ...edit }));
  return editFix(title, inside, preferred);
}

/** `Member 'a' of struct 'Disk': `, to begin a message with; empty where there is no subject. */
export function about(subject: Subject | undefined): string {
  return subject ? `${sentence(subjectText(subject))}: ` : '';
}

function subjectText({ kind, name, owner }: Subject): string {
  const own = name === undefined ? `this ${kind}` : `${kind} '${name}'`;
  return owner ? `${own} of ${subjectText(owner)}` : own;
}

/** `'a', 'b' and 'c'`. */
export function listed(names: Iterable<string>, last: 'and' | 'or'): string {
  const quoted = [...names].map((name) => `'${name}'`);
  const end = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} ${last} ${end}` : end;
}
