/** The part of the golden images’ address that opens the form for words. */
export const wordsHash = 'from-words';
