/** Who did it, until there are accounts: the one person at this machine. */
export const localUser = 'local';
