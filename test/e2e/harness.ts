// Drives a real VS Code in a real browser: one server and one browser per test file, a fresh copy of the tree and a
// fresh page per scenario. Places are named by the text that stands there, never by pixels.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { root } from '../../scripts/lib/paths.mjs';
import { type RunningVscode, startVscode } from '../../scripts/lib/vscode.mjs';

const results = join(root, 'test-results/e2e');
const images = join(root, 'docs/images');

/** How long the workbench, its extensions and the server may take on a busy machine. */
const patience = 40_000;

export interface SuiteOptions {
  /** Folders of the repository that each scenario gets a copy of, side by side as they lie there; the first is opened. */
  trees: [string, ...string[]];
  /** The user's settings. */
  settings?: Record<string, unknown>;
  /** Whether folders are trusted without a question; true if not given. */
  trust?: boolean;
  /** Variables of VS Code's environment, worked out once its folder for temporary things is there. */
  env?: (home: string) => NodeJS.ProcessEnv;
}

export interface ScenarioOptions {
  /** Changes the copy of the first tree before it is opened. */
  prepare?: (folder: string) => void | Promise<void>;
}

/** Gives a function that declares a scenario; all scenarios of the suite share a VS Code server and a browser. */
export function suite({ trees, settings = {}, trust = true, env }: SuiteOptions) {
  let home: string;
  let vscode: RunningVscode;
  let browser: Browser;

  before(async () => {
    const { QAPI_VSIX, CHROME } = process.env;
    if (!QAPI_VSIX || !CHROME)
      throw new Error('Run the e2e suite with `npm run e2e`: it builds and finds what is needed.');
    // The real path: the page is asked for by it, and the server's URIs must be the same.
    home = realpathSync(mkdtempSync(join(tmpdir(), 'qapi-e2e-')));
    vscode = await startVscode({
      vsix: QAPI_VSIX,
      state: join(home, 'vscode'),
      trust,
      settings: { ...appearance, 'files.autoSave': 'off', 'security.workspace.trust.enabled': !trust, ...settings },
      // Nobody's own git settings may decide what a scenario sees.
      env: { ...process.env, HOME: home, ...env?.(home) },
    });
    browser = await chromium.launch({ executablePath: CHROME, headless: true, args: browserArguments });
  });

  after(async () => {
    await browser?.close();
    await vscode?.stop();
    if (process.env.QAPI_KEEP) console.log(`kept ${home}`);
    else if (home) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });

  let runs = 0;

  /** Runs `scenario` in a fresh copy of the trees; if it fails, once more, and says so. */
  return (name: string, scenario: (editor: Editor) => Promise<void>, { prepare }: ScenarioOptions = {}) => {
    const attempt = async () => {
      const copies = join(home, `run-${++runs}`);
      for (const tree of trees) cpSync(join(root, tree), join(copies, tree), { recursive: true });
      const folder = join(copies, trees[0]);
      await prepare?.(folder);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      try {
        await refuseOtherHosts(page);
        await page.goto(vscode.page(folder));
        await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: patience });
        await scenario(new Editor(page, folder));
      } catch (error) {
        const picture = join(results, `FAILED-${name.replace(/\W+/g, '-')}-${runs}.png`);
        await page.screenshot({ path: picture }).catch(() => {});
        console.log(`screenshot of the failure: ${picture}`);
        throw error;
      } finally {
        await context.close();
      }
    };
    test(name, async () => {
      try {
        await attempt();
      } catch (error) {
        console.log(`RETRIED: "${name}" failed the first time:\n${error instanceof Error ? error.stack : error}`);
        await attempt();
      }
    });
  };
}

const appearance = {
  'workbench.colorTheme': 'Default Dark Modern',
  'editor.minimap.enabled': false,
  'editor.fontFamily': 'DejaVu Sans Mono',
  'editor.accessibilitySupport': 'off',
  // A light bulb on a line of its own text would cover it in the pictures.
  'editor.stickyScroll.enabled': false,
};

const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The workbench asks for its gallery of extensions; a test must not depend on what answers. */
async function refuseOtherHosts(page: Page): Promise<void> {
  await page.route('**/*', (route) => {
    const { protocol, hostname } = new URL(route.request().url());
    return !protocol.startsWith('http') || hostname === '127.0.0.1' ? route.continue() : route.abort();
  });
}

export interface Place {
  line: number;
  column: number;
}

/** One VS Code window with a folder opened, and what a user does in it. */
export class Editor {
  readonly page: Page;
  /** The opened folder, on disk. */
  readonly folder: string;

  constructor(page: Page, folder: string) {
    this.page = page;
    this.folder = folder;
  }

