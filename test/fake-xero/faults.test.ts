import { expect, test } from 'vitest';
import type { FakeXero, FaultInput } from '../../src/fake-xero/index.ts';
import { accessToken, get, rowsOf, startXero } from './support/organisation.ts';

async function withFault(fault: FaultInput, nth = 1): Promise<FakeXero> {
  const xero = await startXero();
  for (const number of ['N1', 'N2', 'N3']) {
    xero.control.createInvoice({ number, contact: 'Jo {"Ex"}, ample', date: '2026-11-20', total: '11' });
  }
  xero.planFault({ path: 'Invoices', nth, fault });
  return xero;
}

const numbersIn = (text: string): string[] =>
  [...text.matchAll(/"InvoiceNumber":"(N\d)"/g)].map(([, number = '']) => number);

test.each([
  ['html', 500, '<title>Xero | Error 500</title>'],
  ['html', 503, '<title>Xero | Error 503</title>'],
  ['html-bom', 503, '\uFEFF<!DOCTYPE html>'],
  ['json', 500, '"Title":"An error occurred"'],
  ['text', 502, 'unavailable'],
  ['empty', 504, ''],
] as const)('3.10: an outage as %s with %i', async (body, status, part) => {
  const xero = await withFault({ kind: 'status', status, body });
  const response = await get(xero, 'Invoices?page=1');
  // Not response.text(), which would drop the mark.
  const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
  expect(response.status).toBe(status);
  expect(text).toContain(part);
  if (part === '') expect(text).toBe('');
  expect(await rowsOf(xero, 'Invoices?page=1')).toHaveLength(3);
});

test('X18: retryAfterOn503 present', async () => {
  const xero = await withFault({ kind: 'status', status: 503 });
  xero.switches.retryAfterOn503 = 'present';
  expect((await get(xero, 'Invoices?page=1')).headers.get('retry-after')).toBe('7');
});

test('3.10: HTTP 200 with a web page, with nothing, without the list, with another status', async () => {
  const xero = await withFault({ kind: 'html-200' });
  xero.planFault({ path: 'Invoices', nth: 2, fault: { kind: 'empty-200' } });
  xero.planFault({ path: 'Invoices', nth: 3, fault: { kind: 'no-list' } });
  xero.planFault({ path: 'Invoices', nth: 4, fault: { kind: 'status-not-ok' } });
  const texts: string[] = [];
  for (let nth = 1; nth <= 4; nth += 1) {
    const response = await get(xero, 'Invoices?page=1');
    expect(response.status).toBe(200);
    texts.push(await response.text());
  }
  expect(texts[0]).toContain('<html');
  expect(texts[1]).toBe('');
  expect(JSON.parse(texts[2] ?? '')).not.toHaveProperty('Invoices');
  expect(JSON.parse(texts[3] ?? '')).toMatchObject({ Status: 'ERROR' });
});

test('3.10: a body that is cut short can not be parsed, or never ends', async () => {
  const xero = await withFault({ kind: 'truncate', cut: 'content' });
  xero.planFault({ path: 'Invoices', nth: 2, fault: { kind: 'truncate', cut: 'length' } });
  xero.planFault({ path: 'Invoices', nth: 3, fault: { kind: 'truncate', cut: 'chunked' } });
  const cut = await get(xero, 'Invoices?page=1');
  expect(cut.status).toBe(200);
  await expect(cut.json()).rejects.toThrow(SyntaxError);
  for (let nth = 2; nth <= 3; nth += 1) {
    const response = await get(xero, 'Invoices?page=1');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  }
});

test('a connection breaks before a byte, or after the headers', async () => {
  const xero = await withFault({ kind: 'reset' });
  xero.planFault({ path: 'Invoices', nth: 2, fault: { kind: 'reset', when: 'after-headers' } });
  await expect(get(xero, 'Invoices?page=1')).rejects.toThrow();
  const second = get(xero, 'Invoices?page=1').then((response) => response.text());
  await expect(second).rejects.toThrow();
  expect(xero.requests.filter(({ path }) => path.endsWith('Invoices'))).toMatchObject([
    { status: 0, bytes: 0, fault: 'reset' },
    { status: 200, bytes: 0, fault: 'reset' },
  ]);
});

