import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tokensOfVariable } from '../../src/serve/access/named-tokens.ts';
import { hashOf } from '../../src/serve/access/secrets.ts';
import { selfSigned } from '../neto/self-signed.ts';
import { logIn, namedTokens, type Served, withServed, words } from './support/served.ts';

const INSIDE = /<h1>Overview<\/h1>/;

async function isIn(served: Served, cookie: string): Promise<boolean> {
  const { text } = await served.ask('/', { headers: { Cookie: cookie } });
  return INSIDE.test(text);
}

test('a token of several lines may do what they say together, and one under two names is refused', async () => {
  const hash = hashOf('word');
  const grant = await tokensOfVariable(`anna decide sha256:${hash} au; anna read sha256:${hash} nz`).find('word');
  expect(grant).toMatchObject({ name: 'anna', reads: ['au', 'nz'], decides: ['au'] });
  expect(() => tokensOfVariable(`anna read sha256:${hash} au; bert read sha256:${hash} nz`)).toThrow(
    /one token under two names, anna and bert/,
  );
});

describe('the opening file', () => {
  test('is for its user alone, and is gone when the page ends', async () => {
    const file = await withServed({}, async ({ openingFile = '' }) => {
      expect(statSync(openingFile).mode & 0o777).toBe(0o600);
      return openingFile;
    });
    expect(existsSync(file)).toBe(false);
  });

  test('lets in, also from no origin as a file is, by a cookie that no script reads and no other page sends', () =>
    withServed({}, async (served) => {
      const { status, headers } = await served.ask('/enter', {
        form: { token: served.oneTimeToken() },
        headers: { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
      });
      expect(status).toBe(200);
      expect(headers['set-cookie']).toEqual([
        expect.stringMatching(/^neto-consolidator-\d+=[\w-]{43}; Path=\/[\w-]{22}\/; HttpOnly; SameSite=Strict$/),
      ]);
      expect(await isIn(served, headers['set-cookie']?.[0]?.split(';')[0] ?? '')).toBe(true);
    }));

  test('lets in once: the same token is refused when it comes again, and the file holds a new one', () =>
    withServed({}, async (served) => {
      const token = served.oneTimeToken();
      await served.ask('/enter', { form: { token } });
      const again = await served.ask('/enter', { form: { token } });
      expect([again.status, again.headers['set-cookie']]).toEqual([403, undefined]);
      expect(again.text).toContain('used already');
      expect(served.oneTimeToken()).not.toBe(token);
      expect(await isIn(served, await served.enter())).toBe(true);
    }));

  test('lets in for a minute, also by a clock that is set back by a day', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ now: () => now }, async (served) => {
      const token = served.oneTimeToken();
      now -= 86_400_000;
      expect((await served.ask('/enter', { form: { token } })).status).not.toBe(303);
    });
  });

  test('lets in for a minute: an older token is refused', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ now: () => now }, async (served) => {
      const token = served.oneTimeToken();
      now += 60_000;
      const { status, headers } = await served.ask('/enter', { form: { token } });
      expect([status, headers['set-cookie']]).toEqual([403, undefined]);
    });
  });

  test('is not locked by wrong tokens that pages of the web have sent', () =>
    withServed({}, async (served) => {
      for (let time = 0; time < 6; time += 1) {
        const headers = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
        expect((await served.ask('/enter', { form: { token: 'guess' }, headers })).status).toBe(403);
      }
      expect(await isIn(served, await served.enter())).toBe(true);
    }));

  test('is put in a folder of its user alone, and not where somebody has laid a link', async () => {
    const [home, elsewhere] = [mkdtempSync(join(tmpdir(), 'home-')), mkdtempSync(join(tmpdir(), 'elsewhere-'))];
    try {
      mkdirSync(join(home, 'serve'), { mode: 0o777 });
      chmodSync(join(home, 'serve'), 0o777);
      await withServed({ home }, async ({ openingFile = '' }) => {
        expect(statSync(join(openingFile, '..')).mode & 0o777).toBe(0o700);
      });
      rmSync(join(home, 'serve'), { recursive: true });
      symlinkSync(elsewhere, join(home, 'serve'));
      await expect(withServed({ home }, async () => {})).rejects.toThrow('is no folder of yours');
      expect(readdirSync(elsewhere)).toEqual([]);
    } finally {
      for (const folder of [home, elsewhere]) rmSync(folder, { recursive: true, force: true });
    }
  });

  test('that can not be kept fresh lets in whoever has opened it, and says so in the terminal', () =>
    withServed({}, async (served) => {
      const folder = join(served.openingFile ?? '', '..');
      const token = served.oneTimeToken();
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'in the way');
      const { status } = await served.ask('/enter', { form: { token } });
      expect([status, served.notes]).toEqual([200, [expect.stringContaining('The file that opens the page can')]]);
    }));

  test('names its token in no address', () =>
    withServed({}, async (served) => {
      expect(served.oneTimeToken()).toMatch(/^[\w-]{43}$/);
      expect(served.url).not.toContain(served.oneTimeToken());
      const { status } = await served.ask(`/enter?token=${served.oneTimeToken()}`, { form: {} });
      expect(status).toBe(403);
    }));
});

