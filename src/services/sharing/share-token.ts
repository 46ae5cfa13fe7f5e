import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as they stand in an address: nobody guesses them. */
export function newShareToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of it. SHA-256 without salt will do: there is nothing about a random token to try out. */
export function hashShareToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
