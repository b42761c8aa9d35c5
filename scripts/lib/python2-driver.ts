import type { Interpreter } from '../../server/src/platform/generator-process.ts';

/**
 * The program that runs inside a Python 2, for the generators until 2.11, which were one module, `scripts/qapi.py`. Its argument,
 * questions and answers are those of the program for the newer ones, `server/src/platform/generator-driver.ts`; but a question
 * has all files, and none is read from the disk.
 *
 * Such a generator takes a text as bytes, prints what is wrong and leaves, and keeps what it has learned in its module. So
 * there is a new module for each question. What it makes of carriage returns depends on the system: on Windows it never sees
 * one before a line feed, elsewhere it takes each for a blank. It gets line feeds here, as Python 3 would give it.
 */
const DRIVER = `
import errno, json, os, sys, traceback
from StringIO import StringIO

replies = os.fdopen(os.dup(1), 'wb')
# Whatever the generator may print must not come between the replies.
os.dup2(2, 1)

def reply(**what):
    replies.write(json.dumps(what) + '\\n')
    replies.flush()

def last_line(error):
    return traceback.format_exception_only(type(error), error)[-1].strip()

# Of text that is cut in the middle of a character, the rest can be told.
def told(text):
    return text.decode('utf-8', 'replace')

scripts = sys.argv[1]
sys.path.insert(0, scripts)
python = '.'.join(map(str, sys.version_info[:3]))

def is_folder(path):
    return any(other.startswith(path.rstrip('/') + '/') for other in files) or os.path.isdir(path)

def way_fault(name):
    # The system goes along a path as it is written: all that is followed by a slash has to be a folder.
    parts = name.split('/')
    for i in range(1, len(parts)):
        path = os.path.normpath('/'.join(parts[:i]) or '/')
        if not is_folder(path):
            return errno.ENOTDIR if path in files else errno.ENOENT

def open_file(name, mode):
    path = os.path.normpath(name)
    text = files.get(path)
    code = way_fault(name)
    if text is not None and code is None:
        found = StringIO(text.replace('\\r\\n', '\\n').replace('\\r', '\\n'))
        found.name = name
        return found
    code = code or (errno.EISDIR if is_folder(path) else errno.ENOENT)
    raise IOError(code, os.strerror(code), name)

def new_generator():
    # Python's own exit closes the standard input.
    module = {'__name__': 'qapi', 'open': open_file, 'exit': sys.exit}
    exec(program, module)
    return module['QAPISchema']

try:
    path = os.path.join(scripts, 'qapi.py')
    with open(path) as source:
        program = compile(source.read(), path, 'exec')
    new_generator()
except BaseException as error:
    reply(python=python, unusable=last_line(error))
    sys.exit(0)
reply(python=python)

for line in iter(sys.stdin.readline, ''):
    question = json.loads(line)
    files = dict((path.encode('utf-8'), text.encode('utf-8')) for path, text in question['files'].items())
    stderr, sys.stderr = sys.stderr, StringIO()
    try:
        new_generator()(question['root'].encode('utf-8'))
        answer = {'accepted': True}
    except SystemExit as end:
        answer = {'refused': told(sys.stderr.getvalue())} if end.code else {'accepted': True}
    except BaseException as error:
        answer = {'crashed': told(last_line(error)), 'trace': told(traceback.format_exc())}
    sys.stderr = stderr
    reply(**answer)
`;

/**
 * How a Python 2 is started.
 * @param command the interpreter: a path, or a name to be looked for
 */
export function python2(command: string): Interpreter {
  // -s: without the user's packages. Nothing else of the user's is in the environment that it gets.
  return { command, options: ['-s', '-B'], driver: DRIVER };
}
