import { sql } from 'kysely';

/** Stages of a try whose request has left, and takes one of the account's places: it may have been bought. */
export const sentStages = sql`('sending', 'submitted', 'unknown')`;
/** Those and the tries that wait to leave: as many are begun as there are places, and a few. */
export const heldStages = sql`('claimed', 'sending', 'submitted', 'unknown')`;
/** Nobody has said yet whether the request arrived. */
export const unheardStages = sql`('sending', 'unknown')`;
