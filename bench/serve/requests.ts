import { Agent, request, type RequestOptions } from 'node:http';

/** Sends requests over so many connections at once; answers the highest status. */
export async function sendRequests(
  count: number,
  port: string,
  optionsOf: (index: number) => RequestOptions & { readonly body?: string },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let next = 0;
  let status = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const { body, ...options } = optionsOf(next);
      next += 1;
      const sent = request({ agent, host: '127.0.0.1', port, ...options }, (response) => {
        status = Math.max(status, response.statusCode ?? 0);
        response.resume();
        response.on('end', resolve);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next < count) await one();
    }),
  );
  agent.destroy();
  return status;
}
