import { latestOrderIds } from '../../entities/reading/latest-orders.ts';
import { lowerKey } from '../../model/text-key.ts';
import { addSeconds, type Instant, startOfDay } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { examplesOf } from '../findings/findings.ts';
import type { CheckContext } from './check-context.ts';

/** One page of a listing, or two. */
const ORDERS = 500;
const DAY = 86_400;

/** Whether the primary's own recent order numbers begin as the pipeline file says. @throws ConsolidatorError */
export async function checkPrimaryNumbers(
  { findings, pipeline, signal }: CheckContext,
  primary: NetoClient,
  today: Instant,
): Promise<void> {
  const since = pipeline.secondaries.map((one) => startOfDay(one.since, one.timezone)).sort()[0] ?? today;
  // A day ahead: a store's clock may be ahead of this machine's, and its time zone too.
  const now = addSeconds(today, DAY);
  const ids = await latestOrderIds(primary, { since, now, limit: ORDERS }, { signal });
  const targets = pipeline.secondaries.flatMap(({ prefix }) => Object.values(prefix));
  const declared = [...pipeline.primary.prefixes, ...targets];
  const others = ids.filter((id) => !declared.some((prefix) => begins(id, prefix)));
  for (const [prefix, some] of Map.groupBy(others, (id) => /^\D*/.exec(id)?.[0] ?? '')) {
    const message = `${some.length} recent orders of the primary have a number that begins with ${JSON.stringify(prefix)} (${examplesOf(some)}), which \`primary.prefixes\` lacks.`;
    const remedy = 'Add it, so that no target prefix can ever meet it.';
    findings.problem('order numbers', 'primary', message, remedy, ['primary', 'prefixes']);
  }
  if (others.length > 0 || ids.length === 0) return;
  const message = `The numbers of its ${ids.length} latest orders begin as \`primary.prefixes\` and the target prefixes say.`;
  findings.ok('order numbers', 'primary', message);
}

/** The empty prefix stands for ids that begin with a digit. */
function begins(id: string, prefix: string): boolean {
  return prefix === '' ? /^\d/.test(id) : lowerKey(id).startsWith(lowerKey(prefix));
}
