import { TextTable } from '../../model/text-table.ts';
import { describeIds, examplesOf, type RunWarning } from './warnings.ts';

interface Said {
  readonly code: string;
  /** What follows the orders that it is said of. */
  readonly sentence: string;
}

/** What is said once per run, store and field of orders that were copied all the same. */
export class FieldGroups {
  readonly #says: (field: string) => Said;
  readonly #groups = new Map<string, { readonly store: string; readonly field: string; readonly ids: TextTable }>();

  constructor(says: (field: string) => Said) {
    this.#says = says;
  }

  add(store: string, field: string, sourceId: string): void {
    const key = `${store} ${field}`;
    const group = this.#groups.get(key) ?? { store, field, ids: new TextTable() };
    group.ids.put(sourceId);
    this.#groups.set(key, group);
  }

  warnings(): RunWarning[] {
    const keyed = [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return keyed.map(([, { store, field, ids }]) => {
      const examples = examplesOf(ids);
      const [sourceId = ''] = examples;
      const { code, sentence } = this.#says(field);
      const message = `${describeIds(ids)}: ${sentence}`;
      return { store, entity: 'orders', sourceId, code, message, count: ids.size, examples };
    });
  }
}

/**
 * Of what changed in its store after the copy, and stays in it as it is: it reaches neither Xero nor the warehouse.
 * @param field by its name in the normal form: `salesPerson`
 */
export const fieldLeftAlone = (field: string): Said => ({
  code: 'change-left-alone',
  sentence: `${field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} changed after the copy, which stays as it is.`,
});
