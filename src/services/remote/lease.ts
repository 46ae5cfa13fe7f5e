/** What a process works at is another's after this long without a word: it was killed. One that lives says so in time. */
export const leaseMs = 15_000;
export const renewMs = 5000;
