import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { monthStyle } from '../../src/month/style.ts';
import { style } from '../../src/page/style.ts';
import { listing } from '../../src/page/words.ts';
import { servedPipeline } from '../../src/serve/pipelines/served-pipeline.ts';
import { type ServedPage, servePage } from '../../src/serve/server.ts';
import { demoSeed } from '../fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openLedger } from '../support/open-ledger.ts';
import { pretendRun } from './support/running.ts';
import { plainPipelines } from './support/served.ts';

const script = '<script>window.taken = 1</script><img src=x onerror="window.taken = 2">';
/** What a shopper or a file may hold, each in the id of a record. */
const hostile = [script, `long-${'x'.repeat(10_000)}`, 'bell\u0007 and\u009b31m', 'turned \u202Egnp.exe'];

/** An order that the primary's own staff have given a number of west's. */
function stranger() {
  const [first] = demoSeed('main').orders;
  if (first === undefined) throw new RangeError('The primary of the demo has no order.');
  return { ...first, OrderID: 'W99001', DateUpdated: undefined };
}

let stores: DemoStores;
let chromium: OpenBrowser;
let files: string[];
beforeAll(async () => {
  chromium = await openBrowser();
  stores = await startDemoStores({ west: { seed: fewerSeed('west', 8) }, south: { seed: fewerSeed('south', 8) } });
  await stores.run();
  const ledger = openLedger((await stores.pipeline()).ledger);
  const run = await ledger.beginRun({ narrowed: false });
  for (const sourceId of hostile) {
    const key = { store: 'west', entity: 'customers', sourceId } as const;
    const records = [{ sourceId, hash: '', payload: '{}' }];
    await ledger.stagePage({ run, store: 'west', entity: 'customers', rules: '', records });
    const message = `${sourceId} is \`another\``;
    await ledger.decide(run, [{ kind: 'quarantine', key, reason: 'customer-name-differs', message }]);
  }
  await ledger.finishRun(run, 'open', JSON.stringify({ problems: [{ store: script, message: script }] }));
  await ledger.close();
  files = ['pipelines/demo.yaml', ...plainPipelines(stores.folder)];
}, 120_000);
afterAll(async () => {
  await chromium?.close();
  await stores?.close();
});

async function serve(port = 0): Promise<ServedPage> {
  const { folder, home } = stores;
  const around = { environment: { ...stores.environment, KEY: 'key-of-nobody' }, folder, home, now: Date.now };
  const pipelines = await Promise.all(files.map((file) => servedPipeline(file, around)));
  return servePage({
    site: { pipelines, home, now: Date.now, note() {} },
    ...{ port, address: '127.0.0.1', behindProxy: false },
  });
}

interface Looking {
  readonly page: Page;
  readonly served: ServedPage;
  readonly complaints: string[];
  /** Addresses, in order. */
  readonly asked: readonly string[];
  readonly context: BrowserContext;
  go(path: string): Promise<void>;
}

interface Screen {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

/** A browser that has opened the file, as a person would by a click on it. */
async function withBrowser<T>(screen: Screen, use: (looking: Looking) => Promise<T>): Promise<T> {
  const { width = 1280, colorScheme = 'light', javaScriptEnabled = true } = screen;
  const served = await serve();
  const context = await chromium.browser.newContext({
    viewport: { width, height: 900 },
    ...{ colorScheme, javaScriptEnabled },
  });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`file://${served.openingFile}`);
    if (!javaScriptEnabled) await page.getByRole('button').click();
    await page.waitForURL(served.url);
    const go = async (path: string): Promise<void> => {
      await page.goto(`${served.url.slice(0, -1)}${path}`);
    };
    return await use({ page, served, complaints, asked, context, go });
  } finally {
    await context.close();
    await served.close();
  }
}

/** Every page that a bookkeeper can be on. */
const paths = [
  ...['/', '/log-in', '/pipelines/au', '/pipelines/none'],
  ...['', '/proof', '/charts', '/charts?month=2026-10', '/month', '/runs', '/runs/1', '/runs/2'].map(
    (path) => `/pipelines/demo${path}`,
  ),
  ...['/trace', '/trace?order=N1057', '/trace?order=W1003', '/to-dos', '/quarantine', '/decided', '/adopt'].map(
    (path) => `/pipelines/demo${path}`,
  ),
  ...hostile.map((id) => `/pipelines/demo/record?${new URLSearchParams({ store: 'west', entity: 'customers', id })}`),
];

