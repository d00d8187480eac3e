import type { ArrivalCause, Arrivals } from '../arrival/verdicts.ts';
import type { Pipeline } from '../config/pipeline.ts';
import { plural, singular } from '../entities/kinds.ts';
import { financialEntities } from '../entities/registry.ts';
import type { FinancialRecord } from '../ledger/record.ts';
import type { RunEntry } from '../ledger/run-entry.ts';
import { counted, listed } from '../model/amounts-text.ts';
import { shellWord } from '../model/command-lines.ts';
import { dayWords, monthName } from '../model/day-words.ts';
import type { Order } from '../model/order.ts';
import { type Instant, type LocalDate, localDateOf } from '../model/time.ts';
import { sameId } from '../reconcile/belongs.ts';
import { orderIdOf } from '../reconcile/cases.ts';
import type { ComparedStore } from '../reconcile/reconcile.ts';
import type { StandingOf } from '../verdict/books-standing.ts';
import { storesReadInWhole } from '../verdict/narrowed-run.ts';
import type { Month } from './month.ts';
import { endOf } from './month-days.ts';
import type { MonthDifference, OpenItem } from './pack.ts';
import type { CountedCase } from './store-month.ts';

/** What somebody must do, in the words of `todo`, with the days of all that it is about. */
export interface ToDo extends OpenItem {
  /** null: of a record that has no day, or of which none is known. */
  readonly days: readonly (LocalDate | null)[];
  /** In their own store: orders that it is about, or that what it is about belongs to. */
  readonly orderIds: readonly string[];
  /** What a person has decided about, and the next run takes up: it is told by this. */
  readonly taken?: readonly Pick<FinancialRecord, 'entity' | 'sourceId'>[];
}

export interface Standing {
  readonly pipeline: Pipeline;
  /** As it was given, for commands to go on with. */
  readonly file: string;
  readonly month: Month;
  readonly at: Instant;
  readonly toDo: readonly ToDo[];
  readonly runs: readonly RunEntry[];
  readonly records: readonly FinancialRecord[];
  readonly standingOf: StandingOf;
  readonly stores: readonly ComparedStore[];
  readonly cases: readonly CountedCase[];
  readonly differences: readonly MonthDifference[];
  /** What Xero shows of the month; undefined where the pipeline does not name its books. */
  readonly books?: Arrivals | undefined;
}

/** All that keeps the month from being closed; what is open of days after it keeps nothing. */
export function openItems(standing: Standing): OpenItem[] {
  const { toDo, month, differences, file, cases } = standing;
  // A payment of a later day may be all that an order of the month lacks.
  const lacking = new Set(
    cases
      .filter(({ isInside, compared }) => isInside && compared.differences.length > 0)
      .map(({ compared: { order } }) => keyOf(order.store.rules.store, orderIdOf(order) ?? '')),
  );
  const own = toDo
    .filter(
      ({ store, days, orderIds }) =>
        days.length === 0 ||
        days.some((day) => day === null || day <= month.to) ||
        orderIds.some((id) => lacking.has(keyOf(store ?? '', id))),
    )
    .map(({ days: _, orderIds: __, taken: ___, ...item }): OpenItem => item);
  return [
    ...notOver(standing),
    ...notRun(standing),
    ...own,
    ...pending(standing),
    ...underWay(differences, file),
    ...toXero(standing),
    ...notCompared(standing),
    ...notShown(standing),
  ];
}

function keyOf(store: string, orderId: string): string {
  return JSON.stringify([store, sameId(orderId)]);
}

function item(
  kind: OpenItem['kind'],
  store: string | null,
  what: string,
  remedy: string,
  details: string[] = [],
): OpenItem {
  return { kind, store, what, details, remedy, choices: [] };
}

function notOver({ month, pipeline, at, file }: Standing): OpenItem[] {
  if (at >= endOf(month, pipeline)) return [];
  const today = localDateOf(at, pipeline.primary.timezone);
  const when = today < month.from ? 'has not begun' : `is under way (${dayWords(today)})`;
  const remedy = `Make this again after ${dayWords(month.to)}: neto-consolidator month ${month.name} ${shellWord(file)} --out FOLDER`;
  return [item('month-not-over', null, `${monthName(month.name)} ${when}.`, remedy)];
}

/** A run of all of a store that came to its end, and began when the month was over, has read all that was sold in it. */
function notRun({ runs, month, pipeline, at, file }: Standing): OpenItem[] {
  const end = endOf(month, pipeline);
  if (at < end) return [];
  const since = runs.filter(({ endedAt, startedAt }) => endedAt !== null && startedAt >= end);
  const all = pipeline.secondaries.map(({ name }) => name);
  const readBy = (some: typeof since): ReadonlySet<string> =>
    new Set(some.flatMap((one) => storesReadInWhole(one, all)));
  const read = readBy(since.filter(({ status }) => ['good', 'open', 'differences', 'done'].includes(status)));
  const lacking = all.filter((name) => !read.has(name));
  if (lacking.length === 0) return [];
  const begun = readBy(since);
  const isPart = lacking.length < all.length;
  const of = isPart ? ` of ${listed(lacking)}` : '';
  const what = lacking.every((name) => begun.has(name))
    ? `No run${of} since ${monthName(month.name)} ended came to its end without failing.`
    : `No whole run${of} was made since ${monthName(month.name)} ended, so what was sold last may be missing.`;
  const only = isPart ? lacking.map((name) => ` --store ${shellWord(name)}`).join('') : '';
  return [item('not-run-since', null, what, `Run the pipeline: neto-consolidator run ${shellWord(file)}${only}`)];
}

