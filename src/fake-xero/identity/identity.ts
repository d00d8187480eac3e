import { createHash } from 'node:crypto';
import type { AppSeed } from './apps.ts';

export const ACCESS_SECONDS = 1800;
const MINUTES = 60_000;
const CODE_LIFE = 5 * MINUTES;
/** For how long the former refresh token still works, in case the reply was lost. */
const GRACE = 30 * MINUTES;
const UNUSED_LIFE = 60 * 24 * 60 * MINUTES;

interface AccessToken {
  readonly app: AppSeed;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly app: AppSeed;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  /** Once a newer one was issued for it. */
  replacedAt?: number;
}

interface ConsentCode {
  readonly app: AppSeed;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly issuedAt: number;
  /** Of the proof that whoever has the code must know (S256); undefined where none was asked for. */
  readonly challenge?: string | undefined;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Who holds which token, by the virtual clock (reference, section 1.1). */
export class Identity {
  readonly apps: readonly AppSeed[];
  readonly #now: () => number;
  readonly #access = new Map<string, AccessToken>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #codes = new Map<string, ConsentCode>();
  #count = 0;
  tokensIssued = 0;
  /** Whether the organisation is connected: a reset of a demo company and a person can end that. */
  isConnected = true;
  /** Whether the person at the consent page says yes. */
  consents = true;

  constructor(apps: readonly AppSeed[], now: () => number) {
    this.apps = apps;
    this.#now = now;
  }

  newAccess(app: AppSeed, scopes: readonly string[]): string {
    this.tokensIssued += 1;
    const token = this.#newText('access');
    this.#access.set(token, { app, scopes, expiresAt: this.#now() + ACCESS_SECONDS * 1000 });
    return token;
  }

  newRefresh(app: AppSeed, scopes: readonly string[]): string {
    const token = this.#newText('refresh');
    this.#refresh.set(token, { app, scopes, issuedAt: this.#now() });
    return token;
  }

  /** What a person at the consent page gives. @throws Error where the app does not redirect there */
  consent(app: AppSeed, scopes: readonly string[], redirectUri: string, challenge?: string): string {
    if (redirectUri !== app.redirectUri) throw new Error(`The app does not redirect to ${redirectUri}`);
    const code = this.#newText('code');
    this.#codes.set(code, { app, scopes, redirectUri, issuedAt: this.#now(), challenge });
    return code;
  }

  /** Once only. @returns undefined for a code that was used, is too old or is another app's */
  useCode(app: AppSeed, code: string, redirectUri: string, verifier?: string): readonly string[] | undefined {
    const known = this.#codes.get(code);
    this.#codes.delete(code);
    const isGood = known?.app === app && known.redirectUri === redirectUri && this.#now() - known.issuedAt <= CODE_LIFE;
    if (!isGood) return undefined;
    const isProven = known.challenge === undefined || challengeOf(verifier ?? '') === known.challenge;
    return isProven ? known.scopes : undefined;
  }

  /** @returns undefined for one that is dead, unknown or another app's */
  useRefresh(app: AppSeed, token: string): readonly string[] | undefined {
    const known = this.#refresh.get(token);
    if (known?.app !== app) return undefined;
    const now = this.#now();
    if (now - known.issuedAt > UNUSED_LIFE) return undefined;
    if (known.replacedAt !== undefined && now - known.replacedAt > GRACE) return undefined;
    known.replacedAt ??= now;
    return known.scopes;
  }

  access(token: string): AccessToken | undefined {
    return this.#access.get(token);
  }

  isExpired({ expiresAt }: AccessToken): boolean {
    return this.#now() >= expiresAt;
  }

  /** As when a person disconnects the app: no refresh token is good any more, and calls are refused. */
  disconnect(): void {
    this.#refresh.clear();
    this.isConnected = false;
  }

  /** Every token and code that was ever given out: what no output may show. */
  secrets(): string[] {
    return [...this.#access.keys(), ...this.#refresh.keys(), ...this.#codes.keys()];
  }

  #newText(kind: string): string {
    this.#count += 1;
    return `fake-${kind}-token-${String(this.#count).padStart(6, '0')}`;
  }
}
