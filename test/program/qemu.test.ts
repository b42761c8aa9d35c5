// A real QEMU, where there is one: what it says of itself, and a conversation with it that is recorded on the spot. Whatever is said
// in it is right by QEMU's own judgement, but for what was made wrong on purpose.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { FORBIDDEN, MACHINES, type Machine, noQemu, startQemu, stopQemu } from '../../scripts/lib/qemu.ts';
import { type Recording, recordQmp } from '../../scripts/lib/qmp-recorder.ts';
import { changesBetween } from '../../server/src/compat/changes.ts';
import { readIntrospection } from '../../server/src/introspection/introspection.ts';
import { bundledHistory } from '../../server/src/platform/history.ts';
import { nodeHost } from '../../server/src/platform/node.ts';
import { nodeProgram } from '../../server/src/platform/program.ts';
import { readMessages } from '../../server/src/qmp/document.ts';
import { judgeMessages, type MessageTarget } from '../../server/src/rules/run-messages.ts';
import { formatVersion, type QemuVersion } from '../../server/src/schema/dialect.ts';
import type { Schema } from '../../server/src/schema/schema.ts';
import { LineIndex } from '../../server/src/syntax/text.ts';
import { askProgram, PROGRAM_FILE, programAnswer } from '../../server/src/workspace/program.ts';
import { tempFolder, writeFiles } from '../helpers/temp.ts';

const host = nodeHost({ git: false, program: true });

/** A QEMU that ends with the test, and the folder in which its socket is. */
async function qemu(t: TestContext, machine: Machine): Promise<{ folder: string; socket: string }> {
  const folder = tempFolder(t);
  const socket = `${folder}/qmp.sock`;
  const child = await startQemu(machine, socket);
  t.after(() => stopQemu(child));
  return { folder, socket };
}

describe('a real QEMU', { skip: noQemu }, () => {
  test('is asked for its API, again and again, and what it says is known from then on', async (t) => {
    const { folder } = await qemu(t, 'none');
    const outcome = await askProgram(host, 'qmp.sock', folder, folder);
    assert.ok(outcome.ok, outcome.ok ? '' : outcome.problem);
    assert.match(outcome.summary, /^QEMU \d+\.\d+\.\d+( \(.+\))?: \d{3} commands, \d{2} events$/);
    assert.deepEqual(await askProgram(host, 'qmp.sock', folder, folder), outcome);

    writeFiles(folder, { [PROGRAM_FILE]: outcome.text });
    const answer = await programAnswer(host, folder, 'qmp.sock');
    assert.ok(answer.kind === 'known', answer.kind === 'problem' ? answer.message : '');
    assert.equal(answer.schema.definition('query-qmp-schema')?.kind, 'command');
    assert.equal(answer.schema.definition('SHUTDOWN')?.kind, 'event');
    t.diagnostic(outcome.summary);
  });

  test('has nothing that its release does not have', async (t) => {
    const { folder } = await qemu(t, 'none');
    const { schema, version } = await known(folder);
    const release = releaseOf(version);
    if (!release) return t.skip(`the history ends before QEMU ${formatVersion(version)}`);
    // What a build leaves out is missing. Widths of integers and conditions are not told by the program.
    const more = changesBetween(release, schema)
      .filter(({ kind }) => kind.endsWith('added'))
      .map(({ kind, path }) => `${kind} ${path}`);
    assert.deepEqual(more, []);
  });

  test('says nothing as long as somebody else is connected', async (t) => {
    const { socket: path } = await qemu(t, 'none');
    const other = connect({ path });
    t.after(() => other.destroy());
    await once(other, 'data');
    const asked = await nodeProgram({ greeting: 100, answer: 60_000, bytes: 1e8 }).ask({ kind: 'unix', path });
    assert.equal(asked.ok ? '' : asked.error.kind, 'silent');
  });

  for (const machine of MACHINES) {
    describe(`and a conversation with one of machine ${machine}`, () => {
      test('has no problem but those that were put into it', async (t) => {
        const { folder, socket } = await qemu(t, machine);
        const { schema, version } = await known(folder);
        const recording = await recordQmp(socket, `test ${machine}`, 200, FORBIDDEN[machine]);
        checkRecording(recording);
        assert.deepEqual(problemsIn(recording, { schema, kind: 'program', label: 'a program', version }), []);

        const release = releaseOf(version);
        if (!release)
          return t.diagnostic(`not checked against a release: the history ends before ${formatVersion(version)}`);
        const label = `release ${formatVersion(version)}`;
        assert.deepEqual(problemsIn(recording, { schema: release, kind: 'release', label, version, root: 'qapi' }), []);
        t.diagnostic(`${recording.lines.length} messages, ${recording.wrong.size} of them wrong on purpose`);
      });
    });
  }
});

async function known(folder: string) {
  const outcome = await askProgram(host, 'qmp.sock', folder, folder);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.problem);
  const answer = readIntrospection('qemu', outcome.text);
  assert.ok(answer.kind === 'schema');
  const { major, minor, micro } = JSON.parse(outcome.text).program.qemu;
  return { schema: answer.schema, version: [major, minor, micro] as QemuVersion };
}

/** The release that has the API of a program, where it is known. */
function releaseOf(version: QemuVersion): Schema | undefined {
  const history = bundledHistory();
  const nearest = history.nearestRelease(version);
  return nearest?.exact ? history.release(nearest.release.name, 'qapi') : undefined;
}

/** A conversation is of use only if it has of everything, and if QEMU refuses what is wrong. */
function checkRecording({ lines, wrong }: Recording): void {
  const messages = lines.map((line) => JSON.parse(line));
  const having = (key: string): number => messages.filter((message) => key in message).length;
  assert.equal(having('execute') + having('exec-oob'), 200);
  assert.equal(having('return') + having('error'), 200);
  for (const key of ['QMP', 'exec-oob', 'event', 'return', 'error']) assert.ok(having(key) > 0, key);
  assert.ok(wrong.size > 10);
  const accepted = messages.filter(({ id, return: value }) => value !== undefined && wrong.has(id));
  assert.deepEqual(accepted, []);
}

/**
 * What is told of a conversation and should not be, or is not told and should be. That something is deprecated or unstable is as true
 * of commands that QEMU takes.
 */
function problemsIn({ lines, wrong }: Recording, target: MessageTarget): string[] {
  const text = `${lines.join('\n')}\n`;
  const document = readMessages(text);
  const path = 'conversation.qmp';
  const history = bundledHistory;
  const problems = judgeMessages(
    document,
    { path, text, target, domains: [], inherited: [], history },
    { severities: {} },
  );
  const told = new Map<number, string[]>();
  const index = new LineIndex(text);
  for (const { rule, message, span } of problems) {
    if (rule.id === 'qmp/deprecated' || rule.id === 'qmp/unstable') continue;
    const { line } = index.positionOf(span.start);
    told.set(line, [...(told.get(line) ?? []), `${rule.id}: ${message}`]);
  }
  return lines.flatMap((line, at): string[] => {
    const { id, execute, 'exec-oob': oob } = JSON.parse(line);
    const why = (execute ?? oob) ? wrong.get(id) : undefined;
    const messages = told.get(at) ?? [];
    if (why !== undefined) return messages.length > 0 ? [] : [`${line}\n  ${why} is not told`];
    return messages.map((message) => `${line.slice(0, 200)}\n  ${message}`);
  });
}
