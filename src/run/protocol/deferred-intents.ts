import type { IntentRequest, SettledWrite, Settlement } from '../../ledger/intent.ts';
import type { Ledger } from '../../ledger/ledger.ts';

interface Deferred {
  readonly run: number;
  readonly request: IntentRequest;
}

/**
 * The ledger of a run that writes nothing. An intent tells the next run what may have been written when a process ends; here
 * nothing is, so intents wait until it is known what they come to, and are put down together with that, which spares half of
 * the ledger's steps. What comes of each record is the same, its audit too; only its intents are missing, and the drafts.
 */
export function withDeferredIntents(ledger: Ledger): Ledger {
  const deferred = new Map<number, Deferred>();
  /** By the ids that they were given here: those that had to be recorded all the same. */
  const recorded = new Map<number, number>();
  let last = 0;
  const record = async (ids: readonly number[]): Promise<number[]> => {
    for (const id of ids) {
      const own = deferred.get(id);
      if (own === undefined) continue;
      const [intent = 0] = await ledger.recordIntents(own.run, [own.request]);
      recorded.set(id, intent);
      deferred.delete(id);
    }
    return ids.map((id) => recorded.get(id) ?? id);
  };
  const own: Pick<Ledger, 'recordIntents' | 'settle' | 'noteLookUps' | 'noteRefusal'> = {
    async recordIntents(run, intents) {
      return intents.map((request) => {
        // Those of the ledger are numbered from 1 on.
        last -= 1;
        deferred.set(last, { run, request });
        return last;
      });
    },
    async settle(run, settlements) {
      const writes: SettledWrite[] = [];
      const others: Settlement[] = [];
      for (const settlement of settlements) {
        const intent = deferred.get(settlement.intent)?.request;
        if (intent === undefined || settlement.kind === 'absent') others.push(settlement);
        else {
          deferred.delete(settlement.intent);
          writes.push({ intent, settlement });
        }
      }
      if (writes.length > 0) await ledger.settleAtOnce(run, writes);
      if (others.length === 0) return;
      const ids = await record(others.map(({ intent }) => intent));
      await ledger.settle(
        run,
        others.map((settlement, place) => ({ ...settlement, intent: ids[place] ?? settlement.intent })),
      );
    },
    noteLookUps: async (ids, storeTime) => ledger.noteLookUps(await record(ids), storeTime),
    noteRefusal: async (ids, words) => ledger.noteRefusal(await record(ids), words),
  };
  // What it says of itself is always what it says now, so it is not spread.
  return Object.assign(Object.create(ledger), own);
}
