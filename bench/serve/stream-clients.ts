import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { sharedNow } from './child.ts';

/** Many open streams, counted as they hear. */
export interface StreamClients {
  readonly open: () => number;
  /** Resolves with the moment at which the last of them heard a message that holds the word. */
  hear(word: string): Promise<number>;
  close(): void;
}

/** Opens streams, some at a time, and waits until each has heard its beginning. */
export async function openStreams(
  count: number,
  { port, path, authorization }: { port: string; path: string; authorization: string },
): Promise<StreamClients> {
  const sockets: Socket[] = [];
  let open = 0;
  let word = '\u0000';
  let heard = 0;
  let told: ((at: number) => void) | undefined;
  for (let start = 0; start < count; start += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, count - start) }, async () => {
        const socket = connect(Number(port), '127.0.0.1');
        sockets.push(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          open -= 1;
        });
        await once(socket, 'connect');
        open += 1;
        socket.write(
          `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${authorization}\r\n\r\n`,
        );
        await once(socket, 'data');
        socket.on('data', (chunk: Buffer) => {
          if (!chunk.includes(word)) return;
          heard += 1;
          if (heard === count) told?.(sharedNow());
        });
      }),
    );
  }
  return {
    open: () => open,
    hear(next) {
      word = next;
      heard = 0;
      return new Promise((resolve) => {
        told = resolve;
      });
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
