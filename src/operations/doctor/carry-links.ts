import type { HandLink } from '../../ledger/decision.ts';
import type { LedgerKeeper } from '../../ledger/keeper.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { BY_A_PERSON } from '../../ledger/run-entry.ts';
import { ConsolidatorError } from '../../model/errors.ts';

/**
 * What people have linked by hand is said by nothing in the primary: it is taken over from the ledger before, as far as that
 * can still be read. @returns how many links; null where it can't
 */
export async function copyLinks(before: LedgerKeeper, ledger: Ledger, now: () => number): Promise<number | null> {
  if (!(await before.exists())) return null;
  let links: HandLink[];
  try {
    const old = await before.openToLook({ now });
    try {
      links = (await old.linkedByHand()).filter(({ targetId }) => targetId !== null).map(linkOf);
    } finally {
      await old.close();
    }
  } catch (error) {
    if (!(error instanceof ConsolidatorError)) throw error;
    return null;
  }
  await ledger.linkByHand(BY_A_PERSON, links);
  return links.length;
}

function linkOf(record: LedgerRecord): HandLink {
  const { store, entity, sourceId, targetId, hash, parent, amount, copiedAs, acceptedAs, accepted, byHand } = record;
  return {
    key: { store, entity, sourceId },
    targetId: targetId ?? '',
    ids: byHand ?? [],
    rules: record.rules ?? '',
    record: {
      sourceId,
      hash,
      payload: '',
      ...(parent === null ? {} : { parent }),
      ...(amount === null ? {} : { amount }),
      ...(copiedAs === null ? {} : { snapshot: copiedAs }),
      facts: {
        bookedOn: record.bookedOn ?? null,
        method: record.method ?? null,
        tax: record.tax ?? null,
        status: record.sourceStatus ?? null,
      },
    },
    seen: acceptedAs?.seen ?? [],
    difference: accepted,
    why: 'taken over from the ledger before',
  };
}
