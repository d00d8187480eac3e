import type { ValueMap } from '../value.ts';

/** What an action answers, before it is shaped as the switches ask. Lists are arrays here, whatever their length. */
export interface Reply {
  readonly fields: ValueMap;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Rows returned, or records given to a write. */
  readonly records: number;
}

export function errorReply(message: string): Reply {
  return { fields: {}, errors: [message], warnings: [], records: 0 };
}

export function listReply(name: string, rows: ValueMap[]): Reply {
  return { fields: { [name]: rows }, errors: [], warnings: [], records: rows.length };
}

export function ackOf(reply: Reply): 'Success' | 'Warning' | 'Error' {
  if (reply.errors.length > 0) return 'Error';
  return reply.warnings.length > 0 ? 'Warning' : 'Success';
}
