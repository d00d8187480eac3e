import { plural, singular } from '../../entities/kinds.ts';
import type { ReferenceMemory } from '../../entities/writing/referenced.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { EntityName, RecordKey } from '../../model/entities.ts';
import type { RunWarning } from './warnings.ts';

const REFERENCE_SHORTENED = 'reference-shortened';

interface ReferenceMemoryOptions {
  readonly ledger: Ledger;
  /** Another primary deals otherwise with what it is given. */
  readonly primaryHost: string;
  readonly entity: EntityName;
  readonly warn: (warning: RunWarning) => void;
}

/** What this primary makes of the references of one entity, as the ledger keeps it. */
export function referenceMemory({ ledger, primaryHost, entity, warn }: ReferenceMemoryOptions): ReferenceMemory {
  const scope = `references ${primaryHost}`;
  let wordAlone: boolean | undefined;
  // People link while no run goes on.
  let linked: Promise<ReadonlySet<string>> | undefined;
  const sendsWordAlone = async () => {
    wordAlone ??= (await ledger.learned(scope, entity)) !== null;
    return wordAlone;
  };
  return {
    sendsWordAlone,
    async noteAltered(key: RecordKey) {
      if (await sendsWordAlone()) return;
      await ledger.learn(scope, entity, 'word-alone');
      wordAlone = true;
      warn({
        store: key.store,
        entity,
        sourceId: key.sourceId,
        code: REFERENCE_SHORTENED,
        message: `The primary gave the reference of the ${singular(entity)} ${key.sourceId} back whole, but altered what stood with it. From now on nothing but our reference is sent to it; all ${plural(entity)} can be told apart as before.`,
      });
    },
    async linked() {
      linked ??= ledger
        .linkedByHand()
        .then((all) => new Set(all.flatMap((one) => (one.entity === entity ? (one.byHand ?? []) : []))));
      return linked;
    },
    wasSent: async (ofEntity, reference) => (await ledger.findByTarget(ofEntity, reference)).length > 0,
    async isKnown(ofEntity, reference) {
      const owners = await ledger.findByTarget(ofEntity, reference);
      return owners.some(({ state }) => state === 'loaded' || state === 'linked');
    },
  };
}
