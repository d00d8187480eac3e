import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DemoStores } from '../run/demo-stores.ts';
import { startSmallStores } from '../run/small-stores.ts';
import { documentIn } from './document-shape.ts';
import { runProgram } from './program.ts';

describe('the commands doctor, undo and adopt', () => {
  let stores: DemoStores;
  beforeAll(async () => {
    stores = await startSmallStores();
    await stores.run();
  });
  afterAll(() => stores.close());

  const program = (command: string, ...words: string[]) =>
    runProgram([command, 'pipelines/demo.yaml', ...words], {
      folder: stores.folder,
      environment: { ...stores.environment, NETO_CONSOLIDATOR_HOME: stores.home },
    });

  test('doctor finds the ledger sound, and the copies as the map says', async () => {
    const { code, stdout } = await program('doctor', '--online');
    expect(stdout).toContain('the ledger is sound');
    expect(stdout).toMatch(/copies were looked up, and are as the map says/);
    expect(code).toBe(0);
    const json = documentIn((await program('doctor', '--output', 'json')).stdout, 'doctor');
    expect(json['findings']).toHaveProperty('4');
  });

  test('undo says what it would take back and what a person must do, and refuses a run that there never was', async () => {
    const { stdout, code } = await program('undo', '--run', '1', '--dry-run');
    expect(stdout).toMatch(/^Run 1: \d+ copies would be cancelled in the primary\./);
    expect(stdout).toContain('payments, which Neto lets nobody remove by program');
    expect(code).toBe(3);
    const json = await program('undo', '--run', '1', '--dry-run', '--output', 'json');
    expect(documentIn(json.stdout, 'undo')).toMatchObject({ run: 1, dryRun: true });
    expect(await program('undo', '--run', '99')).toMatchObject({ code: 2, stdout: '' });
    expect((await program('undo', '--run', 'x')).stderr).toContain('Expected the number of a run');
  });

  test('doctor backs up, and a lost ledger is restored or made anew', async () => {
    const backup = await program('doctor', '--backup', 'backup.db', '--output', 'json');
    expect(documentIn(backup.stdout, 'doctor --backup')).toEqual({ pipeline: 'demo', backup: 'backup.db' });
    expect(await program('doctor', '--backup', 'backup.db')).toMatchObject({ code: 1, stdout: '' });
    const ledger = join(stores.folder, 'state/demo.db');
    for (const part of ['', '-wal', '-shm']) rmSync(ledger + part, { force: true });
    expect((await program('doctor', '--restore', 'backup.db')).stdout).toContain('is restored');
    const restored = await program('doctor', '--restore', 'backup.db', '--yes', '--output', 'json');
    expect(documentIn(restored.stdout, 'doctor --restore')).toMatchObject({ restored: 'backup.db' });
    for (const part of ['', '-wal', '-shm']) rmSync(ledger + part, { force: true });
    const rebuilt = await program('doctor', '--rebuild');
    expect(rebuilt.stdout).toContain('The map is made anew');
    expect(rebuilt.stdout).toContain('records that were dropped are judged anew');
    expect(rebuilt.code).toBe(0);
    const again = await program('doctor', '--rebuild', '--yes', '--output', 'json');
    expect(documentIn(again.stdout, 'doctor --rebuild')).toMatchObject({ different: [] });
    expect(existsSync(ledger)).toBe(true);
  });

  test('adopt finds nothing left to link', async () => {
    const { code, stdout } = await program('adopt', '--dry-run', '--store', 'west');
    expect(stdout).toMatch(/west +0 +0/);
    expect(code).toBe(0);
    const json = await program('adopt', '--dry-run', '--output', 'json');
    expect(documentIn(json.stdout, 'adopt')).toMatchObject({ dryRun: true, different: [] });
    expect((await program('adopt', '--store', 'est')).stderr).toContain('Did you mean west?');
  });
});
