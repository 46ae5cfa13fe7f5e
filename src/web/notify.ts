import { notifications } from '@mantine/notifications';
import { ApiError } from './api/client.ts';

/** The sentence for something that went wrong; a bug in the page has one too. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return 'Something went wrong in this page. Load it again; what you did before is saved.';
}

export function notifyFailure(title: string, error: unknown): void {
  notifications.show({ title, message: sentenceOf(error), color: 'rabbit', autoClose: 10_000 });
}

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'gray', autoClose: 4000 });
}
