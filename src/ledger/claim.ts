/** Why a person says that this ledger is the one that goes on. */
export const claims = ['moved', 'restored', 'rebuilt', 'taken-over'] as const;

export type Claim = (typeof claims)[number];

/** Where a ledger is kept, and what tells it from another one that is put there; in words of files, as ledgers have them in notes. */
export interface LedgerSpot {
  readonly path: string;
  readonly inode: string;
  /** Of one in a database: what tells that and the schema from all others, by whatever name it is reached. */
  readonly database?: string | undefined;
}

/** Where a ledger lies, and what tells one installation of the program from another. */
export interface LedgerPlace extends LedgerSpot {
  /** A random id that lies in the state home; empty for a ledger in a database, which many machines use. */
  readonly homeId: string;
  /** The state home's path, for messages. */
  readonly home: string;
  /** The operating system's id of the machine; empty where there is none, or in a container. */
  readonly machine: string;
}
