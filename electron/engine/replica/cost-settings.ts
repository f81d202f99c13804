/** The server's settings that its costs are reckoned with, by the names under which prices know them. */
export const COST_SETTINGS = {
  seqPage: 'seq_page_cost',
  randomPage: 'random_page_cost',
  tuple: 'cpu_tuple_cost',
  indexTuple: 'cpu_index_tuple_cost',
  operator: 'cpu_operator_cost',
} as const;
