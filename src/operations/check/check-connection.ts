import type { StoreConnection } from '../../config/pipeline.ts';
import type { KeyPath } from '../../config/problems.ts';
import { BEGINNING } from '../../entities/reading/beginning.ts';
import { errorCodes, keyRemedy } from '../../model/error-codes.ts';
import { ConsolidatorError } from '../../model/errors.ts';
import type { Instant } from '../../model/time.ts';
import type { NetoClient } from '../../neto/client.ts';
import { probeOrder } from '../../neto/orders.ts';
import type { CheckContext } from './check-context.ts';
import { type KeyForms, tryKeyForms, type Working } from './key-forms.ts';

/**
 * Whether the store answers, which form of its key works, and whether orders are visible.
 * @returns the client that works, or undefined
 */
export async function checkConnection(
  context: CheckContext,
  connection: StoreConnection,
  path: KeyPath,
  placedFrom: Instant,
): Promise<NetoClient | undefined> {
  const { own, other } = await tryKeyForms(context, connection, placedFrom);
  reportKey(context, connection, path, { own, other });
  if (own instanceof ConsolidatorError) return undefined;
  await reportVisibility(context, connection.name, path, own, placedFrom);
  return own.client;
}

function reportKey(
  { findings }: CheckContext,
  { name, username = '' }: StoreConnection,
  path: KeyPath,
  { own, other }: KeyForms,
): void {
  const worksWithout = other !== undefined && !(other instanceof ConsolidatorError);
  if (!(own instanceof ConsolidatorError)) {
    const without = worksWithout ? 'It works without it too.' : 'Without it the store refuses the key.';
    const message =
      username === ''
        ? 'The key works as the store-wide key, without a user name.'
        : `The key works with its user name. ${without}`;
    findings.ok('key', name, message);
  } else if (own.code !== 'key-refused') {
    findings.problem('key', name, own.message, errorCodes[own.code].remedy, [...path, 'url']);
  } else if (worksWithout) {
    const message = 'The store answers "Invalid API Key" with the user name, and takes the key without it.';
    findings.problem('key', name, message, 'It is the store-wide key: take `username` away.', [...path, 'username']);
  } else {
    const tried =
      other === undefined
        ? 'The store answers "Invalid API Key" to the key alone. There is no `username` to try the other form with.'
        : 'The store answers "Invalid API Key" both with the user name and without it.';
    findings.problem('key', name, tried, keyRemedy({ sent: other !== undefined, tried: true }), [...path, 'key']);
  }
}

/** A key without the right to see orders gets empty lists, no errors (reference, section 4). */
async function reportVisibility(
  { findings, signal }: CheckContext,
  name: string,
  path: KeyPath,
  { client, found }: Working,
  placedFrom: Instant,
): Promise<void> {
  const nothing = 'The store answers, but shows no order at all.';
  if (found) findings.ok('orders visible', name, 'The key sees orders.');
  else if (name === 'primary') {
    const remedy = "Give the key's user the right to see orders; for a store that never had one, nothing.";
    findings.warn('orders visible', name, nothing, remedy, [...path, 'key']);
  } else if ((await probeOrder(client, { placedFrom: BEGINNING }, { signal })).found) {
    const message = `The key sees orders, but none placed since ${placedFrom.slice(0, 10)}.`;
    const remedy = 'Check `since`; for a store that is quiet, nothing.';
    findings.warn('orders visible', name, message, remedy, [...path, 'since']);
  } else {
    const message = `${nothing} A key without the right to see orders looks just so.`;
    findings.problem('orders visible', name, message, errorCodes['reads-nothing'].remedy, [...path, 'key']);
  }
}
