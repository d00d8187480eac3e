import { createHash } from 'node:crypto';
import type { Proof, ProofDifference } from '../run/proof.ts';
import type { ToldMemory } from './memory.ts';
import type { Condition, Told } from './message.ts';

const remedy = 'See `status`: each is there with what is in the books and what to do.';

/**
 * What nothing explains between the two sides: each once, and once when a later proof is without it. A run that did not
 * prove a store says nothing about what was told of it.
 * @param stores those that the pipeline has
 */
export function proofConditions(proof: Proof | null, told: ToldMemory['told'], stores: readonly string[]): Condition[] {
  const proven = (proof?.stores ?? []).filter(({ state }) => state === 'done');
  const names = new Set(proven.map(({ store }) => store));
  const lasting = Object.entries(told).flatMap(([key, { text }]) => {
    const store = storeOf(key);
    return store === undefined || names.has(store) || !stores.includes(store) ? [] : [condition(key, store, text)];
  });
  const found = proven.flatMap(({ differences }) =>
    differences.map((one) => condition(keyOf(one), one.store, textOf(one))),
  );
  return [...lasting, ...found];
}

/** Once, by the first proof of a ledger that had copies already. */
export function beforeThisVersion(proof: Proof | null): Told[] {
  return (proof?.stores ?? []).flatMap(({ store, state, firstSeen, beforeThisVersion: causes }) => {
    const list = Object.entries(causes).map(([cause, count]) => `${count} ${cause}`);
    if (state !== 'done' || !firstSeen || list.length === 0) return [];
    const text = `The first proof of this version differs on copies from before it: ${list.join(', ')}.`;
    const look = 'Nothing is held up by them. `reconcile` names each, for you to look at when there is time.';
    return [{ kind: 'proof-before', store, code: null, text, remedy: look }];
  });
}

const PREFIX = 'proof ';

function storeOf(key: string): string | undefined {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length, key.lastIndexOf(' ')) : undefined;
}

function keyOf({ store, entity, kind, field, orderId, sourceId, targetId }: ProofDifference): string {
  const text = JSON.stringify([entity, kind, field, orderId, sourceId, targetId]);
  return `${PREFIX}${store} ${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
}

/** Ids and our own words alone: the sentence of the difference itself may name a shopper's account. */
function textOf({ entity, kind, field, sourceId, targetId, orderId }: ProofDifference): string {
  const id = entity === 'payment' ? (sourceId ?? '') : (orderId ?? '');
  const what = `${entity}${id === '' ? '' : ` ${id}`}`;
  const copy = targetId === null ? '' : ` (${targetId} in the primary)`;
  const found = {
    missing: `${what} is not in the primary`,
    extra: `the primary has the ${what}${copy}, and its store has not`,
    doubled: `${what} is in the primary twice${copy}`,
    different: `${field === null ? 'something' : fieldWords(field)} of ${what} differs on its copy${copy}`,
  }[kind];
  return `The proof found a difference that nothing explains: ${found}.`;
}

/** `line-tax` → `the line tax` */
function fieldWords(field: string): string {
  return `the ${field.replaceAll('-', ' ').replace(/\bgst\b/u, 'GST')}`;
}

function condition(key: string, store: string, text: string): Condition {
  return { key, kind: 'proof-differs', store, code: null, text, remedy };
}
