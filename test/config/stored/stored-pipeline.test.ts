import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type KeyTable, readKeyTable } from '../../../src/config/stored/key-table.ts';
import { checkStored, readStored } from '../../../src/config/stored/stored-pipeline.ts';

const text = `
name: au-stores
primary:
  url: https://www.main-store.com.au
  prefixes: [N]
  timezone: Australia/Sydney
secondaries:
  - name: west
    url: https://www.west-store.com.au
    timezone: Australia/Perth
    prefix: { N: W }
    since: 2026-07-01
    purpose: books
    customers: { policy: match }
    products: { policy: match }
    orders: { warehouse: Virtual, houseEmail: accounts@main-store.com.au }
`;
const ORGANISATION = '2d6848a8-08e9-53eb-b602-b8e6cad5bd82';
const here = { ledger: 'postgres://u:p@127.0.0.1:5432/fleet', folder: '/var/lib/neto/fleet' };
const both = `
hosts:
  www.main-store.com.au: { key: { variable: MAIN_KEY } }
  www.west-store.com.au: { key: { command: [${JSON.stringify(process.execPath)}, -e, "console.log('west-'+'key-of-thirty-two-characters-aa')"] } }
`;
const environment = { MAIN_KEY: 'main-key-of-thirty-two-characters-a' };

const shown = text.replace('\nname:', '\nonProblem: { webhook: &told https://collect.example }\nname:');

async function table(yaml: string, variables: NodeJS.ProcessEnv = environment): Promise<KeyTable> {
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'keys.yaml');
  writeFileSync(file, yaml, { mode: 0o600 });
  return readKeyTable(file, variables);
}

test('a stored pipeline gets its keys from the table of the worker: of a variable, and of what a command prints', async () => {
  const pipeline = await readStored({ name: 'au-stores', text }, await table(both), here);
  expect(pipeline.primary.key).toBe(environment.MAIN_KEY);
  expect(pipeline.secondaries[0]?.key).toBe('west-key-of-thirty-two-characters-aa');
  // Its lock stands where this machine's own things are.
  expect(pipeline.ledger).toBe('/var/lib/neto/fleet/state/au-stores.db');
});

test('is checked without any key when it is stored', () => {
  expect(checkStored({ name: 'au-stores', text }).secondaries[0]?.host).toBe('www.west-store.com.au');
});

