import { config } from 'zod';

// Before any schema is made: zod would try whether it may compile code, and our content security policy,
// which forbids it, would report that as an attack.
config({ jitless: true });
