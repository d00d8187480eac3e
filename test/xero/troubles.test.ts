import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ConsolidatorError } from '../../src/model/errors.ts';
import type { LocalDate } from '../../src/model/time.ts';
import type { XeroClient } from '../../src/xero/client.ts';
import { readInvoicesByNumber, readInvoicesOfDays } from '../../src/xero/read.ts';
import {
  type Asked,
  credentials,
  givesToken,
  listOf,
  rawInvoice,
  type Script,
  type Step,
  sample,
  scopes,
  withXero,
} from './scripted-xero.ts';

const ask = (client: XeroClient) => client.ask('Invoices', 'Invoices', [['page', '1']]);
const one = listOf('Invoices', [rawInvoice()]);
const json = (status: number, name: string): Step => ({ status, text: sample(name) });
const http = (name: string): Step => {
  const [head = ''] = sample(name).split('\r\n\r\n');
  const headers = head
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line) => {
      const [key = '', value = ''] = line.split(': ');
      return key === '' || key === 'Content-Length' ? [] : [[key, value] as const];
    });
  return { status: 429, headers: Object.fromEntries(headers), text: '' };
};
/** The first steps in turn, then a good answer for ever. */
const first =
  (...steps: readonly Step[]): Script =>
  (_asked, place) =>
    steps[place] ?? one;

