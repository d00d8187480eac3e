import { expect, test } from 'vitest';
import type { Pipeline } from '../../../src/config/pipeline.ts';
import type { LearnedPrefix } from '../../../src/model/learned-prefix.ts';
import { checkXero } from '../../../src/operations/check/check-xero.ts';
import { Findings } from '../../../src/operations/findings/findings.ts';
import { full, read } from '../../config/sample.ts';
import { listOf, type Script, sample, scopes, withXero } from '../../xero/scripted-xero.ts';

const organisation = JSON.parse(sample('organisation.json')).Organisations[0];
const id: string = organisation.OrganisationID;

interface Told {
  readonly text: string;
  readonly problems: readonly string[];
  readonly methods: readonly string[];
}

async function told(
  given: {
    readonly organisation?: object;
    readonly own?: object;
    readonly lists?: Script;
    readonly scope?: string;
    readonly lockDate?: string;
    readonly learned?: LearnedPrefix;
  } = {},
): Promise<Told> {
  const found = await read(full);
  const { scope = scopes.join(' ') } = given;
  const xero = { ...(found.xero as NonNullable<Pipeline['xero']>), organisation: id, ...given.own };
  const accounting = { ...found.accounting, lockDate: given.lockDate ?? '2026-10-31' } as Pipeline['accounting'];
  const findings = new Findings(() => undefined);
  return withXero(
    (asked, place) => {
      const list = asked.path.split('/').at(-1) ?? '';
      if (list === 'Organisation') return listOf('Organisations', [{ ...organisation, ...given.organisation }]);
      return given.lists?.(asked, place) ?? listOf(list, []);
    },
    async ({ client, asked }) => {
      const context = { pipeline: { ...found, accounting }, findings, signal: undefined };
      await checkXero(context, xero, client, { primaryCurrency: 'AUD', learned: given.learned });
      const all = findings.sorted(['xero']);
      return {
        text: all
          .map(({ severity, topic, message, remedy }) => `${severity} ${topic}: ${message} ${remedy}`)
          .join('\n'),
        problems: all.filter(({ severity }) => severity === 'problem').map(({ message }) => message),
        methods: [...new Set(asked.map(({ method }) => method))],
      };
    },
    { token: () => ({ body: { access_token: 'a-token-of-this-test', expires_in: 1800, scope } }) },
  );
}

test('a connection that is right: organisation, currency, time zone, lock dates, rights, and that nothing can be written', async () => {
  const { text, problems, methods } = await told();
  expect(problems).toEqual([]);
  expect(methods).toEqual(['GET']);
  for (const words of [
    'ok books: The connection reads the books of "Example Outdoors Pty Ltd", as the file names them.',
    `ok rights: Nothing can be written with it: it was given ${scopes.join(', ')}.`,
    'ok rights: It reads Invoices, CreditNotes, Payments, Overpayments, Contacts.',
    'ok currency and tax: The books are in AUD, as the primary is.',
    'ok time zone: The organisation has the same time as the primary (Australia/Sydney).',
    'ok books: Xero is locked up to 2026-09-30, and the file up to 2026-10-31.',
  ])
    expect(text).toContain(words);
});

const NOBODYS = '00000000-0000-4000-8000-000000000000';

test('another organisation is a problem', async () => {
  const { problems } = await told({ own: { organisation: NOBODYS } });
  expect(problems).toEqual([expect.stringContaining('the file names another organisation')]);
});

test.each<[string, { readonly own?: object; readonly learned?: LearnedPrefix }, string]>([
  [
    'nothing learned yet',
    { own: { invoicePrefix: undefined } },
    'ok books: No look has shown yet what the export puts',
  ],
  [
    'a few invoices',
    { own: { invoicePrefix: undefined }, learned: { prefix: 'NB-', shown: 5, of: 5 } },
    'ok books: Neto\'s export puts "NB-" before the numbers of orders, as 5 of 5 invoices in Xero show. Numbers are looked for with it and without.',
  ],
  [
    'enough to be confirmed',
    { own: { invoicePrefix: undefined }, learned: { prefix: 'NB-', shown: 20, of: 20 } },
    'invoices in Xero show. Numbers are looked for with it and without. Confirm it: `xero confirm`.',
  ],
  [
    'what the file says',
    { own: { invoicePrefix: 'nb-' }, learned: { prefix: 'NB-', shown: 3, of: 3 } },
    'as 3 of 3 invoices in Xero show.',
  ],
  [
    'another than the file says',
    { own: { invoicePrefix: '' }, learned: { prefix: 'NB-', shown: 3, of: 3 } },
    'problem books: Neto\'s export puts "NB-" before the numbers of orders, as 3 of 3 invoices in Xero show. The file says nothing.',
  ],
])('what the export puts before numbers is told beside the file: %s', async (_what, given, words) => {
  expect((await told(given)).text).toContain(words);
});

test('the id of the organisation is shown where the file does not name it', async () => {
  expect((await told({ own: { organisation: undefined } })).text).toContain(`write \`organisation: ${id}\` below`);
});

test('a demo company is no proof', async () => {
  expect((await told({ organisation: { IsDemoCompany: true } })).text).toContain('nothing counts as proven by it');
});

test('the later of the lock dates of file and organisation holds', async () => {
  const { problems, text } = await told({ lockDate: '2026-06-30' });
  expect(problems).toEqual([]);
  expect(text).toContain(
    'ok books: Xero is locked up to 2026-09-30, later than in the file (2026-06-30): nothing of that time is copied.',
  );
  for (const other of [{ organisation: { IsDemoCompany: true } }, { own: { organisation: NOBODYS } }])
    expect((await told({ lockDate: '2026-06-30', ...other })).text).toContain(
      'warn books: Xero is locked up to 2026-09-30. That does not keep anything from being copied',
    );
});

test('a currency that is not the primary’s is a problem', async () => {
  expect((await told({ organisation: { BaseCurrency: 'NZD' } })).problems).toEqual([
    'The books are in NZD, and the primary in AUD.',
  ]);
});

test('a scope that writes is told, and so is one that is missing', async () => {
  expect((await told({ scope: `${scopes.join(' ')} accounting.invoices` })).text).toContain(
    'The connection may write: it was given accounting.invoices.',
  );
  const lacks: Script = ({ path }) =>
    path.endsWith('/Payments') ? { status: 403, body: { Detail: 'no' } } : listOf(path.split('/').at(-1) ?? '', []);
  expect((await told({ lists: lacks })).problems).toEqual([expect.stringContaining('may not read Payments')]);
});

test('a time zone of other clocks is told', async () => {
  expect((await told({ organisation: { Timezone: 'WAUSTRALIASTANDARDTIME' } })).text).toContain(
    'The organisation is in Australia/Perth, and the primary in Australia/Sydney.',
  );
});
