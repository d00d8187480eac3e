import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const LIMIT = 2000;

test('a name server that never answers holds neither a mail nor a post up beyond the limit, nor the process afterwards', async () => {
  const asked: string[] = [];
  const silent = createSocket('udp4', (question) => asked.push(question.toString('latin1')));
  silent.bind(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const words = [join(import.meta.dirname, 'silent-names-child.ts'), String(silent.address().port), String(LIMIT)];
  const { stdout, ended } = await new Promise<{ stdout: string; ended: number }>((resolve, reject) => {
    let told = 0;
    const child = execFile(process.execPath, words, (error, out) => {
      if (error === null) resolve({ stdout: out, ended: performance.now() - told });
      else reject(error);
    });
    child.stdout?.once('data', () => {
      told = performance.now();
    });
  });
  const { took, mail, hook } = JSON.parse(stdout);
  expect(took).toBeLessThan(LIMIT + 1000);
  expect(ended).toBeLessThan(4000);
  for (const [reason, host] of [
    [mail, 'smtp'],
    [hook, 'hooks'],
  ]) {
    expect(reason).toMatch(/took longer than 2 seconds|host is not known/);
    expect(asked.some((question) => question.includes(host))).toBe(true);
  }
}, 20_000);
