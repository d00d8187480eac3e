import { inModule, type Protection } from '../protection.ts';

const orderLines = inModule<typeof import('../../../src/entities/order/compare/lines.ts')>(
  'src/entities/order/compare/lines.ts',
);
const fileChanges = inModule<typeof import('../../../src/model/file-snapshot.ts')>('src/model/file-snapshot.ts');
const fileFields = inModule<typeof import('../../../src/feeds/read/order-field-columns.ts')>(
  'src/feeds/read/order-field-columns.ts',
);
const filesAgain = 'test/rules/files-again.test.ts';
const comesAgain = 'an order that was copied from a file, and comes again in another one';
const orderDates = inModule<typeof import('../../../src/entities/order/compare/dates.ts')>(
  'src/entities/order/compare/dates.ts',
);
const dueOn = inModule<typeof import('../../../src/entities/order/compare/due-on.ts')>(
  'src/entities/order/compare/due-on.ts',
);
const orderGst = inModule<typeof import('../../../src/entities/order/compare/gst.ts')>(
  'src/entities/order/compare/gst.ts',
);
const approval = inModule<typeof import('../../../src/entities/order/write/approval.ts')>(
  'src/entities/order/write/approval.ts',
);
const payment = inModule<typeof import('../../../src/entities/payment/compare.ts')>('src/entities/payment/compare.ts');
const customer = inModule<typeof import('../../../src/entities/customer/compare.ts')>(
  'src/entities/customer/compare.ts',
);
const product = inModule<typeof import('../../../src/entities/product/compare.ts')>('src/entities/product/compare.ts');
const adopted = inModule<typeof import('../../../src/entities/order/compare/adopted-order.ts')>(
  'src/entities/order/compare/adopted-order.ts',
);
const accepted = inModule<typeof import('../../../src/model/accepted.ts')>('src/model/accepted.ts');
const beforeApproval = inModule<typeof import('../../../src/ledger/transitions/before-approval.ts')>(
  'src/ledger/transitions/before-approval.ts',
);
const returned = inModule<typeof import('../../../src/entities/return/compare.ts')>('src/entities/return/compare.ts');
const currency = inModule<typeof import('../../../src/transform/currency.ts')>('src/transform/currency.ts');
const unshown = inModule<typeof import('../../../src/transform/unshown-tax.ts')>('src/transform/unshown-tax.ts');
const changedCopies = inModule<typeof import('../../../src/run/close/find-changed-copies.ts')>(
  'src/run/close/find-changed-copies.ts',
);
const changedMoney = inModule<typeof import('../../../src/run/close/find-changed-money.ts')>(
  'src/run/close/find-changed-money.ts',
);
const gone = inModule<typeof import('../../../src/run/extract/find-gone.ts')>('src/run/extract/find-gone.ts');
const shoppers = inModule<typeof import('../../../src/run/load/shopper-accounts.ts')>(
  'src/run/load/shopper-accounts.ts',
);
const covered = inModule<typeof import('../../../src/run/load/is-covered.ts')>('src/run/load/is-covered.ts');
const together = inModule<typeof import('../../../src/run/load/may-write-together.ts')>(
  'src/run/load/may-write-together.ts',
);
const common = inModule<typeof import('../../../src/run/protocol/common-fields.ts')>(
  'src/run/protocol/common-fields.ts',
);
const feedPrice = inModule<typeof import('../../../src/run/extract/files/price-feed-order.ts')>(
  'src/run/extract/files/price-feed-order.ts',
);
const untoldTax = inModule<typeof import('../../../src/run/extract/files/know-taxes.ts')>(
  'src/run/extract/files/know-taxes.ts',
);
const untouched = inModule<typeof import('../../../src/entities/order/compare/untouched.ts')>(
  'src/entities/order/compare/untouched.ts',
);
const monthTie = inModule<typeof import('../../../src/month/tie.ts')>('src/month/tie.ts');
const mismatch = inModule<typeof import('../../../src/run/protocol/mismatch.ts')>('src/run/protocol/mismatch.ts');
const monthDated = inModule<typeof import('../../../src/reconcile/read-dated.ts')>('src/reconcile/read-dated.ts');

