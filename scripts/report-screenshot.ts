import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dailyProof } from '../src/proof/daily-proof.ts';
import { reconcile } from '../src/reconcile/reconcile.ts';
import { makeReport } from '../src/report/report.ts';
import { repository } from '../test/fixtures/support.ts';
import { startDemoStores } from '../test/run/demo-stores.ts';
import { openBrowser } from '../test/support/browser.ts';

/** Makes docs/images/report.png and report-phone.png: the report of the demo after one run, in Chromium. */
const demo = await startDemoStores();
const { browser, close } = await openBrowser();
try {
  await demo.run({ prover: dailyProof, proof: 'now' });
  const pipeline = await demo.pipeline();
  const reconciliation = await reconcile({ pipeline, home: demo.home });
  const page = await makeReport({
    pipeline: { ...pipeline, primary: { ...pipeline.primary, host: 'www.main-store.example' } },
    file: 'pipelines/demo.yaml',
    period: { from: null, to: null },
    reconciliation,
    now: Date.now(),
  });
  for (const [name, width, height] of [
    ['report', 1060, 1180],
    ['report-phone', 390, 844],
  ] as const) {
    const tab = await browser.newPage({ viewport: { width, height } });
    await tab.setContent(page);
    const path = join(repository, `docs/images/${name}.png`);
    await tab.screenshot({ path });
    process.stdout.write(`${path}: ${readFileSync(path).byteLength} bytes\n`);
  }
} finally {
  await close();
  await demo.close();
}