test('a reply comes late, in drops, zipped or after a mark, and is whole', async () => {
  const xero = await withFault({ kind: 'late', milliseconds: 5 });
  xero.planFault({ path: 'Invoices', nth: 2, fault: { kind: 'drip', bytes: 512, milliseconds: 1 } });
  xero.planFault({ path: 'Invoices', nth: 3, fault: { kind: 'gzip' } });
  xero.planFault({ path: 'Invoices', nth: 4, fault: { kind: 'bom' } });
  for (let nth = 1; nth <= 3; nth += 1) expect(await rowsOf(xero, 'Invoices?page=1')).toHaveLength(3);
  const bytes = Buffer.from(await (await get(xero, 'Invoices?page=1')).arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
});

test('nothing ever comes', async () => {
  const xero = await startXero();
  const headers = { authorization: `Bearer ${await accessToken(xero)}` };
  const stop = new AbortController();
  const arrived = new Promise<void>((resolve) => {
    xero.faults.next = () => {
      resolve();
      return { kind: 'silence' };
    };
  });
  const asked = fetch(`${xero.apiUrl}/api.xro/2.0/Invoices`, { headers, signal: stop.signal });
  await arrived;
  stop.abort();
  await expect(asked).rejects.toThrow();
  expect(xero.requests.at(-1)).toMatchObject({ status: 0, fault: 'silence' });
});

test('3.1: drift: a row comes twice, a row is missing, the pagination tells of more than there is', async () => {
  const xero = await withFault({ kind: 'repeated-row' });
  xero.planFault({ path: 'Invoices', nth: 2, fault: { kind: 'lost-row' } });
  xero.planFault({ path: 'Invoices', nth: 3, fault: { kind: 'lying-pagination', more: 2 } });
  const order = 'Invoices?page=1&order=InvoiceNumber';
  expect(numbersIn(await (await get(xero, order)).text())).toEqual(['N1', 'N1', 'N2', 'N3']);
  const lost = await (await get(xero, order)).json();
  expect(lost).toMatchObject({ pagination: { itemCount: 3 }, Invoices: [{}, {}] });
  expect(await (await get(xero, order)).json()).toMatchObject({ pagination: { itemCount: 5 }, Invoices: [{}, {}, {}] });
});

test('3.1: what changes between two pages jumps to the end, and its neighbour slips between them', async () => {
  const xero = await startXero();
  for (const number of ['N1', 'N2', 'N3', 'N4']) {
    xero.control.createInvoice({ number, contact: 'Jo Example', date: '2026-11-20', total: '11' });
    xero.advance(1);
  }
  xero.faults.next = ({ query }) => {
    if (query.get('page') === '2') xero.control.changeInvoice('N1', { reference: 'x' });
    return undefined;
  };
  const page = async (number: number) =>
    (await rowsOf(xero, `Invoices?page=${number}&pageSize=2`)).map((row) => row['InvoiceNumber']);
  expect([await page(1), await page(2)]).toEqual([
    ['N1', 'N2'],
    ['N4', 'N1'],
  ]);
});

test('faults are planned by path and nth call, for so many calls', async () => {
  const xero = await withFault({ kind: 'status', status: 500 }, 2);
  xero.planFault({ path: 'Organisation', nth: 1, times: 2, fault: { kind: 'status', status: 503 } });
  const statuses: number[] = [];
  for (const path of ['Invoices', 'Invoices', 'Invoices', 'Organisation', 'Organisation', 'Organisation']) {
    statuses.push((await get(xero, path)).status);
  }
  expect(statuses).toEqual([200, 500, 200, 503, 503, 200]);
  expect(() => xero.planFault({ path: 'x', nth: 0, fault: { kind: 'reset' } })).toThrow();
});

test('gateway errors bear no limit headers', async () => {
  const xero = await withFault({ kind: 'status', status: 503 });
  expect((await get(xero, 'Invoices')).headers.has('x-minlimit-remaining')).toBe(false);
});
