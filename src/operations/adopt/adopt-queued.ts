import { createHash } from 'node:crypto';
import type { Pipeline } from '../../config/pipeline.ts';
import type { AdoptionSeen, DecisionRequest } from '../../session/decisions/queued-decision.ts';
import type { Adopted } from './adopt-copies.ts';
import { adoptedWords } from './adopted-words.ts';
import { adoptIntoLedger } from './open-adoption.ts';

/** What a person is shown before their yes, in short. */
export function adoptionSeen({ pairs, remarks }: Pick<Adopted, 'pairs' | 'remarks'>): AdoptionSeen {
  const lines = [...pairs, ...remarks].map((one) => JSON.stringify(Object.entries(one).sort())).sort();
  const of = (entity: string): number => pairs.filter((one) => one.entity === entity).length;
  const mark = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
  return { orders: of('orders'), payments: of('payments'), mark };
}

interface Around {
  /** The folder that all processes of this user share (`stateHome`). */
  readonly home: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes copies into the map as a person was shown it, where a look now shows the same.
 * @returns why not, in a sentence; undefined where it is done
 * @throws ConsolidatorError `pipeline-locked`, and all that keeps a store from being asked
 */
export async function adoptAsSeen(
  pipeline: Pipeline,
  decision: { readonly id: string; readonly by: string },
  { stores, reason, seen }: Extract<DecisionRequest, { kind: 'adopt' }>,
  around: Around,
): Promise<string | undefined> {
  const adopting = { pipeline, ...around, ...(stores === null ? {} : { stores }) };
  const now = adoptionSeen(await adoptIntoLedger({ ...adopting, dryRun: true }));
  if (now.mark !== seen.mark)
    return `Nothing was taken into the map, since it is not as you saw it any more: you saw ${adoptedWords(seen)}, and now it would be ${adoptedWords(now)}${hasSameNumbers(now, seen) ? ', other ones' : ''}. Look again, and decide anew.`;
  await adoptIntoLedger({ ...adopting, reason, decision });
  return undefined;
}

function hasSameNumbers(one: AdoptionSeen, other: AdoptionSeen): boolean {
  return one.orders === other.orders && one.payments === other.payments;
}
