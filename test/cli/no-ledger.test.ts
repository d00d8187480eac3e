import { existsSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { orderSeed, withTwoStores } from '../rules/support/two-stores.ts';
import { runProgram } from './program.ts';

test('where no ledger is, what asks of the past says how to begin, and what to do if one was lost; none of it makes one', () =>
  withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
    const { ledger } = await stores.pipeline();
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
    const command = (...words: string[]) => runProgram(words, { folder: stores.home, environment });
    for (const words of [
      ['status', 'pipeline.yaml'],
      ['todo', 'pipeline.yaml'],
      ['trace', 'N1', 'pipeline.yaml'],
      ['quarantine', 'list', 'pipeline.yaml'],
      ['link', 'pipeline.yaml', 'N1', '--as', 'W1'],
      ['undo', 'pipeline.yaml', '--run', '1'],
    ]) {
      const { code, stderr } = await command(...words);
      expect([words[0], code]).toEqual([words[0], 2]);
      for (const said of ['`neto-consolidator plan pipeline.yaml`, then', '--restore FILE', '--rebuild'])
        expect(stderr).toContain(said);
    }
    expect(existsSync(ledger)).toBe(false);
    const doctor = await command('doctor', 'pipeline.yaml');
    expect(doctor.stdout).toContain('doctor pipeline.yaml --rebuild');
    expect(doctor.stdout).not.toContain('is sound');
  }));

test('a run that finds the copies of a lost ledger says what to do about it', () =>
  withTwoStores({ orders: [orderSeed({ OrderID: 'N1' })] }, async (stores) => {
    const pipeline = await stores.pipeline();
    await stores.run();
    const environment = { MAIN_KEY: 'main-key', WEST_KEY: 'west-key', NETO_CONSOLIDATOR_HOME: stores.home };
    for (const end of ['', '-wal', '-shm']) rmSync(`${pipeline.ledger}${end}`, { force: true });
    const run = await runProgram(['run', 'pipeline.yaml'], { folder: stores.home, environment });
    expect(run.stdout).toContain('(ledger-of-another-installation)');
    expect(run.stdout).toMatch(/^ {4}To do: .*neto-consolidator doctor pipeline\.yaml --restore FILE.*--rebuild/m);
  }));