describe('who is not in', () => {
  test('sees the log-in page in the place of every page', () =>
    withServed({}, async ({ ask }) => {
      for (const path of ['/', '/pipelines/au']) {
        const { status, text } = await ask(path);
        expect(status).toBe(401);
        expect(text).toContain('<h1>Log in</h1>');
        expect(text).not.toContain('/pipelines/');
      }
    }));

  test('is not let in by a cookie that was made up, that is old, or of one who has left', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ now: () => now }, async (served) => {
      const name = `neto-consolidator-${served.port}`;
      expect(await isIn(served, `${name}=${'x'.repeat(43)}`)).toBe(false);
      const cookie = await served.enter();
      const token = await served.formToken(cookie);
      expect(await isIn(served, cookie)).toBe(true);
      now += 4 * 3_600_000;
      expect(await isIn(served, cookie)).toBe(false);
      const left = await served.ask('/leave', { form: { 'form-token': token }, headers: { Cookie: cookie } });
      expect(left.status).toBe(401);
    });
    await withServed({}, async (served) => {
      const cookie = await served.enter();
      const form = { 'form-token': await served.formToken(cookie) };
      const left = await served.ask('/leave', { form, headers: { Cookie: cookie } });
      expect(left.status).toBe(200);
      expect(left.headers['set-cookie']?.[0]).toContain('Max-Age=0');
      expect(await isIn(served, cookie)).toBe(false);
    });
  });

  test('can not keep out who is in, by a cookie of the same name that another port of the machine has set', () =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const [name = ''] = cookie.split('=');
      for (const both of [`${name}=set-elsewhere; ${cookie}`, `${cookie}; ${name}=set-elsewhere`])
        expect(await isIn(served, both)).toBe(true);
      expect(await isIn(served, `${name}=set-elsewhere`)).toBe(false);
    }));

  test('is asked to log in again where the clock was set back by a day, and not where it was set right by seconds', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ now: () => now }, async (served) => {
      const headers = { Cookie: await served.enter() };
      now -= 2000;
      expect((await served.ask('/', { headers })).status).toBe(200);
      now -= 86_400_000;
      expect((await served.ask('/', { headers })).status).toBe(401);
    });
  });

  test('ends at the end of a day, however busy', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ now: () => now }, async (served) => {
      const cookie = await served.enter();
      for (let hour = 1; hour < 12; hour += 1) {
        now += 3_600_000;
        expect(await isIn(served, cookie), `after ${hour} h`).toBe(true);
      }
      now += 3_600_000;
      expect(await isIn(served, cookie)).toBe(false);
    });
  });
});

