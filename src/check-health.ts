import { isIPv6 } from 'node:net';
import { readConfig } from './config.ts';

// What a container engine runs beside the program, with the same environment: exit status 0 when that answers.
const { host, port } = readConfig(process.env);
const url = `http://${isIPv6(host) ? `[${host}]` : host}:${port}/healthz`;
const answer = await fetch(url, { signal: AbortSignal.timeout(4000) }).catch(() => null);
process.exit(answer?.ok === true ? 0 : 1);
