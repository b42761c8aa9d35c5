import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Trouble } from './vscode.mjs';

/** The browser that drives the e2e suite. playwright-core brings none of its own. */
export function findChromium() {
  const { CHROME, PATH = '' } = process.env;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const candidates = [
    ...(CHROME ? [CHROME] : []),
    ...names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const found = candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (found) return found;
  throw new Trouble(
    'No Chromium found. Install one (on Debian: apt-get install chromium) or name it in the variable CHROME.',
  );
}
