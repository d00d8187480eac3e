import type { FaultRequest } from '../../src/fake-store/index.ts';

/**
 * The payments and returns that a request adds, as `store entity id`: what has no key is not sent again once the primary
 * has refused it, but waits for a person.
 */
export function keylessIn({ action, body }: FaultRequest): string[] {
  const entity = { AddPayment: 'payments', AddRma: 'rmas' }[action];
  if (entity === undefined) return [];
  const named = JSON.stringify(body).matchAll(/\b(west|south):(\d+)/g);
  // A return bears its reference in its notes and in its purchase order number.
  return [...new Set([...named].map(([, store, id]) => `${store} ${entity} ${id}`))];
}
