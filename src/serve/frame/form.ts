import { type Html, html, type Part } from '../../page/html.ts';
import { hashOf, isSameHash } from '../access/secrets.ts';
import type { Visit } from './visit.ts';

export const FORM_TOKEN = 'form-token';

/** Stands in every form that is sent by POST: what lacks it was not written here. */
export function hiddenFormToken({ formToken }: Pick<Visit, 'formToken'>): Html {
  return html`<input type="hidden" name="${FORM_TOKEN}" value="${formToken ?? ''}">`;
}

/** Whether a form was written for the session that sends it. */
export function isOwnForm({ formToken, field }: Pick<Visit, 'formToken' | 'field'>): boolean {
  return formToken !== undefined && isSameHash(hashOf(field(FORM_TOKEN)), hashOf(formToken));
}

/** A form that changes something; its fields and its button are the content. */
export function postForm(visit: Pick<Visit, 'formToken'>, action: string, content: Part): Html {
  return html`<form method="post" action="${action}">${hiddenFormToken(visit)}${content}</form>`;
}
