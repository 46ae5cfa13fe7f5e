import type { FastifyInstance } from 'fastify';
import { AppError } from '#core/app-error.ts';

/** Begins to serve. Returns the address, with the port that was given where `port` is 0. Throws a sentence. */
export async function startListening(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<string> {
  await app.listen({ port, host }).catch((cause: unknown) => {
    throw explain(port, cause);
  });
  const bound = app.server.address();
  return `http://${host}:${typeof bound === 'object' && bound !== null ? bound.port : port}`;
}

function explain(port: number, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'EADDRINUSE') {
    return new AppError(
      'conflict',
      `Port ${port} is taken by another program. Stop that one, or set PORT to another number.`,
      { cause },
    );
  }
  if (code === 'EACCES') {
    return new AppError(
      'conflict',
      `Port ${port} may not be used by this user. Set PORT to a number above 1023.`,
      { cause },
    );
  }
  return cause;
}
