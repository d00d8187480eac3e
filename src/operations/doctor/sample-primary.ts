import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import { isAcceptedAs } from '../../model/accepted.ts';
import type { Decimal } from '../../model/money.ts';
import { upperKey } from '../../model/text-key.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readOrderStates } from '../../neto/orders.ts';
import { totalApart } from '../../run/copies/copy-total.ts';
import { concern, type DoctorFinding, fine } from './finding.ts';

const PAGE = 500;

interface Sampling {
  readonly ledger: Ledger;
  readonly primary: NetoClient;
  /** Names of the secondaries. */
  readonly stores: readonly string[];
  /** By how much a copy's total may differ: `accounting.tolerance`. */
  readonly tolerance: Decimal;
  /** Copies looked at for each store, at most. */
  readonly size: number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** Looks up copies picked at random, and compares what the primary holds with the map. One request for each 100. @throws ConsolidatorError */
export async function samplePrimary(sampling: Sampling): Promise<DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const store of sampling.stores) {
    const sample = await pick(sampling, store);
    const ids = sample.map(({ targetId }) => targetId ?? '');
    const states = await readOrderStates(sampling.primary, ids, { signal: sampling.signal });
    const wrong = sample.flatMap((record) =>
      compareOne(record, states.get(upperKey(record.targetId ?? '')), sampling.tolerance),
    );
    findings.push(...wrong);
    if (wrong.length === 0)
      findings.push(fine('primary', `${store}: ${sample.length} copies were looked up, and are as the map says.`));
  }
  return findings;
}

function compareOne(
  record: LedgerRecord,
  existing: { readonly grandTotal: Decimal; readonly status: string } | undefined,
  tolerance: Decimal,
): DoctorFinding[] {
  const name = `${record.store} ${record.sourceId} (${record.targetId ?? ''})`;
  if (existing === undefined) {
    return [
      concern(
        'problem',
        'primary',
        `The copy of ${name} is not in the primary any more.`,
        'Find out who deleted it; see `trace`.',
      ),
    ];
  }
  const apart = totalApart(record, existing.grandTotal, tolerance);
  // What a person accepted is no difference; one that was accepted as it stood, whichever it was.
  const { acceptedAs } = record;
  if (apart === undefined || acceptedAs?.open.includes('look') === true || isAcceptedAs(acceptedAs, apart)) return [];
  return [
    concern(
      'problem',
      'primary',
      `The copy of ${name} comes to ${apart.held}; it was copied with ${apart.meant}.`,
      'Find out who changed it; `reconcile` lists every such order.',
    ),
  ];
}

/** Reservoir sampling: each copy has the same chance, and memory holds the sample alone. */
async function pick({ ledger, size, random }: Sampling, store: string): Promise<LedgerRecord[]> {
  const sample: LedgerRecord[] = [];
  let seen = 0;
  let after = '';
  for (;;) {
    const page = await ledger.copies(store, 'orders', PAGE, after);
    for (const record of page) {
      seen += 1;
      if (sample.length < size) sample.push(record);
      else {
        const place = Math.floor(random() * seen);
        if (place < size) sample[place] = record;
      }
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return sample;
    after = last.sourceId;
  }
}
