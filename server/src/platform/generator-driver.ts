/**
 * The program that runs inside Python. It is ours, and is handed to the interpreter as an argument: nothing has to lie on
 * the disk, and nothing is written there. It imports the generator of a tree and answers questions about schemas, which
 * come as lines of JSON, with lines of JSON.
 *
 * Arguments: the tree's folder `scripts`. It begins with `{"python"}` or, where the generator cannot be used,
 * `{"python", "unusable"}`.
 *
 * A question is `{"root"}`, or `{"root", "files"}` with all files by path, and then none is read from the disk; which folders
 * there are is asked there as well. The answer is `{"accepted": true}`, `{"refused": TEXT}` or `{"crashed": LINE, "trace": TEXT}`.
 */
export const DRIVER = `
import builtins, errno, io, json, os, sys, traceback
from importlib import import_module

replies = os.fdopen(os.dup(1), 'wb')
# Whatever the generator may print must not come between the replies.
os.dup2(2, 1)

def reply(**what):
    replies.write(json.dumps(what).encode('ascii') + b'\\n')
    replies.flush()

def last_line(error):
    return traceback.format_exception_only(type(error), error)[-1].strip()

scripts = sys.argv[1]
sys.path.insert(0, scripts)
python = '.'.join(map(str, sys.version_info[:3]))
try:
    try:
        Schema = import_module('qapi.schema').QAPISchema
        Refusal = import_module('qapi.error').QAPIError
    except ModuleNotFoundError as error:
        # One module held everything until 4.1.
        if error.name not in ('qapi.schema', 'qapi.error'):
            raise
        common = import_module('qapi.common')
        Schema, Refusal = common.QAPISchema, common.QAPIError
except BaseException as error:
    reply(python=python, unusable=last_line(error))
    sys.exit(0)
reply(python=python)

files = None
open_on_disk = builtins.open

def is_folder(path):
    return any(other.startswith(path.rstrip('/') + '/') for other in files) or os.path.isdir(path)

def way_fault(name):
    # The system goes along a path as it is written: all that is followed by a slash has to be a folder.
    parts = name.split('/')
    for i in range(1, len(parts)):
        path = os.path.normpath('/'.join(parts[:i]) or '/')
        if not is_folder(path):
            return errno.ENOTDIR if path in files else errno.ENOENT

def open_file(name, *args, **kwargs):
    if files is None:
        return open_on_disk(name, *args, **kwargs)
    path = os.path.normpath(name)
    text = files.get(path)
    code = way_fault(name)
    if text is not None and code is None:
        return io.TextIOWrapper(io.BytesIO(text.encode('utf-8', 'surrogatepass')), kwargs.get('encoding'))
    code = code or (errno.EISDIR if is_folder(path) else errno.ENOENT)
    raise OSError(code, os.strerror(code), name)

builtins.open = open_file

for line in sys.stdin.buffer:
    question = json.loads(line)
    files = question.get('files')
    told, sys.stderr = sys.stderr, io.StringIO()
    try:
        Schema(question['root'])
        answer = {'accepted': True}
    except Refusal as error:
        answer = {'refused': str(error)}
    except SystemExit as end:
        # Old ones print what is wrong and leave.
        answer = {'refused': sys.stderr.getvalue()} if end.code else {'accepted': True}
    except BaseException as error:
        answer = {'crashed': last_line(error), 'trace': traceback.format_exc()}
    sys.stderr = told
    files = None
    reply(**answer)
`;
