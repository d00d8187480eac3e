import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { executeHere } from '../cli/execute-here.ts';
import { repository } from '../fixtures/support.ts';
import { plainPipelines } from './support/served.ts';

let folder: string;
let environment: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serve-command-'));
  environment = { KEY: 'key-of-nobody', NETO_CONSOLIDATOR_HOME: folder };
  plainPipelines(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = (words: readonly string[]) => executeHere(words, { folder, home: folder, environment });

describe('the command serve', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'says where the page is and which file opens it, and ends by %s with nothing left',
    async (signal, code) => {
      const child = spawn(
        process.execPath,
        [join(repository, 'src/cli/main.ts'), 'serve', 'au.yaml', 'nz.yaml', '--no-open'],
        { cwd: folder, env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const line = async (): Promise<string> => String((await lines.next()).value);
      const url = /http:\S+/.exec(await line())?.[0] ?? '';
      const file = /: (\S+\.html)$/.exec(await line())?.[1] ?? '';
      expect(await (await fetch(`${url}healthz`)).text()).toBe('ok\n');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const token = /value="([\w-]{43})"/.exec(readFileSync(file, 'utf8'))?.[1];
      expect(token).toBeDefined();
      if (existsSync(`/proc/${child.pid}`)) {
        const told = ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${child.pid}/${name}`, 'utf8')).join();
        expect(told).not.toContain(token);
      }
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([code, null]);
      expect(existsSync(file)).toBe(false);
    },
  );

  test('makes a token that is shown once, of which the file has the hash alone, for these pipelines', async () => {
    const made = await here(['serve', 'au.yaml', '--tokens', 'tokens', '--new-token', 'anna', '--may', 'decide']);
    const token = made.stdout.trim();
    expect([made.code, token]).toEqual([0, expect.stringMatching(/^[\w-]{43}$/)]);
    const text = readFileSync(join(folder, 'tokens'), 'utf8');
    expect(text).toMatch(/^anna decide sha256:[0-9a-f]{64} au\n$/);
    expect(statSync(join(folder, 'tokens')).mode & 0o777).toBe(0o600);
  });

  const others = ['--listen', '192.0.2.1'];
  const named = ['--public-host', 'books.example.com'];
  test.each([
    ['other machines without encryption', others, 'could be read on its way'],
    ['other machines by http', named, '--tls-cert'],
    ['a proxy without a name', ['--behind-proxy', '--tokens', 'tokens'], '--public-host'],
    ['a proxy without tokens', ['--behind-proxy', ...named], '--tokens'],
    ['half a certificate', ['--tls-cert', 'cert.pem', ...named], '--tls-key'],
    ['a name that is none', ['--behind-proxy', '--tokens', 'tokens', '--public-host', 'https://x/'], 'no name of'],
    ['a port that is none', ['--port', '70000'], 'no port'],
    ['tokens that are not there', ['--tokens', 'none'], "can't be read"],
    ['a pipeline that is not there', ['none.yaml'], 'none.yaml'],
    ['one pipeline twice', ['au.yaml'], 'called au'],
  ])('refuses %s, and says what to give', async (_, words, said) => {
    writeFileSync(join(folder, 'tokens'), '', { mode: 0o600 });
    const { code, stderr } = await here(['serve', 'au.yaml', ...words]);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(said);
  });

  test('refuses tokens that others may read, and lines that are none, without their content', async () => {
    const file = join(folder, 'tokens');
    writeFileSync(file, 'anna decide a-secret-word\n');
    chmodSync(file, 0o640);
    const open = await here(['serve', 'au.yaml', '--tokens', 'tokens']);
    expect([open.code, open.stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('chmod 600')]);
    chmodSync(file, 0o600);
    const wrong = await here(['serve', 'au.yaml', '--tokens', 'tokens']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Line 1 of')]);
    expect(wrong.stderr).not.toContain('a-secret-word');
  });
});
