import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { readPipeline } from '../../src/config/read-pipeline.ts';
import { ConsolidatorError } from '../../src/model/errors.ts';

/** Every key once, one a line, so that a test can replace the line of one key. */
export const full = `name: au-stores
ledger: state/au.db
primary:
  url: https://www.main-store.com.au
  key: \${MAIN_KEY}
  username: \${MAIN_USER}
  prefixes: [N]
  timezone: Australia/Sydney
  requestsPerMinute: 200
  timeoutSeconds: 50
  pageSize: 90
  format: xml
secondaries:
  - name: west
    url: https://www.west-store.com.au
    key: \${WEST_KEY}
    username: api
    timezone: Australia/Perth
    requestsPerMinute: 100
    timeoutSeconds: 40
    pageSize: 80
    format: json
    source:
      files: feeds/*.csv
      moveTo: feeds/done
      columns: { Approved: "Yes" }
      password: \${WEST_KEY}
      hostKey: SHA256:uNiVztksCsDhcc0u9e8BrqXVUpSpDJGgMn4Hqjz1Vhk
      fillDown: true
    prefix: { N: W, SFX: X, "": V }
    references:
      payment: "west:"
      overpayment: "west:"
      creditNote: "west:"
    since: 2026-07-01
    purpose: books
    entities: [products, customers, orders, payments, rmas]
    orders:
      statuses: [New, Pick]
      initialStatus: New
      finalStatus: Dispatched
      email: house
      mailTemplatesOff: confirmed
      houseEmail: house@main-store.com.au
      salesChannel: West
      warehouse: Virtual
      shippingMethods: { Express: Express Post }
      statusMap: { Pack: Pick }
      warehouses: { Perth: Main }
      surchargeSku: SURCHARGE
      zeroValue: copy
      markExported: false
      dueDate: terms
      paymentTerms: { Net 14: 14 }
    payments:
      methods: { Credit Card: West - Credit Card }
      lookBackDays: 45
      allowSpendableCredit: false
    customers:
      policy: house
      usernamePrefix: w_
      house:
        username: west_store
        email: accounts@main-store.com.au
      sharedEmails: [sales@example.com]
      relayDomains: [members.ebay.com]
      accountEmail: blank
      scope: referenced
    products:
      policy: placeholder
      skuPrefix: W-
      map: west.csv
      placeholderSku: WEST-ITEM
      sameSkuOtherName: hold
      services: { GIFT-50: GIFT-VOUCHER }
      pseudoSkus: [TEXT_NOTE]
      scope: all
    rma:
      staff: anna
      warehouse: Virtual
      waitDays: 10
      allowSpendableCredit: true
      taxCode: GST
      freeTaxCode: EXEMPT
accounting:
  lockDate: 2026-06-30
  beforeLockDate: hold
  tolerance: "0.00"
  gstRounding: warn
load:
  batchSizes: [1, 5, 20]
  settleAfterSeconds: 300
  overlapSeconds: 300
  clockToleranceSeconds: 120
  sweepDays: 14
  refusals:
    passing: ["bitte später"]
    lasting: ["ungültig"]
guards:
  skus: hold
  numbers: hold
  negativeTotals: hold
  dueDates: warn
  contacts: warn
  currency: stop
schedule: "*/15 * * * *"
onProblem:
  webhook: https://hooks.example.com/abc
  format: slack
  email:
    to: [books@main.example.com, Anna@main.example.com]
    from: alerts@main.example.com
    smtp: \${SMTP_URL}
  quietRuns: 200
  remindDays: 3
  digest: weekly
  digestDay: friday
  digestHour: 17
  page: https://books.example.com
quarantine:
  purgeAfterDays: 90
xero:
  clientId: \${XERO_ID}
  clientSecret: \${XERO_SECRET}
  tokenFile: state/xero-token.json
  organisation: 2d6848a8-08e9-53eb-b602-b8e6cad5bd82
  scopes: [accounting.transactions.read, accounting.settings.read]
  invoices: each
  invoicePrefix: ""
  creditNotePrefix: RMA-
  accounts: { "West - Credit Card": "611" }
  usualDelayHours: 14
  requestsPerMinute: 30
  timeoutSeconds: 45
  url: http://127.0.0.1:8093
  identityUrl: http://127.0.0.1:8094
`;

/** The same, with the mail server by its parts, which stand in place of its address. */
export const fullByParts = full.replace(
  `    smtp: \${SMTP_URL}\n`,
  `    host: smtp.example.com
    port: 2525
    secure: tls
    username: \${SMTP_USER}
    password: \${SMTP_PASSWORD}
`,
);

/** Only what is required. */
export const least = `name: au-stores
primary:
  url: https://main.example.com
  key: \${MAIN_KEY}
  prefixes: [N]
  timezone: Australia/Sydney
secondaries:
  - name: west
    url: https://west.example.com
    key: \${WEST_KEY}
    timezone: Australia/Perth
    prefix: { N: W }
    since: 2026-07-01
    purpose: books
    orders: { warehouse: Virtual }
    customers: { policy: house, house: { username: west_store, email: accounts@example.com } }
    products: { policy: placeholder }
`;

/** A second store, to be put after `least`. */
export const second = `  - name: north
    url: https://north.example.com
    key: \${NORTH_KEY}
    timezone: Australia/Darwin
    prefix: { N: D }
    since: 2026-07-01
    purpose: books
    orders: { warehouse: Virtual }
    customers: { policy: house, house: { username: north_store, email: accounts@example.com } }
    products: { policy: placeholder }
`;

export const two = least + second;

export const environment = {
  MAIN_KEY: 'main-secret-0123456789',
  MAIN_USER: 'main-person',
  WEST_KEY: 'west-secret-0123456789',
  NORTH_KEY: 'north-secret-0123456789',
  SMTP_URL: 'smtps://alerts%40main.example.com:smtp-secret-0123%2F@smtp.example.com',
  SMTP_USER: 'alerts@main.example.com',
  SMTP_PASSWORD: 'smtp-secret-0123/',
  XERO_ID: 'xero-id-0123456789',
  XERO_SECRET: 'xero-secret-0123456789',
};

/** A folder that goes away with the test. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'neto-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Writes the file into a folder of its own, with a `.env` beside it where one is given. */
export async function write(text: string | Uint8Array, dotEnv?: string): Promise<string> {
  const folder = await ownFolder();
  if (dotEnv !== undefined) await writeFile(path.join(folder, '.env'), dotEnv);
  const file = path.join(folder, 'pipeline.yaml');
  await writeFile(file, text);
  return file;
}

export async function read(text: string, variables: NodeJS.ProcessEnv = environment, dotEnv?: string) {
  return readPipeline(await write(text, dotEnv), variables);
}

/** The code, and the problems without the file's path in front: `line:column: …`. */
export async function refused(text: string | Uint8Array, variables: NodeJS.ProcessEnv = environment, dotEnv?: string) {
  const file = await write(text, dotEnv);
  try {
    await readPipeline(file, variables);
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return { code: error.code, problems: error.message.split('\n').map((line) => line.replace(`${file}:`, '')) };
  }
  return expect.fail('the file was accepted');
}

/** `text` with the first occurrence of `from` replaced; it must be there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`not in the sample: ${from}`);
  return text.replace(from, () => to);
}
