import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { notifyDocumentSchema } from '../../src/cli/documents/alert-documents.ts';
import {
  certificateFile,
  type MailServer,
  shownParts,
  startLiar,
  startMailServer,
  trustHere,
} from '../notify/mail-server.ts';
import { type DemoStores, startDemoStores } from '../run/demo-stores.ts';
import { fewerSeed } from '../run/small-stores.ts';
import { runProcess, runProgram, startHere } from './program.ts';

const PIPELINE = 'pipelines/demo.yaml';
const password = 'p@ss/word 1';
let stores: DemoStores;
let server: MailServer;
let distrust: () => void;
beforeAll(async () => {
  distrust = trustHere();
  const seeds = { west: { seed: fewerSeed('west', 12) }, south: { seed: fewerSeed('south', 12) } };
  [stores, server] = await Promise.all([startDemoStores(seeds), startMailServer({ password })]);
  appendFileSync(
    join(stores.folder, PIPELINE),
    `
onProblem:
  email:
    to: [anna@books.example.com, boris@books.example.com]
    from: alerts@books.example.com
    host: localhost
    port: ${server.port}
    secure: starttls
    username: alerts
    password: \${SMTP_PASSWORD}
`,
  );
});
afterAll(async () => {
  await stores.close();
  await server.close();
  distrust();
});

const around = (environment: NodeJS.ProcessEnv) => ({
  folder: stores.folder,
  environment: {
    ...stores.environment,
    NETO_CONSOLIDATOR_HOME: stores.home,
    SMTP_PASSWORD: password,
    ...environment,
  },
});
const program = (words: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
  runProgram(words, around(environment));

test('notify --test says of each what became of it, in words to act on, and shows no password', async () => {
  const good = await runProcess(['notify', PIPELINE, '--test'], around({ NODE_EXTRA_CA_CERTS: certificateFile }));
  expect([good.code, good.stdout.match(/: taken\./g)?.length, server.received.length]).toEqual([0, 2, 1]);
  expect(shownParts(server.received.pop()?.raw ?? '').head).toContain('Subject: demo: a test, nothing is wrong');
  const wrong = await program(['notify', PIPELINE, '--test'], { SMTP_PASSWORD: 'another one' });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain(
    'e-mail to anna@books.example.com: NOT sent: it refused the user name or the password',
  );
  expect(wrong.stdout).toContain('what to do: Look at both');
  expect(wrong.stdout).toContain('the server said: 535 no such user as *** ***');
  expect(wrong.stdout + wrong.stderr).not.toContain('another one');
  distrust();
  const untrusted = await program(['notify', PIPELINE, '--test']);
  distrust = trustHere();
  expect(untrusted.stdout).toContain('its certificate is signed by itself');
  server.refused.add('boris@books.example.com');
  const half = await program(['notify', PIPELINE, '--test', '--output', 'json']);
  server.refused.clear();
  expect(half.code).toBe(1);
  expect(notifyDocumentSchema.parse(JSON.parse(half.stdout)).tests).toMatchObject([
    { to: 'anna@books.example.com', trouble: null },
    { to: 'boris@books.example.com', trouble: { reason: expect.stringContaining('refused this recipient (550)') } },
  ]);
  server.received.length = 0;
});

test('a run whose mails nobody takes is what it is, says so in a line after its result, and status says it until they arrive', async () => {
  const { code, stdout, stderr } = await program(['run', PIPELINE, '--yes', '--output', 'json'], {
    SMTP_PASSWORD: 'another',
  });
  expect([code, server.received]).toEqual([3, []]);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'open' });
  expect(stderr.match(/The mail was not sent: it refused the user name or the password/g)).toHaveLength(1);
  const status = await program(['status', PIPELINE]);
  expect(status.stdout).toMatch(
    /Not told\n {2}e-mail to anna@books\.example\.com: nothing arrives since .* Sydney time: it refused/,
  );
  expect((await program(['run', PIPELINE])).stderr).not.toContain('was not sent');
  expect(server.received).toHaveLength(1);
  const { head, text, html } = shownParts(server.received[0]?.raw ?? '');
  expect(head).toMatch(/Subject: demo: \d+ \w+ waits? for you/);
  for (const shown of [text, html]) {
    expect(shown).toMatch(/in the books(\.| yet)/);
    expect(shown).toMatch(/wait(s)? for you/i);
    expect(shown).toContain(`neto-consolidator todo ${PIPELINE}`);
  }
  for (const personal of ['@example.com', 'Street', 'Jane']) expect(text + html).not.toContain(personal);
  expect((await program(['status', PIPELINE])).stdout).not.toContain('Not told');
});

