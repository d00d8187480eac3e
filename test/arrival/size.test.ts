import { expect, test } from 'vitest';
import { namedPeople } from '../../src/arrival/expected.ts';
import { withHistory } from '../../src/arrival/history.ts';
import { countsOf, judge } from '../../src/arrival/judge.ts';
import { readBooks } from '../../src/arrival/read-books.ts';
import { isAlarm } from '../../src/arrival/verdicts.ts';
import type { Instant } from '../../src/model/time.ts';
import { listOf, rawInvoice, sample, withXero } from '../xero/scripted-xero.ts';
import { copyOf, day, settings } from './books-of.ts';

/** 45 days of 10,000 orders a month, which is what a daily look takes in. */
const ORDERS = 15_000;
const PAGE = 1_000;
const organisation = JSON.parse(sample('organisation.json')).Organisations[0];
const payment = JSON.parse(sample('payments.page.json')).Payments[0];
const [shape] = JSON.parse(sample('invoices.summaryonly.json')).Invoices;
const copies = Array.from({ length: ORDERS }, (_, place) => copyOf(`W${100_000 + place}`));

function rowOf(list: string, place: number): unknown {
  const number = `W${100_000 + place}`;
  const id = `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
  const own = { InvoiceID: id, InvoiceNumber: number };
  if (list === 'Payments')
    return {
      ...payment,
      PaymentID: id,
      Amount: 110,
      Date: '/Date(1793923200000+0000)/',
      Invoice: { ...payment.Invoice, ...own },
    };
  const amounts = { SubTotal: 100, TotalTax: 10, Total: 110, AmountPaid: 110, AmountDue: 0, Status: 'PAID' };
  const Contact = { ...shape.Contact, ContactID: id, Name: `Customer ${number}` };
  return rawInvoice({
    ...shape,
    ...own,
    ...amounts,
    Contact,
    DateString: '2026-11-09T00:00:00',
    DueDateString: '2026-11-23T00:00:00',
  });
}

const elsewhere: unknown[] = [];

test(
  'a look at 10,000 orders a month takes at most 40 requests and 30 MB, and finds the one that is there twice',
  () =>
    withXero(
      ({ path, query, headers }) => {
        const list = path.split('/').at(-1) ?? '';
        if (list === 'Organisation') return listOf('Organisations', [organisation]);
        if (list !== 'Invoices' && list !== 'Payments') return listOf(list, []);
        // Of the second invoice, which says that it is paid.
        if (query.get('where')?.includes('guid(') === true) return listOf(list, []);
        // Of all other days, what was changed lately: one second invoice of a number of ours, and one of nobody's.
        if (/Date [<>] /.test(query.get('where') ?? '')) {
          elsewhere.push(headers['if-modified-since']);
          const strange = { InvoiceID: 'd', InvoiceNumber: `W${100_000 + PAGE}`, DateString: '2026-02-09T00:00:00' };
          const row = { ...(rowOf(list, 0) as object), ...strange };
          return listOf(
            list,
            query.get('where')?.includes('<') === true ? [row, { ...row, InvoiceID: 'e', InvoiceNumber: 'Z1' }] : [],
          );
        }
        const page = Number(query.get('page'));
        const rows = Array.from({ length: PAGE }, (_, place) => rowOf(list, (page - 1) * PAGE + place));
        return listOf(list, rows, { page, pageCount: ORDERS / PAGE, itemCount: ORDERS });
      },
      async ({ client }) => {
        const before = { at: '2026-11-19T03:00:00Z' as Instant, doubled: [] };
        const reading = { organisation: organisation.OrganisationID, invoices: 'each', people: namedPeople } as const;
        const asked = {
          ...reading,
          invoicePrefix: undefined,
          creditNotePrefix: undefined,
          today: day('2026-11-20'),
          before,
        };
        const books = await readBooks(client, copies, asked, undefined);
        const { arrivals } = judge(copies, books, settings);
        const counts = countsOf(arrivals);
        expect(arrivals.filter(isAlarm)).toMatchObject([
          { number: `W${100_000 + PAGE}`, cause: 'doubled', xeroId: 'd' },
        ]);
        expect(elsewhere).toEqual(['2026-11-16T03:00:00', '2026-11-16T03:00:00']);
        expect(counts.invoice).toMatchObject({ proven: ORDERS - 1, different: 1 });
        expect(counts.payment).toMatchObject({ proven: ORDERS });
        expect(client.requests).toBeLessThanOrEqual(40);
        expect(client.bytes / 1e6).toBeLessThan(30);
      },
    ),
  60_000,
);

/** What of a month can go wrong so that it takes further requests, at the most that is looked for. */
const MONTH = 10_000;
const isMissing = (place: number): boolean => place % 5 === 0;
const isRenamed = (place: number): boolean => place % 3 === 0;
const isUnpaid = (place: number): boolean => place % 7 === 0;

test(
  'a month of 10,000 orders in which thousands are wrong in every way takes at most 200 requests',
  () =>
    withXero(
      ({ path, query }) => {
        const list = path.split('/').at(-1) ?? '';
        if (list === 'Organisation') return listOf('Organisations', [organisation]);
        const where = query.get('where') ?? '';
        const isPaged = where.includes('Date >=') && !where.includes('guid(');
        if ((list !== 'Invoices' && list !== 'Payments') || !isPaged) return listOf(list, []);
        const page = Number(query.get('page'));
        const places = Array.from({ length: MONTH }, (_, place) => place);
        const there = places.filter((place) => !isMissing(place) && !(list === 'Payments' && isUnpaid(place)));
        const rows = there.slice((page - 1) * PAGE, page * PAGE).map((place) => {
          const row = rowOf(list, place) as { Contact?: object };
          const isOther = list === 'Invoices' && isRenamed(place);
          return isOther ? { ...row, Contact: { ...row.Contact, Name: 'Somebody Else' } } : row;
        });
        return listOf(list, rows, { page, pageCount: Math.ceil(there.length / PAGE), itemCount: there.length });
      },
      async ({ client }) => {
        const month = copies.slice(0, MONTH);
        const reading = { organisation: organisation.OrganisationID, invoices: 'each', people: namedPeople } as const;
        const asked = { ...reading, invoicePrefix: 'NB-', creditNotePrefix: undefined, today: day('2026-11-20') };
        const books = await readBooks(client, month, asked, undefined);
        const { arrivals } = judge(month, books, settings);
        const told = await withHistory(client, arrivals, { areNamed: false, known: [], signal: undefined });
        const counts = countsOf(told);
        // Those beyond what is asked for one by one are not known, and nothing of them is said.
        expect(counts.invoice.missing).toBe(1_500);
        expect(counts.invoice.unproven).toBeGreaterThan(2_000);
        expect(counts.payment.missing).toBe(0);
        expect(client.requests).toBeLessThanOrEqual(200);
      },
    ),
  120_000,
);