describe('a token', () => {
  test('is fetched once for many requests, by form and Basic header, with the scopes asked for', () =>
    withXero(first(), async ({ client, tokens, asked }) => {
      await Promise.all([ask(client), ask(client), ask(client)]);
      expect(tokens).toHaveLength(1);
      const [token] = tokens;
      expect(token?.headers['content-type']).toBe('application/x-www-form-urlencoded');
      expect(Object.fromEntries(new URLSearchParams(token?.text))).toEqual({
        grant_type: 'client_credentials',
        scope: scopes.join(' '),
      });
      const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
      expect(token?.headers.authorization).toBe(`Basic ${basic}`);
      expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer token-1-secret', accept: 'application/json' });
      expect(asked[0]?.headers['xero-tenant-id']).toBeUndefined();
    }));

  test('is renewed a minute before its end', () =>
    withXero(first(), async ({ client, tokens, clock }) => {
      await ask(client);
      await clock.sleep(1_739_000);
      await ask(client);
      expect(tokens).toHaveLength(1);
      await clock.sleep(2_000);
      await ask(client);
      expect(tokens).toHaveLength(2);
    }));

  test('that ends in the middle of the pages loses no row', () => {
    const pages = [['a', 'b'], ['c'], ['d']];
    let refused = false;
    const script: Script = ({ query, headers }) => {
      const page = Number(query.get('page'));
      if (page === 3 && headers.authorization === 'Bearer token-1-secret') {
        refused = true;
        return json(401, 'error.401.token-expired.json');
      }
      const rows = (pages[page - 1] ?? []).map((id) => rawInvoice({ InvoiceID: id }));
      return listOf('Invoices', rows, { page, pageCount: 3, itemCount: 4 });
    };
    return withXero(script, async ({ client, tokens }) => {
      const days = { from: '2026-11-01' as LocalDate, to: '2026-11-30' as LocalDate };
      const found = await readInvoicesOfDays(client, days);
      expect(found.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
      expect([refused, tokens.length]).toEqual([true, 2]);
    });
  });

  test.each([
    ['invalid_client', 'xero-sign-in-refused', 'secret is wrong'],
    ['invalid_request', 'xero-sign-in-refused', 'empty, or cut off'],
    ['unauthorized_client', 'xero-sign-in-refused', 'no custom connection'],
    ['invalid_scope', 'xero-scope-missing', 'accounting.payments.read'],
    ['invalid_grant', 'xero-grant-ended', 'authorised anew'],
  ])('that is refused with %s is told as %s, and not asked for again', (error, code, words) =>
    withXero(
      first(),
      async ({ client, tokens, asked }) => {
        await expect(ask(client)).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
        expect([tokens.length, asked.length]).toEqual([1, 0]);
      },
      { token: () => json(400, `token.error.${error}.json`) },
    ),
  );

  test('is asked for again after a page of an outage', () =>
    withXero(
      first(),
      async ({ client, tokens }) => {
        await ask(client);
        expect(tokens).toHaveLength(3);
      },
      { token: (asked, place) => (place < 2 ? json(503, 'error.503.html') : givesToken(asked, place)) },
    ));

  test('with fewer scopes than asked for is not used', () =>
    withXero(
      first(),
      async ({ client, asked }) => {
        await expect(ask(client)).rejects.toMatchObject({
          code: 'xero-scope-missing',
          message: expect.stringContaining('lacks accounting.payments.read, accounting.contacts.read'),
        });
        expect(asked).toHaveLength(0);
      },
      {
        token: () => ({
          body: { access_token: 't', expires_in: 1800, scope: 'accounting.invoices.read accounting.settings.read' },
        }),
      },
    ));
});

describe('what the API refuses', () => {
  test.each([
    [
      '401 twice without a word of a token: a scope is missing',
      json(401, 'error.401.missing-scope.json'),
      'xero-scope-missing',
      2,
    ],
    ['403 of a missing right', { status: 403, body: { Detail: 'Forbidden' } }, 'xero-scope-missing', 1],
    ['403 of a lost connection', json(403, 'error.403.tenant.json'), 'xero-disconnected', 1],
    ['400 of a filter', json(400, 'error.400.queryparse.json'), 'request-refused', 1],
  ] satisfies [string, Step, string, number][])('%s', (_what, step, code, times) =>
    withXero(
      () => step,
      async ({ client, asked }) => {
        await expect(ask(client)).rejects.toMatchObject({ code, store: 'xero' });
        expect(asked).toHaveLength(times);
      },
    ),
  );

  test.each([
    ['500 as JSON', json(500, 'error.500.json')],
    ['503 as a page with a byte-order mark', json(503, 'error.503.html')],
    ['504 with nothing', { status: 504, text: '' }],
    ['a page with 200', { text: sample('error.503.html'), headers: { 'content-type': 'text/html' } }],
    ['a page with 400', { status: 400, text: sample('error.503.html'), headers: { 'content-type': 'text/html' } }],
    ['an empty 200', { text: '' }],
    ['a body that is cut', { text: JSON.stringify({ Status: 'OK', Invoices: [rawInvoice()] }).slice(0, -40) }],
    ['JSON without the list', { body: { Status: 'OK' } }],
    ['XML', { text: '<Response><Status>OK</Status></Response>', headers: { 'content-type': 'text/xml' } }],
    [
      'a connection that is reset',
      (response) => {
        response.socket?.destroy();
      },
    ],
    [
      'a body that ends before its length',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
        response.write('{"Status":"OK",');
        setImmediate(() => response.socket?.destroy());
      },
    ],
  ] satisfies [string, Step][])('%s is asked for again, and is never "none"', (_what, step) =>
    withXero(first(step, step, step), async ({ client, asked, waits }) => {
      expect((await ask(client)).rows).toHaveLength(1);
      expect(asked).toHaveLength(4);
      expect(waits).toEqual([2_000, 4_000, 8_000]);
    }),
  );

  test('what lasts is told after four times, and is no empty list', () =>
    withXero(
      () => json(503, 'error.503.html'),
      async ({ client, asked }) => {
        await expect(ask(client)).rejects.toMatchObject({ code: 'server-error' });
        expect(asked).toHaveLength(4);
      },
    ));

  test('an answer that never ends is given up', () =>
    withXero(
      (_asked, place) =>
        place > 0
          ? one
          : (response) => {
              response.writeHead(200, { 'content-type': 'application/json' }).write('{');
            },
      async ({ client }) => {
        expect((await ask(client)).rows).toHaveLength(1);
      },
      { timeoutSeconds: 1 },
    ));

  test('an answer that is packed is unpacked', () =>
    withXero(
      () => ({
        text: gzipSync(JSON.stringify({ Status: 'OK', Invoices: [rawInvoice()] })),
        headers: { 'content-encoding': 'gzip' },
      }),
      async ({ client, asked }) => {
        expect((await ask(client)).rows).toHaveLength(1);
        expect(asked[0]?.headers['accept-encoding']).toBe('gzip');
        expect(client.bytes).toBeLessThan(600);
      },
    ));
});

