// The band's MIDI clock as its module tells it: five numbers a message (web/band_exports.h).
const kStart = 0xfa;
const kContinue = 0xfb;
export const kClockStop = 0xfc;

export interface ClockSending {
  frame: number; // of the band's own count
  bytes: number[];
}

export function clockSendings(told: ArrayLike<number>): ClockSending[] {
  const sendings: ClockSending[] = [];
  for (let i = 0; i + 5 <= told.length; i += 5) {
    const [frame, size, ...bytes] = Array.from({ length: 5 }, (_, k) => told[i + k]);
    sendings.push({ frame, bytes: bytes.slice(0, size) });
  }
  return sendings;
}

/** Whether who listens runs after a message of that status: it is told to stop when the band goes. */
export const clockRuns = (status: number, before: boolean): boolean =>
  status === kStart || status === kContinue || (before && status !== kClockStop);
