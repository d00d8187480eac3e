import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainWebApp, READ_SCOPES } from '../../src/fake-xero/index.ts';
import { tokenFile } from '../../src/xero/app/token-file.ts';
import { type AppScene, appScene, DAY, MINUTE, rightsOf } from './app-on-a-socket.ts';

const renewals = ({ xero }: AppScene): number => xero.requests.filter(({ grant }) => grant === 'refresh_token').length;
const failure = async (work: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const found = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(found instanceof Error)) throw new Error('nothing failed');
  return found as Error & { code: string };
};

describe('an ordinary app', () => {
  test('names its organisation with each request, and renews its token when that ends', async () => {
    const scene = await appScene();
    await scene.read();
    expect(renewals(scene)).toBe(0);
    const first = scene.kept()?.refreshToken;
    scene.xero.advance(31 * MINUTE);
    await scene.read();
    expect(renewals(scene)).toBe(1);
    expect(scene.kept()?.refreshToken).not.toBe(first);
    expect(scene.kept()?.previous?.token).toBe(first);
    expect(rightsOf(scene.file)).toBe('600');
  });

  test('renews once, however many processes and requests want a token at one moment', async () => {
    const scene = await appScene();
    scene.xero.advance(31 * MINUTE);
    const clients = Array.from({ length: 3 }, () => scene.client());
    await Promise.all(clients.flatMap((one) => [1, 2].map(() => one.ask('Organisation', 'Organisations', []))));
    expect(renewals(scene)).toBe(1);
  });

  test('goes on for a year of daily looks', async () => {
    const scene = await appScene();
    for (let day = 0; day < 365; day += 73) {
      scene.xero.advance(59 * DAY);
      await scene.read();
    }
    expect(renewals(scene)).toBe(5);
  });

  test('a token that Xero has ended early is renewed, and not taken from the file again', async () => {
    const scene = await appScene();
    const one = scene.client();
    await one.ask('Organisation', 'Organisations', []);
    let refused = 0;
    scene.xero.faults.next = ({ server }) => {
      if (server !== 'api' || refused > 0) return undefined;
      refused += 1;
      return { kind: 'status', status: 401, body: 'text' };
    };
    await one.ask('Organisation', 'Organisations', []);
    expect(renewals(scene)).toBe(1);
  });

  test('a renewal whose answer is lost is asked for again with the former token', async () => {
    const scene = await appScene();
    scene.xero.advance(31 * MINUTE);
    const used = scene.kept()?.refreshToken;
    scene.xero.planFault({ path: 'token', nth: 2, fault: { kind: 'reply-lost' } });
    await scene.read();
    expect(renewals(scene)).toBe(2);
    expect(scene.kept()?.previous?.token).toBe(used);
  });

  test('the former token is tried within half an hour, where Xero does not take the new one', async () => {
    const scene = await appScene();
    scene.xero.advance(31 * MINUTE);
    await scene.read();
    const kept = scene.kept();
    if (kept === undefined) throw new Error('nothing is kept');
    tokenFile(scene.file).write({ ...kept, refreshToken: 'never-given-out', access: null });
    scene.xero.advance(29 * MINUTE);
    await scene.read();
    expect(scene.kept()?.previous?.token).toBe(kept.previous?.token);
    tokenFile(scene.file).write({ ...kept, refreshToken: 'never-given-out', access: null });
    scene.xero.advance(2 * MINUTE);
    expect((await failure(scene.read())).code).toBe('xero-grant-ended');
  });
});

describe('what a person is told', () => {
  test('after 60 days in which nobody used it', async () => {
    const scene = await appScene();
    scene.xero.advance(61 * DAY);
    const { code, message } = await failure(scene.read());
    expect(code).toBe('xero-grant-ended');
    expect(message).toContain('last renewed on 2026-11-27): nobody has used it for 61 days, and Xero ends it after 60');
    expect(message).toContain('Connect anew: `xero connect`');
  });

  test('where the access was taken back in Xero', async () => {
    const scene = await appScene();
    scene.xero.disconnect();
    expect((await failure(scene.read())).code).toBe('xero-disconnected');
    scene.xero.advance(31 * MINUTE);
    const { code, message } = await failure(scene.read());
    expect([code, message]).toEqual(['xero-grant-ended', expect.stringContaining('it was taken back in Xero')]);
  });

  test.each([
    ['no file', (file: string) => rmSync(file), 'holds no token yet. Connect once'],
    ['a file that was cut off', (file: string) => writeFileSync(file, '{"clientId":'), 'is no file of tokens'],
    ['a file that others can read', (file: string) => chmodSync(file, 0o640), 'others on this machine can read'],
  ])('%s', async (_what, spoil, words) => {
    const scene = await appScene();
    spoil(scene.file);
    const { code, message } = await failure(scene.read());
    expect([code, message]).toEqual(['xero-not-connected', expect.stringContaining(words)]);
  });

  test('tokens of another app', async () => {
    const scene = await appScene();
    const kept = scene.kept();
    if (kept === undefined) throw new Error('nothing is kept');
    tokenFile(scene.file).write({ ...kept, clientId: 'another' });
    expect((await failure(scene.read())).message).toContain('are of another app than `xero.clientId`');
  });

  test('a file that can not be written is told before the token is used up', async () => {
    const scene = await appScene();
    scene.xero.advance(31 * MINUTE);
    mkdirSync(`${scene.file}.new/x`, { recursive: true });
    const { message } = await failure(scene.read());
    expect(message).toContain('could not be written to');
    expect(renewals(scene)).toBe(0);
    rmSync(`${scene.file}.new`, { recursive: true });
    scene.xero.advance(59 * DAY);
    await scene.read();
  });
});

test('tokens are in no error, and in no file but that one', async () => {
  const scene = await appScene();
  scene.xero.advance(31 * MINUTE);
  await scene.read();
  scene.xero.faults.next = () => ({ kind: 'status', status: 400, body: 'text' });
  const told = JSON.stringify(await failure(scene.read()), Object.getOwnPropertyNames(Error.prototype));
  const folder = path.dirname(scene.file);
  const others = [`${scene.file}.lock`].map((file) => readFileSync(file, 'latin1')).join('\n');
  for (const secret of [...scene.xero.secrets(), plainWebApp.clientSecret]) {
    expect(told).not.toContain(secret);
    expect(others).not.toContain(secret);
  }
  expect(rightsOf(folder)).toBe('700');
  expect(READ_SCOPES.every((scope) => scope.endsWith('.read'))).toBe(true);
});
