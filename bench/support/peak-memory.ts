import { readFileSync } from 'node:fs';

/**
 * The most memory that this process held, MB. On Linux the high-water mark of its own address space: `maxRSS` begins with what the
 * process had that it was forked from.
 */
export function peakMemoryMb(): number {
  const kilobytes =
    process.platform === 'linux'
      ? Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
      : process.resourceUsage().maxRSS;
  return Math.round(kilobytes / 1024);
}
