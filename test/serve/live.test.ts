import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type NamedTokens, tokensOfVariable } from '../../src/serve/access/named-tokens.ts';
import { hashOf } from '../../src/serve/access/secrets.ts';
import { pretendRun } from './support/running.ts';
import { logIn, namedTokens, type Served, withServed, words } from './support/served.ts';

interface Listening {
  /** Resolves with all that came, once it matches. */
  heard(words: RegExp): Promise<string>;
  /** Resolves when the other end has closed it. */
  readonly ended: Promise<void>;
  leave(): void;
}

/** As a browser listens for news. */
function listen(
  served: Served,
  cookie: string,
  path = '/pipelines/au/live',
  more: Readonly<Record<string, string>> = {},
): Listening {
  let all = '';
  const waiting = new Set<() => void>();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const headers = { Host: `127.0.0.1:${served.port}`, Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', ...more };
  const sent = request({ host: '127.0.0.1', port: served.port, path, headers, agent: false }, (reply) => {
    reply.on('error', () => {});
    reply.on('data', (part: Buffer) => {
      all += part.toString();
      for (const look of waiting) look();
    });
    reply.on('close', () => resolve());
  });
  sent.on('error', () => resolve());
  sent.end();
  return {
    ended,
    leave: () => sent.destroy(),
    heard: (wanted) =>
      new Promise((found) => {
        const look = (): void => {
          if (!wanted.test(all)) return;
          waiting.delete(look);
          found(all);
        };
        waiting.add(look);
        look();
      }),
  };
}

const ledgerOf = (home: string) => ({ name: 'au', ledger: join(home, 'state/au.db') });

describe('the news of a pipeline', () => {
  test('tell how far its run is while it goes on, and that it is over', () =>
    withServed({}, async (served) => {
      const listening = listen(served, await served.enter());
      await listening.heard(/No run is going on/);
      const run = pretendRun(served.home, ledgerOf(served.home));
      run.tell();
      await listening.heard(/west orders: 20 of 40 read, 10 done/);
      run.tell({ rows: [{ store: 'west', entity: 'orders', expected: 40, read: 40, settled: 39 }] });
      await listening.heard(/west orders: 40 read, 39 done/);
      run.end();
      await listening.heard(/event: over/);
      listening.leave();
    }));

  test('end when the page ends, so that it waits for nobody', async () => {
    let listening: Listening | undefined;
    const begun = Date.now();
    await withServed({}, async (served) => {
      listening = listen(served, await served.enter());
      await listening.heard(/No run is going on/);
    });
    await listening?.ended;
    expect(Date.now() - begun).toBeLessThan(10_000);
  });

  test('end for one who has left', () =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const form = { 'form-token': await served.formToken(cookie) };
      const listening = listen(served, cookie);
      await listening.heard(/No run is going on/);
      await served.ask('/leave', { form, headers: { Cookie: cookie } });
      await listening.ended;
    }));

  test('are not told on to nobody where HEAD has asked for them', () =>
    withServed({}, async (served) => {
      const headers = { Cookie: await served.enter() };
      const path = '/pipelines/au/live';
      for (let time = 0; time < 41; time += 1) await served.ask(path, { method: 'HEAD', headers });
      expect((await served.ask(path, { headers })).status).toBe(200);
    }));

  test('end for a program whose token may see other pipelines by now', async () => {
    let line = `program read sha256:${hashOf('word-of-a-program')} au`;
    const lines = (): NamedTokens => tokensOfVariable(line);
    const tokens: NamedTokens = {
      find: (token) => lines().find(token),
      holds: (grant) => lines().holds(grant),
    };
    await withServed({ tokens }, async (served) => {
      const listening = listen(served, '', '/pipelines/au/live', { Authorization: 'Bearer word-of-a-program' });
      await listening.heard(/No run is going on/);
      line = line.replace(/au$/, 'nz');
      await listening.ended;
    });
  });

  test('are for those who may see the pipeline', () =>
    withServed({ tokens: namedTokens() }, async (served) => {
      const cookie = await logIn(served, words.ofAu);
      const statuses = await Promise.all(
        ['au', 'nz'].map((name) => served.ask(`/pipelines/${name}/live`, { headers: { Cookie: cookie } })),
      );
      expect(statuses.map(({ status }) => status)).toEqual([200, 404]);
    }));

  test('are for so many at once, and the places of those who leave are free again', () =>
    withServed({ tokens: namedTokens() }, async (served) => {
      const cookies = await Promise.all([words.decider, words.ofAu].map((word) => logIn(served, word)));
      const all = cookies.flatMap((cookie) => Array.from({ length: 20 }, () => listen(served, cookie)));
      await Promise.all(all.map((one) => one.heard(/No run/)));
      const third = { Cookie: await logIn(served, words.reader) };
      const path = '/pipelines/au/live';
      expect((await served.ask(path, { headers: third })).status).toBe(503);
      for (const one of all) one.leave();
      await Promise.all(all.map((one) => one.ended));
      await expect.poll(async () => (await served.ask(path, { headers: third })).status).toBe(200);
    }));

  test('are left for others, however many tabs one person has open, and however often they log in', () =>
    withServed({ tokens: namedTokens() }, async (served) => {
      const cookies = await Promise.all([0, 1].map(() => logIn(served, words.decider)));
      const all = cookies.flatMap((cookie) => Array.from({ length: 10 }, () => listen(served, cookie)));
      await Promise.all(all.map((one) => one.heard(/No run/)));
      const statusOf = async (cookie = '') =>
        (await served.ask('/pipelines/au/live', { headers: { Cookie: cookie } })).status;
      expect(await statusOf(cookies[0])).toBe(503);
      expect(await statusOf(await logIn(served, words.reader))).toBe(200);
      for (const one of all) one.leave();
      await Promise.all(all.map((one) => one.ended));
    }));
});

test('hundreds that listen at once take the page from nobody: a share of the connections is kept for those who look', () =>
  withServed({}, async (served) => {
    const cookie = await served.enter();
    const all = Array.from({ length: 300 }, () => listen(served, cookie));
    const headers = { Cookie: cookie };
    await expect
      .poll(async () => (await served.ask('/pipelines/au/live', { headers }).catch(() => undefined))?.status, {
        timeout: 10_000,
      })
      .toBe(503);
    for (let time = 0; time < 3; time += 1) expect((await served.ask('/', { headers })).status).toBe(200);
    for (const one of all) one.leave();
    await Promise.all(all.map((one) => one.ended));
  }));

describe('a run that was told of', () => {
  test.each([
    ['whose process is dead', { pid: 2 ** 22 - 1 }],
    ['that has told nothing for a minute', { at: Date.now() - 61_000 }],
    ['of a newer version', { phase: 'polish' as 'load' }],
  ])('%s is not shown as going on', (_, changes) =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const run = pretendRun(served.home, ledgerOf(served.home));
      run.tell(changes);
      const { text } = await served.ask('/pipelines/au', { headers: { Cookie: cookie } });
      expect(text).toContain('No run is going on.');
      run.tell();
      const now = await served.ask('/pipelines/au', { headers: { Cookie: cookie } });
      expect(now.text).toContain('A run is going on');
    }),
  );
});
