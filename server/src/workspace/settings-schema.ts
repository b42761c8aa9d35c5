/**
 * The settings as JSON schemas, for completion and hovers where people write them: in `.qapirc.json` and in VS Code. The
 * code that judges them stands in config-values.ts; these say the same to an editor.
 */
import type { Config } from '../analysis/settings.ts';
import type { SeveritySetting } from '../rules/rule.ts';
import { FILE_KEYS, PROFILES, ROLES, SEVERITY_SETTINGS } from './config.ts';

/** What the schemas need to know of a rule. */
export interface RuleHead {
  readonly id: string;
  /** Markdown. */
  readonly summary: string;
  readonly severity: SeveritySetting;
}

/** A part of a JSON schema, draft 7, with VS Code's additions. */
export type JsonSchema = { readonly [key: string]: unknown };

interface Setting {
  /** Markdown. */
  readonly description: string;
  /** One for each value of `schema.enum`. */
  readonly choices?: readonly string[];
  readonly schema: JsonSchema;
  /** Added, or put in place of what stands in `schema`, for VS Code's settings. */
  readonly editor?: JsonSchema;
}

const strings = (item: JsonSchema = {}): JsonSchema => ({
  type: 'array',
  items: { type: 'string', minLength: 1, ...item },
  uniqueItems: true,
  default: [],
});

const domains = strings({
  pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$',
  patternErrorMessage: 'A domain, written backwards: com.example',
});

function settings(rules: readonly RuleHead[]): { readonly [K in keyof Config]: Setting } {
  return {
    role: {
      description: 'Whose schema this is.',
      choices: [
        'Downstream as soon as a domain is set or a name of the schema has a prefix.',
        'QEMU itself: a name that begins with `__` is wrong.',
        'A fork: names of its own carry the prefix of its domain.',
      ],
      schema: { type: 'string', enum: ROLES, default: 'auto' },
    },
    domains: {
      description:
        'Your domains, written backwards: `com.example` stands for names that begin with `__com.example_`. New names get the first one.',
      schema: domains,
    },
    inherited: {
      description:
        'Domains of the downstreams that yours is built on, written backwards. Their names are right, and not yours to change.',
      schema: domains,
    },
    baseline: {
      description: `The upstream schema that tells which names are new:

- \`auto\`: what belongs to the tree's VERSION file: the git tag if the repository has it, else the upstream release
- \`release:X.Y\`: a release of upstream, whose API comes with the program
- \`dir:PATH\`: another tree or schema file, absolute or relative to the folder of this setting
- \`introspection:FILE\`: what a QEMU answered to query-qmp-schema, absolute or relative in the same way
- \`git:REF\`: a tag, branch or commit of the same repository
- \`none\`: judge the shape of names only`,
      schema: {
        type: 'string',
        default: 'auto',
        pattern:
          '^(auto|none|release:v?\\d{1,4}\\.\\d{1,4}(\\.\\d{1,4})?|(dir|introspection):.*\\S.*|git:[^-\\s]\\S*)$',
        patternErrorMessage: 'One of auto, none, release:X.Y, dir:PATH, introspection:FILE, git:REF',
        examples: ['auto', 'none', 'release:8.2', 'dir:../upstream', 'introspection:../qemu.json', 'git:v8.2.0'],
      },
    },
    profile: {
      description: 'How strictly names are judged.',
      choices: ['What the specification asks for.', 'More than that: what it only recommends counts too.'],
      schema: { type: 'string', enum: PROFILES, default: 'spec' },
    },
    qemuVersion: {
      description: "The QEMU version whose rules hold, such as `8.2`. If not set, the tree's VERSION file tells.",
      schema: {
        type: 'string',
        pattern: '^(v?\\d{1,4}\\.\\d{1,4}(\\.\\d{1,4})?)?$',
        patternErrorMessage: 'A version such as 8.2 or 8.2.0',
        examples: ['8.2', '8.2.0'],
      },
      editor: { default: '' },
    },
    roots: {
      description:
        "The schemas' root files, as paths or patterns relative to the folder of this setting. If empty, they are found by their usual names: `qapi/qapi-schema.json`, `qga/qapi-schema.json` and the like.",
      schema: strings({ examples: ['qapi/qapi-schema.json'] }),
    },
    severities: {
      description: 'The severity of single rules, by their id. The command *QAPI: Show a Rule* lists them.',
      schema: {
        type: 'object',
        default: {},
        additionalProperties: false,
        properties: Object.fromEntries(
          rules.map(({ id, summary, severity }) => {
            const markdown = `${summary}\n\nDefault: \`${severity}\``;
            return [id, { enum: SEVERITY_SETTINGS, description: plain(markdown), markdownDescription: markdown }];
          }),
        ),
      },
    },
    acknowledged: {
      description:
        "Problems that may stay as they are, each by its rule and by its path on the wire, as `qapi check` and the problem's message give it. A path that ends in `*` stands for all that begin so.",
      schema: {
        type: 'array',
        default: [],
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rule', 'path', 'reason'],
          properties: {
            rule: { enum: rules.map(({ id }) => id), description: 'The rule that finds the problem.' },
            path: {
              type: 'string',
              pattern: '\\S',
              description: 'How a client meets what it is about, such as blockdev-add: argument foo.',
              examples: ['blockdev-add: argument foo', 'blockdev-add: *'],
            },
            reason: { type: 'string', pattern: '\\S', description: 'Why it may stay as it is.' },
          },
        },
      },
    },
    'qmp.target': {
      description: `What QMP messages are checked against:

- \`auto\`: the schema of the QEMU tree that they stand in; elsewhere the newest upstream release that is known
- \`release:X.Y\`: a release of upstream, whose API comes with the program
- \`introspection:FILE\`: what a QEMU answered to query-qmp-schema, absolute or relative to the folder of this setting
- \`socket:ADDRESS\`: a running QEMU, by the path of its QMP socket or \`localhost:PORT\`. It is asked only by the command *QAPI: Ask a Running QEMU for Its API*, and its answer is kept`,
      schema: {
        type: 'string',
        default: 'auto',
        pattern: '^(auto|release:v?\\d{1,4}\\.\\d{1,4}(\\.\\d{1,4})?|(introspection|socket):.*\\S.*)$',
        patternErrorMessage: 'One of auto, release:X.Y, introspection:FILE, socket:ADDRESS',
        examples: ['auto', 'release:8.2', 'introspection:../qemu.json', 'socket:/run/qemu.sock'],
      },
    },
    'qmp.files': {
      description:
        'JSON files that hold QMP messages, as paths or patterns relative to the folder of this setting. Files named `*.qmp`, `*.qmp.json`, `*.qmp.jsonl` and `*.replies` are known anyway.',
      schema: strings({ examples: ['tests/data/**/*.json'] }),
    },
  };
}

