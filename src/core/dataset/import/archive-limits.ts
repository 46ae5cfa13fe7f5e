const gigabyte = 1024 ** 3;

/** What a ZIP with labels may be. More than that lies in a folder better. */
export const archiveLimits = {
  /** Of the ZIP itself. */
  bytes: 2 * gigabyte,
  /** Of all its files, unpacked: pictures hardly shrink, so what unpacks to far more is no set of pictures. */
  unpackedBytes: 8 * gigabyte,
  files: 100_000,
  /** Of one file of labels, unpacked. */
  textBytes: 64 * 1024 ** 2,
  /** Of all of them: what they mark is held in memory. */
  allTextBytes: 128 * 1024 ** 2,
} as const;
