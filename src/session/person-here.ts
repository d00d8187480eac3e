import { hostname, userInfo } from 'node:os';

/** Who uses this machine, as `login@machine`, for the audit of what a person decides. */
export function personHere(): string {
  return `${login()}@${hostname()}`;
}

/** A container may run under a number that has no name. */
function login(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'somebody');
  }
}
