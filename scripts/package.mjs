// `npm run package`: writes the VSIX to the top of the repository.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { packageVsix } from './lib/vsix.mjs';

const { name, version } = createRequire(import.meta.url)(join(root, 'package.json'));
await packageVsix(join(root, `${name}-${version}.vsix`));
