import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeStore } from '../../src/fake-store/index.ts';
import { type FakeXero, plainWebApp, startFakeXero } from '../../src/fake-xero/index.ts';
import { contentOf, customerRows, orderRows, productRows, toCsv } from '../feeds/neto-export.ts';
import { type Hook, startHook } from '../notify/hook.ts';
import { keepFirstTokens } from '../xero/app-on-a-socket.ts';
import { type SmallDemo, startSmallDemo } from './small-demo.ts';

const PIPELINE = 'pipelines/demo.yaml';
const WRONG = 'west-wrong-key-1234567890';
const XERO_SECRET = plainWebApp.clientSecret;
const TOKENS = 'xero-token.json';
const KEYS = ['main-secret-key', 'west-secret-key', 'south-secret-key', WRONG, XERO_SECRET];
const JSON_OUTPUT = ['--output', 'json'];
const loud = { NETO_CONSOLIDATOR_DEBUG: '1' };

describe('secrets and people', { timeout: 180_000 }, () => {
  let demo: SmallDemo;
  let hook: Hook;
  let files: Map<string, string>;
  let processes: string[];
  let xero: FakeXero;
  beforeAll(async () => {
    [demo, hook, xero] = await Promise.all([startSmallDemo(40), startHook(), startFakeXero()]);
    const { clientId } = plainWebApp;
    await keepFirstTokens(xero, join(demo.folder, 'state', TOKENS));
    const books = { tokenFile: `../state/${TOKENS}`, url: xero.apiUrl, identityUrl: xero.identityUrl };
    const names = { clientId: `\${XERO_ID}`, clientSecret: `\${XERO_SECRET}` };
    appendFileSync(join(demo.folder, PIPELINE), `\nxero: ${JSON.stringify({ ...names, ...books })}\n`);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
    appendFileSync(join(demo.folder, PIPELINE), '\nonProblem: { webhook: "${ALERT_WEBHOOK}" }\n');
    const environment = { ...loud, ALERT_WEBHOOK: hook.url, XERO_ID: clientId, XERO_SECRET };
    const call = (words: readonly string[], own: NodeJS.ProcessEnv = {}) =>
      demo.program(words, { ...environment, ...own });
    const running = demo.start(['run', PIPELINE, '--yes', ...JSON_OUTPUT], environment);
    processes = await commandLinesWhile(running.ended);
    const run = await running.ended;
    demo.outputs.push(run.stdout, run.stderr);
    expect(run.code, run.stderr).toBe(0);
    await call(['trace', 'W1001', PIPELINE]);
    await call(['check', PIPELINE]);
    await call(['check', PIPELINE, ...JSON_OUTPUT], { WEST_STORE_KEY: WRONG });
    await call(['status', PIPELINE, ...JSON_OUTPUT]);
    await call(['doctor', PIPELINE, '--online', ...JSON_OUTPUT]);
    await call(['reconcile', PIPELINE, '--csv', 'tables', ...JSON_OUTPUT]);
    // Each by tokens of its own.
    xero.advance(1860);
    await call(['reconcile', PIPELINE, '--xero', ...JSON_OUTPUT]);
    xero.advance(1860);
    await call(['report', PIPELINE, '--out', 'report.html', '--reconcile']);
    await call(['plan', PIPELINE, ...JSON_OUTPUT], { WEST_STORE_KEY: WRONG });
    await call(['run', PIPELINE, '--log', 'steps.log'], { WEST_STORE_KEY: WRONG });
    await call(['run', 'pipelines/none.yaml']);
    files = writtenIn(demo.folder);
  }, 180_000);
  afterAll(async () => {
    await demo.close();
    await hook.close();
    await xero.close();
  });

  test('no key is in any output of any command, also not with NETO_CONSOLIDATOR_DEBUG', () => {
    expect(demo.outputs.join('\n').length).toBeGreaterThan(10_000);
    expect(xero.secrets().length).toBeGreaterThan(3);
    for (const key of [...KEYS, ...xero.secrets()]) expect(demo.outputs.join('\n')).not.toContain(key);
  });

  test('no key is in any file: ledger, request log, report, tables', () => {
    const names = [...files.keys()].map((file) => file.slice(demo.folder.length + 1));
    expect(names).toEqual(expect.arrayContaining(['state/demo.db', 'report.html']));
    expect(
      names.some((name) => name.startsWith('home/')),
      names.join(),
    ).toBe(true);
    expect(
      names.some((name) => name.startsWith('tables/')),
      names.join(),
    ).toBe(true);
    const tokens = join(demo.folder, 'state', TOKENS);
    expect(xero.secrets().filter((token) => files.get(tokens)?.includes(token) === true)).not.toEqual([]);
    expect((statSync(tokens).mode & 0o777).toString(8)).toBe('600');
    for (const key of [...KEYS, ...xero.secrets(), 'secret-path']) {
      const found = [...files].filter(([file, text]) => file !== tokens && text.includes(key));
      expect(found.map(([file]) => file)).toEqual([]);
    }
  });

  test('no key, and nobody’s data, is told to the webhook', () => {
    expect(hook.received).not.toEqual([]);
    const told = JSON.stringify(hook.received);
    for (const text of [...KEYS, ...personalIn(demo.west)]) expect(told).not.toContain(text);
  });

  test.runIf(existsSync('/proc/self/cmdline'))('no key is in the list of processes while it runs', () => {
    expect(processes.some((line) => line.includes(PIPELINE))).toBe(true);
    for (const key of KEYS) expect(processes.filter((line) => line.includes(key))).toEqual([]);
  });

  test('once all is settled, no file holds a name, an address, a street or a telephone number of a shopper', () => {
    const personal = [demo.west, demo.south].flatMap((store) => personalIn(store));
    expect(personal.length).toBeGreaterThan(200);
    const all = [...files.values()].join('\n');
    expect(personal.filter((text) => all.includes(text))).toEqual([]);
  });
});

