/** Faults in text: damaged letters, cut ends, swapped columns, codes that are written in another way. */
import { SHORT_STREET, STREET } from '../shop/addresses.ts';
import { damaged, FULL_NAME } from '../shop/customers.ts';
import type { Fault } from './fault.ts';
import { reversibleFault, rowFault } from './row-fault.ts';

/** What UTF-8 leaves behind when it is read as Latin-1: no name has such pairs. */
const MOJIBAKE = '[\\u00c2-\\u00c5][\\u0080-\\u00bf]';

const encodingDamage = rowFault({
  name: 'encoding_damage',
  title: 'Names are read in the wrong encoding',
  description:
    'Letters beyond ASCII are damaged in full_name of the latest customers, and of all new ones: "Müller" becomes "MÃ¼ller" or "M\uFFFDller".',
  table: 'public.customers',
  column: 'full_name',
  seenBy: ['format'],
  latest: { table: 'customers', key: 'customer_id', column: 'full_name', count: 60 },
  type: 'text',
  spoil: damaged('full_name'),
  // Replacement characters say nothing about what was there: a name that comes again is a new one.
  repair: `update customers set full_name = case
      when full_name ~ '${MOJIBAKE}' then convert_from(convert_to(full_name, 'LATIN1'), 'UTF8')
      else ${FULL_NAME} end
    where customer_id > $1 and full_name ~ '${MOJIBAKE}|\\ufffd'`,
});

const truncatedLoad = rowFault({
  name: 'truncated_load',
  title: 'Text is cut off',
  description: `A loader's column is too short: street of the latest addresses, and of all new ones, ends after ${SHORT_STREET} characters.`,
  table: 'public.addresses',
  column: 'street',
  seenBy: ['format', 'distribution'],
  latest: { table: 'addresses', key: 'address_id', column: 'street', count: 200 },
  type: 'text',
  spoil: `left(street, ${SHORT_STREET})`,
  repair: `update addresses set street = ${STREET} where address_id > $1 and street !~ ' [0-9]+$'`,
});

const swappedColumns = reversibleFault({
  name: 'swapped_columns',
  title: 'Two columns are swapped',
  description:
    'The latest addresses, and all new ones, have the city in postal_code and the postal code in city.',
  table: 'public.addresses',
  column: 'postal_code',
  seenBy: ['format', 'distribution'],
  latest: { table: 'addresses', key: 'address_id', count: 200 },
  spoil: 'city = postal_code, postal_code = city',
  repair: 'city = postal_code, postal_code = city',
  isSpoiled: `city ~ '^[0-9]'`,
});

const codeFormatChange = reversibleFault({
  name: 'code_format_change',
  title: 'A code is written in another way',
  description:
    'The carriers write tracking_no of the latest shipments, and of all new ones, as "tn-63352" and no longer as "TN000000063352".',
  table: 'public.shipments',
  column: 'tracking_no',
  seenBy: ['format'],
  latest: { table: 'shipments', key: 'shipment_id', count: 60 },
  spoil: `tracking_no = 'tn-' || ltrim(substr(tracking_no, 3), '0')`,
  repair: `tracking_no = 'TN' || lpad(substr(tracking_no, 4), 12, '0')`,
  isSpoiled: `tracking_no like 'tn-%'`,
});

export const textFaults: readonly Fault[] = [encodingDamage, truncatedLoad, swappedColumns, codeFormatChange];
