import { type Switches, switchesSchema } from '../../src/fake-store/index.ts';
import { eachValueOf, fewestPairwise, type Row } from '../support/pairwise.ts';

const yesNo = [true, false] as const;

/** What a store's answers look like, whichever store it is. */
const shapes = {
  collapse: ['always', 'mixed', 'never'],
  emptyList: ['empty-text', 'empty-array', 'missing'],
  messages: ['object', 'array'],
  wrapper: yesNo,
  pageBase: [0, 1],
  pageZeroOfBaseOne: ['first-page', 'empty'],
  shortPages: yesNo,
  repeatRows: yesNo,
  pageRows: [0, 3],
  afterCutPage: ['resumes', 'gap'],
  orderPayments: ['all', 'first'],
  externalFilters: yesNo,
  ignoredFilter: ['all-rows', 'no-rows'],
  discountAmount: ['per-line', 'per-unit'],
  discountRounding: ['per-line', 'per-unit', 'per-order'],
  lineHalfCents: ['up', 'even', 'down'],
  taxHalfCents: ['up', 'even', 'down'],
  shippingTotal: ['before-discount', 'after-discount'],
  shippingTax: ['included', 'added'],
  taxRounding: ['per-line', 'per-order'],
  orderRounding: ['added', 'subtracted', 'ignored'],
  kitComponents: ['on-request', 'always'],
  internalNotesReadable: yesNo,
  paymentBumpsDateUpdated: yesNo,
  paymentIds: ['growing', 'falling', 'scattered'],
  paymentIdLists: ['whole', 'first-ten', 'ignored'],
} as const;

/** What a store does when it is written to. */
const writes = {
  batch: ['atomic', 'partial'],
  unknownSku: ['error', 'drop-line'],
  duplicateOrderId: ['error', 'overwrite', 'renumber'],
  unknownUsername: ['create', 'error', 'keep'],
  duplicateUsername: ['error', 'overwrite'],
  duplicateSku: ['error', 'overwrite'],
  keysAlike: ['case', 'ascii-case', 'accents'],
  uniqueEmail: yesNo,
  updateOfUnknown: ['warning', 'error'],
  overlongText: ['cut', 'error'],
  plainDates: ['local', 'utc'],
  statusRules: ['none', 'panel'],
  autoInvoice: yesNo,
  mailsCustomer: yesNo,
  fullPaymentApproves: yesNo,
  fullPaymentPicks: yesNo,
  overpayment: ['credit', 'error'],
  nonPositivePayment: ['error', 'stored'],
  visibleAfterReads: [0, 2],
  paymentVisibleAfterReads: [0, 2],
  cardAuthorisationReadable: yesNo,
  orderRoundingOnAdd: ['taken', 'ignored'],
  orderRoundingOnUpdate: ['taken', 'ignored'],
} as const;

const LIES = 'no reading of the reference, but a fault of a store: test/fake-store/lies.test.ts';
const CLOCKS = 'no reading of the reference, but a fault of a store: test/fake-store/clocks.test.ts';
const SHOWN = 'test/fake-store/withheld.test.ts';
const LISTS = 'no list is as long here: test/rules/long-lists.test.ts';
const RMAS = 'no RMA is copied here: test/fake-store/';

/** Those that the runs below can't meet, with the place where they are tested. */
export const elsewhere: Readonly<Partial<Record<keyof Switches, string>>> = {
  xmlRoot: 'the program speaks JSON: test/neto/xml.test.ts',
  globalKeyWithUsername: 'test/neto/troubles.test.ts',
  orderRights: 'test/run/troubles.test.ts',
  mailsGoTo: 'test/fake-store/mails.test.ts',
  lies: LIES,
  references: 'test/fake-store/references.test.ts',
  notShown: SHOWN,
  shownEmpty: SHOWN,
  currentTimeOffset: CLOCKS,
  currentTimeWrongReplies: CLOCKS,
  dateUpdatedOffset: CLOCKS,
  dateUpdatedWrongWrites: CLOCKS,
  filterValues: LISTS,
  longFilter: LISTS,
  rmaVisibleAfterReads: RMAS,
  rmaReply: RMAS,
  rmaContainers: RMAS,
  rmaDates: RMAS,
  closedRmaCredits: RMAS,
  rmaBumpsDateUpdated: RMAS,
  unknownStaff: RMAS,
};

export interface SwitchRow {
  readonly main: Row<typeof shapes & typeof writes>;
  readonly west: Row<typeof shapes>;
  readonly south: Row<typeof shapes>;
}

/** Each two settings of one store meet in some row. The secondaries have rows of their own beside each of the primary. */
export function switchRows(): SwitchRow[] {
  const primary = fewestPairwise({ ...shapes, ...writes });
  const secondary = fewestPairwise(shapes);
  const at = (place: number) => secondary[place % secondary.length] as Row<typeof shapes>;
  return primary.map((main, place) => ({ main, west: at(place), south: at(place + Math.ceil(secondary.length / 2)) }));
}

/** Those in which each setting of each store occurs. */
export function fewSwitchRows(rows: readonly SwitchRow[]): SwitchRow[] {
  const flat = new Map(rows.map((row) => [Object.fromEntries(settingsOf(row)), row]));
  return eachValueOf([...flat.keys()]).flatMap((one) => flat.get(one) ?? []);
}

function settingsOf(row: SwitchRow): [string, unknown][] {
  return Object.entries(row).flatMap(([store, settings]) =>
    Object.entries(settings).map(([name, value]): [string, unknown] => [`${store} ${name}`, value]),
  );
}

export function untried(): string[] {
  const tried = new Set([...Object.keys(shapes), ...Object.keys(writes), ...Object.keys(elsewhere)]);
  return Object.keys(switchesSchema.shape).filter((name) => !tried.has(name));
}
