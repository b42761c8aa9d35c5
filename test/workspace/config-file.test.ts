import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { mergeLayers } from '../../server/src/workspace/config.ts';
import { layerFromSettings, readConfigFile } from '../../server/src/workspace/config-file.ts';

const RULES = ['downstream/missing-prefix', 'downstream/placeholder', 'naming/event-case', 'naming/lower-case'];

/** The problems of a text, each as the words it stands under and its message. */
function problemsOf(text: string): [under: string, message: string][] {
  return readConfigFile(text, RULES).problems.map(({ span, message }) => [text.slice(span.start, span.end), message]);
}

/** The only problem of a text. */
function problemOf(text: string): [under: string, message: string] {
  const problems = problemsOf(text);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as [string, string];
}

function layerOf(text: string) {
  return readConfigFile(text, RULES).layer;
}

describe('a configuration file', () => {
  test('sets what it says, with comments and trailing commas', () => {
    const text = `\uFEFF// Acme's fork of QEMU
{
  "$schema": "./qapirc.schema.json",
  "role": "downstream",
  "domains": ["com.example", "com.Example.virt"], /* the first one is
                                                     what fixes insert */
  "inherited": ["com.redhat"],
  "baseline": "git:v8.2.0",
  "profile": "strict",
  "qemuVersion": "8.2",
  "roots": ["./qapi/qapi-schema.json", "contrib/*/schema.json"],
  "severities": { "downstream/missing-prefix": "error", "naming/event-case": "off", },
}
`;
    const { layer, problems } = readConfigFile(text, RULES);
    assert.deepEqual(
      { layer, problems },
      {
        problems: [],
        layer: {
          role: 'downstream',
          domains: ['com.example', 'com.example.virt'],
          inherited: ['com.redhat'],
          baseline: 'git:v8.2.0',
          profile: 'strict',
          qemuVersion: '8.2',
          roots: ['qapi/qapi-schema.json', 'contrib/*/schema.json'],
          severities: { 'downstream/missing-prefix': 'error', 'naming/event-case': 'off' },
        },
      },
    );
  });

  test('an empty object sets nothing', () => {
    assert.deepEqual(readConfigFile('{}', RULES), { layer: {}, problems: [], places: {} });
  });

  test('tells where the value of a setting stands: of two the one that is used', () => {
    const text = '{ "baseline": "auto", "baseline": "none", "baseline": 8, "roots": ["a.json"], "role": "none" }';
    const { places } = readConfigFile(text, RULES);
    assert.deepEqual(
      Object.entries(places).map(([key, { start, end }]) => [key, text.slice(start, end)]),
      [
        ['baseline', '"none"'],
        ['roots', '["a.json"]'],
      ],
    );
  });

  describe('that has a wrong setting is told where and what, and the others hold', () => {
    for (const [text, under, message] of [
      ['{ "domain": [] }', '"domain"', 'There is no setting "domain": did you mean "domains"?'],
      [
        '{ "qemu-version": "8.2" }',
        '"qemu-version"',
        'There is no setting "qemu-version": did you mean "qemuVersion"?',
      ],
      [
        '{ "colour": 1 }',
        '"colour"',
        'There is no setting "colour". The settings are "role", "domains", "inherited", "baseline", "profile", "qemuVersion", "roots", "severities", "acknowledged", "qmp.target", "qmp.files".',
      ],
      [
        '{ "role": "upsteam" }',
        '"upsteam"',
        '"role" cannot be "upsteam". It is "auto", "upstream" or "downstream": did you mean "upstream"?',
      ],
      ['{ "role": true }', 'true', '"role" is "auto", "upstream" or "downstream", not true without quotes.'],
      ['{ "profile": "loose" }', '"loose"', '"profile" cannot be "loose". It is "spec" or "strict".'],
      [
        '{ "domains": "com.example" }',
        '"com.example"',
        '"domains" is a list of strings, not "com.example". Write ["com.example"].',
      ],
      ['{ "inherited": ["com.redhat", 7] }', '7', '"inherited" is a list of strings, and this is 7 without quotes.'],
      ['{ "qemuVersion": 8.2 }', '8.2', '"qemuVersion" is a string such as "8.2", not 8.2 without quotes.'],
      ['{ "qemuVersion": "latest" }', '"latest"', '"latest" is no version of QEMU. Write it as "8.2" or "8.2.0".'],
      ['{ "baseline": null }', 'null', '"baseline" is a string such as "git:v8.2.0", not null.'],
      [
        '{ "roots": ["/abs.json"] }',
        '"/abs.json"',
        '"/abs.json" cannot be a root: roots are written relative to the folder of the configuration.',
      ],
      [
        '{ "roots": ["../x.json"] }',
        '"../x.json"',
        '"../x.json" cannot be a root: roots lie below the folder of the configuration.',
      ],
      ['{ "severities": [] }', '[]', '"severities" is an object of rules and severities, not a list.'],
      [
        '{ "severities": { "missing-prefix": "off" } }',
        '"missing-prefix"',
        'There is no rule "missing-prefix": did you mean "downstream/missing-prefix"?',
      ],
      [
        '{ "severities": { "downstream/nonsense": "off" } }',
        '"downstream/nonsense"',
        'There is no rule "downstream/nonsense". The rules of "downstream/" are "downstream/missing-prefix", "downstream/placeholder".',
      ],
      [
        '{ "severities": { "whatever": "off" } }',
        '"whatever"',
        'There is no rule "whatever". The rules begin with "downstream/", "naming/".',
      ],
      [
        '{ "severities": { "naming/event-case": "warn" } }',
        '"warn"',
        '"naming/event-case" cannot be "warn". It is "error", "warning", "information", "hint" or "off": did you mean "warning"?',
      ],
      [
        '{ "acknowledged": {} }',
        '{}',
        '"acknowledged" is a list of { "rule": "downstream/missing-prefix", "path": "blockdev-add: argument foo", "reason": "..." }, not an object.',
      ],
      [
        '{ "acknowledged": [{ "rule": "naming/event-case", "path": "EJECTED" }] }',
        '{ "rule": "naming/event-case", "path": "EJECTED" }',
        '"reason" is missing here: an entry is { "rule": "downstream/missing-prefix", "path": "blockdev-add: argument foo", "reason": "..." }.',
      ],
      [
        '{ "acknowledged": [{ "rule": "naming/event-cas", "path": "EJECTED", "reason": "old" }] }',
        '"naming/event-cas"',
        'There is no rule "naming/event-cas": did you mean "naming/event-case"?',
      ],
      ['{ "acknowledged": [{ "rule": "naming/event-case", "path": "", "reason": "old" }] }', '""', '"path" is empty.'],
      [
        '{ "acknowledged": [{ "rule": "naming/event-case", "path": "EJECTED", "reason": "old", "since": "8.2" }] }',
        '"since"',
        'An entry has no "since". An entry has "rule", "path", "reason".',
      ],
    ] as const) {
      test(text, () => {
        assert.deepEqual(problemOf(text), [under, message]);
        const more = text.replace(/}$/, ', "qemuVersion": "9.1" }');
        assert.equal(layerOf(more).qemuVersion, '9.1');
      });
    }
  });

  test('what is acknowledged has its place; an entry that stands twice is told', () => {
    const entry = '{ "rule": "naming/event-case", "path": "EJECTED", "reason": "old" }';
    const text = `{ "acknowledged": [${entry}, ${entry}] }`;
    const span = { start: text.indexOf(entry), end: text.indexOf(entry) + entry.length };
    assert.deepEqual(layerOf(text).acknowledged, [{ rule: 'naming/event-case', path: 'EJECTED', reason: 'old', span }]);
    assert.deepEqual(problemOf(text), [entry, '"naming/event-case" is acknowledged at "EJECTED" twice.']);
  });

  test('the good items of a list hold beside a bad one', () => {
    assert.deepEqual(layerOf('{ "domains": ["com.example", "redhat", 3, "org.acme"] }').domains, [
      'com.example',
      'org.acme',
    ]);
  });

  test('of a key that stands twice the last one holds, and the second is told', () => {
    const text =
      '{ "role": "upstream", "role": "downstream", "severities": { "naming/event-case": "off", "naming/event-case": "hint" } }';
    assert.deepEqual(layerOf(text), { role: 'downstream', severities: { 'naming/event-case': 'hint' } });
    const { problems } = readConfigFile(text, RULES);
    assert.deepEqual(
      problems.map(({ span, severity }) => [span.start, severity]),
      [
        [text.lastIndexOf('"role"'), 'warning'],
        [text.lastIndexOf('"naming'), 'warning'],
      ],
    );
  });

  test('a key such as __proto__ is an unknown setting like any other', () => {
    assert.equal(problemOf('{ "__proto__": { "role": "upstream" } }')[0], '"__proto__"');
  });
});

