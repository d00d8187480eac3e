import type { Instant } from '../model/time.ts';
import { rememberedOf } from './memory.ts';
import { memoryPlace } from './memory-place.ts';
import { type AlertSettings, wayName, waysOf } from './ways.ts';

/** How it stands with one that is told. */
export interface WayStanding {
  readonly kind: 'webhook' | 'email';
  /** A recipient's address; null for the webhook, whose address is a secret. */
  readonly to: string | null;
  /** When a message arrived last; null where none has. */
  readonly deliveredAt: Instant | null;
  /** Since when, and why, nothing arrives; null where the last one did. */
  readonly failing: { readonly since: Instant; readonly reason: string } | null;
}

/** Of all whom the pipeline file names. @param home the folder that all processes of this user share */
export async function standingOfWays(home: string, pipeline: AlertSettings): Promise<WayStanding[]> {
  const ways = waysOf(pipeline.onProblem);
  if (ways.length === 0) return [];
  const memory = await (await memoryPlace(home, pipeline)).read(Date.now());
  return ways.map((way) => {
    const { deliveredAt, failing } = rememberedOf(memory, way);
    return {
      kind: way.kind,
      to: way.kind === 'email' ? wayName(way) : null,
      deliveredAt,
      failing: failing === null ? null : { since: failing.since, reason: failing.reason },
    };
  });
}