test.each([
  ['a variable', text.replace('  prefixes: [N]', `  key: \${MAIN_KEY}\n  prefixes: [N]`), /names a variable/],
  ['a key as it is', text.replace('  prefixes: [N]', '  key: abc\n  prefixes: [N]'), /"primary.key" can't be stored/],
  [
    'the one file of tokens of an ordinary app',
    `${text}xero: { tokenFile: state/xero-token.json }\n`,
    /"xero.tokenFile" can't be used in a fleet: .* take a custom connection/,
  ],
  [
    'the id of a connection to Xero',
    `${text}xero: { organisation: ${ORGANISATION}, clientId: abc }\n`,
    /"xero.clientId" can't/,
  ],
  [
    'an address to which the secret of a connection would go',
    `${text}xero: { organisation: ${ORGANISATION}, url: "http://127.0.0.1:1", identityUrl: "http://127.0.0.1:1" }\n`,
    /"xero.url" can't be stored[\s\S]*"xero.identityUrl" can't be stored/,
  ],
  [
    'a look into Xero without saying whose books',
    `${text}xero: { invoices: each }\n`,
    /"xero.organisation" is missing/,
  ],
  [
    'whose books they are by an alias',
    text
      .replace('\nname:', `\nxero: &books { organisation: ${ORGANISATION} }\nname:`)
      .replace('xero: &books', 'accounting: &books') + 'xero: *books\n',
    /"xero.organisation" is missing/,
  ],
  ['a ledger', `${text}ledger: /etc/other.db\n`, /"ledger" can't be stored/],
  [
    'a key of a secondary',
    text.replace('    prefix: { N: W }', '    key: abc\n    prefix: { N: W }'),
    /"secondaries.0.key" can't/,
  ],
  [
    'files of one machine',
    text.replace('    purpose', '    source: { files: feeds/*.csv }\n    purpose'),
    /over sftp:\/\/ only/,
  ],
  [
    'a file of one machine',
    text.replace('products: { policy: match }', 'products: { policy: map, map: skus.csv }'),
    /products.map/,
  ],
  [
    'a webhook of which more than the host is given, by an alias',
    `${shown.replace('https://collect.example', 'https://collect.example/hook-secret')}`,
    /"onProblem.webhook" holds more than a host.* `webhook: https:\/\/collect.example` .* below `collect.example:`/,
  ],
  [
    'a webhook with a query',
    `${text}onProblem: { webhook: "https://collect.example/?t=hook-secret" }\n`,
    /holds more than a host/,
  ],
  ['another name', text.replace('name: au-stores', 'name: other'), /"name" is other/],
  ['what is no YAML', `${text}\n  - [`, /no YAML/],
])('is refused where it holds %s', (_, changed, expected) => {
  expect(() => checkStored({ name: 'au-stores', text: changed })).toThrow(expected);
});

test('speaks to no host that the table of this worker does not list, neither stores nor a webhook', async () => {
  const onlyMain = 'hosts:\n  www.main-store.com.au: { key: { variable: MAIN_KEY } }\n';
  await expect(readStored({ name: 'au-stores', text }, await table(onlyMain), here)).rejects.toThrow(
    /www.west-store.com.au, which .* does not list/,
  );
  const telling = `${text}onProblem: { webhook: "https://collect.example/x" }\n`;
  await expect(readStored({ name: 'au-stores', text: telling }, await table(both), here)).rejects.toThrow(
    /collect.example, which .* does not list/,
  );
  const listed = await table(`${both}  collect.example:\n`);
  expect((await readStored({ name: 'au-stores', text: telling }, listed, here)).onProblem.webhook).toContain(
    'collect.example',
  );
});

test('a webhook that may not be stored is not quoted', () => {
  const telling = `${text}onProblem: { webhook: "https://collect.example/hook-secret" }\n`;
  expect(() => checkStored({ name: 'au-stores', text: telling })).toThrow(/^(?!.*hook-secret)/s);
  // What an earlier version stored can go on being edited.
  expect(checkStored({ name: 'au-stores', text: telling }, { keepsWebhook: true }).onProblem.webhook).toContain(
    'hook-secret',
  );
});

test('the address of a webhook comes from the table of the worker, by its host, and of several by a name', async () => {
  const keys = {
    ...environment,
    HOOK: 'https://collect.example/one',
    WEST: 'https://collect.example/west',
    OTHER: 'https://evil.example/x',
  };
  const own = `  collect.example: { webhook: { variable: HOOK }, webhooks: { west: { variable: WEST }, wrong: { variable: OTHER } } }\n`;
  const webhookOf = async (webhook: string, yaml = both + own) => {
    const telling = `${text}onProblem: { webhook: "${webhook}" }\n`;
    return (await readStored({ name: 'au-stores', text: telling }, await table(yaml, keys), here)).onProblem.webhook;
  };
  expect(
    checkStored({ name: 'au-stores', text: `${text}onProblem: { webhook: "https://collect.example#west" }\n` }),
  ).toBeDefined();
  expect(await webhookOf('https://collect.example')).toBe(keys.HOOK);
  expect(await webhookOf('https://collect.example#west')).toBe(keys.WEST);
  // What an earlier version stored goes on as it was, and so does an address without a secret.
  expect(await webhookOf('https://collect.example/stored')).toBe('https://collect.example/stored');
  expect(await webhookOf('https://collect.example', `${both}  collect.example:\n`)).toBe('https://collect.example');
  await expect(webhookOf('https://collect.example#east')).rejects.toThrow(
    /webhook east of collect.example, which .* does not list/,
  );
  await expect(webhookOf('https://collect.example#wrong')).rejects.toThrow(/^(?!.*evil).*is no address of that host/s);
});

test('a table has a store under whatever name of it, and of two names each stands for itself', async () => {
  const own = (name: string) => `{ key: { variable: ${name} } }`;
  const short = `hosts:\n  main-store.com.au: ${own('MAIN_KEY')}\n  WEST-store.com.au.: ${own('WEST_KEY')}\n`;
  const keys = {
    MAIN_KEY: environment.MAIN_KEY,
    WEST_KEY: 'west-key-of-thirty-two-characters-aa',
    OTHER: 'other-key-of-thirty-two-characters-a',
  };
  const pipeline = await readStored({ name: 'au-stores', text }, await table(short, keys), here);
  expect([pipeline.primary.key, pipeline.secondaries[0]?.key]).toEqual([keys.MAIN_KEY, keys.WEST_KEY]);
  const both = await table(`${short}  www.main-store.com.au: ${own('OTHER')}\n`, keys);
  expect((await readStored({ name: 'au-stores', text }, both, here)).primary.key).toBe(keys.OTHER);
});

test.each([
  ['of an address', shown.replace('    url: https://www.west-store.com.au\n', '    url: *told\n')],
  [
    'of a merged store',
    shown
      .replace('primary:\n', 'primary: &main\n')
      .replace('    url: https://www.west-store.com.au\n', '    <<: *main\n    url: *told\n'),
  ],
  [
    'of a second address',
    shown.replace('    timezone: Australia/Perth\n', '    timezone: Australia/Perth\n    url: *told\n'),
  ],
])('gets no key of one store for another one by an alias %s', async (_, aliased) => {
  const listed = await table(`${both}  collect.example:\n`);
  const refused = await readStored({ name: 'au-stores', text: aliased }, listed, here).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: expect.stringMatching(/^(config-invalid|config-unreadable|environment-missing)$/),
  });
});