const screens = [
  ['phone', { width: 360 }],
  ['phone in the dark', { width: 360, colorScheme: 'dark' }],
  ['desktop', { width: 1280 }],
  ['desktop in the dark', { width: 1280, colorScheme: 'dark' }],
] as const;

describe.each(screens)('on a %s', (_, screen) => {
  test(
    'no page scrolls sideways as a whole, complains, or has what a screen reader can not tell',
    () =>
      withBrowser(screen, async ({ page, complaints, go }) => {
        for (const path of paths) {
          await go(path);
          for (const fold of await page.locator('details').all())
            await fold.evaluate((element) => element.setAttribute('open', ''));
          const [content = 0, window = 0] = await page.evaluate<number[]>(
            '[document.documentElement.scrollWidth, innerWidth]',
          );
          expect(content, path).toBeLessThanOrEqual(window);
          expect(await troublesOf(page), path).toEqual([]);
          expect(await page.locator('h1').count(), path).toBe(1);
        }
        // The browser tells of the page that is not there.
        expect(complaints.filter((words) => !words.includes('404'))).toEqual([]);
      }),
    120_000,
  );
});

/** What axe-core finds that is serious or worse. It is put into the page by the browser's own door, past the policy of the page. */
async function troublesOf(page: Page): Promise<string[]> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  return page.evaluate<string[]>(`axe.run(document).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}

test('no word, however long, moves a page sideways: what stands in a table, that table alone', async () => {
  const context = await chromium.browser.newContext({ viewport: { width: 360, height: 900 } });
  try {
    const page = await context.newPage();
    const word = 'x'.repeat(10_000);
    const all = ['h1', 'h2', 'h3', 'p', 'li', 'dd'].map((name) => `<${name}>${word}</${name}>`).join('');
    const table = listing('Words', [{ title: 'Word' }], [[word]]).toString();
    for (const look of [style, monthStyle]) {
      await page.setContent(`<style>${look}</style><main><section>${all}${table}</section></main>`);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
    }
  } finally {
    await context.close();
  }
});

test('on a phone a column without a name has no colon before what stands in it', async () => {
  const context = await chromium.browser.newContext({ viewport: { width: 360, height: 900 } });
  try {
    const page = await context.newPage();
    const columns = [{ title: '' }, { title: 'In west' }] as const;
    await page.setContent(`<style>${style}</style>${listing('Both', columns, [['total', '11.00']]).toString()}`);
    const labels = await page.evaluate<string[]>(
      "[...document.querySelectorAll('td')].map((cell) => getComputedStyle(cell, '::before').content)",
    );
    expect(labels).toEqual(['none', '"In west: "']);
  } finally {
    await context.close();
  }
});

describe('in Chromium', () => {
  test('the file opens the page by itself, and no address has a token', () =>
    withBrowser({}, async ({ page, served, asked }) => {
      expect(page.url()).toBe(served.url);
      await expect(page.locator('h1').innerText()).resolves.toBe('Overview');
      expect(asked.map((address) => address.replace(served.url, '/').replace(/-[0-9a-f]{16}\./, '-.'))).toEqual([
        `file://${served.openingFile}`,
        ...['/enter', '/assets/style-.css', '/', '/assets/style-.css', '/assets/page-.js'],
      ]);
    }));

  test('what somebody else serves at another port of this machine is not sent the cookie', () =>
    withBrowser({}, async ({ page, context, served }) => {
      const cookies: (string | undefined)[] = [];
      const other = createServer((incoming, outgoing) => {
        cookies.push(incoming.headers.cookie);
        outgoing.end('<p>Nothing to see</p>');
      });
      await once(other.listen(0, '127.0.0.1'), 'listening');
      try {
        const { port } = other.address() as AddressInfo;
        for (const path of ['/', '/pipelines/demo']) await page.goto(`http://127.0.0.1:${port}${path}`);
        expect(await context.cookies(served.url)).toHaveLength(1);
        expect(cookies.length).toBeGreaterThanOrEqual(2);
        expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
        await page.goto(served.url);
        await expect(page.locator('h1').innerText()).resolves.toBe('Overview');
      } finally {
        other.closeAllConnections();
        other.close();
      }
    }));

  test('what a shopper wrote is shown as what it is, and does nothing', () =>
    withBrowser({}, async ({ page, go }) => {
      const [named = ''] = paths.filter((path) => path.includes('/record?'));
      const own = ['/pipelines/demo/quarantine', '/pipelines/demo/to-dos', named];
      for (const path of ['/', '/pipelines/demo', '/pipelines/demo/runs/2', ...own]) {
        await go(path);
        expect(await page.evaluate("'taken' in window"), path).toBe(false);
        expect(await page.locator('img').count(), path).toBe(0);
      }
      await go('/pipelines/demo');
      const text = await page.locator('#to-do').innerText();
      expect(text).toContain(script);
      expect(text).toContain('x'.repeat(10_000));
      expect(text).toContain('bell\\u0007 and\\u009b31m');
      expect(text).toContain('turned gnp.exe');
      const inHtml = await page.locator('#to-do').innerHTML();
      expect(inHtml).not.toMatch(/(?!\n)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u);
    }));

  test('without script all can be read, and a page is fetched again by itself', () =>
    withBrowser({ javaScriptEnabled: false }, async ({ page, go }) => {
      await go('/pipelines/demo');
      expect(await page.locator('h2').allInnerTexts()).toEqual(
        expect.arrayContaining(['Now', expect.stringMatching(/^\d+ things to do$/), 'Latest runs']),
      );
      expect(await page.locator('noscript meta[http-equiv=refresh], meta[http-equiv=refresh]').count()).toBe(1);
      await page.getByRole('button', { name: 'Leave' }).click();
      await expect(page.locator('h1').innerText()).resolves.toBe('You have left');
      await go('/');
      await expect(page.locator('h1').innerText()).resolves.toBe('Log in');
    }));

  test('a run is shown while it goes on, and what it has done once it has ended', () =>
    withBrowser({}, async ({ page, go }) => {
      await go('/pipelines/demo');
      await page.getByText('No run is going on.').waitFor();
      const before = await page
        .locator('a', { hasText: /^run \d+$/ })
        .first()
        .innerText();
      await stores.run({
        inspect: async () => {
          await page.getByText('A run is going on').waitFor();
          await page.getByText(/west orders: .* done/).waitFor();
        },
      });
      await page.getByText('No run is going on.').waitFor();
      await expect
        .poll(() =>
          page
            .locator('a', { hasText: /^run \d+$/ })
            .first()
            .innerText(),
        )
        .not.toBe(before);
    }));

  test('a run that goes on is shown as it goes, and its end by a fresh page', () =>
    withBrowser({}, async ({ page, go }) => {
      const run = pretendRun(stores.home, await stores.pipeline());
      await go('/pipelines/demo');
      await page.getByText('No run is going on.').waitFor();
      run.tell();
      await page.getByText('20 of 40 read, 10 done').waitFor();
      run.tell({ rows: [{ store: 'west', entity: 'orders', expected: 40, read: 40, settled: 39 }] });
      await page.getByText('40 read, 39 done').waitFor();
      const reloaded = page.waitForEvent('load');
      run.end();
      await reloaded;
      await page.getByText('No run is going on.').waitFor();
    }));

  test('tabs that nobody looks at keep no connection, and what is looked at again is fresh', () =>
    withBrowser({}, async ({ page, context, served, go }) => {
      const turn = (state: 'hidden' | 'visible') =>
        `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
         document.dispatchEvent(new Event('visibilitychange'));`;
      const tabs: Page[] = [];
      for (let number = 0; number < 7; number += 1) {
        const tab = await context.newPage();
        await tab.goto(`${served.url}pipelines/demo`);
        await tab.getByText('Live.').waitFor();
        await tab.evaluate(turn('hidden'));
        tabs.push(tab);
      }
      await go('/pipelines/demo/runs');
      const run = pretendRun(stores.home, await stores.pipeline());
      run.tell();
      const [tab] = tabs as [Page];
      await tab.evaluate(turn('visible'));
      await tab.getByText('20 of 40 read, 10 done').waitFor();
      await tab.evaluate(turn('hidden'));
      run.end();
      const reloaded = tab.waitForEvent('load');
      await tab.evaluate(turn('visible'));
      await reloaded;
      await tab.getByText('No run is going on.').waitFor();
      expect(page.url()).toContain('/runs');
    }));

  test(
    'a lost connection is said, and it comes back by itself',
    () =>
      withBrowser({}, async ({ page, served, go }) => {
        await go('/pipelines/demo');
        const state = page.locator('[data-live-state]');
        await page.getByText('Live.').waitFor();
        await served.close();
        await page.getByText('Not connected').waitFor();
        expect(await state.innerText()).toContain('may be old');
        // The same address again: the sessions are gone with the process, so that one has to come in anew.
        const again = await serve(served.port);
        try {
          const other = await page.context().newPage();
          await other.goto(`file://${again.openingFile}`);
          await other.waitForURL(again.url);
          await page.getByText('Live.').waitFor({ timeout: 20_000 });
        } finally {
          await again.close();
        }
      }),
    60_000,
  );

  test('a person decides on a phone without script: what would follow is said, a double click does it once, and it is kept', () =>
    withBrowser({ width: 360, colorScheme: 'dark', javaScriptEnabled: false }, async ({ page, go }) => {
      await go('/pipelines/demo/quarantine?entity=orders');
      const link = page.locator('.listing a').first();
      const name = await link.innerText();
      await link.click();
      const address = page.url();
      await expect(page.locator('h1').innerText()).resolves.toBe(name);
      const form = page.locator('.choices > li', { has: page.getByRole('heading', { name: 'Leave it out' }) });
      await form.getByLabel('Why?').fill('a test order of ours');
      await form.getByRole('button').click();
      await expect(page.locator('h1').innerText()).resolves.toBe('This would follow');
      expect(await page.locator('main').innerText()).toContain('Out of the books for good: 1 order');
      await page.getByRole('button', { name: `Yes: leave out ${name}` }).dblclick();
      await page.getByRole('heading', { name: 'Your decision' }).waitFor();
      expect(await page.locator('main').innerText()).toContain('Done.');
      await page.goto(address);
      const done = await page.getByRole('region', { name: 'What was done' }).innerText();
      expect(done.match(/left out: dropped/g)).toHaveLength(1);
      expect(await page.locator('.facts').first().innerText()).toContain('a test order of ours');
      await page.getByRole('heading', { name: 'It was left out' }).waitFor();
    }));

  test('what asks stores is followed as it goes on, and its end leads to what came of it', () =>
    withBrowser({}, async ({ page, asked, go }) => {
      await go('/pipelines/demo/proof');
      await page.getByRole('button', { name: 'Compare now' }).click();
      await page.getByRole('heading', { name: 'Both sides as they are now' }).waitFor();
      await page.getByText(/^Made just now/).waitFor({ timeout: 60_000 });
      // Told by news, and by no page that is fetched again and again: it is loaded when it is asked for, and at its end.
      const loaded = asked.filter((address) => /\/jobs\/[\w-]+$/.test(address));
      expect(loaded.length).toBeLessThanOrEqual(2);
    }));

  test(
    'a run is started on a phone by a double click, followed as it goes, leads to what it did, and is one',
    () =>
      withBrowser({ width: 360 }, async ({ page, go }) => {
        await go('/pipelines/demo/runs');
        const before = Number(
          (
            await page
              .locator('a', { hasText: /^run \d+$/ })
              .first()
              .innerText()
          ).slice(4),
        );
        await page.getByRole('button', { name: 'Start a run now' }).dblclick();
        await page.getByRole('heading', { name: `Run ${before + 1}` }).waitFor({ timeout: 60_000 });
        // The way back leads to the same run, and none is begun by it.
        await page.goBack();
        await page.goto(page.url());
        await go('/pipelines/demo/runs');
        const latest = await page
          .locator('a', { hasText: /^run \d+$/ })
          .first()
          .innerText();
        expect(latest).toBe(`run ${before + 1}`);
        await go('/pipelines/demo/decided');
        expect(await page.locator('main').innerText()).toContain(`run ${before + 1}: not begun, now begun by hand`);
      }),
    90_000,
  );

  test(
    "an order that a run calls a stranger is said to be the primary's own without script, and is told no more",
    () =>
      withBrowser({ javaScriptEnabled: false }, async ({ page, go }) => {
        stores.main.panel.addOrder(stranger());
        await stores.run();
        await go('/pipelines/demo/to-dos');
        const told = page.locator('section', { hasText: 'W99001' });
        await told.locator('summary', { hasText: 'Say so' }).click();
        await told.getByLabel('Why?').fill('keyed by our own staff');
        await told.getByRole('button', { name: 'See what follows' }).click();
        await page.getByText('Your reason: keyed by our own staff').waitFor();
        await page.getByRole('button', { name: "Yes: take W99001 for the primary's own" }).dblclick();
        await page.getByText('Done.').waitFor();
        await page.getByRole('link', { name: 'What else is to do' }).click();
        expect(await page.locator('main').innerText()).not.toContain('W99001');
        await stores.run();
        await page.reload();
        expect(await page.locator('main').innerText()).not.toContain('W99001');
      }),
    90_000,
  );

  test('back, forward, loading again and a double click show the same pages, and send nothing anew', () =>
    withBrowser({}, async ({ page, asked, complaints, go }) => {
      await go('/pipelines/demo/quarantine?entity=orders');
      await page.locator('.listing a').nth(1).click();
      const record = await page.locator('h1').innerText();
      const form = page.locator('.choices > li', { has: page.getByRole('heading', { name: 'Leave it out' }) });
      await form.getByLabel('Why?').fill('asked by Jane Secret');
      await form.getByRole('button').click();
      const title = () => page.locator('h1').innerText();
      await page.getByText('Your reason: asked by Jane Secret').waitFor();
      await page.reload();
      await page.getByText('Your reason: asked by Jane Secret').waitFor();
      await page.goBack();
      expect(await title()).toBe(record);
      await page.goForward();
      expect(await title()).toBe('This would follow');
      await page.getByRole('button', { name: `Yes: leave out ${record}` }).dblclick();
      await page.getByRole('heading', { name: 'Your decision' }).waitFor();
      await page.reload();
      expect(await page.locator('main').innerText()).toContain('Done.');
      await page.goBack();
      await expect.poll(title).toBe('You have said yes to this');
      await page.getByRole('link', { name: 'What became of it' }).click();
      await page.getByRole('heading', { name: 'Your decision' }).waitFor();
      await page.goBack();
      await page.goBack();
      await expect.poll(title).toBe(record);
      const done = await page.getByRole('region', { name: 'What was done' }).innerText();
      expect(done.match(/left out: dropped/g)).toHaveLength(1);
      expect(asked.filter((address) => /jane|secret/i.test(address))).toEqual([]);
      expect(complaints).toEqual([]);
    }));

  test('with the keyboard alone one skips to the content, and sees where one is', () =>
    withBrowser({}, async ({ page }) => {
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'Skip to the content' });
      expect(await page.evaluate('document.activeElement.className')).toBe('skip');
      expect((await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Tab');
      const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
    }));

  test(
    'copies that stand in the primary already are looked at and taken over, and the ledger knows them',
    () =>
      withBrowser({ colorScheme: 'dark' }, async ({ page, go }) => {
        const { ledger } = await stores.pipeline();
        for (const part of ['', '-wal', '-shm']) rmSync(ledger + part, { force: true });
        await go('/pipelines/demo');
        await page.getByText('There was no run yet').or(page.getByText('Not run yet')).first().waitFor();
        await go('/pipelines/demo/adopt');
        await page.getByRole('button', { name: 'Look what would be taken' }).click();
        await page.getByRole('heading', { name: 'Would be taken', exact: true }).waitFor({ timeout: 60_000 });
        expect(existsSync(ledger)).toBe(false);
        const [, sourceId = '', targetId] = /\b(N\d+) as (W\d+)/.exec(await page.locator('main').innerText()) ?? [];
        await page.getByLabel('Why?').fill('the ledger was lost');
        await page.getByRole('button', { name: /^Yes: take into the map/ }).dblclick();
        await page.getByText('Done.').waitFor({ timeout: 60_000 });
        await page.getByRole('link', { name: 'Decided' }).first().click();
        expect(await page.locator('main').innerText()).toContain('the ledger was lost');
        const known = openLedger(ledger);
        const found = await known.find({ store: 'west', entity: 'orders', sourceId });
        await known.close();
        expect([sourceId, found?.targetId]).toEqual([expect.stringMatching(/^N\d/), targetId]);
      }),
    120_000,
  );
});
