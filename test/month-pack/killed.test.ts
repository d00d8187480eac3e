import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decimal, ZERO } from '../../src/model/money.ts';
import { instant, type LocalDate } from '../../src/model/time.ts';
import type { MonthPack } from '../../src/month/pack.ts';
import { writeMonth } from '../../src/month/write.ts';

const at = instant('2026-11-05T02:00:00Z');
const pairOf = (text: string) => ({ secondary: decimal(text), primary: decimal(text), difference: ZERO });
const packOf = (total: string): MonthPack => ({
  ...{ pipeline: 'books', month: '2026-10', at, state: 'closed', open: [], stores: [], differences: [], notes: [] },
  ...{ from: '2026-10-01' as LocalDate, to: '2026-10-31' as LocalDate, requests: {} },
  ...{ byHand: [], notCopied: [] },
  orders: Array.from({ length: 200 }, (_, place) => ({
    ...{
      store: 'west',
      sourceId: `N${place}`,
      number: `W${place}`,
      day: '2026-10-02' as LocalDate,
      status: 'Dispatched',
    },
    ...{ total: pairOf(total), gst: pairOf('1'), paid: pairOf(total), standing: 'ties', cause: null },
  })),
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'month-killed-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const around = { file: 'pipeline.yaml', timeZone: 'Australia/Sydney', keep: [] };
const contentsOf = (of: string): Map<string, string> =>
  new Map(
    readdirSync(of)
      .filter((name) => !name.startsWith('.'))
      .map((name) => [name, readFileSync(join(of, name), 'utf8')]),
  );

/** @returns how many steps there were, or null where it was killed */
function write(pack: string, out: string, step: number): Promise<number | null> {
  const script = join(import.meta.dirname, 'killed-writer.ts');
  const child = spawn(process.execPath, [script, pack, out, String(step)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (_, signal) => resolve(signal === 'SIGKILL' ? null : Number(said)));
  });
}

test('killed before anything that it does to a file, it leaves each file as it was before, or whole, and can be done again', {
  timeout: 120_000,
}, async () => {
  const [before, after] = [packOf('11'), packOf('22')];
  const [old, made] = [join(folder, 'old'), join(folder, 'new')];
  await writeMonth(before, { ...around, folder: old });
  await writeMonth(after, { ...around, folder: made });
  const [was, is] = [contentsOf(old), contentsOf(made)];
  const pack = join(folder, 'pack.json');
  writeFileSync(pack, JSON.stringify(after));
  const steps = (await write(pack, join(folder, 'whole'), 0)) ?? 0;
  expect(steps).toBeGreaterThan(20);
  let killed = 0;
  // Not each of them here, but as many as come between two writes of the page and of several tables.
  for (let step = 1; step <= steps; step += 5) {
    const out = join(folder, `at-${step}`);
    await writeMonth(before, { ...around, folder: out });
    if ((await write(pack, out, step)) === null) killed += 1;
    for (const [name, content] of contentsOf(out)) expect([was.get(name), is.get(name)], name).toContain(content);
    expect([...contentsOf(out).keys()]).toEqual([...was.keys()]);
    await writeMonth(after, { ...around, folder: out });
    expect(contentsOf(out)).toEqual(is);
  }
  expect(killed).toBeGreaterThan(4);
});
