import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executeHere } from '../cli/execute-here.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openLedger } from '../support/open-ledger.ts';

const hostile = '<script>window.taken = 1</script><img src=x onerror="window.taken = 2">';

let stores: DemoStores;
let chromium: OpenBrowser;
let file: string;
beforeAll(async () => {
  chromium = await openBrowser();
  stores = await startDemoStores({ west: { seed: fewerSeed('west', 2) }, south: { seed: fewerSeed('south', 2) } });
  await stores.run();
  const { ledger: path } = await stores.pipeline();
  const ledger = openLedger(path);
  const run = await ledger.beginRun({ narrowed: false });
  const key = { store: 'west', entity: 'customers', sourceId: hostile } as const;
  await ledger.stagePage({
    run,
    store: 'west',
    entity: 'customers',
    rules: '',
    records: [{ sourceId: hostile, hash: '', payload: '{}' }],
  });
  await ledger.decide(run, [
    { kind: 'quarantine', key, reason: 'customer-name-differs', message: `${hostile} is \`another\`` },
  ]);
  await ledger.finishRun(run, 'open', JSON.stringify({ requests: { primary: 90, west: 30, south: 20 } }));
  await ledger.close();
  const { code, stderr } = await executeHere(
    ['report', 'pipelines/demo.yaml', '--out', 'report.html', '--reconcile'],
    stores,
  );
  expect(stderr).toContain('Wrote report.html');
  // What differs is explained, and waits.
  expect(code).toBe(3);
  file = join(stores.folder, 'report.html');
}, 120_000);
afterAll(async () => {
  await chromium?.close();
  await stores?.close();
});

interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

async function open(width: number, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const page = await chromium.browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`file://${file}`);
  return { page, requests, complaints };
}

/** Of the plots that can be seen. */
async function barsSeen(page: Page): Promise<{ height: number; plot: string }[]> {
  return page.$$eval('svg.plot rect', (bars) =>
    bars
      .map((bar) => ({
        height: bar.getBoundingClientRect().height,
        plot: bar.closest('svg')?.getAttribute('aria-label') ?? '',
      }))
      .filter(({ height }) => height > 0),
  );
}

