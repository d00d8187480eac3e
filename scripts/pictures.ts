import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { DEMO_BEGINS } from '../src/cli/demo/demo.ts';
import { dailyProof } from '../src/proof/daily-proof.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { makeReport } from '../src/report/report.ts';
import { runProgram } from '../test/cli/program.ts';
import { repository } from '../test/fixtures/support.ts';
import { type DemoStores, startDemoStores } from '../test/run/demo-stores.ts';
import { withServed } from '../test/serve/support/served.ts';
import { openBrowser } from '../test/support/browser.ts';
import { pictureOfTerminal } from './pictures/of-terminal.ts';

/** Makes the pictures of docs/images from what the demo gives: the terminal, the page, the report, and the pack of a month. */
const MOST_BYTES = 150_000;
const MONTH = '2026-07';

/** The demo's own time: else nothing of its data would be of this month. */
const offset = DEMO_BEGINS - Date.now();
const now = (): number => Date.now() + offset;

function keep(name: string, bytes: string | Uint8Array): void {
  const file = path.join(repository, 'docs/images', name);
  writeFileSync(file, bytes);
  const { byteLength } = readFileSync(file);
  console.log(`${file}: ${byteLength} bytes`);
  if (byteLength > MOST_BYTES) throw new Error(`${name} has more than ${MOST_BYTES} bytes, which is long to load.`);
}

async function reportOf(demo: DemoStores): Promise<string> {
  const pipeline = await demo.pipeline();
  return makeReport({
    pipeline: { ...pipeline, primary: { ...pipeline.primary, host: 'www.main-store.example' } },
    file: 'pipelines/demo.yaml',
    period: { from: null, to: null },
    reconciliation: await reconcile({ pipeline, home: demo.home, now }),
    now: now(),
  });
}

async function monthOf(demo: DemoStores): Promise<string> {
  const environment = { ...demo.environment, NETO_CONSOLIDATOR_HOME: demo.home };
  const words = ['month', MONTH, 'pipelines/demo.yaml', '--out', 'pack'];
  const { code, stderr } = await runProgram(words, { folder: demo.folder, environment, now });
  if (code !== 0 && code !== 3) throw new Error(`month ended with ${code}: ${stderr}`);
  return readFileSync(path.join(demo.folder, `pack/month-${MONTH}.html`), 'utf8');
}

/** The page of `serve`, entered as a person enters it. */
async function pictureOfPage({ folder, home, environment }: DemoStores, browser: Browser): Promise<void> {
  const files = [path.join(folder, 'pipelines/demo.yaml')];
  await withServed({ files, environment, home, now }, async ({ openingFile, url }) => {
    const tab = await browser.newPage({ viewport: { width: 1060, height: 900 } });
    await tab.goto(`file://${openingFile}`);
    await tab.waitForURL(url);
    await tab.getByRole('link', { name: 'demo', exact: true }).first().click();
    await tab.getByRole('heading', { name: '12 things to do' }).waitFor();
    keep('page.png', await tab.screenshot());
    await tab.getByRole('link', { name: 'Charts' }).click();
    await tab.getByRole('heading', { name: /^Payments: / }).waitFor();
    keep('charts.png', await tab.screenshot());
    await tab.close();
  });
}

keep('terminal.svg', pictureOfTerminal());
const demo = await startDemoStores({ main: { clock: now }, west: { clock: now }, south: { clock: now } });
const { browser, close } = await openBrowser();
try {
  await demo.run({ now, prover: dailyProof, proof: 'now' });
  const report = await reportOf(demo);
  const month = await monthOf(demo);
  for (const [name, page, width, height] of [
    ['report.png', report, 1060, 1180],
    ['report-phone.png', report, 390, 844],
    ['month.png', month, 1060, 1180],
  ] as const) {
    const tab = await browser.newPage({ viewport: { width, height } });
    await tab.setContent(page);
    keep(name, await tab.screenshot());
    await tab.close();
  }
  await pictureOfPage(demo, browser);
} finally {
  await close();
  await demo.close();
}
