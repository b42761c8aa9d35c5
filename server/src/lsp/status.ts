/** What the status item of an editor shows: what a document is judged by, and the rules. */
import type { MessageAnalysis } from '../analysis/messages.ts';
import { allRules } from '../rules/index.ts';
import type { Problem } from '../rules/run.ts';
import { formatVersion } from '../schema/dialect.ts';
import type { MessageStatus, RuleSummary, Status } from './protocol.ts';
import type { Session } from './session.ts';
import { toPath } from './uris.ts';

/** What a document is judged by, and how; null for one that is neither a schema nor holds messages. */
export async function statusOf(session: Session, uri: string): Promise<Status | MessageStatus | null> {
  const document = session.documents.get(uri);
  const messages = document && (await session.messagesIn(document));
  if (messages) return messageStatus(messages);
  if (!document || !session.isSchema(document)) return null;
  const path = toPath(uri);
  const analyses = await session.workspace.analysesOf(path);
  const [first] = analyses;
  if (!first) return null;
  const { baseline, config, role, roleReason, version } = first;
  const { errors, warnings } = countOf(first.problems);
  return {
    root: session.relative(first.root),
    roots: analyses.map(({ root }) => session.relative(root)),
    role,
    roleReason,
    domains: [...config.domains],
    inherited: [...config.inherited],
    baseline: {
      spec: baseline.spec,
      resolved: baseline.label,
      ok: baseline.problem === undefined,
      ...((baseline.problem ?? baseline.reason) ? { message: baseline.problem ?? baseline.reason ?? '' } : {}),
    },
    qemuVersion: version ? formatVersion(version) : null,
    profile: config.profile,
    problems: { errors, warnings, acknowledged: first.acknowledged.length },
  };
}

/** Every rule in a few words. */
export function ruleSummaries(session: Session): RuleSummary[] {
  return allRules.map(({ id, summary, severity }) => ({
    id,
    summary,
    severity,
    url: session.pageOf(id, 'problem') ?? '',
  }));
}

function messageStatus({ target, targetProblem, config, problems }: MessageAnalysis): MessageStatus {
  return {
    target: {
      spec: config['qmp.target'],
      resolved: target?.label ?? 'nothing',
      ok: targetProblem === undefined,
      ...(targetProblem === undefined ? {} : { message: targetProblem }),
    },
    problems: countOf(problems),
  };
}

function countOf(problems: readonly Problem[]): { errors: number; warnings: number } {
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  return { errors: count('error'), warnings: count('warning') };
}
