import { reviewerHeaders } from '../reviewer/reviewer-headers.ts';
import { errorOf, unreachable } from './client.ts';

let underWay = 0;

/** Forms that are being sent. */
export function uploadsUnderWay(): number {
  return underWay;
}

/**
 * Posts a form and reports how much of it has left, 0-1. `fetch` cannot tell, so this is the one place
 * with an XMLHttpRequest.
 */
export function upload<T>(
  url: string,
  form: FormData,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<T> {
  underWay++;
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [name, value] of Object.entries(reviewerHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else reject(errorOf(request.status, request.responseText));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  }).finally(() => underWay--);
}
