// Arithmetic of colours: contrast as WCAG 2 defines it, and how three common colour blindnesses see (Machado, Oliveira
// and Fernandes 2009, severity 1).
type Rgb = [number, number, number]; // linear, 0 to 1

const linear = (hex: string): Rgb =>
  [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

const kVision = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
export type Vision = keyof typeof kVision;
export const visions = Object.keys(kVision) as Vision[];

const seen = (hex: string, vision: Vision): Rgb => {
  const colour = linear(hex);
  return kVision[vision].map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  ) as Rgb;
};

/** 1 (alike) to 21 (black on white). */
export function contrast(one: string, other: string, vision: Vision = "usual"): number {
  const [low, high] = [luminance(seen(one, vision)), luminance(seen(other, vision))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Distance in CIELAB; 2 is just to be told. */
export function distance(one: string, other: string, vision: Vision = "usual"): number {
  const lab = ([r, g, b]: Rgb): Rgb => {
    const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const a = lab(seen(one, vision));
  const b = lab(seen(other, vision));
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
