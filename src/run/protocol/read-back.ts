import type { LoadItem } from '../../entities/writing/load-item.ts';
import { lowerKey } from '../../model/text-key.ts';
import type { LoadBatch } from './batch.ts';
import type { Sent } from './send.ts';

/** At what was called done, right after the write. */
const LOOKS = 3;

/**
 * Looks up what was written, all writes at once. What an answer calls done is looked for again at once, since a primary may
 * show what it holds only some reads later; nothing else is gained by haste.
 */
export async function readBack<Draft, Existing>(
  batch: LoadBatch<Draft, Existing>,
  sent: readonly Sent<Draft>[],
): Promise<ReadonlyMap<string, Existing>> {
  const items = sent.flatMap((one) => one.items);
  const existing = new Map(await batch.target.lookUp(items, { areThere: true }));
  let looks = 1;
  for (; looks < LOOKS; looks += 1) {
    const missing = sent
      .filter((one) => foundOf(one, existing) < claimed(one))
      .flatMap((one) => one.items.filter((item) => !isFound(item, existing)));
    if (missing.length === 0) break;
    for (const [id, found] of await batch.target.lookUp(missing)) existing.set(id, found);
  }
  for (const one of sent) tellOfNew(batch, one, { looks, found: foundOf(one, existing) });
  return existing;
}

/** How many of the records of a write are there. */
export function foundOf<Draft>({ items }: Sent<Draft>, existing: ReadonlyMap<string, unknown>): number {
  return items.filter((item) => isFound(item, existing)).length;
}

function isFound<Draft>({ targetId }: LoadItem<Draft>, existing: ReadonlyMap<string, unknown>): boolean {
  return existing.has(lowerKey(targetId));
}

/** How many of the records sent the answer calls done. */
function claimed<Draft>({ answer, items }: Sent<Draft>): number {
  if (answer === undefined) return 0;
  return answer.kind === 'accepted' ? items.length : Math.min(items.length, answer.taken ?? answer.ids.length);
}

/** When the primary shows what it calls done, and whether it has what it never answered for (reference, section 5, U2). */
function tellOfNew<Draft, Existing>(
  { action, tell }: LoadBatch<Draft, Existing>,
  { items, answer }: Sent<Draft>,
  seen: { readonly looks: number; readonly found: number },
): void {
  const [item] = items;
  if (action !== 'add' || item === undefined) return;
  const { entity } = item.key;
  if (answer === undefined && seen.found > 0) tell?.({ habit: 'lostAnswer', value: 'was-stored', in: entity });
  if (answer?.kind !== 'accepted') return;
  const isWhole = seen.found >= items.length;
  const shown = seen.looks === 1 ? 'at-once' : 'some-reads-later';
  tell?.({ habit: 'newRecord', value: isWhole ? shown : 'later', in: entity });
}
