/** From the values of options to settings, which go over those of `.qapirc.json`. */

import { quoted } from '../names/nearest.ts';
import { type ConfigLayer, PROFILES, parseBaseline, parseTarget, ROLES } from '../workspace/config.ts';
import { readDomain } from '../workspace/config-values.ts';
import { lastOf, type Values } from './args.ts';
import type { WrongUsage } from './run.ts';

/** Reads the options of `qapi check` that are settings. On the command line nothing is guessed: what is odd is refused. */
export function readSettings(values: Values): ConfigLayer | WrongUsage {
  const domains = readDomains(values, 'rfqdn');
  if ('wrong' in domains) return domains;
  const inherited = readDomains(values, 'inherited');
  if ('wrong' in inherited) return inherited;

  const baseline = lastOf(values, 'baseline');
  const spec = baseline === undefined ? undefined : parseBaseline(baseline);
  if (spec?.kind === 'invalid') return { wrong: `--baseline: ${spec.message}` };

  const version = lastOf(values, 'qemu-version');
  const qemuVersion = version === undefined ? undefined : /^v?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)$/.exec(version)?.[1];
  if (version !== undefined && qemuVersion === undefined) {
    return { wrong: `--qemu-version: ${quoted(version)} is no version of QEMU. Write it as 8.2 or 8.2.0.` };
  }

  const target = lastOf(values, 'qmp-target');
  const targetSpec = target === undefined ? undefined : parseTarget(target);
  if (targetSpec?.kind === 'invalid') return { wrong: `--qmp-target: ${targetSpec.message}` };
  return {
    ...domains.layer,
    ...inherited.layer,
    baseline,
    'qmp.target': target,
    qemuVersion,
    role: ROLES.find((role) => role === lastOf(values, 'role')),
    profile: PROFILES.find((profile) => profile === lastOf(values, 'profile')),
  };
}

function readDomains(values: Values, option: 'rfqdn' | 'inherited'): { layer: ConfigLayer } | WrongUsage {
  const texts = values.get(option);
  if (texts === undefined) return { layer: {} };
  const domains = new Set<string>();
  for (const text of texts) {
    const { domain, message } = readDomain(text);
    if (domain === undefined || message !== undefined) return { wrong: `--${option}: ${message}` };
    domains.add(domain);
  }
  return { layer: { [option === 'rfqdn' ? 'domains' : 'inherited']: [...domains] } };
}
