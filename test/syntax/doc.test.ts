// The inside of documentation comments: what they are for, their sections, and the names that they mention.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mentionsIn } from '../../server/src/syntax/doc.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { Doc } from '../../server/src/syntax/tree.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';

/** The comment in front of a text, which is written without its `#`. */
function docOf(lines: string): { doc: Doc; text: string } {
  const body = lines.split('\n').map((line) => (line === '' ? '#' : `# ${line}`));
  const text = ['##', ...body, '##', "{ 'command': 'x' }"].join('\n');
  const tree = parse(text);
  const doc = tree.expressions[0]?.doc ?? tree.freeDocs[0];
  assert.ok(doc);
  return { doc, text };
}

/** The sections as `kind name: text`, the lines of the text joined by `/`. */
function sectionsOf(lines: string): string[] {
  const { doc, text } = docOf(lines);
  return doc.sections.map(({ kind, name, firstLine, endLine, textStart }) => {
    const [first, ...rest] = doc.lines.slice(firstLine, endLine);
    const words = [text.slice(textStart, first?.end), ...rest.map((line) => line.text)].map((line) => line.trim());
    if (name) assert.equal(text.slice(name.span.start, name.span.end), name.text);
    return `${kind}${name ? ` ${name.text}` : ''}: ${words.filter(Boolean).join(' / ')}`;
  });
}

describe('the symbol', () => {
  const symbols: [line: string, symbol: string | undefined][] = [
    ['@eject:', 'eject'],
    ['@eject:  ', 'eject'],
    ['@__com.example_eject-all:', '__com.example_eject-all'],
    ['@:', ''],
    ['@a name with blanks:', 'a name with blanks'],
    ['eject:', undefined],
    [' @eject:', undefined],
    ['= Disks', undefined],
  ];
  for (const [line, symbol] of symbols) {
    it(`${line.trimEnd()} documents ${symbol === undefined ? 'nothing' : `'${symbol}'`}`, () => {
      assert.equal(docOf(`${line}\n\nText.`).doc.symbol?.text, symbol);
    });
  }

  it('may stand below an empty line', () => {
    assert.equal(docOf('\n@eject:\nText.').doc.symbol?.text, 'eject');
  });

  it('is read without its colon, as old comments write it', () => {
    const { doc, text } = docOf('@eject: opens the tray');
    assert.equal(doc.symbol && text.slice(doc.symbol.span.start, doc.symbol.span.end), 'eject');
  });
});

describe('sections', () => {
  it('are members, features and tags, with the body before them', () => {
    assert.deepEqual(
      sectionsOf(
        [
          '@eject:',
          '',
          'Open the tray.',
          '',
          '@id: which one',
          '    of the trays',
          '@force:',
          '    mercilessly',
          '',
          'Features:',
          '',
          '@unstable: may change',
          '',
          'Returns: the disk',
          '',
          'Errors:',
          '    - no tray',
          '',
          'TODO: a test',
          '',
          'Since: 1.0',
        ].join('\n'),
      ),
      [
        'body: Open the tray.',
        'member id: which one / of the trays',
        'member force: mercilessly',
        'features: ',
        'feature unstable: may change',
        'returns: the disk',
        'errors: - no tray',
        'todo: a test',
        'since: 1.0',
      ],
    );
  });

  it('end where text begins at the margin again', () => {
    assert.deepEqual(sectionsOf('@eject:\n\n@id: the tray\n\nMore text.\n\n@force: really'), [
      'body: ',
      'member id: the tray',
      'body: More text.',
      'member force: really',
    ]);
  });

  it('of a member go on over empty lines and indented ones', () => {
    assert.deepEqual(sectionsOf('@eject:\n\n@id: the tray\n\n    of the tower\nor the desk'), [
      'body: ',
      'member id: the tray / of the tower / or the desk',
    ]);
  });

  it('know tags by their capital and their colon only', () => {
    for (const line of ['since: 1.0', 'Since 1.0', 'Since : 1.0', 'Returns:: x', 'Sincere: yes', '  Since: 1.0']) {
      assert.deepEqual(sectionsOf(`@eject:\n${line}`), [`body: ${line.trim()}`]);
    }
  });

  it('of old comments: notes and examples', () => {
    assert.deepEqual(
      sectionsOf('@eject:\n\nNotes: none\n\nmore\n\nExample:\n\n-> { "execute": "eject" }\n\nSince: 0.14'),
      ['body: ', 'note: none / more', 'example: -> { "execute": "eject" }', 'since: 0.14'],
    );
  });

  it('may repeat a name, or name what does not exist: to complain is for the rules', () => {
    assert.deepEqual(sectionsOf('@eject:\n@id: one\n@id: two\n@__com.example_id.x: three'), [
      'member id: one',
      'member id: two',
      'member __com.example_id.x: three',
    ]);
  });

  it('of a comment that documents nothing are one body', () => {
    assert.deepEqual(sectionsOf('= Disks\n\n@id: no member\nSince: never'), [
      'body: = Disks / @id: no member / Since: never',
    ]);
  });

  it('of an empty comment are none', () => {
    assert.deepEqual(parse("##\n##\n{ 'command': 'x' }").freeDocs[0]?.sections, []);
    assert.deepEqual(sectionsOf('@eject:'), []);
  });
});

describe('mentions', () => {
  const lines = [
    'See @«id», and @«force»: both.',
    'At the end of a sentence stands @«id». Or @«id»! (@«id»)',
    'Names have @«many-parts», @«under_scores», @«2x» and @«x-capitals-TOO».',
    'Downstream ones have dots: @«__com.example_id». @«__com.example_id», @«__com.example_x-id».',
    "It's @«id»'s, or @«id»-, or their @«ids» own.",
    'Not so mail: somebody@example.com, <a.b@c.org>, nor a doubled @@id, nor @ alone.',
    'The new markup: `«eject»`, and `«__com.example_eject»`; literals are ``eject`` and ``@id``.',
    'Roles are no names: :qapi:cmd:`«eject»`; and `two words` are none.',
    'Glued together: @«a»@b @«c»/@«d».',
  ];
  for (const marked of lines) {
    it(marked.replace(/[«»]/g, ''), () => {
      const { text } = readMarks(marked);
      const { doc, text: whole } = docOf(`@x:\n\n${text}`);
      const offset = whole.indexOf(text);
      const spans = mentionsIn(doc).map(({ span }) => ({ start: span.start - offset, end: span.end - offset }));
      assert.equal(writeMarks(text, spans), marked);
    });
  }

  it('do not count the names that open a section, but those behind them', () => {
    const { doc } = docOf('@x:\n\n@id: like @force\n\nFeatures:\n@unstable: like @id');
    assert.deepEqual(
      mentionsIn(doc).map(({ text }) => text),
      ['force', 'id'],
    );
  });

  it('are not looked for in old examples, which are messages', () => {
    const { doc } = docOf('@x:\n\nExample:\n-> { "a": "@id" }\n\nSince: 1.0, see @id');
    assert.equal(mentionsIn(doc).length, 1);
  });
});