test('the result of a run is out before a mail server that hangs is waited for', async () => {
  const liar = await startLiar(() => undefined);
  onTestFinished(() => liar.close());
  const file = join(stores.folder, 'pipelines/hanging.yaml');
  writeFileSync(
    file,
    readFileSync(join(stores.folder, PIPELINE), 'utf8').replace(`port: ${server.port}`, `port: ${liar.port}`),
  );
  const started = startHere(
    ['run', 'pipelines/hanging.yaml', '--order', 'N1', '--output', 'json'],
    around({ WEST_STORE_KEY: 'a-key-that-is-wrong' }),
  );
  let isOver = false;
  const ended = started.ended.finally(() => {
    isOver = true;
  });
  await started.printed();
  expect(isOver).toBe(false);
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'failed' });
  expect(stderr).toContain('The mail was not sent: its greeting took longer than 8 seconds');
}, 60_000);

test('a pipeline file that is wrong is told with its place, as far as it says to whom', async () => {
  server.received.length = 0;
  const file = 'pipelines/wrong.yaml';
  const text = readFileSync(join(stores.folder, PIPELINE), 'utf8');
  writeFileSync(
    join(stores.folder, file),
    text.replace('purpose: books', 'purpos: books').replace('name: demo', 'name: wrong'),
  );
  const { code, stderr } = await program(['run', file]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('"purpos" is not a key')]);
  const shown = shownParts(server.received[0]?.raw ?? '');
  expect(shown.head).toContain('Subject: wrong: the run failed (config-invalid)');
  expect(shown.text).toMatch(/It is at wrong\.yaml, line \d+, column \d+\./);
  await program(['run', file]);
  expect(server.received).toHaveLength(1);
});

test('notify of a file that names nobody says what to add', async () => {
  const file = 'pipelines/nobody.yaml';
  const text = readFileSync(join(stores.folder, PIPELINE), 'utf8');
  writeFileSync(join(stores.folder, file), text.slice(0, text.indexOf('\nonProblem:')));
  const { code, stderr } = await program(['notify', file]);
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('names nobody who is told; expected "email" or "webhook"'),
  ]);
});

test('an import and a back-fill tell what they find, and what keeps them from beginning', async () => {
  const told = () => server.received.splice(0).map(({ raw }) => shownParts(raw));
  told();
  // What waits is known from the run before; this one brings a record of its own.
  const rows = [
    'Order ID,Username,Email,Date Placed,Order Status,SKU,Qty,Unit Price',
    'N990001,,,2026-07-02,Dispatched,NONE,1,9.00',
  ];
  writeFileSync(join(stores.folder, 'more.csv'), `${rows.join('\n')}\n`);
  const set = ['Tax Inclusive=yes', 'Approved=yes', 'Order Line Tax Free=no', 'Tax Free Shipping=no'];
  const words = [
    'import',
    PIPELINE,
    '--store',
    'west',
    '--file',
    'more.csv',
    '--yes',
    ...set.flatMap((one) => ['--set', one]),
  ];
  const imported = await program(words);
  expect([imported.code, imported.stdout]).toEqual([3, expect.stringContaining('N990001')]);
  expect(told()).toMatchObject([{ text: expect.stringMatching(/more in quarantine: .*1 order of west\./) }]);
  const wrong = { WEST_STORE_KEY: 'a-key-that-is-wrong' };
  const filled = await program(
    ['backfill', PIPELINE, '--store', 'west', '--from', '2026-05-01', '--to', '2026-05-31', '--yes'],
    wrong,
  );
  expect(filled.code).toBe(1);
  expect(told()).toMatchObject([
    { head: expect.stringContaining('Subject: demo: the run failed (west: key-refused)') },
  ]);
});
