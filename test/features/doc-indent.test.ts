// What a new name does to the lines behind it in documentation, where the generator wants them in a column.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixAll } from '../../server/src/features/fix-all.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';

const PATH = '/tree/qapi/qapi-schema.json';

/** The documentation of a command whose argument `_com.acme_x` gets its second underscore. */
async function fixed(documentation: string, version: string): Promise<string | undefined> {
  const text = `##\n# @eject:\n#\n${documentation}##\n{ 'command': 'eject', 'data': { '*_com.acme_x': 'bool' } }\n`;
  const workspace = new Workspace(memoryHost({ [PATH]: text }), ['/tree']);
  workspace.setSettings({ domains: ['com.acme'], baseline: 'none', qemuVersion: version });
  const { files } = await fixAll(workspace, [PATH]);
  return files.get(PATH)?.split('##\n')[1]?.replace('# @eject:\n#\n', '');
}

const aligned = `# @_com.acme_x: also when the guest
#               has locked the tray
#
#               (a second paragraph)
#
# Since: 7.0
`;

describe('the lines behind a name that gets longer', () => {
  it('move along where they stand in the column of its text, as QEMU wanted until 8.0', async () => {
    const moved = `# @__com.acme_x: also when the guest
#                has locked the tray
#
#                (a second paragraph)
#
# Since: 7.0
`;
    assert.equal(await fixed(aligned, '7.2'), moved);
    assert.equal(await fixed(aligned, '8.0'), moved);
  });

  it('stay where four columns are enough, since 8.1', async () => {
    assert.equal(await fixed(aligned, '8.1'), aligned.replace('_com.acme_x', '__com.acme_x'));
  });

  it('stay where they did not keep the column before', async () => {
    const loose = '# @_com.acme_x: also when the guest\n#     has locked the tray\n';
    assert.equal(await fixed(loose, '4.2'), loose.replace('_com.acme_x', '__com.acme_x'));
  });

  it('stay where the text begins below the name', async () => {
    const below = '# @_com.acme_x:\n#     also when the guest has locked the tray\n';
    assert.equal(await fixed(below, '7.2'), below.replace('_com.acme_x', '__com.acme_x'));
  });
});
