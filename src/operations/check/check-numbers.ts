import type { Ledger } from '../../ledger/ledger.ts';
import { originOf } from '../../model/origin.ts';
import { lowerKey, sameKey, upperKey } from '../../model/text-key.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { readOrders } from '../../neto/orders.ts';
import { examplesOf } from './check-articles.ts';
import type { CheckContext, CheckedSecondary } from './check-context.ts';
import type { PlannedCopy } from './check-recent-orders.ts';
import { sampleIds } from './sample-orders.ts';

const DETAILS = 100;

/** Numbers that copies would get, and that orders have which this ledger did not make. @throws ConsolidatorError */
export async function checkNumbers(
  context: CheckContext,
  { secondary, path }: CheckedSecondary,
  copies: readonly PlannedCopy[],
  primary: NetoClient,
  ledger: Ledger | undefined,
): Promise<void> {
  const { name } = secondary;
  const foreign: string[] = [];
  const otherInstallation: string[] = [];
  for (let start = 0; start < copies.length; start += DETAILS) {
    const asked = new Map(copies.slice(start, start + DETAILS).map((copy) => [upperKey(copy.targetId), copy]));
    const ids = [...asked.values()].map(({ targetId }) => targetId);
    const { orders } = await readOrders(primary, ids, { signal: context.signal, onUnreadable: () => {} });
    for (const order of orders) {
      const sourceId = asked.get(upperKey(order.id))?.order.id ?? '';
      const known = await ledger?.find({ store: name, entity: 'orders', sourceId });
      if (sameKey(known?.targetId ?? '', order.id)) continue;
      const origin = originOf(order.internalNotes);
      const isCopy = origin?.store === name && origin.sourceId === sourceId;
      (isCopy ? otherInstallation : foreign).push(order.id);
    }
  }
  const targets = Object.values(secondary.prefix).join(', ');
  tellClash(context, name, foreign, [...path, 'prefix']);
  if (otherInstallation.length > 0) {
    const message = `The primary has copies of recent orders that another ledger made: ${examplesOf(otherInstallation)}.`;
    const remedy = 'Use that ledger; or, if it is gone for good, run with --take-over.';
    context.findings.problem('order numbers', name, message, remedy, ['ledger']);
  }
  if (foreign.length === 0 && otherInstallation.length === 0) {
    const message = `The numbers of ${copies.length} copies (${targets}…) are free in the primary, or this ledger's own.`;
    context.findings.ok('order numbers', name, message);
  }
}

function tellClash(
  { findings, pipeline }: CheckContext,
  store: string,
  ids: readonly string[],
  path: (string | number)[],
) {
  if (ids.length === 0) return;
  const message = `The primary has orders with numbers that copies would get: ${examplesOf(ids)}. This ledger did not make them.`;
  const remedy =
    'Find out where they came from. Copies of another recipe or of a lost ledger are to be adopted (`adopt`), since under another target prefix they would be copied a second time. Choose another one only where the primary numbers orders of its own so.';
  if (pipeline.guards.numbers === 'warn') findings.warn('order numbers', store, message, remedy, path);
  else findings.problem('order numbers', store, message, remedy, path);
}

/** Whether the primary's own recent order numbers begin as the pipeline file says. @throws ConsolidatorError */
export async function checkPrimaryNumbers(
  { findings, pipeline, signal }: CheckContext,
  primary: NetoClient,
  since: Instant,
  now: Instant,
): Promise<void> {
  const { ids } = await sampleIds(primary, since, now, { signal });
  const targets = pipeline.secondaries.flatMap(({ prefix }) => Object.values(prefix));
  const declared = [...pipeline.primary.prefixes, ...targets];
  const undeclared = new Map<string, string[]>();
  for (const id of ids) {
    if (declared.some((prefix) => begins(id, prefix))) continue;
    const prefix = /^\D*/.exec(id)?.[0] ?? '';
    undeclared.set(prefix, [...(undeclared.get(prefix) ?? []), id]);
  }
  for (const [prefix, some] of undeclared) {
    const message = `${some.length} recent orders of the primary have a number that begins with ${JSON.stringify(prefix)} (${examplesOf(some)}), which \`primary.prefixes\` lacks.`;
    const remedy = 'Add it, so that no target prefix can ever meet it.';
    findings.problem('order numbers', 'primary', message, remedy, ['primary', 'prefixes']);
  }
  if (undeclared.size > 0 || ids.length === 0) return;
  const message = `The numbers of its ${ids.length} latest orders begin as \`primary.prefixes\` and the target prefixes say.`;
  findings.ok('order numbers', 'primary', message);
}

/** The empty prefix stands for ids that begin with a digit. */
function begins(id: string, prefix: string): boolean {
  return prefix === '' ? /^\d/.test(id) : lowerKey(id).startsWith(lowerKey(prefix));
}
