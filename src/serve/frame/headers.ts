/** Nothing in a page but what this server sends; nobody puts it into a frame; nothing of it is kept or told elsewhere. */
const ALWAYS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // With `no-referrer` browsers would not tell the origin of our own forms either.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/** Adds to every answer what keeps it from being misused; it is not kept by a browser unless the answer says so itself. */
export function guarded(answer: Response, { isSecure }: { readonly isSecure: boolean }): Response {
  const headers = new Headers(answer.headers);
  for (const [name, value] of Object.entries(ALWAYS)) headers.set(name, value);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
  if (isSecure) headers.set('Strict-Transport-Security', 'max-age=31536000');
  return new Response(answer.body, { status: answer.status, headers });
}
