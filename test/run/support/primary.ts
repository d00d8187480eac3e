import type { LoadItem } from '../../../src/entities/writing/load-item.ts';
import type { LoadTarget, WriteAnswer } from '../../../src/entities/writing/load-target.ts';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { ConsolidatorError } from '../../../src/model/errors.ts';

export interface Draft {
  readonly total: string;
}
export interface Held {
  readonly total: string;
  readonly reference: string;
}

/** What the next write does: answers as it should, or one of the ways in which stores fail. */
export type Mood =
  | 'good'
  | 'refuse'
  | 'first-half'
  | 'lost-after'
  | 'lost-before'
  | 'lie'
  | 'wrong-total'
  | 'unreachable'
  | 'key-refused'
  | 'http-refused';

/** Stages orders of one store as `N1`, to be written as `W1`. */
export async function stageOrders(ledger: Ledger, run: number, numbers: readonly number[]): Promise<LoadItem<Draft>[]> {
  await ledger.stagePage({
    run,
    store: 'west',
    entity: 'orders',
    rules: 'r',
    records: numbers.map((number) => ({ sourceId: `N${number}`, hash: 'h', payload: '{}' })),
  });
  return numbers.map((number) => ({
    key: { store: 'west', entity: 'orders', sourceId: `N${number}` },
    targetId: `W${number}`,
    draft: { total: '7.00' },
  }));
}

/** A primary in memory that counts how often each id was stored. */
export class Primary implements LoadTarget<Draft, Held> {
  readonly held = new Map<string, Held>();
  readonly stored: string[] = [];
  readonly moods: Mood[] = [];

  async lookUp(items: readonly LoadItem<Draft>[]) {
    return new Map(
      items.flatMap(({ targetId }) => {
        const held = this.held.get(targetId.toLowerCase());
        return held === undefined ? [] : [[targetId.toLowerCase(), held] as const];
      }),
    );
  }

  async write(items: readonly LoadItem<Draft>[]): Promise<WriteAnswer> {
    const mood = this.moods.shift() ?? 'good';
    const ids = items.map((item) => item.targetId);
    switch (mood) {
      case 'refuse':
        return { kind: 'refused', ids: [], errors: ['SKU is an invalid SKU'] };
      case 'first-half': {
        const half = items.slice(0, Math.floor(items.length / 2));
        this.#store(half);
        return {
          kind: half.length > 0 ? 'partial' : 'refused',
          ids: half.map((item) => item.targetId),
          errors: ['one is bad'],
        };
      }
      case 'lie':
        return { kind: 'accepted', ids, errors: [] };
      case 'lost-before':
        throw new ConsolidatorError('time-out', 'no answer');
      case 'lost-after':
        this.#store(items);
        throw new ConsolidatorError('time-out', 'no answer');
      case 'unreachable':
        throw new ConsolidatorError('store-unreachable', 'refused');
      case 'http-refused':
        throw new ConsolidatorError('http-refused', 'HTTP 400');
      case 'key-refused':
        throw new ConsolidatorError('key-refused', 'Invalid API Key');
      default:
        this.#store(items, mood === 'wrong-total' ? '7.01' : undefined);
        return { kind: 'accepted', ids, errors: [] };
    }
  }

  isCopyOf(item: LoadItem<Draft>, held: Held) {
    return held.reference === `${item.key.store}:${item.key.sourceId}`;
  }

  compare(draft: Draft, held: Held) {
    return draft.total === held.total ? [] : [{ field: 'total', meant: draft.total, held: held.total }];
  }

  #store(items: readonly LoadItem<Draft>[], total?: string) {
    for (const { key, targetId, draft } of items) {
      this.stored.push(targetId);
      this.held.set(targetId.toLowerCase(), { total: total ?? draft.total, reference: `${key.store}:${key.sourceId}` });
    }
  }
}
