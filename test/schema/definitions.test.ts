// From the text of a definition to what it means, in the ways of today and of the last fifteen years.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile } from '../../server/src/schema/definitions.ts';
import { definitionOf, forEachNamed, type NamedThing } from '../../server/src/schema/model.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { writeMarks } from '../helpers/marks.ts';
import { show } from './show.ts';

function means(text: string, ...expected: string[]): void {
  it(text.replaceAll('\n', ' '), () =>
    assert.deepEqual(readFile('x.json', parse(text)).definitions.map(show), expected),
  );
}

describe('enums', () => {
  means("{ 'enum': 'Mode', 'data': [ 'on', 'off' ] }", 'enum Mode: on, off');
  means("{ 'enum': 'Mode', 'prefix': 'MO', 'data': [ '2x', { 'name': 'off' } ] }", 'enum Mode: 2x, off; prefix MO');
  means(
    "{ 'enum': 'Mode', 'data': [ { 'name': 'on', 'if': 'A', 'features': [ 'unstable', { 'name': 'old', 'if': 'B' } ] } ] }",
    'enum Mode: on (if) <unstable, old (if)>',
  );
  means("{ 'enum': 'Mode', 'data': [ 'on', true, [ 'x' ], { 'nam': 'off' }, {} ] }", 'enum Mode: on, off');
  means("{ 'enum': 'Mode', 'data': 'on' }", 'enum Mode');
  means("{ 'enum': 'Mode' }", 'enum Mode');
});

describe('structs', () => {
  means("{ 'struct': 'Disk', 'data': { 'id': 'str', '*tags': [ 'str' ] } }", 'struct Disk: id=str, *tags=[str]');
  means("{ 'struct': 'Disk', 'base': 'Thing', 'data': {} }", 'struct Disk: base Thing');
  means(
    "{ 'struct': 'Disk', 'if': 'A', 'features': [ 'f' ], 'data': { 'id': { 'type': 'str', 'if': { 'not': 'B' }, 'features': [ 'g' ] } } }",
    'struct Disk (if) <f>: id=str (if) <g>',
  );
  means("{ 'struct': 'Disk', 'data': { '*ids': { 'type': [ 'str' ] } } }", 'struct Disk: *ids=[str]');
  means("{ 'data': { 'id': 'str' }, 'struct': 'Disk' }", 'struct Disk: id=str');
  means(
    "{ 'struct': 'Disk', 'data': { 'id': 'str', 'x': true, 'y': [], 'z': [ 'a', 'b' ] } }",
    'struct Disk: id=str, x, y=[], z=[a]',
  );
});

describe('unions and alternates', () => {
  means(
    "{ 'union': 'Disk', 'base': 'Thing', 'discriminator': 'kind', 'data': { 'file': 'File', 'nbd': { 'type': 'Nbd', 'if': 'N' } } }",
    'union Disk: base Thing; by kind; file=File, nbd=Nbd (if)',
  );
  means(
    "{ 'union': 'Disk', 'base': { 'kind': 'Kind', '*ro': 'bool' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }",
    'union Disk: base {kind=Kind, *ro=bool}; by kind; file=File',
  );
  means(
    "{ 'alternate': 'Ref', 'data': { 'name': 'str', 'definition': { 'type': 'Disk', 'if': 'D' } } }",
    'alternate Ref: name=str, definition=Disk (if)',
  );
});

describe('commands and events', () => {
  means("{ 'command': 'stop' }", 'command stop');
  means(
    "{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' }, 'returns': [ 'Disk' ], 'allow-oob': true, 'success-response': false }",
    'command eject: takes {id=str, *force=bool}; returns [Disk]; allow-oob=true, success-response=false',
  );
  means(
    "{ 'command': 'eject', 'data': 'Disk', 'boxed': true, 'features': [ 'deprecated' ] }",
    'command eject <deprecated>: takes Disk; boxed=true',
  );
  means("{ 'event': 'EJECTED', 'data': { 'id': 'str' }, 'if': 'E' }", 'event EJECTED (if): carries {id=str}');
  means("{ 'event': 'STOPPED' }", 'event STOPPED');
});