  /** What is on disk. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Where a text stands in a file on disk: one-based, in front of the first (or the n-th) place that holds it. */
  find(file: string, text: string, nth = 1): Place {
    const content = this.read(file);
    let at = -1;
    for (let i = 0; i < nth; i++) {
      at = content.indexOf(text, at + 1);
      assert.ok(at >= 0, `${file} does not hold ${JSON.stringify(text)} ${nth} times`);
    }
    const before = content.slice(0, at).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }

  /** Opens a file by its path and waits until its text is shown. */
  async openFile(file: string): Promise<void> {
    const tab = this.page.locator('.tab.active', { hasText: basename(file) });
    // The whole path is looked up as it is; a part of it would wait for a search of the folder.
    await this.#pick('Control+p', join(this.folder, file), basename(file), tab);
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /**
   * Opens the palette with a key, types, and accepts the row with a text once it is there. A workbench that is still
   * starting may not know the row yet or take the focus away, hence more than one try.
   */
  async #pick(key: string, typed: string, row: string, done?: Locator): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row', { hasText: row });
    await eventually(`${JSON.stringify(row)} to be picked`, async () => {
      try {
        await this.page.keyboard.press(key);
        await this.#quickInput().fill(typed, { timeout: 5000 });
        // No Enter: what is typed just now may not be what the list shows yet.
        await rows.first().click({ timeout: 5000 });
        await done?.waitFor({ timeout: 10_000 });
        return true;
      } catch (error) {
        await this.page.keyboard.press('Escape');
        return String(error).split('\n')[0] ?? false;
      }
    });
  }

  async goTo({ line, column }: Place): Promise<void> {
    await this.page.keyboard.press('Control+g');
    const input = this.#quickInput();
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.#statusbar(`Ln ${line}, Col ${column}`).waitFor();
  }

  /** The number of squiggles in the visible part of the active editor. */
  squiggles(severity: 'error' | 'warning' | 'info' = 'error'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  async waitForSquiggles(count: number | 'some', severity: 'error' | 'warning' | 'info' = 'error'): Promise<void> {
    const squiggles = this.squiggles(severity);
    await eventually(`${count} ${severity} squiggles`, async () => {
      const seen = await squiggles.count();
      return (count === 'some' ? seen > 0 : seen === count) ? true : `${seen} are seen`;
    });
  }

  /**
   * The text of the hover at a place.
   * @param wanted what it says once it is complete
   */
  async hover(place: Place, wanted: RegExp): Promise<string> {
    // The parts of a hover come one after the other: the problem's message is there before the server has answered.
    const hover = this.page.locator('.monaco-hover:visible').filter({ hasText: wanted });
    await this.#openAt(place, ['Control+k', 'Control+i'], hover);
    return (await hover.allInnerTexts()).join('\n').trim();
  }

  /** Opens the menu of quick fixes at a place and gives its entries. */
  async quickFixMenu(place: Place): Promise<string[]> {
    const entries = this.page.locator('.action-widget .monaco-list-row.action');
    await this.#openAt(place, ['Control+.'], entries);
    return (await entries.allInnerTexts()).map((text) => text.trim());
  }

  /**
   * Presses keys at a place until something shows. Once is not always enough: what the extensions and the server are
   * about to say may close a menu or a hover again.
   */
  async #openAt(place: Place, keys: string[], wanted: Locator): Promise<void> {
    await eventually(`something at line ${place.line} on ${keys.join(' ')}`, async () => {
      await this.goTo(place);
      for (const key of keys) await this.page.keyboard.press(key);
      const shown = wanted.first().waitFor({ timeout: 5000 });
      return shown.then(
        () => true,
        async () => {
          await this.page.keyboard.press('Escape');
          return false;
        },
      );
    });
  }

