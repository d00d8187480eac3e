import { type Finding, Findings } from '../../entities/comparing/finding.ts';
import { compareAdoptedOrder } from '../../entities/order/compare/adopted-order.ts';
import { orderFields } from '../../entities/order/compare/fields.ts';
import { compareFound, followedOf } from '../../entities/order/write/found.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isAcceptedAs } from '../../model/accepted.ts';
import { type FileSnapshot, isSameDay } from '../../model/file-snapshot.ts';
import { isApproved, isCancelled, type Order, orderSchema } from '../../model/order.ts';
import { type OrderSnapshot, parseSnapshot } from '../../model/order-snapshot.ts';
import { lowerKey, upperKey } from '../../model/text-key.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { StoreRules } from '../../transform/rules.ts';
import type { OrderRun } from '../context/parts.ts';
import { accountsOfBuyer } from '../copies/accounts-of-buyer.ts';
import { isStillCopy, readCopies } from '../copies/copies-in-primary.ts';
import { inWords } from '../copies/match-order.ts';
import { fileNotes } from '../copies/orders-of-files.ts';
import { seenOf } from '../protocol/mismatch.ts';

/** Compared as of a copy that was found; how it is written, and what the rules chose, need not agree. */
const OF_PERSONS_WORD: readonly string[] = ['gst', 'shipping', 'shipping-tax'];

/**
 * Compares copies that were made from files with what the API first shows of their orders: it shows more than a file gives,
 * and may show a later version of it. What the copy lacks, or still holds as its file had it, is a change from now on, and
 * goes over like any other; what it has otherwise is told, and waits for a person where it reaches the books.
 * @returns those that stand for a copy, with what that shows
 * @throws ConsolidatorError
 */
export async function compareFirstOfApi(
  context: OrderRun,
  store: StoreRun,
  records: readonly LedgerRecord[],
): Promise<readonly LedgerRecord[]> {
  const { ledger, run } = context;
  const rules = await context.lookups.rules(store);
  const copies = await readCopies(
    context,
    records.map(({ targetId }) => targetId ?? ''),
  );
  const notes = await fileNotes(
    context,
    rules.store,
    records.map(({ sourceId }) => sourceId),
  );
  const decisions: Decision[] = [];
  const known: LedgerRecord[] = [];
  for (const record of records) {
    const copy = copies.get(upperKey(record.targetId ?? ''));
    const written = notes.get(record.sourceId)?.copied?.shown;
    const found = await compared(context, { record, copy, written, rules });
    decisions.push(found);
    if (found.kind === 'shown') known.push({ ...record, copiedAs: found.shows });
  }
  await ledger.decide(run, decisions);
  return known;
}

interface Comparing {
  readonly record: LedgerRecord;
  readonly copy: Order | undefined;
  readonly written: FileSnapshot | undefined;
  readonly rules: StoreRules;
}

async function compared(context: OrderRun, { record, copy, written, rules }: Comparing): Promise<Decision> {
  const { sourceId, targetId, readAs = null } = record;
  const order = orderSchema.parse(JSON.parse(record.payload ?? ''));
  const read = parseSnapshot(readAs ?? '');
  // That it is gone, or not ours, is told where its change is judged.
  if (copy === undefined || !(await isStillCopy(context, record, copy))) return shown(record, { ...read, status: '' });
  const base = { ...read, ...stateOf(read, copy, written), ...withDueDate(read, written, rules) };
  if (isCancelled(copy) || isCancelled(order)) return shown(record, base);
  const different = [...(await ofBooks(context, order, copy, rules)), ...otherGoods(order, written)].filter(
    (finding) => !isAcceptedAs(record.acceptedAs, seenOf(finding)) && !(isTotalAccepted(record) && isOfSums(finding)),
  );
  if (different.length > 0) {
    const message = inWords(targetId ?? '', sourceId, different);
    return { kind: 'quarantine', key: record, reason: 'changed-after-copy', message, seen: different.map(seenOf) };
  }
  const followed = followedOf(order, copy, rules);
  // A file may give the day alone of what the API shows the moment of.
  const isDay = isSameDay(followed.requiredAt ?? '', copy.requiredAt ?? '', rules.primaryTimeZone);
  const meant = isDay ? { ...followed, requiredAt: copy.requiredAt } : followed;
  const { shows, findings } = compareFound(meant, copy, base, true, written);
  context.compared.note(record, findings);
  return shown(record, shows ?? base);
}

function shown(key: LedgerRecord, shows: OrderSnapshot): Decision {
  return { kind: 'shown', key, shows: JSON.stringify(shows) };
}

/** How far it was when the copy was made, and how far the copy is. */
function stateOf(
  read: OrderSnapshot,
  copy: Order,
  written: FileSnapshot | undefined,
): Pick<OrderSnapshot, 'status' | 'approved'> {
  return { status: written?.status ?? copy.status, approved: isApproved(copy) || read.approved };
}

/** A due date that the file gave is one of the books; where it gave none, a rule has given the copy its own. */
function withDueDate(
  { fields }: OrderSnapshot,
  written: FileSnapshot | undefined,
  { timeZone }: StoreRules,
): Pick<OrderSnapshot, 'fields'> {
  const [was = '', is = ''] = [written?.fields['due date'], fields['due date']];
  if (was === '' || is === '' || was === is || isSameDay(was, is, timeZone)) return { fields };
  return { fields: { ...fields, 'due date': was } };
}

/** What reaches Xero or a tax return: what the primary itself invoices by is its own. */
async function ofBooks(
  { ledger }: OrderRun,
  order: Order,
  copy: Order,
  rules: StoreRules,
): Promise<readonly Finding[]> {
  const accounts = await accountsOfBuyer(ledger, order, rules);
  return compareAdoptedOrder(order, copy, rules, accounts)
    .filter(mustAgree)
    .filter(({ key }) => key !== 'total' && !(key === 'invoice-date' && rules.purpose === 'fulfil'));
}

/** Other goods at the same price, where the file had as many lines: of a kit it may have left the parts out. */
function otherGoods({ lines }: Order, written: FileSnapshot | undefined): readonly Finding[] {
  const skus = written?.lines.map(({ fields }) => fields['SKU'] ?? '') ?? [];
  if (skus.length !== lines.length || skus.includes('')) return [];
  const [was, is] = [skus, lines.map(({ sku }) => sku)].map((some) => some.map(lowerKey).sort().join(', '));
  const findings = new Findings(orderFields);
  findings.text('line-product', is ?? '', was ?? '');
  return findings.found;
}

function isTotalAccepted({ accepted }: LedgerRecord): boolean {
  return accepted !== null;
}

function isOfSums({ key }: Finding): boolean {
  return OF_PERSONS_WORD.includes(key) || key.startsWith('line');
}
