import type { Trouble } from './trouble.ts';

/** Whether a webhook has taken the message. A redirect is not followed: where it leads is nobody's choice that we know of. */
export function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Of one that has not. */
export function refused(status: number): Trouble {
  const reason = `it answered HTTP ${status}`;
  if (status >= 300 && status < 400)
    return { reason, remedy: 'Its address has moved, and redirects are not followed: give the new address.' };
  if (status === 401 || status === 403 || status === 404 || status === 410)
    return { reason, remedy: 'The address is wrong, or was withdrawn: make a new one where the messages go to.' };
  return { reason, remedy: 'Ask whoever runs it; it is tried again with the next run.' };
}
