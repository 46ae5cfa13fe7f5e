import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends exactly these bytes, as no HTTP library would, and gives what comes back until the server hangs up. */
export async function rawRequest(address: string, bytes: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(bytes);
  const answer = await text(socket);
  const split = answer.indexOf('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), body: answer.slice(split + 4) };
}
