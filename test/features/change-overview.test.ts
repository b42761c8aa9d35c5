// The list of all that differs from the baseline.

import type { Site } from '../../server/src/compat/change.ts';
import { changeOverview } from '../../server/src/features/change-overview.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryHost } from '../helpers/memory-host.ts';
import { testPage } from '../helpers/pages.ts';

const ROOT = 'qapi/qapi-schema.json';

testPage(new URL('fixtures/change-overview.txt', import.meta.url), async ({ upstream = '', ours = '' }) => {
  const workspace = new Workspace(memoryHost({ [`/upstream/${ROOT}`]: upstream, [`/ours/${ROOT}`]: ours }), ['/ours']);
  workspace.setSettings({ baseline: 'dir:../upstream' });
  const groups = changeOverview(await workspace.analyse(`/ours/${ROOT}`));
  const at = (site: Site | undefined) => site?.thing.name.text ?? 'nothing';
  return groups
    .flatMap(({ name, changes }) => [
      name,
      ...changes.map(
        ({ label, direction, verdict, ours, baseline }) =>
          `  ${label} | ${direction}, ${verdict} | ${at(ours)} in ours, ${at(baseline)} in the baseline`,
      ),
    ])
    .join('\n');
});
