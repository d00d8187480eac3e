import type { Finding } from '../../entities/comparing/finding.ts';
import type { OfOrder } from '../../entities/definition/reads.ts';
import { mustAgree } from '../../entities/writing/load-target.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { AuditEntry, LedgerRecord } from '../../ledger/record.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { isAsked, type StoreRun } from '../../session/store-run.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import { findMoved, type Missing } from '../copies/moved-copies.ts';
import { findOnCopies, type OnCopyNow } from '../copies/on-copies.ts';
import { shownToday } from '../extract/id-walk-state.ts';
import { type DailyLook, type LookAt, lookDaily } from './daily-look.ts';
import type { LookMemory } from './look-memory.ts';
import { type MoneyLook, paymentLook, returnLook } from './money-looks.ts';
import { isAmong, notAccepted } from './not-accepted.ts';

/** Findings named in one message. */
const NAMED = 5;
/** No field of the table: that it bears our reference no more. */
const WITHOUT_REFERENCE = { key: 'reference', meant: 'ours', held: 'none' };

/**
 * Payments and returns that the primary does not hold any more as they were copied, because somebody has removed, moved or
 * changed them there. Their store knows nothing of it.
 * @param context `pacedContext`
 * @throws ConsolidatorError where the primary can't be read
 */
export async function findChangedMoney(context: ReadingRun & DailyWork, store: StoreRun, at: LookAt): Promise<void> {
  await lookDaily(context, store, lookOf(context, store, paymentLook), at);
  await lookDaily(context, store, lookOf(context, store, returnLook), at);
}

function lookOf<Existing extends OfOrder>(
  context: ReadingRun & DailyWork,
  store: StoreRun,
  look: MoneyLook<Existing>,
): DailyLook {
  return {
    entity: look.existing.entity,
    judge: (records, memory) => judgeAll(context, store, look, { records, memory }),
  };
}

interface Looked {
  readonly records: readonly LedgerRecord[];
  readonly memory: LookMemory;
}

async function judgeAll<Existing extends OfOrder>(
  context: ReadingRun & DailyWork,
  store: StoreRun,
  look: MoneyLook<Existing>,
  { records, memory }: Looked,
): Promise<Decision[]> {
  const onCopies = await findOnCopies(context, look.existing, records);
  const there = records.filter(({ sourceId }) => onCopies.get(sourceId)?.kind === 'there');
  const findings = await findingsOf(context, store, look, there, onCopies);
  const absent = records.filter(({ sourceId }) => onCopies.get(sourceId)?.kind === 'absent');
  const moved = await findMoved(
    context,
    look.existing,
    absent.map((record): Missing => ({ ...record, targetId: record.targetId ?? '' })),
  );
  const decisions: Decision[] = [];
  for (const record of records) {
    const now = onCopies.get(record.sourceId);
    const history = await context.ledger.history(record);
    const events = history.map(({ event }) => event);
    const differing = ofStaff(record, findings.get(record.sourceId) ?? [], { look, memory, history });
    const fields = differing.map(({ key, meant, held }) => ({ key, meant, held }));
    const seen = now?.kind === 'unreferenced' ? [WITHOUT_REFERENCE] : fields;
    const unaccepted = now?.kind === 'absent' ? [] : await notAccepted(context.ledger, record, seen);
    if (now?.kind !== 'absent' && unaccepted.length === 0) continue;
    const told = differing.filter((finding) => isAmong(unaccepted, finding));
    const found = judge(record, now, told, look, moved.get(record.sourceId));
    if (found === undefined) continue;
    // What was taken over may bear no reference.
    if (now?.kind === 'unreferenced' && events.includes('adopted')) continue;
    decisions.push({ kind: 'quarantine', key: record, ...found, ...(found.reason === look.changed ? { seen } : {}) });
  }
  return decisions;
}

