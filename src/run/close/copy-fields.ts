import type { Finding } from '../../entities/comparing/finding.ts';
import { buyerOf, customerIdOf, HOUSE } from '../../entities/customer/read.ts';
import { compareAdoptedOrder } from '../../entities/order/compare/adopted-order.ts';
import { expectOrder } from '../../entities/order/compare/expect-order.ts';
import { expectLater } from '../../entities/order/compare/expected-order.ts';
import type { OrderFieldKey } from '../../entities/order/compare/fields.ts';
import { compareOrder } from '../../entities/order/compare/order.ts';
import { withoutHidden } from '../../entities/order/read/hidden-amounts.ts';
import { snapshotOf, snapshotSalt } from '../../entities/order/read/order-snapshot.ts';
import { orderReads } from '../../entities/order/read/reads.ts';
import type { AuditEntry, LedgerRecord } from '../../ledger/record.ts';
import { isCancelled, type Order } from '../../model/order.ts';
import { changeOf, parseSnapshot } from '../../model/order-snapshot.ts';
import { originOf } from '../../model/origin.ts';
import { formerFormOf } from '../../model/snapshot-form.ts';
import { upperKey } from '../../model/text-key.ts';
import { addSeconds } from '../../model/time.ts';
import { copiesMustShow } from '../../neto/must-show.ts';
import { readOrders } from '../../neto/orders.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { ReadingRun } from '../context/parts.ts';
import { accountsOfBuyer } from '../copies/accounts-of-buyer.ts';
import { changedSinceMade } from '../copies/copies-by-file.ts';
import { changedSince } from '../copies/followed-copies.ts';
import type { LookMemory } from './look-memory.ts';

/**
 * What staff can change on a copy that reaches Xero or a tax return. Left out: what the look sees by itself (gone,
 * cancelled, not approved), and what copies of earlier versions never had from their sources (e-mail, due date).
 */
const looked: ReadonlySet<OrderFieldKey> = new Set([
  'total', 'gst', 'account', 'tax-mode', 'invoice-date', 'placed', 'shipping', 'shipping-tax', 'lines',
  'line-product', 'line-quantity', 'line-price', 'line-discount', 'line-tax',
]); // biome-ignore format: a list
/** A due date that we gave it by a rule is one that it had from the first. */
function isLooked(key: OrderFieldKey, copy: Order): boolean {
  return looked.has(key) || (key === 'due-date' && originOf(copy.internalNotes)?.dueDays !== undefined);
}

/** What the rules decide of a copy: those by which a copy was made are not known any more once it followed a change. */
const ofRules: ReadonlySet<string> = new Set<OrderFieldKey>(['account', 'lines', 'line-product']);
/** Seconds that the primary's stamp of a change may lie after our own note of having written it. */
const WRITE_DOUBT = 3600;
/** Findings named in one message. */
const NAMED = 5;

interface RecordsWithCopies {
  readonly records: readonly LedgerRecord[];
  /** As `copiesInFull` has just read them. */
  readonly copies: readonly Order[];
}

/** One that can't be read is left out: it is told of where it is read for its own sake. @throws ConsolidatorError */
export async function copiesInFull({ primary, signal }: ReadingRun, ids: readonly string[]): Promise<readonly Order[]> {
  return (await readOrders(primary, ids, { signal, onUnreadable: () => {}, mustShow: copiesMustShow })).orders;
}

/**
 * Fields in which copies differ from their sources, both read anew by their ids; by source id. A copy
 * whose source has changed since is not judged, for that change has a way of its own; nor is what a copy of other rules or
 * of an earlier version showed all along.
 * @throws ConsolidatorError where one of the two can't be read
 */
export async function changedFields(
  context: ReadingRun,
  store: StoreRun,
  { records, copies: read }: RecordsWithCopies,
  memory: LookMemory,
): Promise<Map<string, readonly Finding[]>> {
  const { signal } = context;
  const found = await changedSinceMade(context, store, records, isLooked);
  if (records.length === 0 || !isAsked(store)) return found;
  const rules = await context.lookups.rules(store);
  const ids = records.map(({ sourceId }) => sourceId);
  const sources = byId(await store.source.reader(orderReads).now(ids, { signal }));
  const wanted = records.filter((record) => isAsCopied(record, sources.get(upperKey(record.sourceId)), store));
  const copies = byId(read);
  for (const record of wanted) {
    await replaceFormerSnapshot(context, store, record, sources.get(upperKey(record.sourceId)));
    const source = sources.get(upperKey(record.sourceId));
    const copy = copies.get(upperKey(record.targetId ?? ''));
    // One that is cancelled is told of otherwise, or is meant to be.
    if (source === undefined || copy === undefined || isCancelled(copy)) continue;
    const findings = await findingsOf(context, { record, source, copy, rules });
    const changed =
      findings.length === 0 ? [] : await ofStaff(context, store, { record, source, copy, findings, memory, rules });
    if (changed.length > 0) found.set(record.sourceId, changed);
  }
  return found;
}

/** Whether the source shows now what it did when the copy was made or last followed it. */
function isAsCopied({ copiedAs }: LedgerRecord, source: Order | undefined, { fixed }: StoreRun): boolean {
  if (copiedAs === null || source === undefined) return false;
  const before = parseSnapshot(copiedAs);
  const whole = snapshotOf(source, { followInvoiceDate: fixed.purpose === 'books', salt: before.salt });
  const after = withoutHidden(whole, source);
  const { byHand, details, cancelled } = changeOf(before, after);
  return byHand.length === 0 && details.length === 0 && !cancelled;
}

