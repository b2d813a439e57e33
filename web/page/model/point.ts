/** One step of a measured quantity: its value with its 95 % interval. */
export interface Point {
  value: number;
  low: number;
  high: number;
  /** Beside the estimate: what was tried at this step, and whether it held. */
  tried?: { value: number; held: boolean };
  label: string; // under it
}
