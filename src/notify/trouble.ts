/** Why a message was not delivered; without an address that is a secret, a password, or the words of a server. */
export interface Trouble {
  /** The end of a sentence: "the webhook did not take the message: …". */
  readonly reason: string;
  /** What a person can do about it. */
  readonly remedy: string;
  /** What the server said, in a line, for the person who asked for a test; it goes nowhere else. */
  readonly words?: string | undefined;
}

/** What is shown of what a server said. */
const SHOWN = 200;

/** In a line, without what is a secret, and not all of a gigabyte. */
export function serverWords(text: string, secrets: readonly string[]): string {
  const line = text
    .slice(0, 10_000)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  const masked = secrets.filter((one) => one.length > 2).reduce((said, one) => said.replaceAll(one, '***'), line);
  return masked.length > SHOWN ? `${masked.slice(0, SHOWN)} …` : masked;
}

export function tooSlow(milliseconds: number, at: string): Trouble {
  return {
    reason: `${at} took longer than ${milliseconds / 1000} seconds`,
    remedy: 'Try again; if it lasts, look at the address, the port and the firewall.',
  };
}
