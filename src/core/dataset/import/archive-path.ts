/** Unpackers of other makers leave these beside the files that somebody packed. */
const litter = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

/**
 * The path of a file in a ZIP, with forward slashes and composed characters (NFC); `null` for what an operating system
 * left there. `wrong` ends a sentence that begins with the name.
 */
export function readArchivePath(given: string): { path: string | null } | { wrong: string } {
  if (given.length > 1000) return { wrong: `has ${given.length} characters, more than 1000` };
  if (/\p{Cc}/u.test(given)) return { wrong: 'holds characters that nobody can see' };
  // Old packers on Windows wrote its own separator.
  const path = given.replaceAll('\\', '/').normalize('NFC');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return { wrong: 'names a place outside of the ZIP' };
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  if (steps.includes('..')) return { wrong: 'leads out of the ZIP' };
  return { path: steps.length === 0 || litter.test(path) ? null : steps.join('/') };
}