function pending({ records, standingOf, month, file, toDo }: Standing): OpenItem[] {
  const nameOf = (store: string | null, one: Pick<FinancialRecord, 'entity' | 'sourceId'>): string =>
    JSON.stringify([store, one.entity, one.sourceId]);
  const told = new Set(toDo.flatMap(({ store, taken = [] }) => taken.map((one) => nameOf(store, one))));
  const open = records.filter(
    (one) =>
      standingOf(one) === 'open' &&
      !told.has(nameOf(one.store, one)) &&
      (one.bookedOn === null || one.bookedOn <= month.to),
  );
  const groups = financialEntities().flatMap(({ name }) => {
    const stores = Map.groupBy(
      open.filter(({ entity }) => entity === name),
      ({ store }) => store,
    );
    return [...stores].map(([store, own]) => ({ name, store, number: own.length }));
  });
  return groups.map(({ name, store, number }) =>
    item(
      'pending',
      store,
      `${store}: ${counted(number, singular(name), plural(name))} ${number === 1 ? 'is' : 'are'} read and not decided yet.`,
      `The next run goes on with them: neto-consolidator run ${shellWord(file)}`,
    ),
  );
}

function underWay(differences: readonly MonthDifference[], file: string): OpenItem[] {
  const own = differences.filter(({ cause }) => cause === 'under-way');
  return [...Map.groupBy(own, ({ store }) => store)].map(([store, all]) =>
    item(
      'under-way',
      store,
      `${store}: ${counted(all.length, 'difference')} ${all.length === 1 ? 'is' : 'are'} under way.`,
      `The next run takes what its store shows since: neto-consolidator run ${shellWord(file)}`,
      all.map(({ message }) => message),
    ),
  );
}

/** What is different or missing there stands among the differences. */
function toXero({ books, month, file }: Standing): OpenItem[] {
  if (books === undefined) return [];
  const again = `Make this again then: neto-consolidator month ${month.name} ${shellWord(file)} --out FOLDER`;
  const coming = books.open.filter(({ verdict }) => verdict === 'pending');
  const unread = books.open.filter(({ cause }) => cause !== null && UNREAD.includes(cause));
  const [first] = unread;
  return [
    ...(coming.length === 0
      ? []
      : [
          item(
            'to-xero',
            null,
            `${counted(coming.length, 'record')} ${coming.length === 1 ? 'is' : 'are'} still to come to Xero.`,
            `Look whether Neto's export goes on. ${again}`,
            coming.map(({ message }) => message),
          ),
        ]),
    ...(first === undefined
      ? []
      : [
          item(
            'to-xero',
            null,
            `Whether ${counted(unread.length, 'record')} arrived in Xero could not be seen.`,
            `See that Xero can be read (\`check\`). ${again}`,
            [first.message],
          ),
        ]),
  ];
}

/** Unproven for another reason (batches, a demo company) it stays, and nobody can do anything about it. */
const UNREAD: readonly ArrivalCause[] = ['not-read', 'other-organisation', 'organisation-not-named'];

/** What the pipeline file leaves out is a choice; what a store does not show to the key is not. */
function notCompared({ stores }: Standing): OpenItem[] {
  return stores.flatMap(({ store: { rules, secondary }, returns }) =>
    returns.kind === 'unreadable' && secondary.entities.includes('rmas')
      ? [item('not-compared', rules.store, returns.why, 'Let the key see returns in that store, and make this again.')]
      : [],
  );
}

const heads = ['grandTotal', 'orderTax', 'shippingTotal'] as const satisfies readonly (keyof Order)[];

/** A missing amount is not zero: a sum over it is not whole. */
function notShown({ cases }: Standing): OpenItem[] {
  const hidden = cases.flatMap(({ compared: { order }, counted: sides }) => {
    const { store } = order.store.rules;
    const orders = [
      { shown: store, all: order.secondary === null ? [] : [order.secondary.order], returns: sides.secondary.returns },
      { shown: 'the primary', all: order.primary.map((one) => one.order), returns: sides.primary.returns },
    ];
    return orders.flatMap(({ shown, all, returns }) => [
      ...all
        .filter(({ notShown = [] }) => heads.some((head) => notShown.includes(head)))
        .map(({ id }) => ({ store, shown, id: `order ${id}` })),
      ...returns
        .filter(({ notShown = [] }) => ['total', 'tax', 'refunded'].some((head) => notShown.includes(head)))
        .map(({ id }) => ({ store, shown, id: `return ${id}` })),
    ]);
  });
  return [...Map.groupBy(hidden, ({ store, shown }) => JSON.stringify([store, shown])).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const what = `${first.store}: ${first.shown} does not show all amounts of ${counted(own.length, 'record')}, so that the sums are not whole.`;
    const remedy = 'Let the key see totals and tax there, and make this again.';
    return [
      item(
        'not-shown',
        first.store,
        what,
        remedy,
        own.map(({ id }) => id),
      ),
    ];
  });
}
