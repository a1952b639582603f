/** A colour as style sheets of this house write it; alpha 0 to 1. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
  readonly alpha: number;
}

/** Linear light of red, green and blue, each 0 to 1. */
type Linear = readonly [number, number, number];

export function parseOklch(text: string): Oklch {
  const match = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(text.trim());
  if (match === null) throw new Error(`${text} is not written as oklch(lightness% chroma hue [/ alpha])`);
  const [, lightness = '', chroma = '', hue = '', alpha = '1'] = match;
  return {
    lightness: Number(lightness) / 100,
    chroma: Number(chroma),
    hue: Number(hue),
    alpha: Number(alpha),
  };
}

/** After Björn Ottosson's definition of Oklab; what lies outside of sRGB is clipped. */
function linear({ lightness, chroma, hue }: Oklch): Linear {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const encoded = (value: number): number =>
  value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
const decoded = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** Browsers mix what is not opaque in encoded sRGB. */
function over(top: Oklch, ground: Linear): Linear {
  const [red, green, blue] = linear(top);
  const mixed = (above: number, below: number): number =>
    decoded(encoded(above) * top.alpha + encoded(below) * (1 - top.alpha));
  return [mixed(red, ground[0]), mixed(green, ground[1]), mixed(blue, ground[2])];
}

const luminance = ([red, green, blue]: Linear): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** WCAG's contrast of ink on grounds that lie over each other, the lowest first: 1 to 21. */
export function contrast(ink: Oklch, ...grounds: readonly Oklch[]): number {
  const ground = grounds.reduce<Linear>((below, each) => over(each, below), [1, 1, 1]);
  const [light, dark] = [luminance(over(ink, ground)), luminance(ground)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
