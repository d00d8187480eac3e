import {
  type ConnectorOptions,
  type FakeXero,
  type FakeXeroOptions,
  plainApp,
  startFakeXero,
} from '../../src/fake-xero/index.ts';
import { type ReconcileOptions, reconcile } from '../../src/reconcile/reconcile.ts';
import { type Reconciliation, reconciliationSchema } from '../../src/reconcile/result.ts';
import { type Setting, type TwoStores, withTwoStores } from '../rules/support/two-stores.ts';

export interface WithBooks {
  readonly stores: TwoStores;
  readonly xero: FakeXero;
  readonly organisation: string;
  /** The pipeline with its books; more keys of `xero` may be given. */
  pipeline(more?: Readonly<Record<string, unknown>>): ReturnType<TwoStores['pipeline']>;
  /** Both sides and the books, read now. */
  compare(options?: Partial<ReconcileOptions>): Promise<Reconciliation>;
  /** Neto's own export, so often. */
  exported(times?: number): Promise<void>;
  /** Lets time pass for all that are in it. */
  pass(hours: number): void;
  readonly now: () => number;
}

export interface Books {
  readonly connector?: Omit<ConnectorOptions, 'primary'>;
  readonly xero?: FakeXeroOptions;
  readonly keys?: Readonly<Record<string, unknown>>;
}

/** A primary whose export goes to a Xero on this machine, both on real sockets and by one clock. */
export async function withBooks<T>(setting: Setting, books: Books, use: (given: WithBooks) => Promise<T>): Promise<T> {
  let now = Date.parse('2026-07-12T00:00:00Z');
  const clock = (): number => now;
  const xero = await startFakeXero({ clock, ...books.xero });
  try {
    return await withTwoStores({ clock, xeroApp: plainApp, ...setting }, async (stores) => {
      const neto = xero.connect({ primary: { url: stores.main.url, key: 'main-key' }, ...books.connector });
      const organisation = xero.control.setOrganisation({}).id;
      const keys = { organisation, url: xero.apiUrl, identityUrl: xero.identityUrl, ...books.keys };
      const pipeline = (more = {}) =>
        stores.pipeline({
          ...setting,
          xero: { clientId: `\${XERO_ID}`, clientSecret: `\${XERO_SECRET}`, ...keys, ...more },
        });
      return use({
        ...{ stores, xero, organisation, pipeline, now: clock },
        async compare(options = {}) {
          const given = { pipeline: await pipeline(), home: stores.home, allowEmpty: true, live: true, now: clock };
          // What is printed must have the documented shape.
          return reconciliationSchema.parse(JSON.parse(JSON.stringify(await reconcile({ ...given, ...options }))));
        },
        async exported(times = 2) {
          for (let time = 0; time < times; time += 1) await neto.run();
        },
        pass(hours) {
          now += hours * 3_600_000;
        },
      });
    });
  } finally {
    await xero.close();
  }
}
