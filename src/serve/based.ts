/** What stands before each address of a page; empty where nothing does. */
export type Base = string;

/** The path as routes name it. */
export function withoutBase(path: string, base: Base): string {
  return isBased(path, base) ? path.slice(base.length) : path;
}

export function isBased(path: string, base: Base): boolean {
  return base !== '' && path.startsWith(`${base}/`);
}

/** Attributes of markup that hold an address of ours. In no text does a quotation mark stand as such: they are escaped. */
const ADDRESSES = /\b(href|action|src|data-live)="\/(?!\/)/g;

/** An answer whose addresses lead to where its request came to. What is to be saved stays as it is. */
export async function based(reply: Response, base: Base): Promise<Response> {
  const headers = new Headers(reply.headers);
  const location = headers.get('location');
  if (location?.startsWith('/') === true) headers.set('Location', `${base}${location}`);
  const refresh = headers.get('refresh');
  if (refresh !== null) headers.set('Refresh', refresh.replace('url=/', `url=${base}/`));
  const isPage = headers.get('content-type')?.startsWith('text/html') === true;
  const body =
    isPage && !headers.has('content-disposition')
      ? (await reply.text()).replaceAll(ADDRESSES, `$1="${base}/`)
      : reply.body;
  return new Response(body, { status: reply.status, headers });
}
