import { z } from 'zod';
import { lieSteps } from './lies.ts';
import { type Switches, switchesSchema } from './switches.ts';

/** What each switch changes, for people. */
export const switchNotes: Readonly<Record<keyof Switches, string>> = {
  collapse: 'lists of one element come as an object: always, never, or as in the one live order on record (mixed)',
  emptyList: 'how an empty list comes: as "", as [] or not at all',
  messages: 'the messages of a reply come as an object or as a list',
  wrapper: 'JSON replies stand inside {"GetOrderResponse": …}',
  xmlRoot: 'the root of XML replies: GetOrderResponse, GetOrder or ActionResponse',
  globalKeyWithUsername: 'a user name beside the store-wide key is harmless, or the key is refused',
  orderRights: 'the key may see orders and payments; if not, there just are none',
  pageBase: 'the number of the first page',
  pageZeroOfBaseOne: 'what page 0 brings where pages count from 1',
  shortPages: 'pages hold fewer rows than were asked for',
  repeatRows: 'a page repeats rows of the one before',
  externalFilters: 'the ExternalOrder… filters of GetOrder filter, or are ignored',
  ignoredFilter: 'what a GetOrder brings whose filters are all ignored',
  visibleAfterReads: 'a new order is seen only after it was asked for so often',
  paymentVisibleAfterReads: 'a new payment is seen only after it was asked for so often',
  rmaVisibleAfterReads: 'GetRma shows a new RMA only after it was asked for so often',
  notShown: 'fields that no selector brings, such as "OrderLine.Tax" or "Payment.CurrencyCode"',
  shownEmpty: 'fields that come empty, whatever the record holds',
  currentTimeOffset: 'how many seconds the CurrentTime of replies is ahead; below zero, behind',
  currentTimeWrongReplies: 'of how many replies that is so, from the first on; 0 for all',
  dateUpdatedOffset: 'how many seconds the DateUpdated that a write stamps is ahead; below zero, behind',
  dateUpdatedWrongWrites: 'of how many writes that is so, from the first on; 0 for all',
  lies:
    'fields that are stored otherwise than they were sent: {"on": "add-order", "field": "OrderTax"}; on is add-order, ' +
    'update-order, approve, add-payment or add-rma; value, by, line, orders, records and balance may be given too',
  references:
    'what becomes of a reference that is sent: {"CardAuthorisation": [{"how": "cut", "characters": 12}]}; the same for ' +
    'InternalNotes and PurchaseOrderNumber of an RMA; how is cut, spaces-lost, wrapped, stamped, upper-case, lower-case or dropped',
  batch: 'a batch with one bad record is refused as a whole, or stored in part',
  unknownSku: 'an order with an unknown SKU is refused, or loses the line',
  duplicateOrderId: 'a second order of one number is refused, overwrites the first, or gets another number',
  unknownUsername: 'an order of an unknown user name makes the customer, is refused, or keeps the name',
  duplicateUsername: 'a second customer of one user name is refused, or overwrites the first',
  duplicateSku: 'a second product of one SKU is refused, or overwrites the first',
  keysAlike: 'two SKUs or user names are one if they differ in case, in the case of A to Z alone, or also in accents',
  uniqueEmail: 'two customers can not have one e-mail address',
  updateOfUnknown: 'changing what is not there brings a warning or an error',
  overlongText: 'text that is too long for its field is cut, or the record is refused',
  plainDates: 'dates without UTC in their name are read in local time or in UTC',
  discountAmount: 'the discount amount of a line is for the whole line, or for each unit',
  discountRounding: 'a percentage is rounded for the line, in the unit price, or only in the sum of all lines',
  lineHalfCents: "where half a cent of a line's value goes: away from zero, to the even cent, towards zero",
  taxHalfCents: 'where half a cent of tax goes',
  shippingTotal: 'ShippingTotal is before or after its discount',
  shippingTax: 'shipping of an order before tax holds its tax already, or has it added',
  taxRounding: 'tax is rounded for each line, or for the order',
  orderRounding: 'the rounding of an order is added to its total, taken off, or ignored',
  orderRoundingOnAdd: 'AddOrder takes OrderRounding, or leaves it alone',
  orderRoundingOnUpdate: 'UpdateOrder takes OrderRounding, or leaves it alone',
  statusRules: "the control panel's rules on statuses hold for the API too, or not",
  autoInvoice: 'a new order is invoiced at once, not when it is dispatched',
  mailsCustomer: 'mails of an order without an address go to its customer',
  mailsGoTo: "an order's mails go to the address on it, or to that of its customer's account",
  internalNotesReadable: 'GetCustomer and GetItem give InternalNotes back',
  kitComponents: 'the parts of kits come as lines only on request, or always',
  fullPaymentApproves: 'full payment approves an order',
  fullPaymentPicks: 'full payment moves a new order to Pick',
  overpayment: 'what is overpaid becomes credit of the customer, or the payment is refused',
  nonPositivePayment: 'a payment of zero or less is refused, or stored',
  paymentBumpsDateUpdated: 'a payment changes DateUpdated of its order',
  cardAuthorisationReadable: 'GetPayment gives CardAuthorisation back',
  rmaReply: 'AddRma answers with nothing, or with the id',
  rmaContainers: 'the lists of an RMA come as objects, or as lists of objects',
  rmaDates: 'the dates of an RMA are in local time, or in UTC',
  closedRmaCredits: 'a closed RMA makes credit that the customer can spend',
  rmaBumpsDateUpdated: 'an RMA changes DateUpdated of its order',
  unknownStaff: 'an RMA of an unknown member of staff is refused, or keeps the name',
};

