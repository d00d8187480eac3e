import { expect, test } from 'vitest';
import { plainLimits, switchSettings } from '../../src/fake-xero/index.ts';
import { accessToken, get, startXero } from './support/organisation.ts';

test('2: every reply says what is left of minute, day and app', async () => {
  const xero = await startXero({ limits: {} });
  const response = await get(xero, 'Organisation');
  expect(response.headers.get('x-minlimit-remaining')).toBe('59');
  expect(response.headers.get('x-daylimit-remaining')).toBe('999');
  expect(response.headers.get('x-appminlimit-remaining')).toBe('9999');
  expect(plainLimits).toMatchObject({ perMinute: 60, perDay: 1000, concurrent: 5 });
});

test('2: beyond the limit of a minute comes 429 with Retry-After until the window of the organisation turns', async () => {
  // The clock stands at a full minute, and the window begins 17 seconds after one.
  const xero = await startXero({ limits: { perMinute: 2, minuteStartsAt: 17 } });
  await get(xero, 'Organisation');
  await get(xero, 'Organisation');
  const refused = await get(xero, 'Organisation');
  expect([refused.status, await refused.text()]).toEqual([429, '']);
  expect(refused.headers.get('x-rate-limit-problem')).toBe('minute');
  expect(refused.headers.get('retry-after')).toBe('17');
  expect(refused.headers.get('x-minlimit-remaining')).toBe('0');
  xero.advance(16);
  expect((await get(xero, 'Organisation')).status).toBe(429);
  xero.advance(1);
  expect((await get(xero, 'Organisation')).status).toBe(200);
});

test('2: beyond the limit of a day comes 429 with many hours of Retry-After', async () => {
  const xero = await startXero();
  xero.useUp('day');
  const refused = await get(xero, 'Organisation');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-rate-limit-problem')).toBe('day');
  // From 20:00 to midnight.
  expect(refused.headers.get('retry-after')).toBe(String(4 * 3600));
  xero.advance(4 * 3600);
  expect((await get(xero, 'Organisation')).status).toBe(401);
});

test('2: other users of the same app take from the same limits', async () => {
  const xero = await startXero();
  xero.useUp('day', 3);
  expect((await get(xero, 'Organisation')).headers.get('x-daylimit-remaining')).toBe('2');
});

test('2: more than five in flight are refused without Retry-After', async () => {
  const xero = await startXero();
  await get(xero, 'Organisation');
  let open = 0;
  const arrived = new Promise<void>((resolve) => {
    xero.faults.next = ({ path }) => {
      if (!path.endsWith('Accounts')) return undefined;
      open += 1;
      if (open === 5) resolve();
      return { kind: 'silence' };
    };
  });
  const stop = new AbortController();
  const authorization = `Bearer ${await accessToken(xero)}`;
  const waiting = Array.from({ length: 5 }, () =>
    fetch(`${xero.apiUrl}/api.xro/2.0/Accounts`, { headers: { authorization }, signal: stop.signal }).catch(() => {}),
  );
  await arrived;
  const refused = await get(xero, 'Organisation');
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-rate-limit-problem')).toBe('concurrent');
  expect(refused.headers.has('retry-after')).toBe(false);
  stop.abort();
  await Promise.all(waiting);
});

test.each(switchSettings.limitWords)('X18: limitWords %s spells each problem', async (limitWords) => {
  const xero = await startXero({ switches: { limitWords, limitBody: 'text' } });
  for (const window of ['minute', 'day'] as const) {
    xero.planFault({
      path: 'Organisation',
      nth: window === 'minute' ? 1 : 2,
      fault: { kind: 'rate-limited', problem: window },
    });
    const response = await get(xero, 'Organisation');
    expect(response.headers.get('x-rate-limit-problem')?.toLowerCase()).toContain(window === 'day' ? 'da' : 'minute');
    expect(await response.text()).toContain('limit');
  }
});

test.each([
  ['no', '10000'],
  ['yes', '9998'],
] as const)('X19: identityCounts %s', async (identityCounts, left) => {
  const xero = await startXero({ switches: { identityCounts } });
  const authorization = `Bearer ${await accessToken(xero)}`;
  const response = await fetch(`${xero.apiUrl}/connections`, { headers: { authorization } });
  expect(response.headers.get('x-daylimit-remaining')).toBe(left);
});
