/** A QEMU tree with a generator that knows a few words, for tests: QEMU's own is no part of this project. */
import { spawnSync } from 'node:child_process';

/** For `skip` of a test: false where there is Python, else the reason. */
export const noPython =
  spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3, which generators need';

/**
 * The generator: it refuses the line that holds `refuse`, crashes on `crash`, takes its time over `wait`, and tells with `path`
 * where it looks for modules.
 */
const SCHEMA = `
import sys, time
from .error import QAPIError

class QAPISchema:
    def __init__(self, fname):
        print('this is no answer')
        try:
            with open(fname, 'r', encoding='utf-8') as file:
                lines = file.read().split('\\n')
        except OSError as error:
            raise QAPIError("can't read schema file '%s': %s" % (fname, error.strerror))
        for number, line in enumerate(lines, 1):
            if 'refuse' in line:
                raise QAPIError("%s: In command 'x':\\n%s:%d: refused\\nand why" % (fname, fname, number))
            if 'crash' in line:
                raise IndexError('out of range')
            if 'wait' in line:
                time.sleep(600)
            if 'path' in line:
                raise QAPIError('%s:%d: %s' % (fname, number, sys.path[1:]))
`;

const ERROR = 'class QAPIError(Exception):\n    pass\n';

/** The files of such a tree. */
export const fakeTree = {
  VERSION: '10.2.0\n',
  'scripts/qapi/__init__.py': '',
  'scripts/qapi/error.py': ERROR,
  'scripts/qapi/schema.py': SCHEMA,
} as const;

/** The same as it was until 4.1: one module, which leaves when something is wrong. */
export const olderTree = {
  VERSION: '3.1.0\n',
  'scripts/qapi/__init__.py': '',
  'scripts/qapi/common.py': `${ERROR}${SCHEMA.replace(/^from .*$/m, '').replace(
    /raise (QAPIError\("%s: In .*\))/,
    'print($1, file=sys.stderr); sys.exit(1)',
  )}`,
} as const;

/** What only Python 2 understands. */
export const python2Tree = {
  VERSION: '2.12.0\n',
  'scripts/qapi/__init__.py': '',
  'scripts/qapi/common.py': "print 'hello'\n",
} as const;

/** For `skip` of a test: false where there is a Python 2, else the reason. */
export const noPython2 =
  spawnSync('python2', ['--version']).status === 0 ? false : 'there is no python2, which old generators need';

/** The generator as it was until 2.11: one module, which remembers what it has read, and leaves when something is wrong. */
export const oldestTree = {
  VERSION: '2.11.0\n',
  'scripts/qapi.py': `
import sys

read = []

class QAPISchema(object):
    def __init__(self, fname):
        print 'this is no answer'
        read.append(fname)
        text = open(fname, 'r').read()
        if 'crash' in text:
            raise IndexError('out of range')
        if 'refuse' in text or len(read) > 1:
            print >>sys.stderr, '%s:%d: refused: %s' % (fname, text.count('\\n') + 1, text)
            exit(1)
`,
} as const;
