/** Whether a host's name means the machine itself, as addresses have it: `localhost`, `127.0.0.1`, `[::1]`. */
export function isLoopback(name: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(name);
}