describe.each([
  ['phone', 390],
  ['desktop', 1280],
] as const)('the report in Chromium, as wide as a %s', (_, width) => {
  test('asks for nothing but itself, and nothing complains', async () => {
    const { page, requests, complaints } = await open(width);
    expect(requests).toEqual([`file://${file}`]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('shows all its parts, and never scrolls sideways as a whole, folded or unfolded', async () => {
    const { page } = await open(width);
    expect(await page.locator('main section h2').allInnerTexts()).toEqual([
      expect.stringMatching(/^Quarantine: \d+ records$/),
      'Differences between the stores',
      'Daily proof',
      'Worth a look',
      'What you decided',
      'Money in and out',
      'GST per month',
      'What moved, per store and day',
      'Requests against the limit',
      'Every order, to tick off',
    ]);
    for (const fold of await page.locator('details').all())
      await fold.evaluate((element) => element.setAttribute('open', ''));
    const [content, window] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]');
    expect(content).toBeLessThanOrEqual(window ?? 0);
    await page.close();
  });

  test('shows with a shadow where there is more of a table at its side', async () => {
    const { page } = await open(width);
    const shown = await page.evaluate<{ wide: boolean; attachment: string; overflowX: string }[]>(`
      [...document.querySelectorAll('.scroll')].map((part) => {
        const { backgroundAttachment: attachment, overflowX } = getComputedStyle(part);
        return { wide: part.scrollWidth > part.clientWidth, attachment, overflowX };
      })`);
    expect(shown.some(({ wide }) => wide)).toBe(width === 390);
    for (const part of shown)
      expect(part).toMatchObject({ overflowX: 'auto', attachment: 'local, local, scroll, scroll' });
    await page.close();
  });

  test('tells of each thing in a table of sentences without anybody having to scroll sideways', async () => {
    const { page } = await open(width);
    for (const fold of await page.locator('details').all())
      await fold.evaluate((element) => element.setAttribute('open', ''));
    const tables = await page.evaluate<{ wide: boolean; label: string }[]>(`
      [...document.querySelectorAll('table.listing')].map((table) => {
        const { scrollWidth, clientWidth } = table.parentElement;
        const label = getComputedStyle(table.querySelector('td'), '::before').content;
        return { wide: scrollWidth > clientWidth, label };
      })`);
    expect(tables.length).toBeGreaterThan(3);
    expect(tables.filter(({ wide }) => wide)).toEqual([]);
    // There every value says what it is, where no title stands above it.
    expect(tables.every(({ label }) => label.includes(':'))).toBe(width === 390);
    await page.close();
  });

  test('draws what moved per day, GST per month and requests per run, in letters that can be read', async () => {
    const { page } = await open(width);
    const bars = await barsSeen(page);
    const ofPlot = (words: string) => bars.filter(({ plot }) => plot.startsWith(words)).length;
    expect(ofPlot('Orders of west')).toBeGreaterThan(40);
    expect(ofPlot('Orders of south')).toBeGreaterThan(40);
    expect(ofPlot('GST per month')).toBe(10);
    expect(ofPlot('Requests a minute')).toBeGreaterThan(4);
    const letters = await page.$$eval('svg.plot text', (texts) =>
      texts.map((text) => text.getBoundingClientRect().height).filter((height) => height > 0),
    );
    expect(letters.length).toBeGreaterThan(20);
    expect(Math.min(...letters)).toBeGreaterThan(10);
    await page.close();
  });

  test('shows a hostile name as what it is, and runs none of it', async () => {
    const { page } = await open(width);
    for (const fold of await page.locator('details').all())
      await fold.evaluate((element) => element.setAttribute('open', ''));
    expect(await page.locator('#quarantine').innerText()).toContain(`${hostile} is another`);
    expect(await page.evaluate("'taken' in window")).toBe(false);
    expect(await page.locator('script, img').count()).toBe(0);
    await page.close();
  });
});

describe('the numbers of the report', () => {
  test('are those of both stores: what the ledger copied is what the primary holds', async () => {
    const { page } = await open(1280);
    const money = await page.locator('#money table').first().innerText();
    const differences = await page.locator('#differences table').first().innerText();
    for (const store of ['west', 'south']) {
      const row =
        money
          .split('\n')
          .find((line) => line.startsWith(store))
          ?.split('\t') ?? [];
      const [, orders = '', total = ''] = row;
      expect(Number(orders)).toBeGreaterThan(75);
      const block = differences.slice(differences.indexOf(store));
      expect(block.match(/orders\t\S+\t(\S+)/)?.[1]).toBe(orders);
      expect(block.match(/total\t\S+\t(\S+)/)?.[1]).toBe(total);
    }
    const gst = await page.locator('#gst tfoot').innerText();
    const tile = await page.locator('.tiles li', { hasText: 'GST' }).innerText();
    expect(gst.endsWith(tile.split('\n')[0] ?? 'none')).toBe(true);
    await page.close();
  });

  test('name each order by its number in both stores', async () => {
    const { page } = await open(1280);
    const { west, main } = stores;
    const source = west.orders().find(({ OrderID }) => main.order(OrderID.replace('N', 'W')) !== undefined);
    const text = await page.locator('#orders').evaluate((element) => element.textContent);
    expect(text).toContain(`${source?.OrderID}${source?.OrderID.replace('N', 'W')}`);
    await page.close();
  });

  test('lead from each reason to what can be done', async () => {
    const { page } = await open(1280);
    const blocks = await page.locator('#quarantine .reason').allInnerTexts();
    expect(blocks.length).toBeGreaterThan(5);
    for (const block of blocks) expect(block).toContain('What to do:');
    await page.close();
  });
});

test('follows the colours that its reader chose, and prints dark on white either way', async () => {
  const back = (page: Page) => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const light = await open(1280);
  const dark = await open(1280, 'dark');
  expect(await back(light.page)).toBe('rgb(246, 247, 249)');
  expect(await back(dark.page)).toBe('rgb(17, 22, 29)');
  await dark.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  expect(await back(dark.page)).toBe('rgb(255, 255, 255)');
  expect((await dark.page.pdf({ format: 'A4' })).byteLength).toBeGreaterThan(20_000);
  await light.page.close();
  await dark.page.close();
});

test('is readable by its owner alone', () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