describe('at the door', () => {
  const others = ['evil.example', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example', '[::1]'];
  test.each(others)('whoever asks by the name %s is refused, also with a cookie that is right', (host) =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const { status, text } = await served.ask('/', { headers: { Host: host, Cookie: cookie } });
      expect(status).toBe(403);
      expect(text).not.toMatch(INSIDE);
    }),
  );

  test('the names of this machine alone are let in', () =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
        const { status } = await served.ask('/', { headers: { Host: `${name}:${served.port}`, Cookie: cookie } });
        expect(status, name).toBe(200);
      }
    }));

  test.each([
    ['another origin', { Origin: 'https://evil.example', 'Sec-Fetch-Site': '' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1', 'Sec-Fetch-Site': '' }],
    ['no origin', { Origin: 'null', 'Sec-Fetch-Site': '' }],
    ['another site', { Origin: '', 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbour', { Origin: '', 'Sec-Fetch-Site': 'same-site' }],
    ['nobody says where', { Origin: '', 'Sec-Fetch-Site': '' }],
  ])('a form that comes from %s is not taken, with all else right', (_, headers) =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const form = { 'form-token': await served.formToken(cookie) };
      const { status } = await served.ask('/leave', { form, headers: { ...headers, Cookie: cookie } });
      expect(status).toBe(403);
      expect(await isIn(served, cookie)).toBe(true);
    }),
  );

  test('a page that another one leads to is not shown', () =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const { status, text } = await served.ask('/', { headers: { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site' } });
      expect(status).toBe(403);
      expect(text).toContain('<a href="/">');
    }));

  test('what a proxy says is not believed where there is none', () =>
    withServed({}, async (served) => {
      const headers = { Host: 'evil.example', 'X-Forwarded-Host': `127.0.0.1:${served.port}` };
      expect((await served.ask('/', { headers })).status).toBe(403);
    }));
});

describe('a form', () => {
  test.each([
    ['no token', {}],
    ['an empty token', { 'form-token': '' }],
    ['a token that was made up', { 'form-token': 'x'.repeat(43) }],
  ])('with %s is not taken', (_, form) =>
    withServed({}, async (served) => {
      const cookie = await served.enter();
      const { status } = await served.ask('/leave', { form, headers: { Cookie: cookie } });
      expect(status).toBe(403);
      expect(await isIn(served, cookie)).toBe(true);
    }),
  );

  test('with the token of another session is not taken', () =>
    withServed({}, async (served) => {
      const [one, other] = [await served.enter(), await served.enter()];
      const form = { 'form-token': await served.formToken(other) };
      const { status } = await served.ask('/leave', { form, headers: { Cookie: one } });
      expect(status).toBe(403);
      expect(await isIn(served, one)).toBe(true);
    }));

  test('of another kind, or larger than any form here, is not read', () =>
    withServed({}, async (served) => {
      const json = await served.ask('/log-in', { body: '{}', headers: { 'Content-Type': 'application/json' } });
      expect(json.status).toBe(415);
      const large = await served.ask('/log-in', { form: { token: 'x'.repeat(70_000) } });
      expect(large.status).toBe(413);
      const untold = await served.ask('/log-in', {
        body: `token=${'x'.repeat(70_000)}`,
        headers: { 'Transfer-Encoding': 'chunked' },
      });
      expect(untold.status).toBe(413);
    }));
});

describe('a named token', () => {
  test('lets in, and shows only the pipelines that it is for', () =>
    withServed({ tokens: namedTokens() }, async (served) => {
      const cookie = await logIn(served, words.ofAu);
      const { text } = await served.ask('/', { headers: { Cookie: cookie } });
      expect(text).toContain('/pipelines/au');
      expect(text).not.toContain('/pipelines/nz');
      const statuses = await Promise.all(
        ['au', 'nz', 'none'].map((name) => served.ask(`/pipelines/${name}`, { headers: { Cookie: cookie } })),
      );
      expect(statuses.map(({ status }) => status)).toEqual([200, 404, 404]);
      expect(statuses[1]?.text.replaceAll('nz', 'none')).toBe(statuses[2]?.text);
    }));

  test('that is wrong lets nobody in, and after five the same caller has to wait', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ tokens: namedTokens(), now: () => now }, async (served) => {
      for (let time = 0; time < 5; time += 1) {
        const { status, headers } = await served.ask('/log-in', { form: { token: `guess-${time}` } });
        expect([status, headers['set-cookie']]).toEqual([403, undefined]);
      }
      const right = { form: { token: words.reader } };
      const made = await served.ask('/log-in', right);
      expect([made.status, made.headers['retry-after'], made.headers['set-cookie']]).toEqual([429, '60', undefined]);
      now += 60_000;
      expect((await served.ask('/log-in', right)).status).toBe(200);
    });
  });

  test('that was wrong five times is waited for a minute, and not for a day where the clock is set back', async () => {
    let now = Date.parse('2026-10-05T00:00:00Z');
    await withServed({ tokens: namedTokens(), now: () => now }, async (served) => {
      const wrong = async () => (await served.ask('/log-in', { form: { token: 'no such word' } })).status;
      for (let times = 0; times < 5; times += 1) expect(await wrong()).not.toBe(429);
      expect(await wrong()).toBe(429);
      now -= 86_400_000;
      expect(await logIn(served, words.decider)).not.toBe('');
    });
  });

  test('in a header shows a page to a program, and changes nothing', () =>
    withServed({ tokens: namedTokens() }, async (served) => {
      const headers = { Authorization: `Bearer ${words.decider}`, 'Sec-Fetch-Site': '' };
      expect((await served.ask('/', { headers })).status).toBe(200);
      expect((await served.ask('/leave', { headers, form: {} })).status).toBe(401);
      expect((await served.ask('/', { headers: { ...headers, Authorization: 'Bearer nobody' } })).status).toBe(401);
    }));
});

