import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SmallDemo, startSmallDemo } from '../cli/small-demo.ts';
import { PASSWORD, type PostgresServer, startPostgres } from '../support/postgres-server.ts';

const FILE = 'pipelines/demo.yaml';
const JSON_OUTPUT = ['--output', 'json'];

describe('a pipeline whose ledger is in PostgreSQL', { timeout: 180_000 }, () => {
  let server: PostgresServer;
  let inDatabase: SmallDemo;
  let inFile: SmallDemo;
  let address = '';
  const call = async (demo: SmallDemo, ...words: readonly string[]) => {
    const ended = await demo.program(words, { LEDGER_URL: address, NETO_CONSOLIDATOR_DEBUG: '1' });
    return { ...ended, document: words.includes('json') && ended.stdout !== '' ? JSON.parse(ended.stdout) : undefined };
  };
  beforeAll(async () => {
    [server, inDatabase, inFile] = await Promise.all([startPostgres(), startSmallDemo(30), startSmallDemo(30)]);
    address = await server.newDatabase();
    const file = join(inDatabase.folder, FILE);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ledger:.*$/m, 'ledger: ${LEDGER_URL}'));
  }, 180_000);
  afterAll(async () => {
    await Promise.all([inDatabase.close(), inFile.close()]);
    await server.close();
  });

  test('plans, copies and tells the same as one whose ledger is a file, and reads no more', async () => {
    const told = [];
    for (const demo of [inFile, inDatabase]) {
      const plan = await call(demo, 'plan', FILE, ...JSON_OUTPUT);
      const first = await call(demo, 'run', FILE, '--yes', ...JSON_OUTPUT);
      const second = await call(demo, 'run', FILE, ...JSON_OUTPUT);
      const codes = [plan.code, first.code, second.code];
      const counts = [plan, first, second].map(({ document }) => document.stores);
      // How many batches the primary gets depends on which store was read first, and so on the machine.
      const requests = [first, second].map(
        ({
          document: {
            requests: { primary: _, ...read },
          },
        }) => read,
      );
      told.push({ codes, counts, requests });
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[0]?.codes).toEqual([0, 0, 0]);
  });

  test('is looked at, decided about and taken care of by every command that needs its ledger', async () => {
    const status = await call(inDatabase, 'status', FILE, ...JSON_OUTPUT);
    expect(status.document.ledger).toBe(`postgres://127.0.0.1:${server.port}/ledgers_1 (schema neto_demo)`);
    expect(JSON.stringify(status.document)).not.toContain('state/');
    const commands = [
      ['trace', 'W1001', FILE],
      ['todo', FILE],
      ['quarantine', 'list', FILE],
      ['doctor', FILE],
      ['report', FILE, '--out', 'report.html'],
      ['doctor', FILE, '--backup', 'kept.db'],
      ['doctor', FILE, '--restore'],
      ['forget', FILE, '--email', 'nobody@example.com', '--dry-run'],
    ];
    const codes = [];
    for (const words of commands) codes.push([words[0], (await call(inDatabase, ...words)).code]);
    expect(codes).toEqual(commands.map(([name]) => [name, 0]));
  });

  test('is carried into a database and back, is the same there, and refuses to be written where it was left', async () => {
    const file = join(inFile.folder, FILE);
    const before = readFileSync(file, 'utf8');
    expect((await call(inFile, 'run', FILE, '--yes')).code).toBe(0);
    const there = `\${LEDGER_URL}?schema=moved`;
    // The address comes from where it is for the pipeline file, too.
    appendFileSync(join(inFile.folder, 'pipelines/.env'), `LEDGER_URL=${address}\n`);
    const moved = await inFile.program(['ledger', 'move', FILE, '--to', there], {});
    expect([moved.code, moved.stdout]).toEqual([0, expect.stringMatching(/each letter as it was \(([0-9a-f]{16})\)/)]);
    const left = await call(inFile, 'run', FILE);
    expect([left.code, left.stderr]).toEqual([2, expect.stringContaining('(schema moved), and goes on there')]);
    expect((await call(inFile, 'ledger', 'move', FILE, '--to', there)).code).toBe(2);
    writeFileSync(file, before.replace(/^ledger:.*$/m, `ledger: "${there}"`));
    const second = await call(inFile, 'run', FILE, ...JSON_OUTPUT);
    expect([second.code, JSON.stringify(second.document.stores)]).toEqual([
      0,
      expect.not.stringMatching(/"created":[1-9]/),
    ]);
    const back = await call(inFile, 'ledger', 'move', FILE, '--to', 'back.db');
    expect([back.code, back.stderr]).toEqual([0, '']);
    writeFileSync(file, before.replace(/^ledger:.*$/m, 'ledger: ../back.db'));
    expect((await call(inFile, 'run', FILE)).code).toBe(0);
    const given = await call(inFile, 'ledger', 'move', FILE, '--to', address);
    expect([given.code, given.stderr.includes(PASSWORD.slice(0, 6))]).toEqual([2, false]);
  });

  test('is restored from a file, and goes on', async () => {
    expect((await call(inDatabase, 'doctor', FILE, '--restore', 'kept.db', '--yes')).code).toBe(0);
    expect((await call(inDatabase, 'run', FILE)).code).toBe(0);
  });

  test('has its password in no output, and in no file', async () => {
    expect((await call(inDatabase, 'run', FILE, '--log', 'steps.log')).code).toBe(0);
    const outside = { LEDGER_URL: address.replace(/:\d+\//, ':1/') };
    inDatabase.outputs.push(...Object.values(await inDatabase.program(['status', FILE], outside)).map(String));
    const parts = [PASSWORD, encodeURIComponent(PASSWORD), PASSWORD.slice(0, 6)];
    for (const part of parts) expect(inDatabase.outputs.join('\n')).not.toContain(part);
    const files = readdirSync(inDatabase.folder, { recursive: true }).map((name) =>
      join(inDatabase.folder, String(name)),
    );
    const holding = files.filter(
      (file) => statSync(file).isFile() && parts.some((part) => readFileSync(file, 'latin1').includes(part)),
    );
    expect(holding).toEqual([]);
  });

  test('is refused in one sentence where its address stands in the file itself, or is wrong', async () => {
    const own = await startSmallDemo(1);
    const file = join(own.folder, FILE);
    const text = readFileSync(file, 'utf8').replace(/^ledger:.*$/m, '');
    writeFileSync(file, text);
    appendFileSync(file, `\nledger: postgres://ann:${encodeURIComponent(PASSWORD)}@db/ledgers\n`);
    const literal = await own.program(['status', FILE]);
    expect([literal.code, literal.stderr]).toEqual([
      2,
      expect.stringContaining('"ledger" has the address of a database in the file itself'),
    ]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the pipeline file's own way to name a variable
    writeFileSync(file, `${text}\nledger: "${'${LEDGER_URL}'}"\n`);
    const wrong = await own.program(['status', FILE], {
      LEDGER_URL: `postgres://ann:${encodeURIComponent(PASSWORD)}@db`,
    });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('names no database')]);
    expect(own.outputs.join('')).not.toContain(PASSWORD.slice(0, 6));
    await own.close();
  });
});
