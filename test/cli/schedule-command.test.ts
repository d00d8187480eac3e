import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startDemo } from '../operations/check/support.ts';
import { runProgram, startHere, startProgram } from './program.ts';

async function scheduled(words: readonly string[] = []) {
  const demo = await startDemo();
  const around = {
    folder: demo.folder,
    environment: { ...demo.environment, NETO_CONSOLIDATOR_HOME: demo.home },
  };
  const command = ['schedule', 'pipelines/demo.yaml', ...words];
  return { demo, around, start: () => startProgram(command, around), startHere: () => startHere(command, around) };
}

describe('the command schedule', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('runs at once where asked, goes on waiting, and %s ends it cleanly with %i', async (name, code) => {
    const { demo, startHere } = await scheduled(['--once-now']);
    const program = startHere();
    await program.said('next start ');
    const ended = await program.stop(name);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/^[-\d]+ [:\d]+ Sydney time {2}demo: run 1 \w+: read \d+, created [1-9]\d*/m);
    expect(ended.stderr).toMatch(/^[-\d]+ [:\d]+ Sydney time {2}demo: next start [-\d]+ [:\d]+ Sydney time$/m);
    expect(demo.main.orders().some(({ OrderID }) => OrderID.startsWith('W'))).toBe(true);
  });

  test('as a process of its own, a signal in the middle of a run stops it between two steps, and the next run goes on from there', async () => {
    const { demo, around, start } = await scheduled(['--once-now']);
    const program = start();
    demo.main.faults.next = ({ action }) => {
      if (action === 'AddOrder') program.process.kill('SIGTERM');
      return undefined;
    };
    const { code, stderr } = await program.ended;
    demo.main.faults.next = () => undefined;
    expect(stderr).toMatch(/demo: run 1 stopped/);
    expect(code).toBe(143);
    const again = await runProgram(['run', 'pipelines/demo.yaml'], around);
    expect([0, 3]).toContain(again.code);
    const ids = demo.main.orders().map(({ OrderID }) => OrderID);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a pipeline without a cron line, or given twice, ends with 2', async () => {
    const { demo, around } = await scheduled();
    const file = join(demo.folder, 'pipelines/demo.yaml');
    copyFileSync(file, join(demo.folder, 'pipelines/again.yaml'));
    const twice = await runProgram(['schedule', 'pipelines/demo.yaml', 'pipelines/again.yaml'], around);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('Two of the pipelines are called demo')]);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^schedule:.*$/m, ''));
    const without = await runProgram(['schedule', 'pipelines/demo.yaml'], around);
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('"schedule" is missing')]);
  });

  test('beside a fleet, whose workers keep the time themselves, it is refused with what to start instead', async () => {
    const { around } = await scheduled();
    const environment = {
      ...around.environment,
      NETO_CONSOLIDATOR_DATABASE: 'postgres://u:secret-pw@127.0.0.1:1/fleet',
    };
    const { code, stderr } = await runProgram(['schedule', 'pipelines/demo.yaml'], { ...around, environment });
    expect([code, stderr]).toEqual([2, expect.stringContaining('worker --pipelines FOLDER')]);
    expect(stderr).not.toContain('secret-pw');
  });

  test('its help shows how to call it', async () => {
    const { around } = await scheduled();
    const { code, stdout } = await runProgram(['schedule', '--help'], around);
    expect(code).toBe(0);
    expect(stdout).toContain('$ neto-consolidator schedule pipelines/au-stores.yaml');
  });
});
