import type { EntityName } from '../../model/entities.ts';
import { type Decimal, equal } from '../../model/money.ts';
import { type Reference, readReferences, referencesIn } from '../../model/payment-reference.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, instantOfMilliseconds, type LocalDate, millisecondsOf } from '../../model/time.ts';
import type { Elsewhere, Written } from './load-target.ts';
import { type Expected, type ReferenceMemory, referenceOfItem, type ShownRecord } from './referenced.ts';

/** Seconds. What a store's stamps may be beside ours, in whatever zone it keeps them. */
const DOUBT = 26 * 3600;
/** Days around the one that was sent: zones, and a store that books on the next working day. */
const DAYS = 2;
const DAY = 86_400;

export function onAnotherOrder(targetId: string, { meantFor, standsOn }: Elsewhere): string {
  return `${targetId} was sent for ${meantFor}, and stands on ${standsOn} in the primary.`;
}

/**
 * Which of them stand on another order than they were sent for, by target id in lower case. A reference that came back
 * whole says so by itself; one that was altered only beside the same amount, where it is nobody else's.
 */
export async function elsewhereAmong<Draft, Existing>(
  written: readonly Written<Draft>[],
  shown: readonly ShownRecord<Existing>[],
  expected: (draft: Draft) => Expected,
  memory: ReferenceMemory,
): Promise<Map<string, Elsewhere>> {
  const found = new Map<string, Elsewhere>();
  for (const { item } of written) {
    const { orderId, amount } = expected(item.draft);
    const reference = referenceOfItem(item);
    for (const one of shown) {
      if (lowerKey(one.orderId) === lowerKey(orderId)) continue;
      if (!(await couldBe(one, { reference, amount, entity: item.key.entity }, memory))) continue;
      found.set(lowerKey(item.targetId), { meantFor: orderId, standsOn: one.orderId });
      break;
    }
  }
  return found;
}

async function couldBe<Existing>(
  { texts, amount: existing }: ShownRecord<Existing>,
  sought: { readonly reference: Reference; readonly amount: Decimal; readonly entity: EntityName },
  memory: ReferenceMemory,
): Promise<boolean> {
  const { reference, amount, entity } = sought;
  const reading = readReferences(texts, [reference]);
  if (reading === 'whole') return true;
  if (reading !== 'altered' || !equal(existing, amount)) return false;
  for (const borne of referencesIn(texts, reference.prefix)) if (await memory.wasSent(entity, borne)) return false;
  return true;
}

export interface TimeRange {
  readonly from: Instant;
  readonly to: Instant;
}

/** When they were written, as far as any clock may be beside ours. */
export function timesOf(written: readonly { readonly at: Instant }[]): TimeRange[] {
  return joined(written.map(({ at }) => ({ from: addSeconds(at, -DOUBT), to: addSeconds(at, DOUBT) })));
}

/** The days that they were sent with. */
export function rangesOfDays(days: readonly (LocalDate | null)[]): TimeRange[] {
  return joined(
    days.flatMap((day) => {
      if (day === null) return [];
      const noon = `${day}T12:00:00Z` as Instant;
      return [{ from: addSeconds(noon, -DAYS * DAY), to: addSeconds(noon, DAYS * DAY) }];
    }),
  );
}

/** Those that overlap become one. */
function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const result: TimeRange[] = [];
  for (const range of [...ranges].sort((a, b) => millisecondsOf(a.from) - millisecondsOf(b.from))) {
    const last = result.at(-1);
    if (last === undefined || range.from > last.to) result.push(range);
    else {
      const to = instantOfMilliseconds(Math.max(millisecondsOf(last.to), millisecondsOf(range.to)));
      result[result.length - 1] = { from: last.from, to };
    }
  }
  return result;
}
