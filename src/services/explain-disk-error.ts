import { AppError, type ErrorCode } from '#core/app-error.ts';

/**
 * Runs `work` and turns what a disk can say about `path` into a sentence. Errors that are none of the
 * disk's go through as they are.
 */
export async function explainDiskError<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error;
    const [code, sentence] = explain(path, String(error.code));
    throw new AppError(code, sentence, { cause: error });
  }
}

function explain(path: string, code: string): [ErrorCode, string] {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return ['storage_full', `The disk is full: ${path} was not written. Free some space, then try again.`];
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return ['storage_read_only', `${path} cannot be written here. Choose a folder that you may write to.`];
    case 'ENOTDIR':
      return ['bad_request', `${path} leads through a file. Choose a place inside a folder.`];
    case 'ENAMETOOLONG':
      return ['bad_request', `${shortened(path)} is too long a name. Choose a shorter one.`];
    case 'EEXIST':
    case 'ENOTEMPTY':
      return ['conflict', `Another program has written to ${path} meanwhile. Choose another place.`];
    default:
      return ['storage_read_only', `${path} could not be written (${code}). Choose another place.`];
  }
}

function shortened(path: string): string {
  return path.length <= 60 ? path : `${path.slice(0, 60)}…`;
}