/**
 * The JSON schema, draft 7, of `.qapirc.json`.
 * @param rules every rule whose severity can be set
 */
export function configSchema(rules: readonly RuleHead[]): JsonSchema {
  const properties = Object.entries(settings(rules)).map(([key, { description, choices, schema }]) => [
    key,
    {
      ...schema,
      ...(choices === undefined ? {} : { enumDescriptions: choices.map(plain), markdownEnumDescriptions: choices }),
      description: plain(description),
      markdownDescription: description,
    },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The configuration of qapi: .qapirc.json',
    description:
      'How the QAPI schemas of a tree are judged. It stands at the top of the tree; editor settings and command line options override it.',
    type: 'object',
    allowComments: true,
    allowTrailingCommas: true,
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'Where the schema of this file is; for editors that ask.' },
      ...Object.fromEntries(properties),
    },
  };
}

/**
 * The same settings for VS Code: the members of `contributes.configuration.properties`.
 * @param rules every rule whose severity can be set
 * @returns `qapi.role` and so on, in order
 */
export function editorSettings(rules: readonly RuleHead[]): Readonly<Record<string, JsonSchema>> {
  const shown = Object.entries(settings(rules)).filter(([key]) => !FILE_KEYS.has(key));
  const properties = shown.map(([key, { description, choices, schema, editor }], index) => {
    // The settings' page shows no examples of its own.
    const { examples: _, ...rest } = schema;
    return [
      `qapi.${key}`,
      {
        scope: 'resource',
        order: index + 1,
        ...rest,
        ...editor,
        ...(choices === undefined ? {} : { markdownEnumDescriptions: choices }),
        markdownDescription: description,
      },
    ];
  });
  return Object.fromEntries(properties);
}

/** Markdown without its marks, for editors that show descriptions as they are. */
function plain(markdown: string): string {
  return markdown.replace(/`/g, '').replace(/\*(\S[^*\n]*)\*/g, '$1');
}
