import type { RecordState } from '../../../src/ledger/record-state.ts';
import type { Occasion, RecordEvent, Surroundings, Transition } from '../../../src/ledger/transitions/event.ts';
import { transition } from '../../../src/ledger/transitions/transition.ts';
import type { RecordKey } from '../../../src/model/entities.ts';
import { instant } from '../../../src/model/time.ts';

const nameOf = ({ store, entity, sourceId }: RecordKey): string => `${store} ${entity} ${sourceId}`;

/** A few records, and nothing else: what happens to them is all that the ledger's rules make of it. */
export class World implements Surroundings {
  #records = new Map<string, RecordState>();
  readonly occasion: Occasion = { run: 1, at: instant('2026-07-10T00:00:00Z') };

  get records(): readonly RecordState[] {
    return [...this.#records.values()];
  }

  find(key: RecordKey): RecordState | undefined {
    return this.#records.get(nameOf(key));
  }

  put(record: RecordState): void {
    this.#records.set(nameOf(record), record);
  }

  ownerOf(key: RecordKey, targetId: string): RecordState | undefined {
    return this.records.find(
      (one) =>
        one.entity === key.entity &&
        one.state !== 'linked' &&
        one.targetId?.toLowerCase() === targetId.toLowerCase() &&
        nameOf(one) !== nameOf(key),
    );
  }

  /** All or none, as it is stored. @returns what the event came to */
  happen(key: RecordKey, event: RecordEvent): Transition {
    const before = new Map(this.#records);
    const result = this.#apply(key, event);
    if (result.kind === 'refused') this.#records = before;
    return result;
  }

  #apply(key: RecordKey, event: RecordEvent): Transition {
    const result = transition(key, this.find(key), event, this.occasion, this);
    if (result.kind !== 'moved') return result;
    this.put(result.record);
    for (const effect of result.effects) {
      if (effect.kind !== 'tell') continue;
      const told = this.#apply(effect.key, effect.event);
      if (told.kind === 'refused') return told;
    }
    return result;
  }
}
