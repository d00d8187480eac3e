import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { plainWebApp, READ_SCOPES } from '../../src/fake-xero/index.ts';
import { type AppScene, appScene, MINUTE, rightsOf } from './app-on-a-socket.ts';

const CHILD = path.join(import.meta.dirname, 'refresh-child.ts');
/** More steps than a renewal has: the last ones end by themselves. */
const MOST_STEPS = 40;
const AT_ONCE = 3;

/** @returns the steps that it came through, and how it ended */
async function renewedUntil({ xero, file, folder }: AppScene, dieAt: number) {
  const steps = path.join(folder, 'steps');
  const { clientId, clientSecret } = plainWebApp;
  const given = {
    ...{ identity: xero.identityUrl, api: xero.apiUrl, clientId, clientSecret, scopes: READ_SCOPES },
    ...{ file, steps, now: xero.now(), dieAt },
  };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(given)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, by) => resolve(by)));
  return { signal, steps: existsSync(steps) ? readFileSync(steps, 'utf8').trim().split('\n') : [] };
}

async function killedAt(dieAt: number): Promise<{ readonly isWhole: boolean; readonly steps: readonly string[] }> {
  const scene = await appScene();
  scene.xero.advance(31 * MINUTE);
  const { signal, steps } = await renewedUntil(scene, dieAt);
  const what = `killed before step ${dieAt}, after ${steps.at(-1) ?? 'none'}`;
  // Whole at any moment, and nobody else's to read.
  expect(() => scene.kept(), what).not.toThrow();
  expect(scene.kept()?.refreshToken, what).toMatch(/^fake-refresh-token-/);
  expect(rightsOf(scene.file), what).toBe('600');
  if (existsSync(`${scene.file}.new`)) expect(rightsOf(`${scene.file}.new`), what).toBe('600');
  // The next run comes before the former token's time is over, and the one after that much later.
  for (const minutes of [29, 24 * 60]) {
    scene.xero.advance(minutes * MINUTE);
    await expect(scene.read(), what).resolves.toMatchObject({ rows: [{}] });
  }
  expect(existsSync(`${scene.file}.new`), what).toBe(false);
  return { isWhole: signal === null, steps };
}

test('a renewal that is ended by kill -9 before any of its steps leaves a token that works', {
  timeout: 240_000,
}, async () => {
  const ends: Awaited<ReturnType<typeof killedAt>>[] = [];
  for (let from = 1; from <= MOST_STEPS && !ends.some(({ isWhole }) => isWhole); from += AT_ONCE)
    ends.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, place) => killedAt(from + place)))));
  const [whole] = ends.filter(({ isWhole }) => isWhole);
  // It did come through all that matters, so that each kill was at another place.
  expect(whole?.steps).toEqual(expect.arrayContaining(['locked', 'ask', 'answered', 'renameSync', 'released', 'used']));
  expect(ends.filter(({ isWhole }) => !isWhole).length).toBe(whole?.steps.length);
});
