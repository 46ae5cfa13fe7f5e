import type { ProviderProfile, RemoteSide } from '#adapters/generator/port.ts';

/** Why this installation cannot use a provider, in a sentence that says what to do; `null` where it can. */
export function obstacleOf(
  { label, keyVariable }: ProviderProfile,
  remote: Pick<RemoteSide, 'isForbidden'> | undefined,
): string | null {
  if (remote === undefined) {
    return `This installation has no key for ${label}. Start it with ${keyVariable}.`;
  }
  return remote.isForbidden ? 'Nothing may leave this machine: it was started with NO_EGRESS.' : null;
}
