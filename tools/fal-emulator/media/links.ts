/** How the emulator writes addresses of fal's hosts into its answers. */
export type LinkStyle = 'own' | 'fal';

export type Links = {
  /** `path` begins with a slash. */
  link(host: 'queue.fal.run' | 'v3.fal.media', path: string): string;
  /** The path on the media host that an address names; `null` for any other host. */
  mediaPath(address: string): string | null;
};

/**
 * `own`: `http://127.0.0.1:4390/v3.fal.media/…`, which anything can open. `fal`: `https://v3.fal.media/…`,
 * for a client whose `fetch` rewrites every address and which checks the genuine host.
 */
export function createLinks(base: () => string, style: LinkStyle): Links {
  return {
    link: (host, path) => (style === 'fal' ? `https://${host}${path}` : `${base()}/${host}${path}`),
    mediaPath(address) {
      const roots = [`${base()}/v3.fal.media/`, 'https://v3.fal.media/', 'https://v3b.fal.media/'];
      const root = roots.find((start) => address.startsWith(start));
      return root === undefined ? null : address.slice(root.length - 1).split(/[?#]/)[0]!;
    },
  };
}
