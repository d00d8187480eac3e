import type { EntityDefinition } from '../../entities/definition/definition.ts';
import type { GoneReads, OfOrder } from '../../entities/definition/reads.ts';
import type { Decision } from '../../ledger/decision.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { FROM_FILE } from '../../model/from-file.ts';
import type { QuarantineReason } from '../../model/reasons.ts';
import { stopIfAsked } from '../context/context.ts';
import type { DailyWork, ReadingRun } from '../context/parts.ts';
import { type ExistingOnCopies, findMoved, type Missing } from '../copies/moved-copies.ts';
import { findOnCopies, quarantinedOf } from '../copies/on-copies.ts';
import { type AtSource, atSource } from './at-source.ts';
import type { DailyProgress } from './daily-progress.ts';
import { stage } from './stage-page.ts';
import type { StoreWindow } from './store-window.ts';

/** As many as one request takes. */
const PAGE = 100;
/** Others of the store that were read before; one of them must be shown where none of those that are looked for is. */
const WITNESSES = 20;
/** So few of a store may all have been deleted. Where more are not shown, the key is likelier to have lost a right. */
const FEW = 5;
/** Ids that one message names. */
const NAMED = 3;

/**
 * Copies of what belongs to orders that have not been read since the look was begun, so that they may have been deleted.
 * They are asked for by their ids, and count as deleted only where their order is there to be seen and names them no more;
 * a store that shows neither may just have taken rights away.
 * @returns whether all have been looked for
 */
export async function findGoneOfOrders(
  window: StoreWindow,
  definition: EntityDefinition & { readonly gone: GoneReads },
  progress: DailyProgress,
): Promise<boolean> {
  const { context, store } = window;
  const { name, words, gone } = definition;
  const { ledger, run, daily, primary } = context;
  const look: GoneLook = {
    words,
    reason: gone.reason,
    at: atSource(context, store, definition),
    existing: quarantinedOf(name),
  };
  const step = { clients: [store.source, primary], kind: 'comparing' } as const;
  const replaced = await namedAsReplaced(context, store.fixed.store, gone.replacing);
  const withheld: LedgerRecord[] = [];
  for (;;) {
    stopIfAsked(context);
    const { since, after } = progress.state;
    const missing = await ledger.copiesNotRead(since, store.fixed.store, name, PAGE, after);
    const last = missing.at(-1);
    if (last === undefined) {
      tellWithheld(context, look, withheld);
      return true;
    }
    const looked = await daily.step(step, () => goneOf(window, look, missing));
    if (looked === undefined) return false;
    // What somebody has removed in the primary as well needs no telling any more.
    const decided = await judge(context, look, looked.result.withheld);
    await ledger.decide(
      run,
      decided.filter(({ kind }) => kind === 'skip'),
    );
    withheld.push(...looked.result.withheld.filter((_, index) => decided[index]?.kind !== 'skip'));
    // One that another was keyed for is decided together with that one.
    const single = looked.result.gone.filter(({ sourceId }) => !replaced.has(sourceId));
    await ledger.decide(run, await judge(context, look, single));
    await progress.save({ after: last.sourceId });
  }
}

interface GoneLook {
  readonly words: EntityDefinition['words'];
  readonly reason: QuarantineReason;
  readonly at: AtSource<OfOrder>;
  /** Undefined where nothing is known of how copies of it stand in the primary: then it is its source alone that tells. */
  readonly existing: ExistingOnCopies<OfOrder> | undefined;
}

interface Looked {
  readonly gone: readonly LedgerRecord[];
  /** Not shown, as none of the store's is. */
  readonly withheld: readonly LedgerRecord[];
}