  /** Chooses an entry of the open menu or list by a part of its text. */
  async choose(text: string): Promise<void> {
    const rows = this.page.locator('.action-widget .monaco-list-row.action, .quick-input-list .monaco-list-row');
    await rows.filter({ hasText: text }).first().waitFor();
    // With the keyboard: older versions of the menu lie under a layer that takes the clicks.
    const focused = this.page
      .locator('.action-widget .monaco-list-row.focused, .quick-input-list .monaco-list-row.focused')
      .filter({ hasText: text });
    await eventually(`${JSON.stringify(text)} to be focused`, async () => {
      if ((await focused.count()) > 0) return true;
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
  }

  /** Types into the open input box, replacing what is in it. */
  async type(text: string): Promise<void> {
    const input = this.#quickInput();
    await input.waitFor();
    await input.fill(text);
  }

  /** Puts a text in at the caret of the active editor, as one keystroke would. */
  async insert(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  /** Types at the caret, key by key, and accepts what is offered under a label; gives all that is offered, as it is shown. */
  async complete(typed: string, label: string, { picture }: { picture?: string } = {}): Promise<string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row');
    await this.page.keyboard.type(typed);
    await rows.filter({ hasText: label }).first().waitFor({ timeout: patience });
    const offered = await rows.allInnerTexts();
    if (picture !== undefined) await this.screenshot(picture);
    const focused = this.page.locator('.suggest-widget.visible .monaco-list-row.focused').filter({ hasText: label });
    await eventually(`${JSON.stringify(label)} to be focused`, async () => {
      if ((await focused.count()) > 0) return true;
      await this.page.keyboard.press('ArrowDown');
      return false;
    });
    await this.page.keyboard.press('Enter');
    await rows.first().waitFor({ state: 'detached' });
    return offered.map((text) => text.trim());
  }

  /** The open input box's message: a prompt, or what is wrong with the text. */
  inputMessage(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-message');
  }

  /** What is wrong with the text in the open input box, while something is. */
  inputError(): Locator {
    return this.page.locator(
      '.quick-input-widget .monaco-inputbox.error, .quick-input-widget .quick-input-message.error',
    );
  }

  /** Accepts what stands in the open input box. */
  async enter(): Promise<void> {
    await this.page.keyboard.press('Enter');
  }

  async command(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  async saveAll(): Promise<void> {
    await this.command('File: Save All');
    await this.page.locator('.tab.dirty').first().waitFor({ state: 'detached' });
  }

  /** Waits until a file on disk has exactly this text. */
  async waitForFile(file: string, text: string): Promise<void> {
    await eventually(
      `${file} saved`,
      async () => existsSync(join(this.folder, file)) && this.read(file) === text,
    ).catch(() =>
      // Let the comparison show what differs.
      assert.equal(this.read(file), text, file),
    );
  }

  /**
   * Opens the Problems panel; gives its rows.
   * @param filter shows only those with a text: of more than have room, the others are not there for a test
   */
  async problems(filter?: string): Promise<Locator> {
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    if (!(await this.page.locator('.markers-panel').isVisible())) await this.page.keyboard.press('Control+Shift+m');
    await rows.first().waitFor({ timeout: patience });
    if (filter !== undefined) await this.page.getByPlaceholder(/^Filter \(e\.g\./).fill(filter);
    return rows;
  }

  async closePanel(): Promise<void> {
    await this.page.keyboard.press('Control+j');
    await this.page.locator('.part.panel').waitFor({ state: 'hidden' });
  }

  /** Waits until the active editor shows a text in one line. */
  async waitForText(text: string): Promise<void> {
    await this.page.locator('.editor-instance .view-line', { hasText: text }).first().waitFor({ timeout: patience });
  }

  /** The name of the active editor's language, in the status bar. */
  language(): Locator {
    return this.page.locator('[id="status.editor.mode"]');
  }

  /** Waits until a web view, such as the markdown preview, shows a text. */
  async waitForWebview(text: string): Promise<void> {
    await eventually(`a web view with ${JSON.stringify(text)}`, async () => {
      const views = this.page.frames().filter((frame) => frame !== this.page.mainFrame());
      const bodies = views.map(async (frame) => {
        // A new text is made ready in a hidden frame, which then takes the place of the one that is seen.
        const seen = await (await frame.frameElement()).isVisible();
        return seen ? await frame.locator('body').textContent({ timeout: 1000 }) : '';
      });
      const texts = await Promise.allSettled(bodies);
      return texts.some((body) => body.status === 'fulfilled' && body.value?.includes(text));
    });
  }

  /** Our item in the status bar. */
  statusItem(): Locator {
    return this.page.locator('[id="qapi-tools.qapi.qapi.status"]');
  }

  /** Shown notifications. */
  toasts(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item-message');
  }

  /** Takes a picture; with `keepAs` it becomes one of the README's when the suite is asked to renew them. */
  async screenshot(name: string, { keepAs }: { keepAs?: string } = {}): Promise<void> {
    mkdirSync(results, { recursive: true });
    await this.page.screenshot({ path: join(results, `${name}.png`) });
    if (!keepAs || !process.env.QAPI_UPDATE_IMAGES) return;
    const image = join(images, keepAs);
    mkdirSync(dirname(image), { recursive: true });
    cpSync(join(results, `${name}.png`), image);
  }

  #quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  #statusbar(text: string): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }
}

/** Asks again and again until the answer is true; a text instead of false goes into the message. */
async function eventually(what: string, ask: () => Promise<boolean | string>): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer === true) return;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}${answer ? `: ${answer}` : ''}`);
    await sleep(100);
  }
}
