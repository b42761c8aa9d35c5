/** What QEMU's own generator takes for the same schema, in CPU time. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Reads and checks a schema some times in one process; prints the seconds of each time. */
const IN_PROCESS = `
import sys, time
sys.path.insert(0, sys.argv[1])
from qapi.schema import QAPISchema
for _ in range(int(sys.argv[3])):
    begun = time.process_time()
    QAPISchema(sys.argv[2])
    print(time.process_time() - begun)
`;

/** Runs a program of Python to its end; prints the seconds of CPU that it took, on its own line at the end. */
const WHOLE = `
import atexit, resource, runpy, sys
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime)
atexit.register(tell)
sys.path.insert(0, sys.argv[1])
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name='__main__')
`;

/**
 * Milliseconds of CPU to read and check a schema, in a process that has done so before.
 * @param tree the top folder of a QEMU tree
 */
export function generatorInProcess(tree: string, root: string, runs: number): number[] {
  return python([IN_PROCESS, join(tree, 'scripts'), root, String(runs + 1)]).slice(1);
}

/** Milliseconds of CPU of a whole process, which writes the code too. */
export function generatorProcess(tree: string, root: string): number {
  const out = mkdtempSync(join(tmpdir(), 'qapi-bench-'));
  try {
    const program = join(tree, 'scripts', 'qapi-gen.py');
    return python([WHOLE, join(tree, 'scripts'), program, '-o', out, '-b', root]).at(-1) ?? Number.NaN;
  } finally {
    rmSync(out, { recursive: true });
  }
}

let interpreter: string | undefined;

function python(args: readonly string[]): number[] {
  // What is called python3 may be a script that looks for it, and its time is not the generator's.
  interpreter ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  const output = execFileSync(interpreter, ['-B', '-c', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return output
    .trim()
    .split('\n')
    .map((line) => Number(line) * 1000);
}