export interface SwitchDescription {
  readonly name: keyof Switches;
  readonly meaning: string;
  /** In words: `error | drop-line`. */
  readonly values: string;
  readonly fallback: string;
}

export function describeSwitches(): SwitchDescription[] {
  const defaults = switchesSchema.parse({});
  return (Object.keys(switchNotes) as (keyof Switches)[]).map((name) => ({
    name,
    meaning: switchNotes[name],
    values: valuesOf(name),
    fallback: textOf(defaults[name]),
  }));
}

/** @returns the switch's value, or undefined where it takes no such one */
export function parseSwitch(name: keyof Switches, text: string): Partial<Switches> | undefined {
  const readings: unknown[] = [text, ...(/^-?\d+$/.test(text) ? [Number(text)] : [])];
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  if (/^[[{]/.test(text)) readings.push(jsonOf(text));
  const [value] = readings.flatMap((reading) => {
    const parsed = reading === undefined ? undefined : switchesSchema.shape[name].safeParse(reading);
    return parsed?.success === true ? [parsed.data] : [];
  });
  return value === undefined ? undefined : { [name]: value };
}

/** What is expected of a list or an object that a switch does not take, in sentences; empty for those of one word. */
export function expectedOf(name: keyof Switches, text: string): string {
  const schema = switchesSchema.shape[name];
  const inner = schema.unwrap();
  if (!(inner instanceof z.ZodArray) && !(inner instanceof z.ZodObject)) return '';
  const shape = inner instanceof z.ZodArray ? 'list' : 'object';
  const value = jsonOf(text);
  const example = name === 'lies' ? `, such as [{"on": "add-order", "field": "OrderTax", "by": "0.10"}]` : '';
  if (value === undefined) return `It is no JSON; expected a JSON ${shape}${example}.`;
  const issues = (schema.safeParse(value).error?.issues ?? []).map((issue) => {
    const isStep = issue.code === 'invalid_union' && name === 'lies';
    // Of several kinds of values each says what it expects.
    const messages = issue.code === 'invalid_union' ? issue.errors.flat().map(({ message }) => message) : [];
    const steps = `expected one of ${lieSteps.map((step) => `"${step}"`).join('|')}`;
    const expected = isStep ? steps : [...new Set(messages)].join(', or ') || issue.message;
    return `${[name, ...issue.path].join('.')}: ${expected}`;
  });
  return `Expected a JSON ${shape}${example}. ${issues.join('; ')}.`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function valuesOf(name: keyof Switches): string {
  const schema = switchesSchema.shape[name].unwrap();
  if (schema instanceof z.ZodEnum) return schema.options.join(' | ');
  if (schema instanceof z.ZodBoolean) return 'true | false';
  if (schema instanceof z.ZodUnion) return schema.options.map(({ value }) => String(value)).join(' | ');
  if (schema instanceof z.ZodArray) return 'a JSON list';
  return schema instanceof z.ZodObject ? 'a JSON object' : 'a whole number';
}
