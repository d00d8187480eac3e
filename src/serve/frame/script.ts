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
  const isIdle = () => content.querySelector('[data-idle]') !== null;
  const words = (text) => { if (state && state.textContent !== text) state.textContent = text; };
  let source;
  let timer;
  const leave = () => { clearTimeout(timer); source?.close(); };
  // The verdict is another one by now, also where the run has ended while nobody was connected.
  const over = () => { leave(); location.reload(); };
  const connect = () => {
    leave();
    source = new EventSource(part.dataset.live);
    source.onopen = () => words('Live.');
    source.addEventListener('content', (event) => {
      words('Live.');
      const wasIdle = isIdle();
      content.innerHTML = event.data;
      if (!wasIdle && isIdle()) over();
    });
    source.onerror = () => {
      words('Not connected: what stands here may be old. Trying again by itself.');
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, 3000);
    };
  };
  let hiddenAt;
  // A browser keeps six connections to one server: tabs that nobody looks at must not take them from the one that is used.
  const follow = () => {
    if (document.visibilityState !== 'visible') { leave(); hiddenAt = Date.now(); return; }
    // A whole run may have come and gone meanwhile.
    if (hiddenAt !== undefined && Date.now() - hiddenAt > 10000) over(); else connect();
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', leave);
  addEventListener('pageshow', (event) => { if (event.persisted) follow(); });
}
`;
