/** Bytes of one picture that is uploaded. */
export const mostUploadBytes: number = 25 * 1024 ** 2;

/** Why a larger one is refused: by the page before it is sent, and by the server. */
export function describeTooLarge(fileName: string): string {
  return `"${fileName}" is larger than the limit of 25 MB: save it as JPEG or at a smaller size.`;
}
