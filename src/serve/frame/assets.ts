import { createHash } from 'node:crypto';
import { look } from './look.ts';
import type { Route } from './route.ts';
import { script } from './script.ts';

interface Asset {
  /** It names its content, so that browsers may keep it for good. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

/** What pages fetch beside themselves: nothing comes from elsewhere, nothing stands in the pages. */
export const styleSheet = assetOf('style', 'css', 'text/css; charset=utf-8', look);
export const icon = assetOf(
  'icon',
  'svg',
  'image/svg+xml',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2563c9"/><path d="M8 10h6l4 12h6M18 10h6" fill="none" stroke="#fff" stroke-width="3"/></svg>',
);
export const pageScript = assetOf('page', 'js', 'text/javascript; charset=utf-8', script);

export const assetRoutes: readonly Route[] = [styleSheet, pageScript, icon].map(({ path, type, text }) => ({
  method: 'GET',
  path,
  role: 'open',
  answer: () =>
    new Response(text, {
      headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' },
    }),
}));

function assetOf(name: string, ending: string, type: string, text: string): Asset {
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { path: `/assets/${name}-${mark}.${ending}`, type, text };
}