/** What their own store shows of them now, or has shown today, compared with their copies; by source id. */
async function findingsOf<Existing extends OfOrder>(
  context: ReadingRun & DailyWork,
  store: StoreRun,
  look: MoneyLook<Existing>,
  records: readonly LedgerRecord[],
  onCopies: ReadonlyMap<string, OnCopyNow<Existing>>,
): Promise<Map<string, readonly Finding[]>> {
  const found = new Map<string, readonly Finding[]>();
  if (records.length === 0) return found;
  const rules = await context.lookups.rules(store);
  const at = isAsked(store) ? look.at(context, store) : undefined;
  const ids = records.map(({ sourceId }) => sourceId);
  const of = { store: store.fixed.store, entity: look.existing.entity, ids };
  const known = at === undefined ? new Set<string>() : await shownToday(context.ledger, of, context.now());
  const asked = ids.filter((id) => !known.has(id));
  const shown = (asked.length === 0 ? undefined : await at?.byIds(asked))?.found ?? [];
  const sources = new Map(shown.map((one) => [one.id, one]));
  for (const record of records) {
    const now = onCopies.get(record.sourceId);
    if (now?.kind !== 'there') continue;
    const source = sources.get(record.sourceId);
    // What has changed in its store since, or is not shown, is compared with what was copied: its change has a way of its own.
    const isAsCopied = source !== undefined && at?.recordOf(source).hash === record.hash;
    const all = isAsCopied
      ? look.compare(source, rules, now.existing)
      : look.compareRecorded(record, rules, now.existing);
    found.set(
      record.sourceId,
      all.filter(
        (finding) => mustAgree(finding) && (record.rules === store.rulesHash || !look.ofRules.has(finding.key)),
      ),
    );
  }
  return found;
}

interface Around<Existing extends OfOrder> {
  readonly look: MoneyLook<Existing>;
  readonly memory: LookMemory;
  readonly history: readonly AuditEntry[];
}

/** Of a copy that this version made, all; of an older one what every version has compared, and what was not so before. */
function ofStaff<Existing extends OfOrder>(
  record: LedgerRecord,
  findings: readonly Finding[],
  { look, memory, history }: Around<Existing>,
): readonly Finding[] {
  if (findings.length === 0) return [];
  const { sourceId } = record;
  const always = findings.filter(({ key }) => look.always.has(key));
  if (history.some(({ event }) => event === 'adopted')) return always;
  const [first] = history;
  // To accept a copy as it stands writes nothing.
  const written = history.filter(({ event }, place) => event === 'loaded' && history[place + 1]?.event !== 'accepted');
  const isWrittenOnce = written.length === 1;
  if (isWrittenOnce && first !== undefined && first.run >= memory.firstRun) return findings;
  const known = memory.known(sourceId);
  if (memory.sawBefore(sourceId)) return findings.filter(({ key }) => look.always.has(key) || !known.has(key));
  memory.learn(
    sourceId,
    findings.map(({ key }) => key),
  );
  return always;
}

function judge<Existing extends OfOrder>(
  record: LedgerRecord,
  now: OnCopyNow<Existing> | undefined,
  changed: readonly Finding[],
  look: MoneyLook<Existing>,
  standsOn: string | undefined,
): { readonly reason: QuarantineReason; readonly message: string } | undefined {
  const title = `The copied ${look.name} ${record.targetId ?? ''} of ${record.parent ?? ''}`;
  // A copy that is gone as a whole is told of by its order.
  if (now === undefined || now.kind === 'order-gone') return undefined;
  if (now.kind === 'absent') {
    const where = standsOn === undefined ? '' : `; it stands on ${standsOn} there`;
    return { reason: look.gone, message: `${title} is not on its copy in the primary any more${where}` };
  }
  if (now.kind === 'unreferenced') {
    const message = `${title} is not in the primary under its reference any more; one of the same amount is`;
    return { reason: look.changed, message };
  }
  if (changed.length === 0) return undefined;
  const named = changed
    .slice(0, NAMED)
    .map(({ field, meant, held }) => `its ${field} is ${held} there, and was ${meant}`);
  const more = changed.length > NAMED ? `; and ${changed.length - NAMED} more` : '';
  return { reason: look.changed, message: `${title}: ${named.join('; ')}${more}` };
}
