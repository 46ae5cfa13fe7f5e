import { z } from 'zod';

/** When something happened, as JSON keeps it; years that no digital camera knows are refused. */
export const legacyDate = z
  .union([z.string(), z.number()])
  .pipe(z.coerce.date<string | number>().min(new Date('1990-01-01')).max(new Date('2200-01-01')));
