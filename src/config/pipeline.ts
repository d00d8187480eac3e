import type { complete } from './complete.ts';

/** Nobody changes what the file said. */
type Frozen<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : { readonly [Key in keyof Value]: Frozen<Value[Key]> };

/**
 * The pipeline file as the program uses it: checked, every default filled in, every path absolute, addresses as origins
 * with their hosts. What each key means stands in its schema, from which `docs/configuration.md` is made.
 */
export type Pipeline = Frozen<ReturnType<typeof complete>>;
export type Secondary = Pipeline['secondaries'][number];
/** Set where a store is read from files: `files` is an absolute path with * in its last part, or an sftp:// address. */
export type FeedSource = NonNullable<Secondary['source']>;

/** What is needed to talk to a store; the same for the primary and the secondaries. */
export type StoreConnection = Pick<
  Pipeline['primary'] | Secondary,
  | 'name'
  | 'url'
  | 'host'
  | 'key'
  | 'username'
  | 'timezone'
  | 'format'
  | 'requestsPerMinute'
  | 'timeoutSeconds'
  | 'pageSize'
>;
