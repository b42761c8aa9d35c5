import { holdsWhenever } from '../../compat/conditions.ts';
import { restoreFixes } from '../contract-fixes.ts';
import { contractRule } from '../contract-rule.ts';
import { GEN_CONDITIONS } from '../sources.ts';

export const contractCondition = contractRule({
  id: 'contract/condition',
  severity: 'warning',
  otherDirection: { none: 'One rule for both directions: what is not built can be neither sent nor received.' },
  summary: 'Some builds lack what upstream has in all of those builds.',
  why: `\`if\` leaves something out of builds that do not meet its condition. A client that works with upstream's QEMU may meet a build of yours
in which it is missing. Whether that matters depends on how you build it, which the schema does not tell.`,
  remedy: `Give it upstream's condition again, or make sure that all builds that you ship meet yours; then acknowledge this with that reason.`,
  source: GEN_CONDITIONS,
  bad: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject', 'if': «'CONFIG_TRAY'» }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  good: {
    files: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    baseline: { 'qapi/qapi-schema.json': "{ 'command': 'eject' }\n" },
    domains: ['com.example'],
  },
  kinds: ['condition-added', 'condition-changed'],
  directions: ['send', 'receive', 'both'],
  tell: ({ was, is, path }) => {
    if (was !== undefined && is !== undefined && holdsWhenever(is, was)) return undefined;
    const upstreams = was === undefined ? 'Upstream always has this' : `Upstream has this if ${was}`;
    return `${upstreams}, and here it depends on ${is} (${path}): builds that do not meet that lack it. Give it upstream's condition again, unless every build meets this one.`;
  },
  fixes: restoreFixes,
});