describe('ways of the past', () => {
  means("{ 'type': 'Disk', 'data': { 'id': 'str' } }", 'struct Disk: id=str');
  means("{ 'type': 'Disk', 'base': 'Thing', 'data': {} }", 'struct Disk: base Thing');
  means(
    "{ 'union': 'Disk', 'data': { 'file': 'File', 'nbd': 'Nbd' } }",
    'union Disk: simple; branch file=File, branch nbd=Nbd',
  );
  means("{ 'union': 'Ref', 'discriminator': {}, 'data': { 'name': 'str' } }", 'alternate Ref: name=str');
  means(
    "{ 'type': 'Version', 'data': { 'qemu': { 'major': 'int', 'minor': 'int' }, 'package': 'str' } }",
    'struct Version: qemu={major=int, minor=int}, package=str',
  );
  means(
    "{ 'struct': 'Disk', 'if': [ 'defined(A)' ], 'data': { 'id': { 'type': 'str', 'if': 'defined(B)' } } }",
    'struct Disk (if): id=str (if)',
  );
  means("{ 'command': 'disks', 'returns': [ 'Disk' ], 'gen': 'no' }", 'command disks: returns [Disk]; gen=false');
});

describe('what makes no sense', () => {
  means("{ 'foo': 'stop' }");
  means("{ 'command': true } { 'struct': [ 'A' ] } { 'event': }");
  means("{ 'struct': 'A', 'enum': 'B', 'data': {} }", 'struct A');
  means("{ 'command': 'a', 'command': 'b' }", 'command a');
});

describe('a slip of the finger', () => {
  means("{ 'comand': 'stop' }", 'command stop');
  means("{ 'strcut': 'A', 'dta': { 'b': 'str' } }", 'struct A: b=str');
  means(
    "{ 'struct': 'A', 'data': { 'b': { 'typ': 'str', 'iff': 'C' }, 'c': { 'if': 'D' } } }",
    'struct A: b=str (if), c (if)',
  );
  means("{ 'enum': 'A', 'data': [ { 'nmae': 'b' }, { 'type': 'c', 'if': 'D' } ] }", 'enum A: b, c (if)');
  means("{ 'command': 'stop', 'return': [ 'A' ] }", 'command stop: returns [A]');
  it('does not hide an include', () => {
    const { includes } = readFile('x.json', parse("{ 'inculde': 'a.json' }"));
    assert.deepEqual(
      includes.map(({ path }) => path.text),
      ['a.json'],
    );
  });
});

describe('includes and pragmas', () => {
  const file = readFile(
    'x.json',
    parse(
      "{ 'include': 'a.json' }\n{ 'include': true }\n{ 'pragma': { 'doc-required': true, 'doc-whitelist': [ 'A' ] } }\n{ 'pragma': 'x' }",
    ),
  );
  it('are no definitions', () => assert.deepEqual(file.definitions, []));
  it('are kept in their order', () => {
    assert.deepEqual(
      file.includes.map(({ path }) => path.text),
      ['a.json'],
    );
    assert.deepEqual(
      file.pragmas.map(({ name }) => name.text),
      ['doc-required', 'doc-whitelist'],
    );
  });
});

describe('forEachNamed', () => {
  const texts = [
    "{ 'enum': '«Mode»', 'data': [ '«on»', { 'name': '«off»', 'features': [ '«f»' ] } ], 'features': [ '«g»' ] }",
    "{ 'struct': '«Disk»', 'base': 'Thing', 'data': { '*«id»': 'str', '«qemu»': { '«major»': 'int' }, '«list»': [ { '«x»': 'int' } ] } }",
    "{ 'union': '«U»', 'base': { '«kind»': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }",
    "{ 'union': '«Old»', 'data': { '«file»': 'File' } }",
    "{ 'alternate': '«Ref»', 'data': { '«name»': 'str' } }",
    "{ 'command': '«eject»', 'data': { '«id»': { 'type': 'str', 'features': [ '«f»' ] } }, 'returns': 'Disk' }",
    "{ 'event': '«EJECTED»', 'data': { '*«id»': 'str' } }",
  ];
  for (const marked of texts) {
    it(marked, () => {
      const text = marked.replace(/[«»]/g, '');
      const [definition] = readFile('x.json', parse(text)).definitions;
      assert.ok(definition);
      const things: NamedThing[] = [];
      forEachNamed(definition, (thing) => things.push(thing));
      const spans = things.map(({ name }) => name.span);
      assert.equal(writeMarks(text, spans), marked);
      for (const thing of things) {
        assert.equal(text.slice(thing.name.span.start, thing.name.span.end), thing.name.text);
        assert.equal(definitionOf(thing), definition);
      }
    });
  }
});
