import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letterOf } from '../../src/notify/letter.ts';
import { type Message, messageSchema } from '../../src/notify/message.ts';
import { executeHere } from '../cli/execute-here.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { type Hook, startHook } from './hook.ts';

const PIPELINE = 'pipelines/demo.yaml';
const WIDTH = 375;

let stores: DemoStores;
let hook: Hook;
let chromium: OpenBrowser;
const messages: Message[] = [];
beforeAll(async () => {
  chromium = await openBrowser();
  const seeds = { west: { seed: fewerSeed('west', 12) }, south: { seed: fewerSeed('south', 12) } };
  [stores, hook] = await Promise.all([startDemoStores(seeds), startHook()]);
  appendFileSync(
    join(stores.folder, PIPELINE),
    `\nonProblem: { webhook: "${hook.url}", digest: weekly, page: https://books.example.com }\n`,
  );
  await executeHere(['run', PIPELINE, '--yes'], stores);
  const environment = { ...stores.environment, WEST_STORE_KEY: 'a-key-that-is-wrong' };
  await executeHere(['run', PIPELINE], { ...stores, environment });
  messages.push(...hook.received.map((one) => messageSchema.parse(one)));
}, 120_000);
afterAll(async () => {
  await chromium?.close();
  await hook?.close();
  await stores?.close();
});

describe(`a mail of a run, at the width of a phone (${WIDTH} pixels)`, () => {
  test.each(['light', 'dark'] as const)(
    '%s: is read without moving it sideways, in contrasts that last, and fetches nothing',
    async (colorScheme) => {
      expect(messages.length).toBeGreaterThanOrEqual(2);
      for (const [place, message] of messages.entries()) {
        const page = await chromium.browser.newPage({ viewport: { width: WIDTH, height: 800 }, colorScheme });
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        await page.setContent(letterOf(message, 'a@example.com', ['b@example.com']).html);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(WIDTH);
        const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        expect(ground).toBe(colorScheme === 'dark' ? 'rgb(20, 24, 31)' : 'rgb(255, 255, 255)');
        expect(requests).toEqual([]);
        await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
        const found = await page.evaluate<string[]>(`axe.run(document).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id))`);
        expect(found).toEqual([]);
        const shots = process.env['SHOTS'];
        if (shots !== undefined)
          writeFileSync(join(shots, `mail-${place}-${colorScheme}.png`), await page.screenshot({ fullPage: true }));
        await page.close();
      }
    },
  );
});
