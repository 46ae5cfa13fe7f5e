import { expect, test } from 'vitest';
import { essenceOf } from './postgres-log.ts';

test('of a long log only the lines that tell what went wrong are quoted', () => {
  const log = [
    '2026-01-01 00:00:00.100 UTC [7] LOG:  starting PostgreSQL 18.4',
    '2026-01-01 00:00:00.200 UTC [7] FATAL:  could not map anonymous shared memory: Cannot allocate memory',
    '2026-01-01 00:00:00.200 UTC [7] HINT:  Reduce shared_buffers.',
    '2026-01-01 00:00:00.300 UTC [7] LOG:  database system is shut down',
    '',
  ];
  expect(essenceOf(log.join('\n'))).toBe(
    'could not map anonymous shared memory: Cannot allocate memory; Reduce shared_buffers.',
  );
});

test('of the words of a set-up program too', () => {
  expect(essenceOf('creating folders ... initdb: error: could not change permissions\n')).toBe(
    'creating folders ... initdb: error: could not change permissions',
  );
  expect(essenceOf('initdb: error: program "postgres" is needed\ninitdb: hint: run it\n')).toBe(
    'program "postgres" is needed; run it',
  );
  expect(essenceOf('')).toBe('');
});
