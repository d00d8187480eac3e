import type { EntityDefinition } from '../../entities/definition/definition.ts';
import { entities, entityOf } from '../../entities/registry.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { EntityName } from '../../model/entities.ts';
import type { StoreRun } from '../../session/store-run.ts';
import type { OrderRun, WriteGates } from '../context/parts.ts';
import { loadEntity } from './load-entity.ts';
import { beginOrders, type LeftToApprove, loadOrders, type OrdersBefore } from './load-orders.ts';
import { loadPayments } from './load-payments.ts';
import { loadReturns } from './load-returns.ts';
import { mayOverlap } from './may-overlap.ts';

type Load = (context: OrderRun & WriteGates, store: StoreRun, records: readonly LedgerRecord[]) => Promise<void>;

/** How chunks are taken through the stations of a `ChunkLine`. */
export interface InChunks {
  /** Whether a chunk may be begun while another one is under way: not before the first record has gone all the way. */
  readonly mayOverlap: (context: OrderRun, store: StoreRun) => Promise<boolean>;
  /** What is given back adds its records, and what that gives back approves them. */
  readonly begin: (
    context: OrderRun,
    store: StoreRun,
    records: readonly LedgerRecord[],
    before: OrdersBefore,
  ) => Promise<() => Promise<LeftToApprove>>;
}

/** How staged records of one entity are loaded, and when. */
export interface Stage {
  readonly entity: EntityName;
  readonly belongsTo: EntityName | undefined;
  readonly load: Load;
  /** Set for what is loaded in chunks, while extraction goes on, each with what it refers to; the others come when all of these are done. */
  readonly inChunks: InChunks | undefined;
  /** With the chunk of what they belong to, where they are staged by then. */
  readonly withParents: boolean;
}

type OwnStage = Pick<Stage, 'load'> & Partial<Pick<Stage, 'inChunks' | 'withParents'>>;

/** Entities of which a copy says so much that more than one record has to be seen to judge it. All others go by their definition. */
const own: ReadonlyMap<EntityName, OwnStage> = new Map<EntityName, OwnStage>([
  ['orders', { load: loadOrders, inChunks: { mayOverlap, begin: beginOrders } }],
  ['payments', { load: loadPayments, withParents: true }],
  ['rmas', { load: loadReturns }],
]);

/** In load order. */
export function loadStages(): Stage[] {
  return inLoadOrder().map((definition) => {
    const { load = byDefinition(definition), inChunks, withParents = false } = own.get(definition.name) ?? {};
    return { entity: definition.name, belongsTo: definition.belongsTo, load, inChunks, withParents };
  });
}

function byDefinition(definition: EntityDefinition): Load {
  return (context, store, records) => loadEntity(context, definition, store, records);
}

/** All entities, each after those that it depends on; beyond that as they are registered. */
function inLoadOrder(): EntityDefinition[] {
  const ordered = new Set<EntityDefinition>();
  const add = (definition: EntityDefinition, above: readonly EntityDefinition[]): void => {
    if (above.includes(definition)) throw new RangeError(`${definition.name} depends on itself`);
    for (const name of definition.dependsOn) add(entityOf(name), [...above, definition]);
    ordered.add(definition);
  };
  for (const definition of entities) add(definition, []);
  return [...ordered];
}
