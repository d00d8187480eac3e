import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPipeline } from '../src/config/read-pipeline.ts';
import type { StagedRecord } from '../src/ledger/record.ts';
import { decimal } from '../src/model/money.ts';
import type { LocalDate } from '../src/model/time.ts';
import { servedPipeline } from '../src/serve/pipelines/served-pipeline.ts';
import { type ServedPage, servePage } from '../src/serve/server.ts';
import { openOwnLedger } from '../src/session/own-ledger.ts';
import { Resources } from '../src/session/resources.ts';
import { most } from './bound.ts';

/** How long the page makes somebody wait, whose ledger has so many records, a fifth of them in quarantine. */
const ALL = Number(process.argv[2] ?? 100_000);
const QUARANTINED = ALL / 5;
const AT_ONCE = 1_000;
/** The middle one of so many counts. */
const TIMES = 7;
/** Milliseconds. */
const FIRST_BYTE = 300;
const SEARCH = 500;

const folder = mkdtempSync(join(tmpdir(), 'page-bench-'));
const environment = { KEY: 'key-of-nobody', NETO_CONSOLIDATOR_HOME: folder };

const lines = Array.from({ length: 8 }, (_, line) => ({
  sku: `SKU-${line}-LONG-ENOUGH`,
  name: 'A thing with a name of the usual length',
  quantity: '2',
  unitPrice: '12.95',
  taxFree: false,
  discountPercent: '0',
}));

function order(number: number): StagedRecord {
  const amount = decimal(`${10 + (number % 9_000)}.${String(number % 100).padStart(2, '0')}`);
  const payload = JSON.stringify({
    id: `N${number}`,
    shippingMethod: `Way ${number % 40}`,
    purchaseOrderNumber: `PO-${number}`,
    customerReferences: [`ref-${number}-of-the-shopper`],
    billing: { firstName: 'Jane', lastName: `Smith${number % 1000}`, street: '12 Some Lane', city: 'Perth' },
    lines,
  });
  const facts = { bookedOn: `2026-0${1 + (number % 9)}-1${number % 10}` as LocalDate };
  return { sourceId: `N${number}`, hash: String(number), payload, amount, facts };
}

async function fill(file: string): Promise<void> {
  const resources = new Resources();
  try {
    const pipeline = await readPipeline(file, environment);
    const ledger = await openOwnLedger(pipeline, { now: Date.now, home: folder }, resources);
    const run = await ledger.beginRun({ narrowed: false });
    for (let first = 0; first < ALL; first += AT_ONCE) {
      const numbers = Array.from({ length: AT_ONCE }, (_, place) => first + place + 1);
      await ledger.stagePage({ run, store: 'west', entity: 'orders', rules: '', records: numbers.map(order) });
      const keyOf = (number: number) => ({ store: 'west', entity: 'orders', sourceId: `N${number}` }) as const;
      const isWaiting = (number: number): boolean => number % (ALL / QUARANTINED) === 0;
      await ledger.adopt(
        run,
        numbers.filter((one) => !isWaiting(one)).map((one) => ({ key: keyOf(one), targetId: `W${one}` })),
      );
      await ledger.decide(
        run,
        numbers.filter(isWaiting).map((number) => {
          const isOfMany = number % 2 === 0;
          const reason = isOfMany ? 'shipping-method-unmapped' : 'total-unexplained';
          const message = isOfMany ? `Shipping method "Way ${number % 40}"` : `N${number} comes to another total`;
          return { kind: 'quarantine', key: keyOf(number), reason, message } as never;
        }),
      );
    }
    await ledger.finishRun(run, 'open', '{}');
  } finally {
    await resources.close();
  }
}

