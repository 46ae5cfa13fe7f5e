/** An expected failure: its message is for the person at the keyboard, and needs no stack. */
export class SentenceError extends Error {}

/**
 * Runs a script's main function; an expected failure is printed as it is, and ends the script with status 1.
 *
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SentenceError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
