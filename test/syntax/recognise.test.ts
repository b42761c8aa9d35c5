// Which `.json` files are opened as QAPI although nothing but their text says so.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksLikeJson, looksLikeQapi } from '../../server/src/syntax/recognise.ts';

const qapi: Record<string, string> = {
  "Emacs' modeline": '# -*- Mode: Python -*-\n#\n',
  "Emacs' short modeline": '# -*- python -*-\n',
  "Emacs' modeline with more in it": '# -*- mode: python; coding: utf-8 -*-\n',
  "Vim's modeline on the second line": '# -*- coding: utf-8 -*-\n# vim: filetype=python\n',
  "Vim's other modeline": '# vim: set ft=python :\n',
  'a modeline behind a byte order mark': '\ufeff# -*- Mode: Python -*-\n',
  'a modeline and Windows line ends': '# -*- Mode: Python -*-\r\n# vim: filetype=python\r\n',
  'a command': "{ 'command': 'stop' }\n",
  'a command without blanks': "{'command':'stop'}",
  'an event, with every blank there may be': "\n\n{\n\t'event'\n :  'STOP' }",
  'an old type': "{ 'type': 'X', 'data': {'a': 'int'} }",
  'a struct under a licence': '# Copyright\n#\n# under the GPL\n\n' + "{ 'struct': 'X', 'data': {} }",
  'a definition under its documentation': "##\n# @stop:\n#\n# Stops: `{ 'a': 1 }`\n##\n{ 'command': 'stop' }",
  'an include': "{ 'include': 'common.json' }",
  'a pragma': "{ 'pragma': { 'doc-required': true } }",
  'an enum': "{ 'enum': 'X', 'data': [ 'a' ] }",
  'an unfinished definition': "{ 'union': 'X', 'ba",
};

const other: Record<string, string> = {
  nothing: '',
  blanks: ' \n\t\r\n',
  'a comment only': '# hello\n',
  'an open brace': '{',
  JSON: '{ "command": "stop" }',
  'a QMP message': '{ "execute": "query-status", "arguments": {} }',
  'an array': "[ 'command', 'stop' ]",
  'a string': '"command"',
  'a tsconfig':
    '{\n  // Visit https://aka.ms/tsconfig\n  "include": ["src"],\n  "compilerOptions": { "strict": true }\n}',
  'JSONC that begins with a comment': "/* { 'command': 'x' } */\n{ \"a\": 1 }",
  "JSON5 with the schema's word for another thing": "{ 'include': ['src/**'] }",
  'JSON5 with an object where a name stands': "{ 'command': { 'run': 'x' } }",
  'JSON5 with another key': "{ 'name': 'x' }",
  'a definition inside an object': "{ \"a\": { 'command': 'stop' } }",
  'JSON that talks about Python': '{ "text": "# -*- Mode: Python -*-" }',
  'a modeline on the third line': '#\n#\n# -*- Mode: Python -*-\n',
  "another language's modeline": '# -*- Mode: JSON -*-\n# vim: filetype=json\n',
  'Vim in prose': '# Use vim: its filetype detection knows python\n',
};

describe('looksLikeQapi', () => {
  for (const [name, text] of Object.entries(qapi)) it(`takes ${name}`, () => assert.equal(looksLikeQapi(text), true));
  for (const [name, text] of Object.entries(other))
    it(`leaves ${name}`, () => assert.equal(looksLikeQapi(text), false));

  it('looks at the beginning of a big file only', () => {
    const big = `${'# a long licence\n'.repeat(1_000_000)}{ 'command': 'stop' }`;
    const line = `# ${'x -*- vim: '.repeat(2_000_000)}`;
    const blanks = `{${' '.repeat(10_000_000)}'command': 'stop' }`;
    const begun = performance.now();
    for (const text of [big, line, blanks]) assert.equal(looksLikeQapi(text), false);
    // Reading them to the end takes much longer; a bound this loose cannot fail on a busy machine.
    assert.ok(performance.now() - begun < 1000);
  });
});

describe('looksLikeJson', () => {
  const json: Record<string, string> = {
    'an object': '{ "name": "qapi" }',
    'a package.json': '{\n  "name": "qapi"\n}\n',
    'an empty object': '{\n}',
    'a list': '\ufeff [1]',
    JSONC: '// settings\n/* of ** mine */\n{\n  // first\n  "a": 1 }',
  };
  for (const [name, text] of Object.entries(json)) it(`takes ${name}`, () => assert.equal(looksLikeJson(text), true));
  for (const [name, text] of Object.entries(qapi)) it(`leaves ${name}`, () => assert.equal(looksLikeJson(text), false));
  for (const name of ['nothing', 'blanks', 'a comment only', 'an open brace', 'a string']) {
    it(`leaves ${name}`, () => assert.equal(looksLikeJson(other[name] ?? ''), false));
  }

  it('looks at the beginning of a big file only', () => {
    const begun = performance.now();
    for (const part of [' ', '/* ', '//\n', '/**/']) assert.equal(looksLikeJson(part.repeat(5_000_000)), false);
    assert.ok(performance.now() - begun < 1000);
  });
});
