/**
 * What the two scripts share. They are written as a competent developer would write them in an afternoon for stores that
 * they know, and take nothing from this program: with `fetch`, one file of ids, and the API's page beside them.
 */
export interface Store {
  readonly url: string;
  readonly key: string;
}

interface Reply {
  readonly Ack: string;
  readonly Messages?: { readonly Error?: Message | readonly Message[] };
  readonly Order?: unknown;
  readonly Payment?: unknown;
  readonly Item?: unknown;
  readonly Customer?: unknown;
}

interface Message {
  readonly Message: string;
}

/** @throws Error where the store does not answer as a store */
export async function call({ url, key }: Store, action: string, body: unknown): Promise<Reply> {
  const response = await fetch(`${url}/do/WS/NetoAPI`, {
    method: 'POST',
    headers: {
      NETOAPI_ACTION: action,
      NETOAPI_KEY: key,
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`${action}: HTTP ${response.status}`);
  return (await response.json()) as Reply;
}

/** One element comes as an object, none as an empty text. */
export function listOf<Element>(value: unknown): Element[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value as Element];
}

export function errorsOf({ Messages }: Reply): string[] {
  return listOf<Message>(Messages?.Error).map((error) => error.Message);
}

/** @throws Error where the store refuses what is asked */
export async function mustCall(store: Store, action: string, body: unknown): Promise<Reply> {
  const reply = await call(store, action, body);
  const errors = errorsOf(reply);
  if (reply.Ack === 'Error' || errors.length > 0) throw new Error(`${action}: ${errors.join('; ')}`);
  return reply;
}
