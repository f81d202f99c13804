/** A configuration file up to the checks of its one table. */
export const CONFIGURATION_HEAD = `version: 1
connections:
  - name: shop
    host: replica.example
    database: shop
    user: analyst
    tables:
      - schema: public
        name: orders
        checks:
`;
