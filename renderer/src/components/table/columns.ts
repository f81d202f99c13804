import {
  type ColumnDef,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';

/** One column of a list, in the few words our lists need. */
export interface Column<T> {
  id: string;
  header: string;
  /** Hides the header's text from the eye, for columns of buttons or boxes. */
  quiet?: boolean;
  /** Its track in the grid, such as `minmax(160px, 2fr)`. */
  track: string;
  cell: (row: T) => React.ReactNode;
  /** Makes it sortable. */
  sortBy?: (row: T) => string | number;
  /** Numbers stand at the end. */
  end?: boolean;
  /** Shown only when the list is at least so wide. */
  from?: number;
  /** The cell whose content opens the row. */
  opens?: boolean;
  /** Its content never outgrows its track as it was made, or cuts itself off: each cell that cuts off costs every frame. */
  fits?: boolean;
}

/** What the header needs to know of a column; rows are drawn from the column itself. */
export interface ColumnLook {
  end: boolean;
  from: number;
  quiet: boolean;
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnMeta: metaHelper<ColumnLook>(),
});

type Definition<T extends object> = ColumnDef<typeof features, T, unknown>;

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

export function definitions<T extends object>(columns: readonly Column<T>[]): Definition<T>[] {
  return columns.map((column): Definition<T> => {
    const { sortBy } = column;
    return {
      id: column.id,
      header: column.header,
      accessorFn: (row: T) => sortBy?.(row) ?? '',
      enableSorting: sortBy !== undefined,
      sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
      sortDescFirst: false,
      meta: { end: column.end ?? false, from: column.from ?? 0, quiet: column.quiet ?? false },
    };
  });
}
