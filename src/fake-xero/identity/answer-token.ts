import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, jsonAnswer, textAnswer } from '../reply/answer.ts';
import type { AppSeed } from './apps.ts';
import { ACCESS_SECONDS, type Identity } from './identity.ts';

export interface TokenRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const refuse = (error: string, description?: string): Answer =>
  jsonAnswer(400, description === undefined ? { error } : { error, error_description: description });

/** `POST /connect/token` (reference, sections 1.1 and 1.3). */
export function answerToken(identity: Identity, { method, headers, body }: TokenRequest): Answer {
  if (method !== 'POST') return textAnswer(405, 'Method Not Allowed');
  if (!(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return refuse('invalid_request');
  const given = basicOf(headers.authorization);
  if (given === undefined) return refuse('invalid_request');
  const app = identity.apps.find(({ clientId }) => clientId === given.id);
  if (app === undefined || app.clientSecret !== given.secret) return refuse('invalid_client');
  const form = new URLSearchParams(body);
  const grant = form.get('grant_type');
  if (grant === 'client_credentials') return clientCredentials(identity, app, form);
  if (grant === 'authorization_code' || grant === 'refresh_token') return byConsent(identity, app, form, grant);
  return refuse(grant === null ? 'invalid_request' : 'unsupported_grant_type');
}

function clientCredentials(identity: Identity, app: AppSeed, form: URLSearchParams): Answer {
  if (app.kind !== 'custom-connection') return refuse('unauthorized_client');
  const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = asked.length === 0 ? app.scopes : asked;
  if (!scopes.every((scope) => app.scopes.includes(scope))) {
    return refuse('invalid_scope', 'Client credentials scope validation failed');
  }
  return jsonAnswer(200, {
    access_token: identity.newAccess(app, scopes),
    expires_in: ACCESS_SECONDS,
    token_type: 'Bearer',
    scope: scopes.join(' '),
  });
}

function byConsent(
  identity: Identity,
  app: AppSeed,
  form: URLSearchParams,
  grant: 'authorization_code' | 'refresh_token',
): Answer {
  if (app.kind !== 'web-app') return refuse('unauthorized_client');
  const scopes =
    grant === 'refresh_token'
      ? identity.useRefresh(app, form.get('refresh_token') ?? '')
      : identity.useCode(
          app,
          form.get('code') ?? '',
          form.get('redirect_uri') ?? '',
          form.get('code_verifier') ?? undefined,
        );
  if (scopes === undefined) return refuse('invalid_grant');
  return jsonAnswer(200, {
    ...(scopes.includes('openid') ? { id_token: 'fake-id-token' } : {}),
    access_token: identity.newAccess(app, scopes),
    expires_in: ACCESS_SECONDS,
    token_type: 'Bearer',
    ...(scopes.includes('offline_access') ? { refresh_token: identity.newRefresh(app, scopes) } : {}),
    scope: scopes.join(' '),
  });
}

function basicOf(header: string | undefined): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^Basic (\S+)$/.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}
