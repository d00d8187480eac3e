import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';

describe('secrets and people', { timeout: 120_000 }, () => {
  let demo: SmallDemo;
  let files: Map<string, string>;
  beforeAll(async () => {
    demo = await startSmallDemo(40);
    const loud = { NETO_CONSOLIDATOR_DEBUG: '1' };
    const run = await demo.program(['run', PIPELINE], loud);
    expect(run.code, run.stderr).toBe(0);
    await demo.program(['trace', 'W1001', PIPELINE], loud);
    await demo.program(['plan', PIPELINE, '--output', 'json'], {
      ...loud,
      WEST_STORE_KEY: 'west-wrong-key-1234567890',
    });
    await demo.program(['run', 'pipelines/none.yaml'], loud);
    // All but what a person wrote.
    const written = filesIn(demo.folder).filter((file) => !file.endsWith('demo.yaml'));
    files = new Map(written.map((file) => [file, readFileSync(file, 'latin1')]));
  }, 120_000);
  afterAll(() => demo.close());

  test('no key is in any output or file, also not with NETO_CONSOLIDATOR_DEBUG', () => {
    const keys = ['main-secret-key', 'west-secret-key', 'south-secret-key', 'west-wrong-key-1234567890'];
    for (const key of keys) {
      expect(demo.outputs.join('\n')).not.toContain(key);
      expect([...files].filter(([, text]) => text.includes(key)).map(([file]) => file)).toEqual([]);
    }
  });

  test('once all is settled, no file holds an address, a street or a telephone number of a shopper', () => {
    expect([...files.keys()].some((file) => file.endsWith('state/demo.db'))).toBe(true);
    const personal = [demo.west, demo.south]
      .flatMap((store) => store.orders())
      .flatMap(({ Email, BillStreetLine1, ShipStreetLine1, BillPhone }) => [
        Email,
        BillStreetLine1,
        ShipStreetLine1,
        BillPhone,
      ])
      .filter((text) => text.length > 5);
    expect(personal.length).toBeGreaterThan(200);
    const all = [...files.values()].join('\n');
    expect([...new Set(personal)].filter((text) => all.includes(text))).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}
