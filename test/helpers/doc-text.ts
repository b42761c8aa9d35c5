/** Documentation before and after a rule's fixes. */
import assert from 'node:assert/strict';
import { fixAll } from '../../server/src/features/fix-all.ts';
import type { Problem } from '../../server/src/rules/run.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from './memory-host.ts';

export const ROOT = '/tree/qapi/qapi-schema.json';

function open(text: string, settings: object = {}): Workspace {
  const workspace = new Workspace(memoryHost({ [ROOT]: text }), ['/tree']);
  workspace.setSettings({ baseline: 'none', qemuVersion: '10.2', role: 'upstream', ...settings });
  return workspace;
}

/** A schema with these lines in the documentation of its only command. */
export function schemaWith(lines: readonly string[], data = "{ 'id': 'str' }"): string {
  const comment = lines.map((line) => (line === '' ? '#' : `# ${line}`));
  return ['##', '# @eject:', '#', ...comment, '##', `{ 'command': 'eject', 'data': ${data} }`, ''].join('\n');
}

/** The lines that `schemaWith` was given. */
export function textOf(schema: string): string[] {
  const lines = schema.split('\n').slice(3, -3);
  return lines.map((line) => line.slice('# '.length));
}

/** What all rules say. */
export async function allTold(text: string, settings: object = {}): Promise<readonly Problem[]> {
  return (await open(text, settings).analyse(ROOT)).problems;
}

/** What a rule says. */
export async function told(rule: string, text: string, settings: object = {}): Promise<Problem[]> {
  return (await allTold(text, settings)).filter((problem) => problem.rule.id === rule);
}

/** The lines, counted from 1, in which a rule sees something. */
export async function linesTold(rule: string, text: string, settings: object = {}): Promise<number[]> {
  const problems = await told(rule, text, settings);
  return problems.map(({ span }) => text.slice(0, span.start).split('\n').length);
}

/** The text after a rule's fixes, in one round and for good. */
export async function mend(rule: string, text: string, settings: object = {}): Promise<string> {
  const workspace = open(text, settings);
  const only = (problem: Problem): boolean => problem.rule.id === rule;
  const { files } = await fixAll(workspace, [ROOT], only);
  assert.equal((await fixAll(workspace, [ROOT], only)).files.size, 0, 'fixing twice changes something more');
  return files.get(ROOT) ?? text;
}
