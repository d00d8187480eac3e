/** Sends requests as fast as the shared log lets it. */
import { openRequestLog } from '../../src/neto/request-log.ts';

const { file, port, limit, windowMilliseconds, requests } = JSON.parse(process.argv[2] ?? '{}');
const log = openRequestLog(file, { windowMilliseconds });
let left: number = requests;
await Promise.all(
  [1, 2, 3, 4].map(async () => {
    for (; left > 0; ) {
      left -= 1;
      const ticket = await log.reserve('shop', limit, { timeoutMilliseconds: 5_000 });
      // Not sent at once, as over a slow line.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 30));
      await (await fetch(`http://127.0.0.1:${port}`)).text();
      ticket.done();
    }
  }),
);
log.close();
