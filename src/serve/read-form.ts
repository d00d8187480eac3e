/** Bytes; the longest form is a reason of a few lines and some ticked boxes. */
const MOST = 64 * 1024;
const FORM = /^application\/x-www-form-urlencoded(?:\s*;|$)/i;

/** What a form has sent; nothing is kept of one that is too large. */
export async function readForm(request: Request): Promise<URLSearchParams | 'too-large' | 'no-form'> {
  if (!FORM.test(request.headers.get('content-type') ?? '')) return 'no-form';
  if (Number(request.headers.get('content-length') ?? 0) > MOST) return 'too-large';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > MOST) return 'too-large';
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}