async function goneOf(window: StoreWindow, { at }: GoneLook, missing: readonly LedgerRecord[]): Promise<Looked> {
  const { context, store } = window;
  // What came by a file may have an id of the file's making: its store can't be asked for it.
  const askable = missing.filter(({ hash }) => !hash.startsWith(FROM_FILE));
  const { found, unreadable } = await at.byIds(askable.map(({ sourceId }) => sourceId));
  await stage(window, at.entity, { records: found.map((one) => at.recordOf(one)), quarantined: [] });
  const seen = new Set([...found.map(({ id }) => id), ...unreadable.map(({ id }) => id)]);
  const unseen = askable.filter(({ sourceId }) => !seen.has(sourceId));
  if (unseen.length === 0) return { gone: [], withheld: [] };
  if (seen.size === 0) {
    const ids = new Set(unseen.map(({ sourceId }) => sourceId));
    const recent = await context.ledger.recentIds(store.fixed.store, at.entity, ids.size + WITNESSES);
    const others = recent.filter((id) => !ids.has(id) && !id.startsWith(FROM_FILE)).slice(0, WITNESSES);
    const shown = await at.byIds(others);
    if (shown.found.length + shown.unreadable.length === 0) {
      if (others.length + ids.size > FEW) return { gone: [], withheld: unseen };
      return goneAmong(unseen, (asked) => at.likelyGone(asked));
    }
  }
  return goneAmong(unseen, (asked) => at.provenGone(asked));
}

async function goneAmong(
  unseen: readonly LedgerRecord[],
  ask: (missing: readonly OfOrder[]) => Promise<ReadonlySet<string>>,
): Promise<Looked> {
  const gone = await ask(unseen.map(({ sourceId, parent }) => ({ id: sourceId, orderId: parent ?? '' })));
  return { gone: unseen.filter(({ sourceId }) => gone.has(sourceId)), withheld: [] };
}

/** One word for the store: all may have been deleted, but rights that a key has lost look just the same. */
function tellWithheld(
  { problems }: ReadingRun & DailyWork,
  { words: { many: names } }: GoneLook,
  withheld: readonly LedgerRecord[],
): void {
  const [first] = withheld;
  if (first === undefined) return;
  const examples = withheld.slice(0, NAMED).map(({ sourceId }) => sourceId);
  const message = `${first.store} shows none of its ${names} any more, ${withheld.length} copied ones among them, such as ${examples.join(', ')}. Its key may have lost the right to see ${names}: look at that first. The copies are left as they are; if the ${names} were really deleted, remove them in the primary by hand, and this ends.`;
  problems.push({ store: first.store, code: 'shows-none', message });
}

async function judge(
  context: ReadingRun & DailyWork,
  { existing, reason, words }: GoneLook,
  gone: readonly LedgerRecord[],
): Promise<Decision[]> {
  const title = `${words.one.charAt(0).toUpperCase()}${words.one.slice(1)}`;
  if (existing === undefined)
    return gone.map((key) => ({ kind: 'quarantine', key, reason, message: goneText(title, key) }));
  const onCopies = await findOnCopies(context, existing, gone);
  const absent = gone.filter(({ sourceId }) => onCopies.get(sourceId)?.kind === 'absent');
  const moved = await findMoved(
    context,
    existing,
    absent.map((key): Missing => ({ ...key, targetId: key.targetId ?? '' })),
  );
  return gone.map((key): Decision => {
    const standsOn = moved.get(key.sourceId);
    if (standsOn === undefined && onCopies.get(key.sourceId)?.kind === 'absent') {
      const message = `Neither ${key.parent} in its store nor its copy has it any more.`;
      return { kind: 'skip', key, reason: 'gone-on-both-sides', message };
    }
    const where =
      standsOn === undefined ? '' : ` In the primary somebody has moved it to ${standsOn}, where it stands still.`;
    const sum = key.state === 'linked' ? ` The primary has it as ${key.targetId}, which may stand for others too.` : '';
    return { kind: 'quarantine', key, reason, message: `${goneText(title, key)}${sum}${where}` };
  });
}

function goneText(title: string, { sourceId, parent }: LedgerRecord): string {
  return `${title} ${sourceId} of ${parent} was copied, and is not in its store any more.`;
}

async function namedAsReplaced(
  { ledger }: ReadingRun & DailyWork,
  store: string,
  reason: QuarantineReason | undefined,
): Promise<ReadonlySet<string>> {
  if (reason === undefined) return new Set();
  const open = (await ledger.quarantined()).filter((record) => record.store === store && record.reason === reason);
  return new Set(open.flatMap(({ replaces }) => replaces.flatMap(({ sourceId }) => sourceId ?? [])));
}