describe('limits', () => {
  test('of a minute: it waits as long as Xero says, and asks again', () =>
    withXero(first(http('error.429.minute.http')), async ({ client, waits }) => {
      await ask(client);
      expect(waits).toEqual([37_000]);
    }));

  test('of a minute without a word of how long: 61 s, five times, then it is told', () =>
    withXero(
      () => ({ status: 429, text: 'slow down' }),
      async ({ client, asked, waits }) => {
        await expect(ask(client)).rejects.toMatchObject({ code: 'rate-limited' });
        expect(asked).toHaveLength(6);
        expect(waits).toEqual([61_000, 61_000, 61_000, 61_000, 61_000]);
      },
    ));

  test.each(['day', 'daily', 'DayLimit'])('of a day (%s): it is told at once, and never waited for', (named) =>
    withXero(
      () => ({ status: 429, headers: { 'x-rate-limit-problem': named, 'retry-after': '66975' }, text: '' }),
      async ({ client, asked, waits }) => {
        await expect(ask(client)).rejects.toMatchObject({ code: 'xero-day-limit' });
        expect([asked.length, waits]).toEqual([1, []]);
        expect(client.isShort).toBe(true);
      },
    ),
  );

  test('of so many at once: a moment, and again', () =>
    withXero(
      first({ status: 429, headers: { 'x-rate-limit-problem': 'concurrent' }, text: '' }),
      async ({ client, waits }) => {
        await ask(client);
        expect(waits).toEqual([2_000]);
      },
    ));

  test('never more than two are under way, nor more a minute than allowed', () => {
    let [now, most] = [0, 0];
    const script: Script = () => (response) => {
      now += 1;
      most = Math.max(most, now);
      setImmediate(() => {
        now -= 1;
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ Status: 'OK', Invoices: [] }));
      });
    };
    return withXero(
      script,
      async ({ client, waits }) => {
        await Promise.all(Array.from({ length: 12 }, () => ask(client)));
        expect(most).toBeLessThanOrEqual(2);
        expect(waits.length).toBeGreaterThan(0);
      },
      { requestsPerMinute: 10 },
    );
  });

  test('of a minute is that of a connection: another organisation at the same host is not kept waiting, and the log names none', () =>
    withXero(
      () => one,
      async ({ client, another, waits, allowances }) => {
        await Promise.all(Array.from({ length: 10 }, () => ask(client)));
        await Promise.all(Array.from({ length: 10 }, () => ask(another('of-another-organisation'))));
        expect(waits).toEqual([]);
        await ask(client);
        expect(waits).toHaveLength(1);
        expect(allowances.size).toBe(2);
        expect([...allowances].join()).not.toMatch(/of-another-organisation/);
        expect([...allowances].join()).not.toContain(credentials.clientId);
      },
      { requestsPerMinute: 10 },
    ));

  test('what is left of the day is taken from the answers', () =>
    withXero(
      () => ({ ...(one as object), headers: { 'x-daylimit-remaining': '99' } }),
      async ({ client }) => {
        expect(client.leftToday).toBeUndefined();
        await ask(client);
        expect([client.leftToday, client.isShort]).toEqual([99, true]);
      },
    ));
});

describe('a list that answers 404', () => {
  const numbers = Array.from({ length: 260 }, (_, place) => `W${100000 + place}`);
  const rowsFor = ({ query }: Asked) =>
    (query.get('InvoiceNumbers') ?? '')
      .split(',')
      .map((number) => rawInvoice({ InvoiceID: number, InvoiceNumber: number }));

  test('is asked for in parts, and is never taken for "none"', () =>
    withXero(
      (asked) => {
        const rows = rowsFor(asked);
        return rows.length > 30 ? json(404, 'error.404.query-too-long.html') : listOf('Invoices', rows);
      },
      async ({ client }) => {
        const found = await readInvoicesByNumber(client, numbers);
        expect(new Set(found.map(({ number }) => number))).toEqual(new Set(numbers));
      },
    ));

  test('of a single number is told, and is no empty list', () =>
    withXero(
      () => json(404, 'error.404.txt'),
      async ({ client }) => {
        await expect(readInvoicesByNumber(client, ['W1'])).rejects.toMatchObject({ code: 'answer-unexpected' });
      },
    ));

  test('is avoided: no query is longer than Xero takes, and commas stay as they are', () =>
    withXero(
      (asked) => listOf('Invoices', rowsFor(asked)),
      async ({ client, asked }) => {
        await readInvoicesByNumber(client, numbers);
        expect(asked).toHaveLength(3);
      },
    ));
});

