import { digestDays } from '../config/alert-schema.ts';
import { addSeconds, daysBetween, instantOfMilliseconds, lastWeekly } from '../model/time.ts';
import { arrived, type ComposeOptions, type Draft, idOf, messageOf } from './compose.ts';
import type { ToldMemory } from './memory.ts';

/** Days of which a weekly message that is remembered may lie ahead: a clock was wrong when it was. */
const AHEAD = 7;
const WEEK = 7 * 86_400;

/**
 * The weekly message, once it is due; several that were missed are one. It tells of what was copied since the one before, as
 * far as that was a week or more ago.
 * @returns the memory is that of the first time, or of after a clock was set right: then the next one is the first
 */
export async function composeDigest(
  options: ComposeOptions,
  memory: ToldMemory,
): Promise<{ readonly draft: Draft | undefined; readonly before: ToldMemory }> {
  const { pipeline, now, standing } = options;
  const { digest, digestDay, digestHour } = pipeline.onProblem;
  if (digest === 'never') return { draft: undefined, before: { ...memory, digestDay: null, digestAt: null } };
  const at = instantOfMilliseconds(now);
  const weekday = digestDays.indexOf(digestDay) + 1;
  const due = lastWeekly(at, { timeZone: pipeline.primary.timezone, weekday, hour: digestHour });
  const last = memory.digestDay;
  if (last === null || daysBetween(due.day, last) > AHEAD)
    return { draft: undefined, before: { ...memory, digestDay: due.day, digestAt: at } };
  const found = daysBetween(last, due.day) > 0 ? await standing() : null;
  // Without the ledger there is nothing to tell; the next run may have it.
  if (found === null) return { draft: undefined, before: memory };
  const since = memory.digestAt === null || memory.digestAt > at ? addSeconds(due.at, -WEEK) : memory.digestAt;
  const message = await messageOf(options, {
    ...{ kind: 'digest', id: idOf(pipeline, { ...memory, serial: 0 }, ['digest', due.day]), problems: [], over: [] },
    copied: [...(await found.copiedSince(since))],
  });
  return {
    before: memory,
    draft: { message, delivered: (one) => ({ ...arrived(one, at), digestDay: due.day, digestAt: at }) },
  };
}