export const toTheCent: readonly Protection[] = [
  orderLines({
    id: 'order-lines',
    promise: 3,
    protects: 'A copy whose lines are not those of its source is quarantined, at an unchanged total too.',
    export: 'compareLines',
    replacement: () => () => {},
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters a quantity is found, and its record is quarantined',
    ],
  }),
  dueOn({
    id: 'due-date-by-rule',
    promise: 2,
    protects: 'A copy that lacks the due date of `orders.dueDate` is not approved.',
    export: 'dueByRule',
    replacement: () => () => null,
    test: [
      'test/rules/due-dates-by-rule.test.ts',
      'a primary > that ignores due dates approves none of the copies, and stops after three of them',
    ],
  }),
  dueOn({
    id: 'due-date-later',
    promise: 2,
    protects: 'A due date of `orders.dueDate` that staff change on a copy is found.',
    export: 'dueLater',
    replacement: () => () => [],
    test: [
      'test/rules/due-dates-by-rule.test.ts',
      'a change after the copy > by staff of the primary is found within a day, and by reconcile',
    ],
  }),
  orderDates({
    id: 'order-dates',
    promise: 3,
    protects: 'A copy that counts on another day is quarantined.',
    export: 'compareDates',
    replacement: () => () => {},
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the day an order counts on is found, and its record is quarantined',
    ],
  }),
  orderGst({
    id: 'order-gst',
    promise: 3,
    protects: 'A copy with another GST is quarantined, at an unchanged total too.',
    export: 'compareGst',
    replacement: () => () => {},
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the GST of an order is found, and its record is quarantined',
    ],
  }),
  approval({
    id: 'approval-read-back',
    promise: 3,
    protects: 'What a primary sets anew when it approves is found.',
    export: 'compareApproval',
    replacement: () => () => [],
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the day when it approves is found, and its record is quarantined',
    ],
  }),
  payment({
    id: 'payment-read-back',
    promise: 3,
    protects: 'A payment that the primary books otherwise is quarantined.',
    export: 'comparePayment',
    replacement: () => () => [],
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the day of a payment is found, and its record is quarantined',
    ],
  }),
  customer({
    id: 'customer-read-back',
    promise: 3,
    protects: 'An account that the primary makes otherwise is quarantined, and no order is put on it.',
    export: 'compareCustomer',
    replacement: () => () => [],
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the credit limit of an account is found, and its record is quarantined',
    ],
  }),
  product({
    id: 'product-read-back',
    promise: 3,
    protects: 'A product that the primary makes otherwise is quarantined, and no order names it.',
    export: 'compareProduct',
    replacement: () => () => [],
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the tax of a product is found, and its record is quarantined',
    ],
  }),
  adopted({
    id: 'adopted-copies',
    promise: 3,
    protects: 'A copy of another recipe is linked only where all that must agree with its source does.',
    export: 'compareAdoptedOrder',
    replacement: () => () => [],
    test: [
      'test/operations/adopt/adopt.test.ts',
      'the copies of another recipe > another GST is told with both values, and not linked',
    ],
  }),
  returned({
    id: 'return-read-back',
    promise: 3,
    protects: 'A return that the primary enters otherwise is quarantined.',
    export: 'compareReturn',
    replacement: () => () => [],
    test: [
      'test/rules/lying-primary.test.ts',
      'a primary that alters the tax of a return is found, and its record is quarantined',
    ],
  }),
  together({
    id: 'first-alone',
    promise: 3,
    protects: 'The first record of each step is written alone, and no second one before it was found right.',
    export: 'mayWriteTogether',
    replacement: () => async () => true,
    test: [
      'test/run/canary.test.ts',
      'a primary that alters what it is sent > when it approves is found on three, and no other is even added',
    ],
  }),
  common({
    id: 'three-alike-stop',
    promise: 3,
    protects: 'A primary that alters one field of the first three records gets no fourth.',
    export: 'commonFields',
    replacement: () => () => [],
    test: [
      'test/run/canary.test.ts',
      'a primary that alters what it is sent > in the GST of every order is found on three, and none of them is approved',
    ],
  }),
  covered({
    id: 'sums-at-both-ends',
    promise: 3,
    protects: 'A copy is never paid more than its store shows now.',
    export: 'isCovered',
    replacement: () => () => true,
    test: [
      'test/rules/keyed-anew.test.ts',
      'a payment that its store deletes and keys anew > and one that staff entered on the copy by hand never come to more than its store shows, though the order is not paid in full',
    ],
  }),
  fileChanges({
    id: 'changed-in-files',
    promise: 3,
    protects: 'What a later file shows of a copied order otherwise is told, field by field.',
    export: 'changeOfFile',
    replacement: (original) => (before, _, timeZone) => original(before, before, timeZone),
    test: [filesAgain, `${comesAgain} > one line that changed is named as that line, wherever it stands now, in csv`],
  }),
  fileFields({
    id: 'columns-of-one-file',
    promise: 3,
    protects: 'A column that only one of two files has makes no order another one.',
    export: 'fieldsGiven',
    replacement: (original) => (keys) =>
      original(new Set([...keys, 'email', 'orderlinenotes', 'dateinvoiced', 'salesperson'])),
    test: [filesAgain, `${comesAgain} > is the same without a column that it can do without, whichever it is, in csv`],
  }),
  feedPrice({
    id: 'tax-of-files',
    promise: 3,
    protects: 'A tax total that a file names is compared with what its prices come to.',
    export: 'priceFeedOrder',
    replacement:
      (original) =>
      (...given) => ({ ...original(...given), taxProblem: undefined }),
    test: [
      'test/rules/taxes-in-files.test.ts',
      'a file’s tax is compared like its total: what differs is quarantined, in csv',
    ],
  }),
  untoldTax({
    id: 'untold-tax-in-files',
    promise: 3,
    protects: 'A file of which no column says what is taxed is not imported.',
    export: 'knowTaxes',
    replacement: () => async () => {},
    test: [
      'test/rules/taxes-in-files.test.ts',
      'where no column says what is taxed, the import stops and says what to do; doing it is enough, in csv',
    ],
  }),
  untouched({
    id: 'untouched-by-changes',
    promise: 3,
    protects: 'What a change of an order must leave alone on its copy is read back when it was carried over.',
    export: 'compareUntouched',
    replacement: () => () => [],
    test: [
      'test/run/canary.test.ts',
      'a primary that alters what it is sent > in the GST of each order that is changed is found on three changes',
    ],
  }),
  currency({
    id: 'currency',
    promise: 3,
    protects: 'Nothing in another currency is copied at face value.',
    export: 'isForeignCurrency',
    replacement: () => () => false,
    test: [
      'test/rules/currencies.test.ts',
      'by the API, what is in another currency than the books is not copied > also where the pipeline copies neither payments nor returns',
    ],
  }),
  unshown({
    id: 'unshown-tax',
    promise: 3,
    protects: 'A tax that a store does not show is not taken for none.',
    export: 'withUnshownTax',
    replacement: () => (given) => given,
    test: [
      'test/rules/unshown-tax.test.ts',
      'a source that shows no tax of its lines > has them quarantined where its orders show none either',
    ],
  }),
  accepted({
    id: 'accepted-differences',
    promise: 3,
    protects: 'What a person accepted of a copy covers the difference that was seen then, and no other.',
    export: 'isAcceptedAs',
    // Any acceptance covers whatever differs: where nobody has accepted anything, all goes on as it should.
    replacement: () => (accepted) => accepted !== null && accepted !== undefined,
    test: [
      'test/proof/accepted.test.ts',
      'what a person accepted of a copy covers what was seen then > and another field that staff change later is quarantined by the next look, naming that one alone',
    ],
  }),
  beforeApproval({
    id: 'accepted-before-approval',
    promise: 3,
    protects:
      'What a person accepted of an unapproved copy does not call it copied: all else is compared, then it is approved.',
    export: 'isBeforeApproval',
    replacement: () => () => false,
    test: [
      'test/rules/accepted-before-approval.test.ts',
      'a difference that is accepted before the copy is approved > lets pass nothing else that differs by then: the copy is quarantined again, and not approved',
    ],
  }),
  changedCopies({
    id: 'changed-copies',
    promise: 3,
    protects: 'What staff change of a copy in the primary is found within a day.',
    export: 'findChangedCopies',
    replacement: () => async () => {},
    test: [
      'test/run/changes/changed-copies.test.ts',
      'a copy that staff of the primary > deletes, cancels, changes or takes the approval off is quarantined within a day, though its order never changes',
    ],
  }),
  changedMoney({
    id: 'changed-money',
    promise: 3,
    protects: 'Payments and returns that staff delete or change in the primary are found within a day.',
    export: 'findChangedMoney',
    replacement: () => async () => {},
    test: [
      'test/rules/money-changed-in-primary.test.ts',
      'a return that staff remove or change in the primary is quarantined within a day, and ends as the message says',
    ],
  }),
  gone({
    id: 'gone-payments',
    promise: 3,
    protects: 'A copied payment that its store has deleted is found within a day.',
    export: 'findGone',
    replacement: (original) => async (window, definition, progress) =>
      definition.name === 'payments' || original(window, definition, progress),
    test: [
      'test/rules/payments.test.ts',
      'payments that change after they were copied > and are deleted are quarantined within a day',
    ],
  }),
  gone({
    id: 'gone-returns',
    promise: 3,
    protects: 'A copied return that its store has deleted is found within a day.',
    export: 'findGone',
    replacement: (original) => async (window, definition, progress) =>
      definition.name === 'rmas' || original(window, definition, progress),
    test: [
      'test/rules/keyed-anew-returns.test.ts',
      'where the primary shows returns as they were sent > a return that its store deletes and keys anew alike takes the copy over; otherwise a person is asked, and nothing is credited twice',
    ],
  }),
  gone({
    id: 'gone-orders',
    promise: 3,
    protects: 'A copied order that its store has deleted is found within a day.',
    export: 'findGone',
    replacement: (original) => async (window, definition, progress) =>
      definition.name === 'orders' || original(window, definition, progress),
    test: [
      'test/run/changes/source-gone.test.ts',
      'an order that is deleted in its store after it was copied > is quarantined within a day, and its copy left as it is',
    ],
  }),
  shoppers({
    id: 'spendable-credit',
    promise: 3,
    protects: 'No shopper of the primary gets credit that they could spend.',
    export: 'shoppersAmong',
    replacement: () => async () => new Set(),
    test: [
      'test/rules/made-accounts.test.ts',
      'an account that a shopper of the primary has > gets no credit, neither by an overpayment nor by a return, from whichever store',
    ],
  }),
  monthTie({
    id: 'month-ties',
    promise: 3,
    protects: 'What both sides of a month differ by, and nothing explains, is no tie.',
    export: 'causesOfCase',
    replacement:
      (original) =>
      (...given) =>
        original(...given).map((one) => ({ ...one, cause: 'accepted' })),
    test: [
      'test/month-pack/states.test.ts',
      'what differs between both sides is told, is no tie, and ends with 4 > a total that was changed',
    ],
  }),
  monthDated({
    id: 'month-money-of-other-orders',
    promise: 3,
    protects: 'What was paid or credited in a month counts in it, on orders of whatever day.',
    export: 'ordersPaidOrCredited',
    replacement: () => async () => [],
    test: [
      'test/month-pack/states.test.ts',
      'money of the month is found on orders that nothing has touched since before it',
    ],
  }),
  mismatch({
    id: 'accepted-sum-is-of-the-sum',
    promise: 3,
    protects:
      'Accepting another GST, or another field alone, puts no other total into the books, and makes no overpayment.',
    export: 'mismatch',
    replacement:
      (genuine) =>
      (...given) => {
        const found = genuine(...given);
        const [first, ...others] = found?.differences ?? [];
        return found === undefined || others.length > 0 ? found : { ...found, difference: first?.amount };
      },
    test: [
      'test/rules/accepted-left-in-books.test.ts',
      'accept, where something is to be done in the primary first, > of GST alone says and keeps no other total, and the proof names it each time: a return is filed by it',
    ],
  }),
];