describe('a domain', () => {
  const judged = (domain: string) => {
    const { layer, problems } = readConfigFile(JSON.stringify({ domains: [domain] }), RULES);
    return [layer.domains?.[0], problems[0]?.severity, problems[0]?.message];
  };

  test('written forward is understood, and told its reverse', () => {
    assert.deepEqual(judged('proxmox.com'), [
      'com.proxmox',
      'warning',
      '"proxmox.com" is written forward. Domains stand reversed here, as in the names: "com.proxmox".',
    ]);
  });

  test('written as a prefix is understood without the underscores', () => {
    assert.deepEqual(judged('__com.proxmox_'), [
      'com.proxmox',
      'warning',
      'Write "com.proxmox", without the underscores of the prefix.',
    ]);
  });

  test('below an unknown top-level domain is used, because the list of those gets old', () => {
    assert.deepEqual(judged('corp.acme').slice(0, 2), ['corp.acme', 'warning']);
  });

  for (const [domain, message] of [
    ['redhat', '"redhat" is no domain: it is a single word. Write the domain that you own reversed: "com.example".'],
    [
      'com..redhat',
      '"com..redhat" is no domain: nothing stands between two dots, or before the first, or behind the last. Did you mean "com.redhat"?',
    ],
    [
      'com.red_hat',
      '"com.red_hat" is no domain: "_" is no ASCII letter, digit, hyphen or dot. Write the domain that you own reversed: "com.example".',
    ],
    [
      'RFQDN',
      '"RFQDN" is no domain: RFQDN is a placeholder for one. Write the domain that you own reversed: "com.example".',
    ],
    ['', '"" is no domain: it is empty. Write the domain that you own reversed: "com.example".'],
  ] as const) {
    test(`that no name could carry is refused: "${domain}"`, () => {
      assert.deepEqual(judged(domain), [undefined, 'error', message]);
    });
  }

  test('that stands twice is taken once', () => {
    const text = '{ "domains": ["com.example", "COM.example"] }';
    assert.deepEqual(layerOf(text).domains, ['com.example']);
    assert.deepEqual(problemOf(text), ['"COM.example"', '"com.example" stands in "domains" twice.']);
  });
});

