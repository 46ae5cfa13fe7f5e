import type { Readable } from 'node:stream';

/** One HTTP answer, before it is put on the wire: what faults spoil. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable;
};

export type TextAnswer = Answer & { readonly body: string };

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): TextAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** What stands between a caller and fal says when it has nothing behind it; it carries no request id. */
export function ingressPage(status: number): TextAnswer {
  const title = `${status} ${ingressTitles[status] ?? 'Error'}`;
  return htmlAnswer(
    status,
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
      '<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
  );
}

/** What a captive portal or a company's proxy answers in place of fal: 200, and a page. */
export const portalPage: TextAnswer = htmlAnswer(
  200,
  '<!doctype html><html><head><title>Sign in to the network</title></head><body>Please sign in.</body></html>',
);

const ingressTitles: Record<number, string> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
};

function htmlAnswer(status: number, body: string): TextAnswer {
  return { status, headers: { 'content-type': 'text/html' }, body };
}
