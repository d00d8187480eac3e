import { createHash } from 'node:crypto';
import type { Pipeline } from '../config/pipeline.ts';

/** What of a pipeline file says whom to tell, and of what; the rest of a broken one may not be known. */
export type AlertSettings = Pick<Pipeline, 'name' | 'ledger' | 'file' | 'onProblem'> & {
  /** Where its ledger is in one; left out of a file that is broken. */
  readonly database?: Pipeline['database'];
  readonly primary: Pick<Pipeline['primary'], 'timezone'>;
  readonly secondaries: readonly Pick<Pipeline['secondaries'][number], 'name'>[];
};

type Email = NonNullable<AlertSettings['onProblem']['email']>;

/** One that is told: the webhook, or one recipient of mails. What was told is remembered of each by itself. */
export type Way =
  | {
      readonly kind: 'webhook';
      readonly key: string;
      readonly address: string;
      readonly format: 'json' | 'slack';
    }
  | { readonly kind: 'email'; readonly key: string; readonly recipient: string; readonly email: Email };

/** By the key it is remembered; a hash, since the one address is a secret, and the other a person's. */
export function waysOf({ webhook, format, email }: AlertSettings['onProblem']): Way[] {
  return [
    ...(webhook === undefined
      ? []
      : [{ kind: 'webhook' as const, key: keyOf('webhook', webhook), address: webhook, format }]),
    ...(email === undefined
      ? []
      : email.to.map((recipient) => ({ kind: 'email' as const, key: keyOf('email', recipient), recipient, email }))),
  ];
}

/** For a person whose own file names it: `the webhook`, `books@main-store.com.au` */
export function wayName(way: Way): string {
  return way.kind === 'webhook' ? 'the webhook' : way.recipient;
}

function keyOf(kind: Way['kind'], address: string): string {
  return createHash('sha256').update(`${kind}\n${address}`).digest('base64url').slice(0, 16);
}
