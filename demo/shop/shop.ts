/** The whole shop: every area in the order in which its tables can be made. */
import { addresses } from './addresses.ts';
import type { Area } from './area.ts';
import { batches } from './batches.ts';
import { catalogue } from './catalogue.ts';
import { customers } from './customers.ts';
import { parcels } from './parcels.ts';
import { reference } from './reference.ts';
import { sales } from './sales.ts';
import { terminals } from './terminals.ts';
import { traffic } from './traffic.ts';

export const AREAS: readonly Area[] = [
  reference,
  catalogue,
  sales,
  customers,
  addresses,
  parcels,
  batches,
  terminals,
  traffic,
];