/** @returns milliseconds to the first byte, and to the last */
function asked(
  page: ServedPage,
  path: string,
  cookie: string,
): Promise<{ first: number; whole: number; size: number }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { Cookie: cookie, Host: `127.0.0.1:${page.port}`, 'Sec-Fetch-Site': 'same-origin' };
    const sent = request({ host: '127.0.0.1', port: page.port, path, headers, setHost: false }, (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`${path}: ${reply.statusCode}`));
      const first = performance.now() - begun;
      let size = 0;
      reply.on('data', (part: Buffer) => {
        size += part.length;
      });
      reply.on('end', () => resolve({ first, whole: performance.now() - begun, size }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function enter(page: ServedPage): Promise<string> {
  const text = readFileSync(page.openingFile ?? '', 'utf8');
  const token = /name="token" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const answer = await fetch(`http://127.0.0.1:${page.port}/enter`, {
    ...{ method: 'POST', body: new URLSearchParams({ token }), headers: { Origin: 'null' } },
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const last = ALL - (ALL / QUARANTINED) * 40;
const at = '/pipelines/bench';
const pages: readonly (readonly [name: string, path: string, bound: number])[] = [
  ['overview', '/', FIRST_BYTE],
  ['one pipeline', at, FIRST_BYTE],
  ['to do', `${at}/to-dos`, FIRST_BYTE],
  ['to do, in the middle', `${at}/to-dos?from=5000`, FIRST_BYTE],
  ['quarantine, the first page', `${at}/quarantine`, FIRST_BYTE],
  [
    'quarantine, near its end',
    `${at}/quarantine?${new URLSearchParams({ after: JSON.stringify(['west', 'orders', `N${last}`]) })}`,
    FIRST_BYTE,
  ],
  ['quarantine, of one reason', `${at}/quarantine?code=total-unexplained`, FIRST_BYTE],
  ['one record', `${at}/record?store=west&entity=orders&id=N${last}`, FIRST_BYTE],
  ['does it add up', `${at}/proof`, FIRST_BYTE],
  ['charts by month', `${at}/charts?until=2026-09`, FIRST_BYTE],
  ['charts by day', `${at}/charts?month=2026-05`, FIRST_BYTE],
  ['month', `${at}/month`, FIRST_BYTE],
  ['runs', `${at}/runs`, FIRST_BYTE],
  ['the run that read all of it', `${at}/runs/1`, FIRST_BYTE],
  ['measures', '/metrics', FIRST_BYTE],
  ['one order', `${at}/trace?order=N500`, SEARCH],
  ['one order that is not there', `${at}/trace?order=N999999`, SEARCH],
  ['search by a number', `${at}/quarantine?q=N${last}`, SEARCH],
  ["search by a customer's reference", `${at}/quarantine?q=ref-${last}-of`, SEARCH],
  ['search by an amount', `${at}/quarantine?q=5010.00`, SEARCH],
  ['search by a reason', `${at}/quarantine?q=total-unexplained`, SEARCH],
  ['search that finds nothing', `${at}/quarantine?q=nothing-like-it`, SEARCH],
];

try {
  const file = join(folder, 'pipeline.yaml');
  const store = { key: `\${KEY}`, timezone: 'Australia/Sydney' };
  const west = {
    ...{ name: 'west', url: 'http://127.0.0.1:9', ...store, prefix: { N: 'W' }, since: '2026-01-01', purpose: 'books' },
    ...{
      customers: { policy: 'house', house: { username: 'west', email: 'a@example.com' } },
      products: { policy: 'match' },
    },
    orders: { warehouse: 'Virtual', surchargeSku: 'FEE', houseEmail: 'a@example.com' },
  };
  const primary = { url: 'http://127.0.0.1:8', ...store, prefixes: ['N'] };
  writeFileSync(file, JSON.stringify({ name: 'bench', ledger: 'ledger.db', primary, secondaries: [west] }));
  await fill(file);
  const around = { environment, folder, home: folder, now: Date.now };
  const site = { pipelines: [await servedPipeline(file, around)], home: folder, now: Date.now, note: console.error };
  const page = await servePage({ site, port: 0, address: '127.0.0.1', behindProxy: false });
  try {
    const cookie = await enter(page);
    const begun = performance.now();
    // The command opens the browser after that.
    await page.ready;
    console.log(`The ledger was summed up for the page in ${Math.round(performance.now() - begun)} ms`);
    console.log(`${ALL} records, ${QUARANTINED} of them quarantined; milliseconds, the middle of ${TIMES}`);
    const bounds = [];
    for (const [name, path, bound] of pages) {
      const times: Awaited<ReturnType<typeof asked>>[] = [];
      for (let time = 0; time < TIMES; time += 1) times.push(await asked(page, path, cookie));
      const middle = (of: 'first' | 'whole'): number =>
        Math.round(times.map((one) => one[of]).sort((a, b) => a - b)[(TIMES - 1) / 2] ?? 0);
      console.log(
        `${name.padEnd(36)} first byte ${String(middle('first')).padStart(5)}   whole ${String(middle('whole')).padStart(5)}   the first time ${Math.round(times[0]?.first ?? 0)}`,
      );
      bounds.push(most(name, middle('first'), bound));
    }
    const broken = bounds.filter(({ holds }) => !holds);
    for (const { what, value, bound } of broken) console.error(`${what}: ${value} ms, bound ${bound}`);
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    await page.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
