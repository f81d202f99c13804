/** Small tables that hardly ever change: countries, currencies, warehouses; and the coupons. */
import type { Area } from './area.ts';

const COUPONS = `
create table coupons (
  code text not null primary key,
  description text not null,
  discount_percent smallint not null check (discount_percent between 1 and 90),
  valid_until date not null,
  redemptions integer not null default 0,
  updated_at timestamptz not null default now()
);
comment on table coupons is 'Discount codes and how often each was redeemed.';
create index coupons_updated_at_idx on coupons (updated_at);`;

/** The fault that drops this table makes it again with the same statements. */
export const createCoupons = COUPONS;

export const reference: Area = {
  create: `
create table currencies (
  code char(3) not null primary key,
  name text not null,
  minor_units smallint not null
);
comment on table currencies is 'Currencies the shop accepts (ISO 4217).';
create table countries (
  code char(2) not null primary key,
  name text not null,
  currency_code char(3) not null
);
comment on table countries is 'Countries the shop delivers to (ISO 3166).';
create table warehouses (
  warehouse_id smallint not null primary key,
  name text not null,
  country_code char(2) not null
);
comment on table warehouses is 'Places goods are sent from.';
${COUPONS}`,

  fill: () => [
    {
      tables: ['currencies'],
      sql: `insert into currencies values
        ('EUR', 'Euro', 2), ('USD', 'US dollar', 2), ('GBP', 'Pound sterling', 2), ('CHF', 'Swiss franc', 2),
        ('SEK', 'Swedish krona', 2), ('DKK', 'Danish krone', 2), ('PLN', 'Polish złoty', 2), ('JPY', 'Yen', 0)`,
    },
    {
      tables: ['countries'],
      sql: `insert into countries values
        ('AT', 'Austria', 'EUR'), ('BE', 'Belgium', 'EUR'), ('CH', 'Switzerland', 'CHF'), ('DE', 'Germany', 'EUR'),
        ('DK', 'Denmark', 'DKK'), ('ES', 'Spain', 'EUR'), ('FI', 'Finland', 'EUR'), ('FR', 'France', 'EUR'),
        ('GB', 'United Kingdom', 'GBP'), ('IE', 'Ireland', 'EUR'), ('IT', 'Italy', 'EUR'), ('JP', 'Japan', 'JPY'),
        ('NL', 'Netherlands', 'EUR'), ('PL', 'Poland', 'PLN'), ('PT', 'Portugal', 'EUR'), ('SE', 'Sweden', 'SEK'),
        ('US', 'United States', 'USD')`,
    },
    {
      tables: ['warehouses'],
      sql: `insert into warehouses values (1, 'Leipzig', 'DE'), (2, 'Lyon', 'FR'), (3, 'Columbus', 'US')`,
    },
    {
      tables: ['coupons'],
      sql: `insert into coupons
        select 'SAVE' || lpad(i::text, 4, '0'), 'Campaign ' || (1 + i / 20), 5 * (1 + i % 8),
          current_date + (i % 90), floor(random() * 400)::int, now() - random() * interval '10 minutes'
        from generate_series(1, 300) as i`,
    },
  ],

  finish: [],
  foreignKeys: [
    'alter table countries add foreign key (currency_code) references currencies',
    'alter table warehouses add foreign key (country_code) references countries',
  ],

  streams: [
    {
      name: 'coupons',
      table: 'coupons',
      pace: { perMinute: 12 },
      async write({ at, query, twists }) {
        if (twists.has('table_dropped')) return;
        await query(
          `update coupons set redemptions = redemptions + 1, updated_at = $1
           where code in (select code from coupons order by random() limit $2)`,
          [at.at(-1), Math.min(at.length, 20)],
        );
      },
    },
  ],
};