/** What an earlier version kept otherwise is kept as it is now from here on, where nothing has changed. */
async function replaceFormerSnapshot(
  { ledger }: ReadingRun,
  { fixed: { store, purpose } }: StoreRun,
  record: LedgerRecord,
  source: Order | undefined,
): Promise<void> {
  if (record.copiedAs === null || source === undefined || formerFormOf(record.copiedAs) === undefined) return;
  const followInvoiceDate = purpose === 'books';
  const { salt: formerSalt } = parseSnapshot(record.copiedAs);
  const before = JSON.stringify(snapshotOf(source, { followInvoiceDate, salt: formerSalt }));
  const salt = snapshotSalt(store, source.id);
  await ledger.replaceSnapshot(record, before, JSON.stringify(snapshotOf(source, { followInvoiceDate, salt })));
}

interface Compared {
  readonly record: LedgerRecord;
  readonly source: Order;
  readonly copy: Order;
  readonly rules: StoreRules;
}

async function findingsOf({ ledger }: ReadingRun, { record, source, copy, rules }: Compared): Promise<Finding[]> {
  const { store } = rules;
  const sourceId = rules.customers.policy === 'house' ? HOUSE : customerIdOf(buyerOf(source));
  const customer = await ledger.find({ store, entity: 'customers', sourceId });
  // Whose account it is meant to be is not known where the ledger has lost the customer.
  const resolved = { username: customer?.targetId ?? copy.username, skus: new Map<string, string>() };
  const ruled = expectOrder(source, rules, resolved, record.accepted ?? undefined);
  return compareOrder(expectLater(ruled, rules, { source, copy }), copy).filter(
    (finding) => finding.class === 'must-agree' && isLooked(finding.key as OrderFieldKey, copy),
  );
}

/** Of a copy that was taken over, by the comparison that it was taken over by. Its total is looked at without this. */
async function findingsOfAdopted({ ledger }: ReadingRun, { source, copy, rules }: Compared): Promise<Finding[]> {
  if (isCancelled(source)) return [];
  const accounts = await accountsOfBuyer(ledger, source, rules);
  return compareAdoptedOrder(source, copy, rules, accounts).filter(
    ({ key, class: own }) =>
      own === 'must-agree' &&
      looked.has(key as OrderFieldKey) &&
      key !== 'total' &&
      !(key === 'invoice-date' && rules.purpose === 'fulfil'),
  );
}

interface Judged extends Compared {
  readonly findings: readonly Finding[];
  readonly memory: LookMemory;
}

/**
 * Of a copy that this version made by the rules in force, all: it was compared in full when it was made, and when it
 * followed a change of its source, in all that the change was to leave alone. Only what the rules decide may have been
 * decided by others before that change: of this, what is not as it was noted then. Of any other copy, only what was not so
 * before, and only where the primary itself says that the copy was changed; and of what was made by other rules, nothing that the rules decide.
 */
async function ofStaff(context: ReadingRun, { rulesHash }: StoreRun, compared: Judged): Promise<readonly Finding[]> {
  const { record, memory, rules } = compared;
  const history = await context.ledger.history(record);
  const isAdopted = history.some(({ event }) => event === 'adopted');
  const findings = isAdopted ? await findingsOfAdopted(context, compared) : compared.findings;
  const judged = { ...compared, findings };
  const own = findings.filter(({ key }) => !isOfRules(key, findings, rules));
  if (record.rules !== rulesHash) return notSeenBefore(judged, history, own);
  const [first] = history;
  if (first === undefined || first.run < memory.firstRun) return notSeenBefore(judged, history, findings);
  if (isWrittenOnce(history)) return findings;
  const ruled = findings.filter((finding) => !own.includes(finding));
  if (ruled.length === 0) return own;
  const since = await changedSince(context, record, compared.copy);
  if (since === undefined) return [...own, ...notSeenBefore(judged, history, ruled)];
  const isSince = ({ key }: Finding) => since.has(key) || (since.has('lines') && key.startsWith('line-'));
  return findings.filter((finding) => own.includes(finding) || isSince(finding));
}

function isOfRules(key: string, findings: readonly Finding[], { gstRounding }: StoreRules): boolean {
  // Where a line was added or left out, each one after it is compared with another.
  const isMoved = key.startsWith('line-') && findings.some((finding) => finding.key === 'lines');
  return ofRules.has(key) || isMoved || (key === 'gst' && gstRounding === 'hold');
}

/** To accept a copy as it stands writes nothing. */
function isWrittenOnce(history: readonly AuditEntry[]): boolean {
  const written = history.filter(({ event }, place) => event === 'loaded' && history[place + 1]?.event !== 'accepted');
  return written.length === 1;
}

function notSeenBefore(
  { record: { sourceId }, copy, memory }: Judged,
  history: readonly AuditEntry[],
  findings: readonly Finding[],
): readonly Finding[] {
  const last = history.at(-1);
  const moved = last !== undefined && copy.updatedAt !== null && copy.updatedAt > addSeconds(last.at, WRITE_DOUBT);
  const known = memory.known(sourceId);
  if (!moved) {
    memory.learn(
      sourceId,
      findings.map(({ key }) => key),
    );
    return [];
  }
  return memory.sawBefore(sourceId) ? findings.filter(({ key }) => !known.has(key)) : [];
}

export function inWords({ sourceId, targetId }: LedgerRecord, findings: readonly Finding[]): string {
  const named = findings.slice(0, NAMED).map(({ field, meant, held }) => `${field} is ${held}, and was ${meant}`);
  const more = findings.length > NAMED ? `; and ${findings.length - NAMED} more` : '';
  return `${targetId}, the copy of ${sourceId}, was changed in the primary: ${named.join('; ')}${more}`;
}

function byId(orders: readonly Order[]): Map<string, Order> {
  return new Map(orders.map((order) => [upperKey(order.id), order]));
}
