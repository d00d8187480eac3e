import { z } from 'zod';
import { knownOrderStatuses } from '../model/order.ts';
import { distinct, emailText, field, nameMap, shortText } from './fields.ts';

const status = z.enum(knownOrderStatuses);
// A copy that is not compared yet must not look finished.
const earlyStatus = status.exclude(['Dispatched', 'Cancelled']);
/** Longer terms are a slip of the pen. */
const daysOfTerms = z.int().min(0).max(365);
const daysExpected = 'a whole number of days from 0 to 365';
const dueDateExpected = 'source, terms, invoice-date, or a number of days such as { days: 14 }';
const statusExpected = `one of the statuses ${knownOrderStatuses.join(', ')}`;

export const ordersSchema = z.strictObject({
  statuses: field(distinct(field(status, { meaning: 'One status.', expected: statusExpected })).min(1), {
    meaning:
      'Orders in these statuses are copied. It decides only on the first copy: a copied order is followed in every status.',
    expected: 'a list of at least one status, each only once, such as [New, Pick, Pack, Dispatched]',
  }).default(['New', 'Pick', 'Pack', 'Pending Pickup', 'Pending Dispatch', 'Dispatched']),
  initialStatus: field(earlyStatus, {
    meaning: 'The status in which a copy is added, always unapproved, before it is read back and compared.',
    expected: `one of the statuses ${earlyStatus.options.join(', ')}`,
    example: 'New',
  }).default('New'),
  finalStatus: field(status, {
    meaning:
      'The status that a copy is moved to when it is approved. For `books` only `Dispatched`: in every other one the copy would stand in a work queue.',
    expected: statusExpected,
    default: '`Dispatched` where the purpose is `books`, `New` where it is `fulfil`',
    example: 'Dispatched',
  }).optional(),
  email: field(z.enum(['house', 'shopper']), {
    meaning:
      "Whose address stands on the copy. `house`: the merchant's own, so that no mail can reach a shopper; the shopper's goes into the notes. `shopper`: the shopper's; the primary may then send mails.",
    expected: 'house or shopper',
  }).default('house'),
  mailTemplatesOff: field(z.literal('confirmed'), {
    meaning: "Says that the primary's mail templates for orders have been switched off.",
    expected: 'confirmed',
    required: 'where `orders.email` is `shopper`',
    example: 'confirmed',
  }).optional(),
  houseEmail: field(emailText(), {
    meaning: 'The address that stands on the copies where `email` is `house`.',
    expected: 'an e-mail address of at most 50 characters',
    required: 'where `orders.email` is `house` and `customers.policy` is not `house`',
    default: '`customers.house.email`',
    example: 'accounts@main-store.com.au',
    quiet: true,
  }).optional(),
  salesChannel: field(shortText(15), {
    meaning: 'The sales channel of the copies, by which they are found again in the primary.',
    expected: 'a text of 1 to 15 characters, without a blank at either end',
    default: "the store's name",
    example: 'West',
  }).optional(),
  warehouse: field(shortText(100), {
    meaning: "The primary's warehouse that the copies' lines name. For `books` a virtual one, so that no stock moves.",
    expected: "the name of one of the primary's warehouses",
    required: 'where the purpose is `books`',
    example: 'Virtual',
  }).optional(),
  shippingMethods: nameMap(
    "The secondary's shipping methods and the primary's that stand for them. One that is not listed keeps its name. Capitals make no difference.",
    'shipping methods and their names in the primary, such as { "Express": "Express Post" }',
  ),
  statusMap: field(
    z.record(z.string(), field(status, { meaning: "The primary's status.", expected: statusExpected })),
    {
      meaning:
        "Final statuses of copies by the order's own status, where the purpose is `fulfil`. For one that is not listed, `finalStatus` holds.",
      expected: 'statuses and the statuses that stand for them, such as { Pack: Pick }',
    },
  ).default({}),
  warehouses: nameMap(
    "The secondary's warehouses and the primary's that stand for them, where the purpose is `fulfil`.",
    'warehouses and their names in the primary, such as { "Perth": "Main" }',
  ),
  surchargeSku: field(shortText(25), {
    meaning: "The primary's product that a payment surcharge is copied as.",
    expected: 'an SKU of 1 to 25 characters, without a blank at either end',
    example: 'SURCHARGE',
  }).optional(),
  zeroValue: field(z.enum(['copy', 'skip']), {
    meaning: 'What happens to orders whose total is zero.',
    expected: 'copy or skip',
  }).default('copy'),
  markExported: field(z.boolean(), {
    meaning: 'Marks the copies as exported already, so that they never reach Xero.',
    expected: 'true or false',
  }).default(false),
  dueDate: field(
    z.union([
      z.enum(['source', 'terms', 'invoice-date']),
      z.strictObject({
        days: field(daysOfTerms, {
          meaning: 'So many days after the invoice date.',
          expected: daysExpected,
          example: '14',
        }),
      }),
    ]),
    {
      meaning:
        "Where the due date of a copy comes from if its order has none, since Xero refuses an invoice without one. An order's own due date is always kept. `source`: the copy has none either, and `guards.dueDates` says what follows. `terms`: so many days after the invoice date as `paymentTerms` says of the order's payment terms. `invoice-date`: the invoice date. `{ days: 14 }`, or `days: 14` on a line of its own below: so many days after it. Without an invoice date the local day on which the order was placed counts. Only what is copied from now on gets it; what is copied already stays as it is.",
      expected: dueDateExpected,
      example: '{ days: 14 }',
    },
  ).default('source'),
  paymentTerms: field(
    z.record(
      z.string(),
      field(daysOfTerms, { meaning: 'Days after the invoice date.', expected: daysExpected, example: '14' }),
    ),
    {
      meaning:
        'The payment terms of the secondary, and after how many days what is sold on them is due, where `dueDate` is `terms`; "" for orders that name none. An order whose terms are not listed gets no due date. Capitals make no difference.',
      expected: 'payment terms and days from 0 to 365, such as { "Net 14": 14, "COD": 0 }',
      required: 'where `orders.dueDate` is `terms`',
      example: '{ "Net 14": 14 }',
    },
  ).default({}),
});
