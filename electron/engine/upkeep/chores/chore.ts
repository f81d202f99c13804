/** Work on the store that can be done bit by bit. */
export interface Chore {
  /** For the log. */
  readonly name: string;
  /** Does a little, a millisecond's worth, in a transaction that is open. Returns whether there is more to do now. */
  step(): boolean;
  /** The last steps were rolled back: starts over. */
  reset(): void;
}
