/**
 * All that runs in the browser, and nothing is lost without it: parts of a page that bear an address for news are replaced by
 * what the server sends, and say so when they are not connected. What is sent was escaped by the server like any page.
 */
export const script = `
'use strict';
for (const part of document.querySelectorAll('[data-live]')) {
  const state = part.querySelector('[data-live-state]');
  const content = part.querySelector('[data-live-content]');
  const refresh = document.querySelector('meta[http-equiv="refresh"]');
  const words = (text) => { if (state && state.textContent !== text) state.textContent = text; };
  let source;
  let timer;
  const connect = () => {
    source = new EventSource(part.dataset.live);
    source.onopen = () => words('Live.');
    source.addEventListener('content', (event) => { words('Live.'); content.innerHTML = event.data; });
    source.addEventListener('over', () => { source.close(); location.reload(); });
    source.onerror = () => {
      words('Not connected: what stands here may be old. Trying again by itself.');
      if (source.readyState === EventSource.CLOSED) { clearTimeout(timer); timer = setTimeout(connect, 3000); }
    };
  };
  connect();
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
}
`;