describe('an import', { timeout: 120_000 }, () => {
  test('leaves no key and nothing personal of what is settled, in no file but the ones that were given', async () => {
    const demo = await startSmallDemo(40);
    try {
      const content = await contentOf(demo.west, 'west-secret-key', 'Australia/Perth');
      const given = {
        'orders.csv': toCsv(orderRows(content, 'Australia/Perth')),
        'customers.csv': toCsv(customerRows(content)),
        'products.csv': toCsv(productRows(content)),
      };
      for (const [name, text] of Object.entries(given)) writeFileSync(join(demo.folder, name), text);
      const words = ['import', PIPELINE, '--store', 'west', '--yes', ...JSON_OUTPUT, '--file', ...Object.keys(given)];
      const { stdout, stderr } = await demo.program(words, loud);
      const { quarantine, stores } = JSON.parse(stdout);
      expect(stores.west.orders.created).toBeGreaterThan(20);
      const held = new Set<string>(quarantine.map(({ sourceId }: { sourceId: string }) => sourceId));
      const personal = personalIn(demo.west, (id) => !held.has(id));
      expect(personal.length).toBeGreaterThan(50);
      const files = writtenIn(demo.folder, ['demo.yaml', ...Object.keys(given)]);
      expect([...files.keys()].some((file) => file.endsWith('state/demo.db'))).toBe(true);
      const all = [stdout, stderr, ...files.values()].join('\n');
      expect([...KEYS, ...personal].filter((text) => all.includes(text))).toEqual([]);
    } finally {
      await demo.close();
    }
  });
});

/** What is personal in a store's orders: each text once, as bytes of a file read as latin1 hold it. */
function personalIn(store: FakeStore, wanted: (orderId: string) => boolean = () => true): string[] {
  const mine = store.orders().filter(({ OrderID }) => wanted(OrderID));
  const others = store.orders().filter(({ OrderID }) => !wanted(OrderID));
  const kept = new Set(others.flatMap(textsOf));
  const texts = new Set(mine.flatMap(textsOf).filter((text) => text.length > 4 && !kept.has(text)));
  return [...texts].map((text) => Buffer.from(text).toString('latin1'));
}

function textsOf(order: ReturnType<FakeStore['orders']>[number]): string[] {
  const { Email, BillFirstName, BillLastName, BillStreetLine1, BillPhone } = order;
  const { ShipFirstName, ShipLastName, ShipStreetLine1, ShipPhone } = order;
  return [
    ...[Email, BillFirstName, BillLastName, BillStreetLine1, BillPhone],
    ...[ShipFirstName, ShipLastName, ShipStreetLine1, ShipPhone],
  ];
}

/** All but what a person wrote. */
function writtenIn(folder: string, given: readonly string[] = ['demo.yaml']): Map<string, string> {
  const written = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile() && !given.some((name) => file.endsWith(`/${name}`)));
  return new Map(written.map((file) => [file, readFileSync(file, 'latin1')]));
}

/** What anybody on the machine sees of all processes, looked at again and again until then. */
async function commandLinesWhile(ended: Promise<unknown>): Promise<string[]> {
  const seen = new Set<string>();
  let over = false;
  void ended.finally(() => {
    over = true;
  });
  while (!over) {
    for (const name of existsSync('/proc') ? readdirSync('/proc') : []) {
      if (/^\d+$/.test(name)) seen.add(commandLineOf(name));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [...seen];
}

function commandLineOf(process: string): string {
  try {
    return readFileSync(`/proc/${process}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
