import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository } from '../fixtures/support.ts';
import { type Ended, runProcess } from './program.ts';

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'));
  let ended: Ended;
  let seconds: number;
  beforeAll(async () => {
    mkdirSync(join(folder, 'tmp'));
    const began = performance.now();
    ended = await runProcess(['demo'], { folder, environment: { TMPDIR: join(folder, 'tmp') } });
    seconds = (performance.now() - began) / 1000;
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('ends well and by itself, in under a minute', () => {
    expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(0);
    expect(seconds).toBeLessThan(60);
  });

  test('shows that the copies come to what the orders came to in their own stores', () => {
    const row = (name: string) => new RegExp(`^${name} +([\\d,.]+) +([\\d,.]+)$`, 'm').exec(ended.stdout)?.slice(1);
    expect(row('total in their store')).toHaveLength(2);
    expect(row('total of the copies')).toEqual(row('total in their store'));
    expect(row('difference')).toEqual(['0.00', '0.00']);
  });

  test('shows that a second run changes nothing', () => {
    expect(ended.stdout).toContain('The second run sent no write to the primary');
  });

  test('writes nothing outside of its own folder, and takes that away', () => {
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    expect(readdirSync(folder)).toEqual(['tmp']);
    expect(existsSync(join(repository, 'state'))).toBe(false);
  });

  test('prints the commands and headings that docs/demo.md shows (.ci/run compares every number)', () => {
    const page = readFileSync(join(repository, 'docs/demo.md'), 'utf8');
    const shown = (page.split('```text')[1]?.split('```')[0] ?? '')
      .split('\n')
      .filter((line) => /^\$ |^[A-Z][^\d]*$/.test(line));
    expect(shown.length).toBeGreaterThan(4);
    expect(shown.filter((line) => !ended.stdout.includes(line))).toEqual([]);
  });
});
