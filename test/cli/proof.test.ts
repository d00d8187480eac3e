import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDocumentSchema } from '../../src/cli/documents/run-document.ts';
import { statusDocumentSchema } from '../../src/cli/documents/status-document.ts';
import { startHere } from './program.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';

let demo: SmallDemo;
beforeAll(async () => {
  demo = await startSmallDemo();
});
afterAll(() => demo.close());

async function run(...words: string[]) {
  const { code, stdout } = await demo.program(['run', PIPELINE, '--yes', '--output', 'json', ...words]);
  return { code, summary: runDocumentSchema.parse(JSON.parse(stdout)) };
}

test('run compares both sides once a day, now with --proof, and not with --no-proof', async () => {
  expect((await run('--no-proof')).summary.proof).toBeNull();
  expect((await run()).summary.proof?.stores.map(({ state }) => state)).toEqual(['done', 'done']);
  expect((await run()).summary.proof).toBeNull();
  expect((await run('--proof')).summary.proof).not.toBeNull();
  const narrowed = await demo.program(['run', PIPELINE, '--proof', '--store', 'west']);
  expect([narrowed.code, narrowed.stderr]).toEqual([2, expect.stringContaining('leave out what narrows the run')]);
});

test('what nothing explains ends the run that proved with 4, and stands in status until it is settled', async () => {
  // What lies before the 45 days would not be looked at.
  const placed = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const own = demo.west.orders().find(({ OrderStatus }) => OrderStatus === 'Dispatched');
  demo.west.panel.addOrder({
    OrderID: 'N9001',
    OrderStatus: 'Dispatched',
    DatePlaced: `${placed} 02:00:00`,
    DateInvoiced: placed,
    Username: own?.Username ?? '',
    Email: own?.Email ?? '',
    OrderLine: [{ SKU: own?.OrderLine[0]?.SKU ?? '', Quantity: 1, UnitPrice: '11.00' }],
  });
  await run('--no-proof');
  expect(demo.main.order('W9001')).toBeDefined();
  demo.main.panel.changeOrder('W9001', { DateInvoiced: '2026-07-14' });
  // So that its store counts as read past its last change.
  demo.west.panel.changeOrder('N9001', { DateUpdated: `${placed} 03:00:00` });
  const text = await demo.program(['run', PIPELINE, '--proof']);
  expect(text.code).toBe(4);
  expect(text.stdout).toMatch(/^Proof of \d+ \w+$/m);
  expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(
    '1 difference that nothing explains: - N9001 of west counts on',
  );
  expect([0, 3]).toContain((await run()).code);
  const status = await demo.program(['status', PIPELINE, '--output', 'json']);
  const { proofs } = statusDocumentSchema.parse(JSON.parse(status.stdout));
  expect(proofs.find(({ store }) => store === 'west')?.differences).toMatchObject([{ orderId: 'N9001', field: 'day' }]);
  expect((await demo.program(['status', PIPELINE])).stdout).toContain('N9001');
  await demo.program(['report', PIPELINE, '--out', 'report.html']);
  const page = readFileSync(join(demo.folder, 'report.html'), 'utf8');
  expect(page.slice(page.indexOf('<section id="proof">')).split('</section>')[0]).toContain('N9001');
});

test('a run of the schedule proves as well', async () => {
  const fresh = await startSmallDemo();
  try {
    const program = startHere(['schedule', PIPELINE, '--once-now'], {
      folder: fresh.folder,
      environment: { ...fresh.environment, NETO_CONSOLIDATOR_HOME: fresh.home },
    });
    await program.said('next start ');
    const { stderr } = await program.stop();
    expect(stderr).toMatch(/proof of 20\d\d-\d\d-\d\d no difference/);
  } finally {
    await fresh.close();
  }
});
