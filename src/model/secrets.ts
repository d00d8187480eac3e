/** Takes a store's key and user name out of text that came from outside. */
export type Hide = (text: string) => string;

/** Shorter ones stand in ordinary words by chance: of those only whole words are taken out. */
const SHORTEST_INSIDE_WORDS = 6;

/**
 * A store may echo what it was sent: as it stands, in other letters, or escaped for JSON, HTML or an address.
 * @param secrets may hold empty texts, which stand for none
 */
export function hiderOf(secrets: readonly string[]): Hide {
  const forms = new Set(secrets.flatMap((secret) => (secret.trim() === '' ? [] : formsOf(secret.trim()))));
  if (forms.size === 0) return (text) => text;
  // The longest first: a user name may be a part of the key.
  const patterns = [...forms].sort((a, b) => b.length - a.length).map(patternOf);
  const pattern = new RegExp(patterns.join('|'), 'gi');
  return (text) => text.replace(pattern, '***');
}

function formsOf(secret: string): string[] {
  const html = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), html];
}

function patternOf(form: string): string {
  const literal = form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return form.length < SHORTEST_INSIDE_WORDS ? `(?<![a-z0-9])${literal}(?![a-z0-9])` : literal;
}

/** Text of a store for a message: without secrets first, so that the cut leaves no part of one. */
export function quote(text: string, hide: Hide, longest = 200): string {
  const line = hide(text.replace(/\s+/g, ' ').trim());
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}
