import { describeIds, examplesOf, type RunWarning } from './warnings.ts';

/** What a store does not show of orders that were copied: counted, and said once per run and store, never taken as equal. */
export class NotShown {
  readonly #groups = new Map<string, { readonly store: string; readonly field: string; readonly ids: Set<string> }>();

  /** @param field as a sentence names it: `currency` */
  add(store: string, field: string, sourceId: string): void {
    const key = `${store} ${field}`;
    const group = this.#groups.get(key) ?? { store, field, ids: new Set<string>() };
    group.ids.add(sourceId);
    this.#groups.set(key, group);
  }

  warnings(): RunWarning[] {
    const keyed = [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return keyed.map(([, { store, field, ids }]) => {
      const examples = examplesOf(ids);
      const [sourceId = ''] = examples;
      const message = `${describeIds(ids)}: ${field} not shown, so it could not be compared.`;
      return { store, entity: 'orders', sourceId, code: `${field}-not-shown`, message, count: ids.size, examples };
    });
  }
}
