import { createServer } from 'node:http';
import { Server } from 'socket.io';

// What push is compared with: Socket.IO and nothing else. Whatever is posted is told to everybody, under its name.
const arrivals: Record<string, string> = {};
const server = createServer((request, response) => {
  const at = String(process.hrtime.bigint());
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const message = JSON.parse(Buffer.concat(parts).toString()) as { jobId: string };
    arrivals[message.jobId] = at;
    io.emit('job_progress', message);
    response.end('{}');
  });
});
const io = new Server(server, { serveClient: false });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  console.log(`the bare server listens at http://127.0.0.1:${port}`);
});
process.on('message', (message) => {
  if (message === 'end') process.exit();
  process.send?.(arrivals);
});
