import { plural } from '../../entities/kinds.ts';
import { count, counted, listed, money } from '../../model/amounts-text.ts';
import { shellWord } from '../../model/command-lines.ts';
import { type Decimal, isZero } from '../../model/money.ts';
import {
  type Difference,
  isOverNothing,
  isUnexplained,
  type Reconciliation,
  type StoreResult,
} from '../../reconcile/result.ts';
import { booksText } from './books-text.ts';
import { labelWords } from './proof-text.ts';
import { requestsLine, section } from './run-report.ts';
import { indent, table } from './table.ts';

/** Whether the books add up, for a bookkeeper. */
/** @param file the pipeline file as it was given */
export function reconcileReport(result: Reconciliation, file: string): string {
  const { differences, stores, xero, books, notCompared } = result;
  const open = differences.filter(isUnexplained);
  const underWay = differences.filter((one) => one.underWay);
  const isLabelled = differences.some(({ label }) => label !== undefined);
  return [
    headline(result, open.length),
    ...stores.flatMap((store) => ['', storeTitle(store), sumsTable(store), ...roundingText(store)]),
    ...(books === undefined ? [] : booksText(books)),
    ...section(`What differs: ${counted(open.length, 'point')}`, oneByOne(open)),
    ...(open.length === 0
      ? []
      : [
          '',
          isLabelled
            ? 'Compared without the ledger, and nothing that it was asked of afterwards explains these. All of an order tells'
            : 'Compared without the ledger, so without knowing what you accepted, linked or dropped; that tells',
          `  neto-consolidator trace <order id> ${shellWord(file)}`,
        ]),
    ...explainedText(differences, file),
    ...section(`Under way, the next run may settle it: ${counted(underWay.length, 'point')}`, oneByOne(underWay)),
    ...section(
      'Not compared',
      [...notCompared, ...(xero?.limits.map((limit) => `Xero's file: ${limit}`) ?? [])]
        .map((line) => indent(line, 2))
        .join('\n'),
    ),
    '',
    requestsLine(result),
  ].join('\n');
}

type ExplainedLabel = keyof typeof labelWords;

/** By what the ledger says of them, in the words of the daily proof. */
function explainedBy(differences: readonly Difference[]): [ExplainedLabel, readonly Difference[]][] {
  return (Object.keys(labelWords) as ExplainedLabel[]).flatMap((label) => {
    const own = differences.filter((one) => !one.underWay && one.label === label);
    return own.length === 0 ? [] : [[label, own]];
  });
}

function explainedText(differences: readonly Difference[], file: string): string[] {
  return explainedBy(differences).flatMap(([label, own]) => [
    ...section(
      `Explained, ${wordsOf(label)}: ${counted(own.length, 'point')}`,
      own.map((one) => indent(`- ${headOf(one)}`, 2)).join('\n'),
    ),
    ...(label === 'quarantined' ? [`What to do about each: neto-consolidator todo ${shellWord(file)}`] : []),
  ]);
}

/** What no comparison called under way is so since the ledger has it, and has not decided about it. */
function wordsOf(label: ExplainedLabel): string {
  return label === 'under-way' ? 'read and not decided yet, which the next run goes on with' : labelWords[label];
}

function headline(result: Reconciliation, open: number): string {
  const { pipeline, differences, daysLeft } = result;
  const part = daysLeft.length === 0 ? '' : ' Not all days that were asked for are compared: see the end.';
  const explained = explainedBy(differences).map(([label, own]) => `${count(own.length)} ${wordsOf(label)}`);
  if (open > 0) {
    const beside = explained.length === 0 ? '' : ` that nothing explains, beside ${listed(explained)}`;
    return `${pipeline}: the books differ in ${counted(open, 'point')}${beside}.${part}`;
  }
  if (explained.length > 0)
    return `${pipeline}: the books add up, but for what is explained: ${listed(explained)}.${part}`;
  if (differences.length > 0) return `${pipeline}: the books add up, but for what is under way.${part}`;
  if (isOverNothing(result)) return `${pipeline}: no order that counts is of these days, on either side.${part}`;
  return part === ''
    ? `${pipeline}: the books add up. Nothing differs.`
    : `${pipeline}: nothing differs on the days that were compared.${part}`;
}

function storeTitle({ store, from, to }: StoreResult): string {
  return `${store}, ${from} to ${to ?? 'now'}`;
}

function sumsTable({ sums, refunds, ownRecords = [] }: StoreResult): string {
  const row = (name: string, field: 'total' | 'gst' | 'shipping' | 'paid'): string[] => [
    name,
    money(sums.secondary[field]),
    money(sums.primary[field]),
    isZero(sums.difference[field]) ? '-' : money(sums.difference[field]),
  ];
  const pair = (
    name: string,
    { secondary, primary, difference }: Record<'secondary' | 'primary' | 'difference', Decimal>,
  ) => [name, money(secondary), money(primary), isZero(difference) ? '-' : money(difference)];
  const returns = refunds === null ? [] : [pair('credited', refunds.credit), pair('paid out', refunds.paidOut)];
  const own = ownRecords.flatMap(({ entity, records, amount }) => [
    [
      plural(entity),
      count(records.secondary),
      count(records.primary),
      records.difference === 0 ? '-' : `${records.difference}`,
    ],
    pair(`in ${plural(entity)}`, amount),
  ]);
  const { secondary, primary, difference } = sums;
  const orders = [
    count(secondary.orders),
    count(primary.orders),
    difference.orders === 0 ? '-' : `${difference.orders}`,
  ];
  return table(
    [
      { title: '' },
      { title: 'in its store', align: 'right' },
      { title: 'in the primary', align: 'right' },
      { title: 'difference', align: 'right' },
    ],
    [
      ['orders', ...orders],
      row('total', 'total'),
      row('GST', 'gst'),
      row('shipping', 'shipping'),
      row('paid', 'paid'),
      ...returns,
      ...own,
    ],
  );
}

/** What explains the sums beside the differences. */
function roundingText({ gstRounding: { orders, gst } }: StoreResult): string[] {
  if (orders === 0) return [];
  const sum = isZero(gst) ? '' : `, by ${money(gst)} in all`;
  return [indent(`GST of ${counted(orders, 'order')} differs by rounding alone${sum}.`, 0)];
}

function oneByOne(differences: readonly Difference[]): string {
  return differences.map((one) => `${indent(`- ${headOf(one)}`, 2)}\n${indent(one.remedy, 4)}`).join('\n');
}

function headOf({ kind, entity, day, message, effect }: Difference): string {
  const cents = isZero(effect.total) ? effect.paid : effect.total;
  const by = isZero(cents) ? '' : ` (${money(cents)})`;
  return `${kind} ${entity}, ${day ?? 'no date'}${by}: ${message}`;
}