test('says which key is missing, and no secret of another one', async () => {
  const failing = both.replace(
    "console.log('west-'+'key-of-thirty-two-characters-aa')",
    "console.error('the secret'); process.exit(3)",
  );
  const error = await readStored({ name: 'au-stores', text }, await table(failing), here).catch(
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(/the key of www.west-store.com.au can't be had: the command node.* failed \(3\)/);
  expect(String(error)).not.toContain('the secret');
  await expect(readStored({ name: 'au-stores', text }, await table(both, {}), here)).rejects.toThrow(
    /MAIN_KEY is not set/,
  );
});

describe('the books in Xero', () => {
  const looking = `${text}xero: { organisation: ${ORGANISATION}, invoices: each }\n`;
  const connected = `${both}xero:
  ${ORGANISATION.toUpperCase()}:
    clientId: { variable: BOOKS_ID }
    clientSecret: { command: [${JSON.stringify(process.execPath)}, -e, "console.log('secret-of-the-books')"] }
`;
  const variables = { ...environment, BOOKS_ID: 'id-of-the-books' };

  test('are looked into with the connection that the table of the worker has for the organisation, at Xero itself', async () => {
    const { xero } = await readStored({ name: 'au-stores', text: looking }, await table(connected, variables), here);
    expect(xero).toMatchObject({ clientId: 'id-of-the-books', clientSecret: 'secret-of-the-books', invoices: 'each' });
    expect([xero?.organisation, xero?.url, xero?.identityUrl]).toEqual([ORGANISATION, undefined, undefined]);
    expect(checkStored({ name: 'au-stores', text: looking }).xero?.organisation).toBe(ORGANISATION);
  });

  test('of an organisation that the table does not list are not looked into', async () => {
    const other = looking.replace(ORGANISATION, '00000000-08e9-53eb-b602-b8e6cad5bd82');
    for (const [stored, keys] of [
      [other, connected],
      [looking, both],
    ] as const)
      await expect(readStored({ name: 'au-stores', text: stored }, await table(keys, variables), here)).rejects.toThrow(
        /organisation \S+, which .*keys.yaml of this worker does not list/,
      );
  });

  test('a secret that can not be had is said, and nothing of the other one', async () => {
    const failed = readStored({ name: 'au-stores', text: looking }, await table(connected), here);
    await expect(failed).rejects.toThrow(
      /the clientId for the organisation 2d6848a8\S+ in Xero can't be had: the variable BOOKS_ID/,
    );
  });

  test('the secret of a connection gets to no other place of a pipeline by an alias', async () => {
    const methods = `xero: &books { organisation: ${ORGANISATION} }${text}    payments: { methods: *books }\n`;
    const refused = readStored({ name: 'au-stores', text: methods }, await table(connected, variables), here);
    await expect(refused).rejects.toThrow(/which is a key or a password, and would show it/);
  });

  test('an address of this machine in their place is said by the table alone, and none of another machine', async () => {
    const there = `${connected}    url: http://127.0.0.1:8093\n    identityUrl: http://127.0.0.1:8094\n`;
    const { xero } = await readStored({ name: 'au-stores', text: looking }, await table(there, variables), here);
    expect([xero?.url, xero?.identityUrl]).toEqual(['http://127.0.0.1:8093', 'http://127.0.0.1:8094']);
    await expect(table(there.replace('127.0.0.1:8094', 'collect.example'))).rejects.toThrow(/identityUrl/);
    await expect(table(there.replace(/ {4}url: .*\n/, ''))).rejects.toThrow(/both or neither of url and identityUrl/);
  });
});

test('a command is run as it stands, by no shell', async () => {
  const shellish = both.replace(
    `[${JSON.stringify(process.execPath)}, -e, "console.log('west-'+'key-of-thirty-two-characters-aa')"]`,
    `[${JSON.stringify(process.execPath)}, -p, "process.argv[1]", "$(id);echo"]`,
  );
  const pipeline = await readStored({ name: 'au-stores', text }, await table(shellish), here);
  expect(pipeline.secondaries[0]?.key).toBe('$(id);echo');
});

test.each([
  ['hosts: 5', /hosts/],
  ['hosts:\n  a.example: { key: secret }', /a.example/],
  ['hosts: [', /no YAML/],
])('a table like %j is refused with what is expected', async (yaml, expected) => {
  await expect(table(yaml)).rejects.toThrow(expected);
});
