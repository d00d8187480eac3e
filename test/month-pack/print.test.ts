import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { planted, seedOf } from './support/october.ts';
import { startThreeStores, type ThreeStores } from './support/three-stores.ts';

const hostile = '<script>window.taken = 1</script><img src=x onerror="window.taken = 2">';

let stores: ThreeStores;
let chromium: OpenBrowser;
let file: string;
beforeAll(async () => {
  chromium = await openBrowser();
  const sold = planted(90);
  stores = await startThreeStores(sold);
  const [first] = sold;
  if (first !== undefined)
    stores.west.panel.addOrder({
      ...seedOf(first),
      ...{ OrderID: 'N900', ShippingOption: 'Pallet', BillCompany: hostile, OrderPayment: [] },
    });
  await stores.command('run', 'pipeline.yaml', '--yes');
  const { code, stderr } = await stores.command('month', '2026-10', 'pipeline.yaml', '--out', 'october');
  expect(code, stderr).toBe(3);
  file = join(stores.folder, 'october', 'month-2026-10.html');
}, 180_000);
afterAll(async () => {
  await chromium?.close();
  await stores?.close();
});

async function open(width = 1280): Promise<{ page: Page; requests: string[]; complaints: string[] }> {
  const page = await chromium.browser.newPage({ viewport: { width, height: 900 } });
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`file://${file}`);
  return { page, requests, complaints };
}

describe('the page of a month in Chromium', () => {
  test('asks for nothing but itself, runs nothing of a hostile name, and shows it as what it is', async () => {
    const { page, requests, complaints } = await open();
    expect(requests).toEqual([`file://${file}`]);
    expect(complaints).toEqual([]);
    expect(await page.locator('#open').innerText()).toContain(hostile);
    expect(await page.evaluate("'taken' in window")).toBe(false);
    expect(await page.locator('script, img').count()).toBe(0);
    await page.close();
  });

  test.each([390, 1280])('never scrolls sideways as a whole, %i wide', async (width) => {
    const { page } = await open(width);
    const [content, window] = await page.evaluate<number[]>('[document.documentElement.scrollWidth, innerWidth]');
    expect(content).toBeLessThanOrEqual(window ?? 0);
    await page.close();
  });

  test('prints on sheets of A4 that no table is too wide for, with rows whole, and headings on every sheet', async () => {
    const { page } = await open(700);
    await page.emulateMedia({ media: 'print' });
    // As wide as a sheet of A4 without its margins, at 96 dots an inch.
    await page.setViewportSize({ width: Math.floor((186 / 25.4) * 96), height: 1000 });
    const tables = await page.evaluate<{ name: string; over: number; row: string; head: string }[]>(`
      [...document.querySelectorAll('table')].map((table) => ({
        name: table.closest('section').id,
        over: table.scrollWidth - table.closest('section').clientWidth,
        row: getComputedStyle(table.querySelector('tbody tr')).breakInside,
        head: getComputedStyle(table.tHead).display,
      }))`);
    expect(tables.length).toBeGreaterThan(6);
    expect(tables.filter(({ over }) => over > 0)).toEqual([]);
    for (const { row, head } of tables) expect([row, head]).toEqual(['avoid', 'table-header-group']);
    const kept = await page.evaluate<string[]>(
      `[...document.querySelectorAll('h2, h3, section > p.soft')].map((one) => getComputedStyle(one).breakAfter)`,
    );
    expect(new Set(kept)).toEqual(new Set(['avoid']));
    const sheets = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    // 595 by 842 points.
    const sizes = [...sheets.matchAll(/\/MediaBox\s*\[0 0 (\d+)\S* (\d+)/g)].map(([, wide, high]) => `${wide}×${high}`);
    expect(sizes.length).toBeGreaterThan(3);
    expect(new Set(sizes)).toEqual(new Set([sizes[0]]));
    expect(sizes[0]).toMatch(/^59[45]×84[12]$/);
    await page.close();
  });
});