describe('behind a proxy', () => {
  const behind = { behindProxy: true, publicHost: 'books.example.com', tokens: namedTokens() } as const;
  const proxied = { Host: 'inside', 'X-Forwarded-Host': 'books.example.com', 'X-Forwarded-Proto': 'https' };
  const sent = { ...proxied, Origin: 'https://books.example.com' };

  test('lets in by the public name, with a cookie for encrypted connections alone', () =>
    withServed(behind, async (served) => {
      expect([served.url, served.openingFile]).toEqual(['https://books.example.com/', undefined]);
      const { headers } = await served.ask('/log-in', { form: { token: words.reader }, headers: sent });
      expect(headers['set-cookie']?.[0]).toMatch(
        /^__Host-neto-consolidator=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
      );
      expect(headers['strict-transport-security']).toBe('max-age=31536000');
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      expect((await served.ask('/', { headers: { ...proxied, Cookie: cookie } })).status).toBe(200);
    }));

  test.each([
    ['another name', { 'X-Forwarded-Host': 'evil.example' }],
    ['http', { 'X-Forwarded-Proto': 'http' }],
    ['nothing said of encryption', { 'X-Forwarded-Proto': '' }],
    ['the inner name', { 'X-Forwarded-Host': '' }],
  ])('refuses what came by %s', (_, headers) =>
    withServed(behind, async (served) => {
      expect((await served.ask('/log-in', { headers: { ...proxied, ...headers } })).status).toBe(403);
    }),
  );

  test('counts failures by who called the proxy, whatever else they say', () =>
    withServed(behind, async (served) => {
      const from = (caller: string, token: string) =>
        served.ask('/log-in', { form: { token }, headers: { ...sent, 'X-Forwarded-For': caller } });
      for (let time = 0; time < 5; time += 1) await from(`10.0.0.${time}, 192.0.2.1`, 'guess');
      expect((await from('10.0.0.9, 192.0.2.1', words.reader)).status).toBe(429);
      expect((await from('192.0.2.2', words.reader)).status).toBe(200);
    }));
});

test('with a certificate it speaks to other machines by TLS alone, under its public name', () =>
  withServed(
    { tls: selfSigned, publicHost: 'books.example.com', tokens: namedTokens() },
    async ({ port, url, openingFile }) => {
      expect([url, openingFile]).toEqual(['https://books.example.com/', undefined]);
      const ask = (host: string) =>
        new Promise<IncomingMessage>((resolve, reject) => {
          const sent = request({ host: '127.0.0.1', port, path: '/log-in', headers: { Host: host }, rejectUnauthorized: false, agent: false }, resolve); // biome-ignore format: short
          sent.on('error', reject).end();
        });
      const [own, other] = await Promise.all([ask('books.example.com'), ask(`127.0.0.1:${port}`)]);
      expect([own.statusCode, other.statusCode]).toEqual([200, 403]);
      expect(own.headers['strict-transport-security']).toBe('max-age=31536000');
      for (const reply of [own, other]) reply.resume();
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    },
  ));

test('each answer, also an error, keeps browsers from doing what a page does not need', () =>
  withServed({}, async (served) => {
    const cookie = await served.enter();
    writeFileSync(served.openingFile ?? '', '');
    const answers = await Promise.all([
      served.ask('/', { headers: { Cookie: cookie } }),
      served.ask('/'),
      served.ask('/none'),
      served.ask('/', { headers: { Host: 'evil.example' } }),
      served.ask('/healthz'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 403, 200]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
    }
  }));
