import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exitCodeOfCheck } from '../../../src/operations/findings/finding.ts';
import { expectedOf } from '../../fixtures/support.ts';
import { startDemo } from './support.ts';

const whole = { main: {}, west: {}, south: {} };

test('the demo has no problem, and only reads are sent, to the primary too', async () => {
  const demo = await startDemo(whole);
  const report = await demo.check();
  expect(report.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
  expect([report.status, exitCodeOfCheck(report)]).toEqual(['warn', 0]);
  for (const [name, store] of [
    ['primary', demo.main],
    ['west', demo.west],
    ['south', demo.south],
  ] as const) {
    expect(store.requests.filter(({ write }) => write)).toEqual([]);
    expect(report.requests[name]).toBe(store.requests.length);
    expect(store.requests.length).toBeLessThan(70);
  }
});

test('it foretells just those orders of the demo that a run holds', async () => {
  const demo = await startDemo(whole);
  const report = await demo.check([], { options: { sample: 500 } });
  for (const store of ['west', 'south'] as const) {
    const held = report.findings
      .filter((finding) => finding.store === store && finding.message.startsWith('Would be quarantined ('))
      .filter(({ message }) => !/\(payment-/.test(message))
      .flatMap(({ message }) => {
        const [, reason, ids] =
          /^Would be quarantined \(([\w-]+)\): \d+ recent orders? \(([^)]+)\)/.exec(message) ?? [];
        return (ids ?? '').split(', ').map((id) => [id, reason]);
      });
    expect(Object.fromEntries(held)).toEqual(expectedOf(store).orders.quarantined);
  }
});

test('what a run has copied counts as its own, not as a clash', async () => {
  const demo = await startDemo();
  expect((await demo.run()).status).not.toBe('failed');
  const ledger = readFileSync(join(demo.folder, 'state/demo.db'));
  const report = await demo.check();
  expect(readFileSync(join(demo.folder, 'state/demo.db')).equals(ledger)).toBe(true);
  const numbers = report.findings.filter(({ topic }) => topic === 'order numbers');
  expect(numbers.map(({ severity }) => severity)).toEqual(['ok', 'ok', 'ok']);
  expect(report.findings.find(({ topic }) => topic === 'ledger')?.message).toMatch(/sound/);
  const channels = report.findings.filter(({ topic }) => topic === 'sales channel');
  expect(channels.map(({ severity }) => severity)).toEqual(['ok', 'ok']);
});

test('a check is stopped between two requests', async () => {
  const demo = await startDemo();
  const stop = new AbortController();
  const options = { signal: stop.signal, progress: () => stop.abort() };
  await expect(demo.check([], { options })).rejects.toMatchObject({ code: 'stopped' });
  expect(demo.main.requests.length + demo.west.requests.length).toBe(1);
});
