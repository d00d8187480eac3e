import { methodKey } from '../../model/method-names.ts';
import type { ReasonCode } from '../../model/reasons.ts';

/** Records that would be held for one reason, or reported by one guard. */
export interface HeldGroup {
  readonly reason: ReasonCode;
  /** What they have in common besides, such as the name of the payment method. */
  readonly name: string;
  readonly ids: readonly string[];
  /** Of the first one. */
  readonly message: string;
}

/** Groups by reason and name, in the order in which the groups came up. */
export class HeldGroups {
  readonly #groups = new Map<string, { reason: ReasonCode; name: string; ids: string[]; message: string }>();

  add(reason: ReasonCode, id: string, message: string, name = ''): void {
    // The spellings of one method are one line; a prefix in another case is another one.
    const key = `${reason} ${reason === 'id-prefix-unknown' ? name : methodKey(name)}`;
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { reason, name, ids: [id], message });
    else group.ids.push(id);
  }

  list(): HeldGroup[] {
    return [...this.#groups.values()];
  }
}
