import { READ_SCOPES } from './scopes.ts';

export interface AppSeed {
  readonly clientId: string;
  readonly clientSecret: string;
  /** One organisation by client credentials, or a person's consent and a refresh token. */
  readonly kind: 'custom-connection' | 'web-app';
  /** What is picked on the app. */
  readonly scopes: readonly string[];
  readonly redirectUri?: string;
}

export const plainApp: AppSeed = {
  clientId: 'FAKECLIENT0000000000000000000001',
  clientSecret: 'fake-client-secret-0000000000000000000001',
  kind: 'custom-connection',
  scopes: READ_SCOPES,
};

export const plainWebApp: AppSeed = {
  clientId: 'FAKECLIENT0000000000000000000002',
  clientSecret: 'fake-client-secret-0000000000000000000002',
  kind: 'web-app',
  scopes: ['offline_access', ...READ_SCOPES],
  redirectUri: 'http://localhost:8700/callback',
};
