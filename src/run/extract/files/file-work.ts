import { needing } from '../../../entities/kinds.ts';
import type { FeedFile } from '../../../feeds/read/inspect-feed.ts';
import type { FeedEntity } from '../../../feeds/read/read-feed.ts';
import type { OrdersSurvey } from '../../../feeds/read/survey-orders.ts';
import type { EntityName } from '../../../model/entities.ts';
import type { StoreFeeds } from '../../../session/store-feeds.ts';
import type { StoreRun } from '../../../session/store-run.ts';
import type { OrderRun } from '../../context/parts.ts';
import type { Backlog } from '../backlog.ts';
import type { IncomingFile } from './incoming-file.ts';
import type { RecordStates } from './record-states.ts';

export interface ToExtract {
  readonly incoming: IncomingFile;
  readonly feed: FeedFile;
  readonly entity: FeedEntity;
  /** Its records are in the ledger: it is read for what others refer to in it, and moved nowhere. */
  readonly taken: boolean;
  /** What the first look over a file of orders has told. */
  readonly surveyed?: OrdersSurvey;
}

export interface FileWork {
  readonly context: OrderRun;
  readonly store: StoreRun;
  readonly feeds: StoreFeeds;
  readonly backlog: Backlog;
  /** No orders come with it, so that customers and products are wanted for themselves. */
  readonly alone: boolean;
  /** All readings of this entity's records, in all files of the run. */
  readonly states: RecordStates;
}

/** What orders refer to: its files are read in each run that they are there, also for what orders of other files name. */
export function isBesideOrders(entity: EntityName): boolean {
  return needing(entity).length > 0;
}
