import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, decimal, formatMoney } from '../../src/model/money.ts';
import { instantOfMilliseconds, type LocalDate } from '../../src/model/time.ts';
import { dayIn, lockDayIn, momentIn } from '../../src/xero/dates.ts';
import { parseExactly } from '../../src/xero/exact-json.ts';
import {
  readContactsById,
  readCreditsOfDays,
  readInvoicesByNumber,
  readInvoicesOfDays,
  readOrganisation,
  readOverpaymentsOfDays,
  readPaymentsOfDays,
} from '../../src/xero/read.ts';
import { listOf, rawInvoice, sample, withXero } from './scripted-xero.ts';

const days = { from: '2026-11-01' as LocalDate, to: '2026-11-30' as LocalDate };
const answers = (name: string) => () => ({ text: sample(name) });

describe('amounts', () => {
  test('are exact, however many digits they have', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), (cents) => {
        const text = `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
        const { Total } = parseExactly(`{"Total":${text}}`) as { Total: string };
        expect(formatMoney(decimal(Total))).toBe(text);
      }),
    );
  });

  test('add up as the cents do: 0.1 and 0.2 are 0.3', () =>
    withXero(
      () => ({
        text: `{"Status":"OK","Invoices":[${JSON.stringify(rawInvoice({ InvoiceID: 'a' })).replace('"Total":44.85', '"Total":0.1')},${JSON.stringify(rawInvoice({ InvoiceID: 'b' })).replace('"Total":44.85', '"Total":0.20')}]}`,
      }),
      async ({ client }) => {
        const found = await readInvoicesOfDays(client, days);
        expect(add(...found.map(({ total }) => total))).toBe('0.3');
      },
    ));

  test('that are missing are no zero', () =>
    withXero(
      () => listOf('Invoices', [rawInvoice({ Total: undefined })]),
      async ({ client }) => {
        await expect(readInvoicesOfDays(client, days)).rejects.toMatchObject({
          code: 'answer-unexpected',
          message: expect.stringContaining('Total'),
        });
      },
    ));
});

describe('days', () => {
  test.each([
    ['2018-10-20T00:00:00', '2018-10-20'],
    ['/Date(1539993600000+0000)/', '2018-10-20'],
    ['/Date(1539993600000+1100)/', '2018-10-20'],
    ['/Date(1539993600000)/', '2018-10-20'],
    ['2018-02-30T00:00:00', undefined],
    ['soon', undefined],
  ])('%s is %s, in no zone', (text, day) => expect(dayIn(text)).toBe(day));

  test.each([
    ['/Date(1546214400000+0000)/', '2018-12-31'],
    ['/Date(1419937200000+0000)/', '2014-12-31'],
  ])('a lock date %s is %s, as midnight in UTC or in the zone of the organisation', (text, day) =>
    expect(lockDayIn(text, 'Pacific/Auckland')).toBe(day),
  );

  test.each([
    ['/Date(1546214400000+0000)/', '2018-12-31'],
    // Midnight in Auckland, in Perth, and in New York.
    ['/Date(1419937200000+0000)/', '2014-12-31'],
    ['/Date(1419955200000+0000)/', '2014-12-31'],
    ['/Date(1420002000000+0000)/', '2014-12-31'],
  ])('a lock date %s of an organisation in a zone that is not known is %s, and no day less', (text, day) =>
    expect(lockDayIn(text, undefined)).toBe(day),
  );

  test('moments are the same in each form', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 3_000_000_000 }), fc.nat(999), (seconds, rest) => {
        const at = instantOfMilliseconds(seconds * 1000);
        const bare = at.slice(0, 19);
        const forms = [
          `/Date(${seconds * 1000 + rest}+0000)/`,
          `/Date(${seconds * 1000 + rest})/`,
          at,
          `${bare}+00:00`,
          bare,
          bare.replace('T', ' '),
        ];
        expect(new Set(forms.map(momentIn))).toEqual(new Set([at]));
      }),
    );
  });
});

describe('records in the shapes that Xero has', () => {
  test('invoices: paid, in part, voided', () =>
    withXero(answers('invoices.page.json'), async ({ client }) => {
      const found = await readInvoicesOfDays(client, days);
      expect(found.map(({ number, status, total, day }) => [number, status, total, day])).toEqual([
        ['NB100123', 'PAID', '119.95', '2026-11-24'],
        ['NB100124', 'AUTHORISED', '44.85', '2026-11-24'],
        ['NB100125', 'VOIDED', expect.any(String), expect.any(String)],
      ]);
    }));

  test('invoices: one number twice, and a summary without lines', async () => {
    await withXero(answers('invoices.samenumber-twice.json'), async ({ client }) => {
      const found = await readInvoicesByNumber(client, ['NB100126']);
      expect(found.map(({ status }) => status)).toEqual(['DELETED', 'AUTHORISED']);
    });
    await withXero(answers('invoices.summaryonly.json'), async ({ client }) => {
      expect(await readInvoicesOfDays(client, days)).toHaveLength(2);
    });
  });

  test('a status that nobody knows is neither live nor dead, and unknown fields are no trouble', () =>
    withXero(
      () => listOf('Invoices', [rawInvoice({ Status: 'SLEEPING', New: { Field: 1 } })]),
      async ({ client }) => {
        expect((await readInvoicesOfDays(client, days))[0]?.status).toBe('UNKNOWN');
      },
    ));

  test('credit notes, payments, overpayments, contacts, the organisation', async () => {
    await withXero(answers('creditnotes.page.json'), async ({ client }) => {
      const [first] = await readCreditsOfDays(client, days);
      expect(first).toMatchObject({ number: 'NB77', total: '30', remaining: '0', allocations: [{ amount: '30' }] });
    });
    await withXero(answers('payments.page.json'), async ({ client }) => {
      const found = await readPaymentsOfDays(client, days);
      expect(found.filter(({ counts }) => !counts)).toHaveLength(1);
      expect(found[0]).toMatchObject({ amount: '119.95', day: '2026-11-24', accountCode: '611', isReceipt: true });
    });
    await withXero(answers('overpayments.page.json'), async ({ client }) => {
      expect(await readOverpaymentsOfDays(client, days)).toMatchObject([
        { reference: 'NB-OP-48213', total: '7.5', remaining: '2.5', isReceived: true },
      ]);
    });
    await withXero(answers('contacts.page.json'), async ({ client }) => {
      const [survivor, merged] = await readContactsById(client, ['3e300c38-0c19-5c91-a634-5b0e9fa272f8']);
      expect([survivor?.number, survivor?.isActive]).toEqual(['nbexhire', true]);
      expect(merged).toMatchObject({ isActive: false, mergedInto: survivor?.id });
    });
    await withXero(answers('organisation.json'), async ({ client }) => {
      expect(await readOrganisation(client)).toMatchObject({
        ...{ name: 'Example Outdoors Pty Ltd', currency: 'AUD', timeZone: 'Australia/Sydney', isDemo: false },
        lockDate: '2026-09-30',
      });
    });
  });
});
