import type { Ledger } from '../../src/ledger/ledger.ts';
import type { FormerForm } from '../../src/model/snapshot-form.ts';
import type { Between } from '../../src/run/options.ts';
import { impatience } from './impatience.ts';

/** Notes of each order that is staged, by its source id, the snapshot that an earlier version would have kept. */
export function notingFormerSnapshots(form: FormerForm, former: Map<string, string>): Between {
  return { ...impatience, ledger: (ledger) => noting(ledger, form, former) };
}

function noting(ledger: Ledger, form: FormerForm, former: Map<string, string>): Ledger {
  return new Proxy(ledger, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name, object);
      if (typeof value !== 'function') return value;
      if (name !== 'stagePage') return value.bind(object);
      return (page: Parameters<Ledger['stagePage']>[0]) => {
        for (const record of page.records)
          if (record.formerSnapshot !== undefined) former.set(record.sourceId, record.formerSnapshot(form));
        return object.stagePage(page);
      };
    },
  });
}
