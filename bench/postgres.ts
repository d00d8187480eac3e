import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type PostgresServer, startPostgres } from '../test/support/postgres-server.ts';
import { startTcpProxy } from '../test/support/tcp-proxy.ts';
import { machineText } from './machine.ts';
import { environmentOf, runOnce, startStore } from './processes.ts';
import { printTable } from './table.ts';

// What it costs that a ledger is in PostgreSQL, with a way there and back of some milliseconds, and not in a file.

const { values } = parseArgs({
  options: { orders: { type: 'string', default: '10000' }, delay: { type: 'string', default: '1' } },
});
const [orders, delay] = [Number(values.orders), Number(values.delay)];
/** In times of what it takes with a file. */
const MOST = 1.5;

const server = await startPostgres(['fsync=on']);
const proxy = await startTcpProxy(server.port);
proxy.delay = delay;
try {
  const inFile = await measure(undefined);
  const inDatabase = await measure(server.addressAt(proxy.port, await server.newDatabase()));
  console.log(`${orders} orders; the database answers ${delay} ms later than at once, and waits for its disk.`);
  console.log(`${machineText()}.\n`);
  const times = inDatabase.seconds / inFile.seconds;
  const isSame = JSON.stringify(inFile.requests) === JSON.stringify(inDatabase.requests);
  printTable(
    ['what', 'in a file', 'in PostgreSQL', 'holds'],
    [
      [
        'seconds of a first run',
        inFile.seconds.toFixed(1),
        inDatabase.seconds.toFixed(1),
        times <= MOST ? 'yes' : 'NO',
      ],
      ['processor seconds', inFile.processorSeconds.toFixed(1), inDatabase.processorSeconds.toFixed(1), ''],
      ['processor seconds of the server', '', inDatabase.serverSeconds.toFixed(1), ''],
      ['requests to the stores', inFile.requests.join(' + '), inDatabase.requests.join(' + '), isSame ? 'yes' : 'NO'],
      ['ways to the database', '', String(inDatabase.ways), ''],
    ],
  );
  process.exitCode = times <= MOST && isSame ? 0 : 1;
} finally {
  await proxy.close();
  await server.close();
}

async function measure(address: Awaited<ReturnType<PostgresServer['newDatabase']>> | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
  const pipeline = join(folder, 'pipeline.yaml');
  const text = readFileSync(join(import.meta.dirname, 'pipeline.yaml'), 'utf8');
  writeFileSync(pipeline, address === undefined ? text : text.replace(/^ledger:.*$/m, `ledger: \${LEDGER_URL}`));
  const stores = await Promise.all([
    startStore('primary', { orders: 0, ahead: 0, latency: 0 }),
    startStore('secondary', { orders, ahead: 0, latency: 0 }),
  ]);
  const before = { ways: proxy.sent(''), seconds: server.processorSeconds() };
  try {
    const own = { ...environmentOf(stores, folder), ...(address === undefined ? {} : { LEDGER_URL: address }) };
    const { seconds, processorSeconds, summary } = await runOnce(pipeline, own);
    const copied = Object.values(summary.stores).reduce((sum, store) => sum + (store.orders?.created ?? 0), 0);
    if (copied !== orders) throw new Error(`${copied} of ${orders} orders were copied`);
    return {
      ...{ seconds, processorSeconds, requests: Object.values(summary.requests) },
      ...{ ways: proxy.sent('') - before.ways, serverSeconds: server.processorSeconds() - before.seconds },
    };
  } finally {
    for (const store of stores) await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
