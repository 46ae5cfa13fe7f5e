import { readFile } from 'node:fs/promises';

/** What the last stage of a Dockerfile says. */
export type Image = {
  env: Record<string, string>;
  user: string;
  port: number;
  /** From the checkout, not from other stages. */
  copied: { from: string; to: string }[];
  /** Entry point and command together. */
  start: string[];
  healthCheck: string[];
};

export async function readImage(file: string): Promise<Image> {
  const text = (await readFile(file, 'utf8')).replaceAll(/^#.*\n/gm, '').replaceAll('\\\n', ' ');
  const last = text.slice(text.lastIndexOf('\nFROM ') + 1);
  const all = (name: string): string[] =>
    [...last.matchAll(new RegExp(`^${name} +(.*)$`, 'gm'))].map((match) => match[1]!.trim());
  const list = (json: string): string[] => JSON.parse(json) as string[];
  return {
    env: Object.fromEntries(
      all('ENV').flatMap((line) => line.split(/ +/).map((pair) => pair.split('=') as [string, string])),
    ),
    user: all('USER').at(-1) ?? 'root',
    port: Number(all('EXPOSE').at(-1)),
    copied: all('COPY')
      .filter((line) => !line.startsWith('--'))
      .map((line) => line.split(/ +/) as [string, string])
      .map(([from, to]) => ({ from, to: to.endsWith('/') ? `${to}${from}` : to })),
    start: [...list(all('ENTRYPOINT').at(-1)!), ...list(all('CMD').at(-1)!)],
    healthCheck: list(all('HEALTHCHECK').at(-1)!.split('CMD ')[1]!),
  };
}
