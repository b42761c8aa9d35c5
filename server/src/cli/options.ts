/** The commands and their options: one table, from which the arguments are read and the help is written. */

/** An option of a command. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands behind it, for people; missing for a switch. */
  readonly value?: string;
  /** The words that `value` may be, where there are only some. */
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  readonly help: string;
}

export type CommandName = 'check' | 'diff' | 'explain' | 'ask';

/** A command: the first word behind `qapi`. */
export interface Command {
  readonly name: CommandName;
  readonly usage: string;
  readonly summary: string;
  /** Paragraphs behind the options. */
  readonly notes: readonly string[];
  readonly options: readonly Option[];
}

const HELP: Option = { name: 'help', short: 'h', help: 'Print this help.' };

const PROFILE = { name: 'profile', value: 'spec|strict', choices: ['spec', 'strict'] } as const;

const COLORS = ['auto', 'always', 'never'] as const;

const COLOR: Option = {
  name: 'color',
  value: COLORS.join('|'),
  choices: COLORS,
  help: 'Whether to use colours. By default on a terminal only, and as NO_COLOR and FORCE_COLOR say.',
};

/** The commands, in the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    usage: 'qapi check [OPTION]... PATH...',
    summary:
      'Report the problems of schemas and of QMP messages. Each PATH is the root file of a schema, a file of messages, a folder to search for both, or - for messages from standard input.',
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        choices: ['text', 'json', 'sarif', 'github'],
        help: 'text (the default) is for people, json for programs. sarif is SARIF 2.1.0, for code scanning and whatever else collects the results of tools. github are commands for GitHub Actions, which shows them as annotations.',
      },
      {
        name: 'baseline',
        value: 'SPEC',
        help: "The upstream schema that tells which names are new: release:X.Y for a release of upstream, dir:PATH for another tree or schema file, introspection:FILE for an answer of query-qmp-schema, git:REF for a tag, branch or commit of the same repository, auto (the default) for what belongs to the tree's VERSION file: its tag in git, else its release. none judges only the shape of names.",
      },
      {
        name: 'rfqdn',
        value: 'DOMAIN',
        repeatable: true,
        help: 'Your domain, written backwards: com.example for names that begin with __com.example_. The first one is what --fix inserts.',
      },
      {
        name: 'inherited',
        value: 'DOMAIN',
        repeatable: true,
        help: 'The domain of a downstream that yours is built on, written backwards. Names with its prefix are right, and not yours to change.',
      },
      {
        name: 'role',
        value: 'ROLE',
        choices: ['auto', 'upstream', 'downstream'],
        help: 'Whose schema it is: upstream (a name that begins with __ is wrong), downstream, or auto (the default): downstream as soon as a domain is set, or a name of the schema has a prefix.',
      },
      {
        name: 'qemu-version',
        value: 'X.Y',
        help: "The QEMU whose rules hold, such as 8.2. By default the tree's VERSION file tells.",
      },
      {
        ...PROFILE,
        help: 'spec (the default) judges by the text of the specification, strict also by what it only recommends.',
      },
      {
        name: 'qmp-target',
        value: 'SPEC',
        help: 'What messages are checked against: release:X.Y for a release of upstream, introspection:FILE for an answer of query-qmp-schema, socket:ADDRESS for what the program there has answered to qapi ask, or auto (the default): the schema of the QEMU tree that they stand in, elsewhere the newest release.',
      },
      {
        name: 'hints',
        help: 'List hints as well, such as types that no command uses. Without it they are only counted; --format json always has them.',
      },
      {
        name: 'fix',
        help: 'Apply the fixes, write the files that change, and report what remains.',
      },
      {
        name: 'record',
        help: 'Write the problems that are there now to .qapi-known.json, beside the .qapirc.json: from then on only new ones are reported. Again it drops what is fixed and adds what is new. What breaks the build is not recorded.',
      },
      {
        name: 'generator',
        value: 'auto|DIR',
        help: "Run QEMU's own generator on each root as well, and tell where it does not agree with us: that of the QEMU tree DIR, or auto for that of the tree which the root stands in. Both judge by the version of that tree. It needs python3, and runs programs of the tree.",
      },
      COLOR,
      HELP,
    ],
    notes: [
      'A file holds messages if it is named *.qmp, *.qmp.json, *.qmp.jsonl or *.replies, if the setting qmp.files says so, or if it is named as a PATH, is no schema, and has a message in its beginning.',
      'The options go over the settings in the .qapirc.json of the tree.',
      'The exit status is 0 if there is no error, 1 if there are errors, and 2 if the command is wrong or its input cannot be read. With --generator it is 1 as well if a generator refuses a root, crashes, or does not agree with us, and 2 if one cannot be run.',
      'With --format json, standard output is one object: {"problems": [{root, file, line, column, endLine, endColumn, severity, rule, message, path, buildBreaking, fixes: [{title, edits: [{file, line, column, endLine, endColumn, newText}]}]}], "summary": {roots, files, errors, warnings, information, hints}}, and with --fix "fixed" in the summary. With --generator there is also "generator": [{root, tree, version, python, verdict, file, line, column, message, agreement}], or {root, problem} where one could not be run; verdict is accepted, refused or crashed, and agreement is agree, only-generator (we find nothing), only-ours (it accepts) or elsewhere (we refuse as well, but not at that line). Paths are relative to the working directory. Lines and columns begin with 1; columns count UTF-16 code units, and the end is behind the last one. path, where there is one, is how a client meets what it is about: the path of an entry of "acknowledged" in .qapirc.json. Where something is not reported, summary has two more counts: acknowledged, for such entries and comments # qapi-ignore, and known, for .qapi-known.json. What is fixed of the latter is in "fixedProblems": [{rule, path, file, name, count}]. buildBreaking says that QEMU\'s own generator refuses the schema for it. Where messages were checked, root is that of the schema that they were checked against if it is one of a tree, else the file itself, and summary has three more counts: messageFiles, messages, and untold, for problems of streams that are not listed.',
      'Files of messages of more than 4 MB, and standard input if it is longer, are read as a stream: of each severity the first 1000 problems are told and the others counted, without fixes.',
      'With --format sarif and github, paths are relative to the top of the repository, or where there is none to the working directory. Remarks and hints are of the level note. A fingerprint in SARIF (qapiIdentity/v1) is made of the rule and of what it is about, and stays when the text around that changes. With exit status 2, executionSuccessful is false.',
    ],
  },
  {
    name: 'diff',
    usage: 'qapi diff [OPTION]... BASE [HEAD]',
    summary:
      'Tell how the API of HEAD differs from that of BASE for clients, and whether that breaks them. Without a HEAD, it is the tree in the working directory.',
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        choices: ['text', 'json', 'markdown', 'sarif', 'github'],
        help: 'text (the default) is for people, json for programs, markdown for release notes and merge requests. sarif is SARIF 2.1.0, github are commands for GitHub Actions: both have all that is not compatible, or with --fail-on downstream what is wrong for a downstream.',
      },
      {
        name: 'root',
        value: 'qapi|qga|storage-daemon',
        choices: ['qapi', 'qga', 'storage-daemon'],
        help: 'Compare only the schema of the system emulator (qapi), the guest agent (qga) or the storage daemon. By default all that both sides have.',
      },
      {
        name: 'fail-on',
        value: 'breaking|downstream|never',
        choices: ['breaking', 'downstream', 'never'],
        help: 'When the exit status is 1: if something breaks clients (the default), if qapi check would call an error what HEAD has changed as a downstream of BASE, or never.',
      },
      {
        ...PROFILE,
        help: 'With --fail-on downstream: spec (the default) judges by the text of the specification, strict also by what it only recommends.',
      },
      COLOR,
      HELP,
    ],
    notes: [
      'BASE and HEAD are each git:REF for a tag, branch or commit of the repository of the working directory, release:X.Y for a release of upstream, introspection:FILE for an answer of query-qmp-schema, or dir:PATH for a tree or a schema file; a PATH alone will do.',
      'breaking: clients that worked may fail. risky: they may fail if they have taken for granted what nobody has promised. unstable: one of those two, but of something that BASE calls unstable. compatible: none of them. What several commands share is told once.',
      'The exit status is 0 or, as --fail-on says, 1; it is 2 if the command is wrong or a side cannot be read.',
      'With --format json, standard output is one object: {"version": 1, "base", "head", "roots": [{root, onlyIn, changes}], "changes": [{root, kind, path, direction, verdict, reason, unstable, wasDeprecated, words, name, was, is, flag, fault, upstream, base: {file, line, column}, head: {file, line, column}}], "faults": [{rule, severity, message, path, head}], "summary": {breaking, risky, unstable, compatible, errors, warnings, backports}}. docs/guides/diff.md tells about each of them.',
    ],
  },
  {
    name: 'explain',
    usage: 'qapi explain [OPTION]... [RULE]',
    summary: 'Say why a rule is one, with examples, and what to do. Without a RULE, list them all.',
    options: [COLOR, HELP],
    notes: [],
  },
  {
    name: 'ask',
    usage: 'qapi ask [OPTION]... ADDRESS',
    summary: 'Ask a running QEMU what it says of its own API.',
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FILE',
        help: 'Write it to a file instead. As .qapi-program.json, beside the .qapirc.json, it is what the setting "qmp.target": "socket:ADDRESS" stands for.',
      },
      HELP,
    ],
    notes: [
      'ADDRESS is the path of the unix socket that QEMU was started with (-qmp unix:PATH,server=on,wait=off), or a port of this machine: localhost:4444. Nothing is changed in QEMU: it is asked query-qmp-schema. It talks to one client at a time.',
      'What is printed can be given to qapi as introspection:FILE, wherever a baseline, a side of a comparison or a target is asked for.',
      'The exit status is 0, or 2 if the command is wrong or there is no answer.',
    ],
  },
];

/** The options of the program itself. */
export const GLOBAL: readonly Option[] = [{ name: 'version', help: 'Print the version.' }, HELP];

/** An option as people write it: `--baseline SPEC`. */
export function shownOption(option: Option): string {
  return option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;
}
