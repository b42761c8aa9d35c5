// Downstream names that documentation has in another spelling than the schema, wherever in a comment they stand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openExample } from '../helpers/example.ts';
import { readMarks, writeMarks } from '../helpers/marks.ts';

const MARKED = `##
# @__com.example_tray_eject:
#
# @id: as in \`«__com.example_trays_eject»\`
#
# @item «__com.example_eject»
#
# .. qmp-example::
#
#     -> { "execute": "«__com.example_tray-eject»",
#          "arguments": { "id": "ide0" } }
#     <- { "return": {} }
#
# Since: 1.1
##
{ 'pragma': { 'command-name-exceptions': [ '__com.example_tray_eject' ] } }
{ 'command': '__com.example_tray_eject', 'data': { 'id': 'str' } }

##
# Also: @«__com.example_eject», and never __com.example_tray_eject.
##
`;

test('a name in another spelling is found in running text, in markup and in examples, and put right', async () => {
  const { text } = readMarks(MARKED);
  const { workspace, root } = openExample({ files: { 'qapi/qapi-schema.json': text }, domains: ['com.example'] });
  const { problems } = await workspace.analyse(root);
  const found = problems.filter(({ rule }) => rule.id === 'downstream/unknown-mention');
  const marked = writeMarks(
    text,
    found.map(({ span }) => span),
  );
  assert.equal(marked, MARKED);
  for (const { fixes } of found) {
    const [best] = fixes();
    assert.equal(best?.title, "Write '__com.example_tray_eject'");
  }
});

test('one that is typed half, or of which the definition is, is not told', async () => {
  const settings = { role: 'downstream', domains: ['com.example'] } as const;
  const told = async (text: string): Promise<string[]> => {
    const { workspace, root } = openExample({ ...settings, files: { 'qapi/qapi-schema.json': text } });
    const { problems } = await workspace.analyse(root);
    return problems.flatMap(({ rule, severity }) => (severity === 'hint' ? [] : [rule.id]));
  };
  const comment = '##\n# @__com.example_eject:\n#\n# Open it.\n#\n# @__com.example_how: how\n#\n# Since: 1.1\n';
  const end = "##\n{ 'command': '__com.example_eject', 'data': { '*__com.example_how': 'str' } }\n";
  assert.deepEqual(await told(comment + end), []);
  assert.deepEqual(await told('##\n# @__com.example_ej'), ['doc/symbol-line']);
  assert.deepEqual(await told('##\n# @__com.example_eject:\n#\n# @__com.example_h'), ['doc/unclosed']);
  for (const typed of ["'_", "'__", "'__com.exa", "'__com.example", "'__com.example_ej"]) {
    assert.deepEqual(await told(`${comment}##\n{ 'command': ${typed}`), ['syntax/unclosed-string'], typed);
  }
  const see = '\n##\n# See `__com.example_eject`.\n##\n';
  assert.deepEqual(await told(`${comment}##\n{ 'command': '__com.example_eject'\n${see}`), ['syntax/unclosed-bracket']);
  assert.deepEqual(await told(`${comment}##\n${see}`), ['doc/not-followed']);
});
