import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be cut and mended, as a network is; shows whether anything goes over it. */
export interface CuttableWay {
  /** The same address, but through this way. */
  readonly url: string;
  /** Breaks every connection and lets nobody through any more. */
  cut(): void;
  mend(): void;
  readonly isCut: boolean;
  /** How many pieces of data were sent to the server so far. */
  readonly sent: number;
  close(): Promise<void>;
}

/** Leads to the server of `url` by way of a port of its own. */
export async function openCuttableWay(url: string): Promise<CuttableWay> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  let sent = 0;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', () => {
      sent += 1;
    });
    near.pipe(far);
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const way = new URL(url);
  way.port = String((server.address() as AddressInfo).port);
  return {
    url: way.href,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    get isCut() {
      return isCut;
    },
    get sent() {
      return sent;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
