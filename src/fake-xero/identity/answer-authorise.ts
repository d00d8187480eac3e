import { type Answer, textAnswer } from '../reply/answer.ts';
import type { Identity } from './identity.ts';

/** The page on which a person gives an app access: here somebody who decides at once (reference, section 1.1). */
export function answerAuthorise(identity: Identity, query: URLSearchParams): Answer {
  const app = identity.apps.find(({ clientId }) => clientId === query.get('client_id'));
  const redirect = query.get('redirect_uri') ?? '';
  const wrong =
    app === undefined || app.kind !== 'web-app'
      ? 'unauthorized_client'
      : query.get('response_type') !== 'code'
        ? 'unsupported_response_type'
        : redirect !== app.redirectUri
          ? 'Invalid redirect_uri'
          : (query.get('scope') ?? '') === ''
            ? 'invalid_scope'
            : undefined;
  if (app === undefined || wrong !== undefined) return textAnswer(400, `Error: ${wrong}`);
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const back = new URL(redirect);
  if (identity.consents) {
    back.searchParams.set('code', identity.consent(app, scopes, redirect, query.get('code_challenge') ?? undefined));
    back.searchParams.set('scope', scopes.join(' '));
  } else back.searchParams.set('error', 'access_denied');
  back.searchParams.set('state', query.get('state') ?? '');
  return { ...textAnswer(302, ''), headers: { location: back.toString() } };
}
