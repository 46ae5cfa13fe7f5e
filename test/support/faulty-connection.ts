import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to whoever connects: `cutAfter` bytes that were sent, the connection is lost. */
export type Fault = 'none' | 'refuse' | 'lose' | 'hang' | { cutAfter: number };

export type FaultyConnection = {
  address: string;
  /** From now on, for new connections; those that are open are lost. */
  set(fault: Fault): void;
  /** Resolves once so many more requests have met the fault. */
  lost(count: number): Promise<void>;
  close(): void;
};

const refusal =
  'HTTP/1.1 503 Slow Down\r\ncontent-type: application/xml\r\ncontent-length: 44\r\nconnection: close\r\n\r\n' +
  '<Error><Code>SlowDown</Code></Error>        ';

/** Stands before a server that speaks HTTP, and gets in the way when it is told to. */
export async function openFaultyConnection(target: string): Promise<FaultyConnection> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const faults = new EventEmitter();
  let fault: Fault = 'none';
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).on('close', () => open.delete(socket));
    if (fault === 'hang') return;
    if (fault === 'refuse' || fault === 'lose') {
      const isRefused = fault === 'refuse';
      socket.once('data', () => {
        faults.emit('met');
        if (isRefused) socket.end(refusal);
        else socket.destroy();
      });
      return;
    }
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    upstream.pipe(socket);
    socket.pipe(upstream);
    if (typeof fault === 'object') {
      let left = fault.cutAfter;
      socket.on('data', (bytes: Buffer) => {
        left -= bytes.byteLength;
        if (left < 0) socket.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const loseAll = (): void => open.forEach((socket) => socket.destroy());
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      fault = next;
      loseAll();
    },
    async lost(count) {
      for (let i = 0; i < count; i++) await once(faults, 'met');
    },
    close() {
      server.close();
      loseAll();
    },
  };
}
