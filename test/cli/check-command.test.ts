import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkReportSchema } from '../../src/operations/findings/finding.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { runProgram } from './program.ts';

describe('the command check', () => {
  let stores: DemoStores;
  let file: string;
  let original: string;
  beforeAll(async () => {
    stores = await startDemoStores({ west: { seed: fewerSeed('west', 12) }, south: { seed: fewerSeed('south', 12) } });
    file = join(stores.folder, 'pipelines/demo.yaml');
    original = readFileSync(file, 'utf8');
  });
  afterAll(() => stores.close());

  const check = (...words: string[]) =>
    runProgram(['check', 'pipelines/demo.yaml', ...words], {
      folder: stores.folder,
      environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home },
    });

  test('ends with 0 where there is nothing to mend, and makes no ledger', async () => {
    const { code, stdout } = await check();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^demo: nothing to mend, \d+ things to look at\.\n\nLook at\n {2}- \w+, /);
    expect(stdout).toContain('neto-consolidator plan pipelines/demo.yaml');
    expect(() => readFileSync(join(stores.folder, 'state/demo.db'))).toThrow('ENOENT');
  });

  test('ends with 1 where something has to be mended, and says file, line, column and the closest name', async () => {
    writeFileSync(file, original.replace('warehouse: Virtual', 'warehouse: Virtuel'));
    const { code, stdout } = await check('--quiet');
    writeFileSync(file, original);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^demo: 1 thing to mend first/);
    expect(stdout).toMatch(
      /MEND FIRST\n {2}- west, warehouses: The primary has no warehouse "Virtuel"\.\n.*Did you mean "Virtual"\?/,
    );
    expect(stdout).toContain('pipelines/demo.yaml:28:18 secondaries[0].orders.warehouse');
    expect(stdout).not.toMatch(/^Right$/m);
  });

  test('prints one JSON document of the documented shape, and nothing else', async () => {
    const { code, stdout } = await check('--output', 'json');
    expect(code).toBe(0);
    const report = checkReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ pipeline: 'demo', status: 'warn' });
    const documented = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
    for (const key of [...Object.keys(report), ...Object.keys(report.findings[0] ?? {}), 'place']) {
      expect(documented, key).toContain(`"${key}"`);
    }
  });

  test('a pipeline file that is wrong ends with 2, and asks no store', async () => {
    writeFileSync(file, original.replace('purpose: books', 'purpose: book'));
    stores.main.clearLogs();
    const { code, stderr } = await check();
    writeFileSync(file, original);
    expect(code).toBe(2);
    expect(stderr).toContain('pipelines/demo.yaml:');
    expect(stores.main.requests).toEqual([]);
  });
});
