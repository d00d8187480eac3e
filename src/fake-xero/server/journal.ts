import type { IncomingHttpHeaders } from 'node:http';

/** One request that came. Tokens, secrets and bodies are never kept. */
export interface JournalEntry {
  /** By the virtual clock, milliseconds since 1970. */
  readonly at: number;
  readonly server: 'identity' | 'api';
  readonly method: string;
  readonly path: string;
  /** As it came. */
  readonly query: string;
  /** In lower case; of `authorization` only the kind. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of a token request: its grant and the scopes that it asked for. */
  readonly grant?: string;
  readonly scopes?: string;
  /** 0 where the connection was cut, or left open, instead of an answer. */
  readonly status: number;
  /** Of the body that went out. */
  readonly bytes: number;
  /** What went wrong with it, by plan. */
  readonly fault?: string;
}

export function maskedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const masked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = String(value ?? '');
    masked[name] = name === 'authorization' ? `${text.split(' ')[0]} …` : text;
  }
  return masked;
}
