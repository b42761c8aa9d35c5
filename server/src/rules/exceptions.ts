/** The second choice for what a rule refuses: to list it as an exception. QEMU's developers ask to think twice. */
import { has, type QemuVersion } from '../schema/dialect.ts';
import type { Fix } from './rule.ts';

/** What the names are exempted from. */
export type Exemption = 'command-name' | 'command-returns' | 'documentation' | 'member-name';

/** The pragmas of the generators until 5.2. */
const WHITELISTS: Readonly<Partial<Record<Exemption, string>>> = {
  'command-returns': 'returns-whitelist',
  'member-name': 'name-case-whitelist',
};

/**
 * @param name of a command, or of the type whose members are meant
 * @returns no fix in dialects without such a pragma
 */
export function exceptionFixes(exemption: Exemption, name: string, version: QemuVersion): Fix[] {
  const pragma = pragmaFor(exemption, version);
  if (pragma === undefined) return [];
  const title = `Add '${name}' to the pragma '${pragma}' (discouraged)`;
  return [{ kind: 'exception', title, pragma, name, preferred: false }];
}

function pragmaFor(exemption: Exemption, version: QemuVersion): string | undefined {
  if (exemption === 'documentation' && !has(version, 'documentation-exceptions')) return undefined;
  if (has(version, 'pragma-exceptions')) return `${exemption}-exceptions`;
  return has(version, 'pragma-whitelists') ? WHITELISTS[exemption] : undefined;
}
