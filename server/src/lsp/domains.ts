/** The user's domain: what it may be, and whether what he types is one. */
import { suggestDomains, validateDomainInput } from '../names/domain.ts';
import { strikingNames } from '../rules/names.ts';
import { treeFolderOf } from '../schema/places.ts';
import type { CheckDomainResult, DomainSuggestion } from './protocol.ts';
import type { Session } from './session.ts';
import { toPath } from './uris.ts';

/** The domains that may be the user's own, the likeliest first. */
export async function suggestedDomains({ workspace }: Session, uri: string): Promise<DomainSuggestion[]> {
  const path = toPath(uri);
  const analyses = await workspace.analysesOf(path);
  const prefixesInTree = analyses.flatMap(({ schema }) =>
    [...strikingNames(schema.sources.files)].flatMap(({ parsed }) => parsed.rfqdn ?? []),
  );
  const root = analyses[0]?.root ?? path;
  const email = await workspace.host.git?.email(treeFolderOf(root));
  return suggestDomains({ prefixesInTree, gitEmails: email ? [email] : [] }).map(({ domain, reason, count }) => ({
    domain,
    reason:
      reason === 'git-email'
        ? 'from your git e-mail address'
        : `used by ${count} ${count === 1 ? 'name' : 'names'} here`,
  }));
}

/** Whether a text is a domain, or can be made one. */
export function checkDomain(text: string): CheckDomainResult {
  const result = validateDomainInput(text);
  if (!result.ok) return { ok: false, message: result.message };
  return { ok: true, domain: result.domain, ...(result.note === undefined ? {} : { message: result.note }) };
}
