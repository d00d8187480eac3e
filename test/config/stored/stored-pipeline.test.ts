import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
const here = { ledger: 'postgres://u:p@127.0.0.1:5432/fleet', folder: '/var/lib/neto/fleet' };
const both = `
hosts:
  www.main-store.com.au: { key: { variable: MAIN_KEY } }
  www.west-store.com.au: { key: { command: [${JSON.stringify(process.execPath)}, -e, "console.log('west-'+'key-of-thirty-two-characters-aa')"] } }
`;
const environment = { MAIN_KEY: 'main-key-of-thirty-two-characters-a' };

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

const shown = text.replace('\nname:', '\nonProblem: { webhook: &told https://collect.example }\nname:');
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