describe('pages', () => {
  const days = { from: '2026-11-01' as LocalDate, to: '2026-11-30' as LocalDate };
  const rows = (...ids: readonly string[]) => ids.map((InvoiceID) => rawInvoice({ InvoiceID }));

  test('are all read, in the order of ids, without lines', () =>
    withXero(
      ({ query }) => {
        const page = Number(query.get('page'));
        return listOf('Invoices', page === 1 ? rows('a', 'b') : rows('c'), { page, pageCount: 2, itemCount: 3 });
      },
      async ({ client, asked }) => {
        expect((await readInvoicesOfDays(client, days)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
        const [query] = asked.map((one) => Object.fromEntries(one.query));
        expect(query).toEqual({
          where: 'Type=="ACCREC" AND Date >= DateTime(2026,11,01) AND Date <= DateTime(2026,11,30)',
          ...{ order: 'InvoiceID ASC', summaryOnly: 'true', page: '1', pageSize: '1000' },
        });
      },
    ));

  test('that change while they are read are read anew', () => {
    let readings = 0;
    return withXero(
      ({ query }) => {
        const page = Number(query.get('page'));
        if (page === 1) readings += 1;
        const slipped = readings === 1;
        // In the first reading b has left page 2 for page 1 in between, so that c slipped past.
        const second = slipped ? rows('d') : rows('c', 'd');
        return listOf('Invoices', page === 1 ? rows('a', 'b') : second, { page, pageCount: 2, itemCount: 4 });
      },
      async ({ client }) => {
        expect((await readInvoicesOfDays(client, days)).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
        expect(readings).toBe(2);
      },
    );
  });

  test('that never agree with their number of records are told, not taken', () =>
    withXero(
      () => listOf('Invoices', rows('a'), { itemCount: 7 }),
      async ({ client }) => {
        await expect(readInvoicesOfDays(client, days)).rejects.toMatchObject({ code: 'answer-unexpected' });
      },
    ));
});

test('no error shows the id, the secret or a token, whatever Xero echoes', async () => {
  const echo = `${credentials.clientId} ${credentials.clientSecret} token-1-secret`;
  const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
  const steps: readonly Step[] = [
    { status: 400, body: { Message: `${echo} ${basic}` } },
    { status: 418, body: { Detail: echo } },
    { text: `<html><title>${echo}</title></html>`, headers: { 'content-type': 'text/html' } },
    { text: `${echo} is no JSON` },
  ];
  for (const step of steps) {
    const shown = await withXero(
      () => step,
      ({ client }) =>
        ask(client).then(
          () => expect.fail('no error'),
          (error: unknown) => error,
        ),
    );
    expect(shown).toBeInstanceOf(ConsolidatorError);
    const text = inspect(shown, { depth: 20, showHidden: true });
    for (const secret of [credentials.clientId, credentials.clientSecret, 'token-1-secret', basic])
      expect(text).not.toContain(secret);
  }
});

test('a list without its count, in pages of the size that Xero takes by itself, is read to its end', () => {
  const row = (place: number) =>
    rawInvoice({ InvoiceID: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}` });
  const page = (number: number): Step => {
    const rows = Array.from({ length: 250 }, (_, place) => row(place)).slice((number - 1) * 100, number * 100);
    return { body: { Id: 'x', Status: 'OK', Invoices: rows } };
  };
  return withXero(
    ({ query }) => page(Number(query.get('page'))),
    async ({ client, asked }) => {
      const days = { from: '2026-11-01' as LocalDate, to: '2026-11-30' as LocalDate };
      expect(await readInvoicesOfDays(client, days)).toHaveLength(250);
      expect(asked).toHaveLength(3);
    },
  );
});

test.each([
  ['says to wait for hours', { 'retry-after': '66975' }],
  ['shows that none is left', { 'x-daylimit-remaining': '0', 'retry-after': '1' }],
])('a refusal that names no limit, but %s, is that of the day, and is not waited for', (_what, headers) =>
  withXero(
    () => ({ status: 429, headers, text: '' }),
    async ({ client, waits, asked }) => {
      await expect(ask(client)).rejects.toMatchObject({ code: 'xero-day-limit' });
      await expect(ask(client)).rejects.toMatchObject({ code: 'xero-day-limit' });
      expect([waits, asked.length]).toEqual([[], 1]);
    },
  ),
);

test('a packed answer that was cut is asked for again', () => {
  const whole = gzipSync(JSON.stringify((one as { body: unknown }).body));
  const cut: Step = { headers: { 'content-encoding': 'gzip' }, text: whole.subarray(0, whole.length - 20) };
  return withXero(first(cut), async ({ client, asked }) => {
    expect((await ask(client)).rows).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });
});
