import { z } from 'zod';

// The window's policy forbids eval, so zod must not try to compile its parsers. Imported before any schema is made.
z.config({ jitless: true });
