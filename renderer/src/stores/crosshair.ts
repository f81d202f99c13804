import { create } from 'zustand';

interface CrosshairState {
  /** The time that is pointed at in the charts of a table. Null: none. */
  at: number | null;
  /** Whether the values of that time stand in a table, for all charts. */
  shown: boolean;
}

export const useCrosshair = create<CrosshairState>()(() => ({ at: null, shown: false }));

export const crossAt = (at: number | null): void => useCrosshair.setState({ at });
export const showValues = (shown: boolean): void => useCrosshair.setState({ shown });