describe('text that is not JSON gets one problem, where it begins, and what can be read is used', () => {
  for (const [text, under, message, domains] of [
    [
      '{ role: "upstream", "domains": ["com.example"] }',
      'role',
      'A key stands in double quotes: "role".',
      ['com.example'],
    ],
    [
      '{ "role": upstream, "domains": ["com.example"] }',
      'upstream',
      'upstream is not a value. Text stands in double quotes: "upstream".',
      ['com.example'],
    ],
    [
      '{ \'role\': \'upstream\', "domains": ["com.example"] }',
      "'role'",
      'JSON has double quotes only: write " instead of \'.',
      ['com.example'],
    ],
    [
      '{ "role": "upstream" "domains": ["com.example"] }',
      '"domains"',
      'A comma is missing before "domains".',
      ['com.example'],
    ],
    ['{ "role": "auto",, "domains": ["com.example"] }', ',', 'There is a comma too many.', ['com.example']],
    [
      '{ "domains": ["com.example"], "role" "auto" }',
      '"auto"',
      'A colon is missing between the key and its value.',
      ['com.example'],
    ],
    ['{ "domains": ["com.example"], "role":', '', 'The file ends where a value is missing.', ['com.example']],
    ['{ "domains": ["com.example"], ', '', 'The file ends where a key is missing.', ['com.example']],
    ['{ "domains": ["com.example"]', '', 'The file ends before the object does: } is missing.', ['com.example']],
    ['{ "domains": ["com.example"', '', 'The file ends before the list does: ] is missing.', ['com.example']],
    [
      '{ "domains": ["com.example"], "role": "auto\n}',
      '"auto',
      'This string has no closing double quote on its line.',
      ['com.example'],
    ],
    ['{ "domains": ["com.example"] } /* end', '/* end', 'This comment never ends: */ is missing.', ['com.example']],
    ['{ "domains": ["com.example"] } { }', '{', 'The settings end before {; nothing may follow them.', ['com.example']],
    ['\0{ "domains": ["com.example"] }', '\0', '"\\u{0}" has no place here.', ['com.example']],
    ['{ "roots": [True], "domains": ["com.example"] }', 'True', 'Write true, in lower case.', ['com.example']],
    [
      '["com.example"]',
      '["com.example"]',
      'This is an array. The settings stand in one object, for example { "domains": ["com.example"] }.',
      undefined,
    ],
    [
      '"role": "upstream"',
      '"role"',
      'This is a string. The settings stand in one object, for example { "domains": ["com.example"] }.',
      undefined,
    ],
    [
      '',
      '',
      'The file is empty. The settings stand in one object, for example { "domains": ["com.example"] }.',
      undefined,
    ],
    [
      '// nothing yet',
      '',
      'The file is empty. The settings stand in one object, for example { "domains": ["com.example"] }.',
      undefined,
    ],
  ] as const) {
    test(JSON.stringify(text), () => {
      assert.deepEqual(problemOf(text), [under, message]);
      assert.deepEqual(layerOf(text).domains, domains);
    });
  }

  test('a wrong setting in front of the mistake is told as well', () => {
    assert.deepEqual(
      problemsOf('{ "colour": 1, "profile" "loose", "flavour": 2 }').map(([under]) => under),
      ['"colour"', '"loose"'],
    );
  });

  test('nesting without end', () => {
    const text = `{ "domains": ["com.example"], "roots": ${'['.repeat(100_000)}`;
    assert.deepEqual(problemOf(text), ['[', 'This is nested far deeper than any setting is.']);
    assert.deepEqual(layerOf(text).domains, ['com.example']);
  });

  test('a line of ten megabytes', () => {
    const { layer, problems } = readConfigFile(`{ "${'x'.repeat(10_000_000)}": 1, "domains": ["com.example"] }`, RULES);
    assert.deepEqual(layer.domains, ['com.example']);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.message ?? '', /^There is no setting "x+\.\.\."\. The settings are/);
  });

  test('whatever the text, reading ends, and every problem stands inside of it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '//',
      '/*',
      '\n',
      '"domains"',
      '"severities"',
      '1e',
      'true',
      '\0',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (sample) => {
        for (const { span } of readConfigFile(sample, RULES).problems) {
          assert.ok(0 <= span.start && span.start <= span.end && span.end <= sample.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("an editor's settings", () => {
  test('may come in groups, or each with its whole name', () => {
    const layer = { 'qmp.target': 'release:8.2', 'qmp.files': ['a.json'] };
    const grouped = { qmp: { target: 'release:8.2', files: ['./a.json'] } };
    assert.deepEqual(layerFromSettings(grouped, RULES), { layer, problems: [] });
    assert.deepEqual(layerFromSettings(layer, RULES), { layer, problems: [] });
    assert.deepEqual(
      layerFromSettings({ qmp: { target: 'new' } }, RULES).problems.map(({ key }) => key),
      ['qmp.target'],
    );
  });

  test('are judged like the file, by the names of their settings', () => {
    assert.deepEqual(
      layerFromSettings({ role: 'upsteam', domains: ['com.example', 'vz'], baseline: 'none', colour: 1 }, RULES),
      {
        layer: { domains: ['com.example'], baseline: 'none' },
        problems: [
          {
            key: 'role',
            message: '"role" cannot be "upsteam". It is "auto", "upstream" or "downstream": did you mean "upstream"?',
            severity: 'error',
          },
          {
            key: 'domains',
            message: '"vz" is no domain: it is a single word. Write the domain that you own reversed: "com.example".',
            severity: 'error',
          },
          {
            key: 'colour',
            message:
              'There is no setting "colour". The settings are "role", "domains", "inherited", "baseline", "profile", "qemuVersion", "roots", "severities", "acknowledged", "qmp.target", "qmp.files".',
            severity: 'error',
          },
        ],
      },
    );
  });

  test('hold nothing that is acknowledged', () => {
    assert.deepEqual(layerFromSettings({ acknowledged: [] }, RULES), {
      layer: {},
      problems: [
        {
          key: 'acknowledged',
          message: 'This stands in .qapirc.json only: what is acknowledged is so for everybody.',
          severity: 'error',
        },
      ],
    });
  });

  test('what nobody has set is not set', () => {
    for (const settings of [
      null,
      undefined,
      {},
      { role: null, qemuVersion: '', 'trace.server': 'off', trace: { server: 'off' } },
    ]) {
      const { layer, problems } = layerFromSettings(settings, RULES);
      assert.deepEqual(mergeLayers(layer), mergeLayers());
      assert.deepEqual(problems, []);
    }
  });

  test('that are no object set nothing', () => {
    assert.deepEqual(layerFromSettings(['x'], RULES).problems, [
      { key: '', message: 'The settings are a list, not an object.', severity: 'error' },
    ]);
  });

  test('any JSON is read without harm', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (json) => {
        layerFromSettings(json, RULES);
        layerFromSettings({ severities: json, roots: json, domains: json }, RULES);
      }),
    );
  });
});
