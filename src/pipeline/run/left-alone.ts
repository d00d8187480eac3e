import { describeIds, examplesOf, type RunWarning } from './warnings.ts';

/** Fields that changed in their store after the copy, and stay in it as they are: they reach neither Xero nor the warehouse. */
export class LeftAlone {
  readonly #groups = new Map<string, { readonly store: string; readonly field: string; readonly ids: Set<string> }>();

  /** @param field by its name in the normal form: `salesPerson` */
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
      const words = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
      const message = `${describeIds(ids)}: ${words} changed after the copy, which stays as it is.`;
      return { store, entity: 'orders', sourceId, code: 'change-left-alone', message, count: ids.size, examples };
    });
  }
}
