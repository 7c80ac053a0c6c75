import sharp, { type Sharp } from 'sharp';

/** Decoded pixels: RGBA, eight bits each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** Red, green, blue and alpha, 0 to 255. */
export type Rgba = readonly [number, number, number, number];

/** Decodes an image, or the frame of an animation, without touching orientation or colours. */
export const pixelsOf = async (image: Buffer | Sharp, page?: number): Promise<Pixels> => {
  const opened = Buffer.isBuffer(image) ? sharp(image, page === undefined ? {} : { page }) : image;
  const { data, info } = await opened.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
};

/** One pixel; negative coordinates count from the other edge. */
export const pixelAt = ({ width, height, data }: Pixels, x: number, y: number): Rgba => {
  const offset = (((y + height) % height) * width + ((x + width) % width)) * 4;
  return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0, data[offset + 3] ?? 0];
};

/** Root mean square difference of two equally large images over all channels, 0 to 255. */
export const difference = (one: Pixels, other: Pixels): number => {
  if (one.width !== other.width || one.height !== other.height) {
    throw new Error(`${one.width}×${one.height} is not ${other.width}×${other.height}`);
  }
  let sum = 0;
  for (let index = 0; index < one.data.length; index += 1) {
    sum += ((one.data[index] ?? 0) - (other.data[index] ?? 0)) ** 2;
  }
  return Math.sqrt(sum / one.data.length);
};

/** The largest difference of two pixels in any channel, 0 to 255. */
export const distance = (one: Rgba, other: Rgba): number =>
  Math.max(...one.map((value, channel) => Math.abs(value - (other[channel] ?? 0))));

/** Solid colours that no lossy encoder confuses. */
export const COLOURS = {
  red: [220, 30, 30, 255],
  green: [30, 160, 60, 255],
  blue: [40, 60, 200, 255],
  yellow: [230, 210, 40, 255],
  white: [255, 255, 255, 255],
  black: [0, 0, 0, 255],
} as const satisfies Record<string, Rgba>;

/** Which of `COLOURS`. */
export type ColourName = keyof typeof COLOURS;

/** The name of the nearest colour of `COLOURS`, or `transparent`. */
export const colourName = ([r, g, b, alpha]: Rgba): ColourName | 'transparent' => {
  if (alpha < 128) return 'transparent';
  const squares = (name: ColourName) => {
    const [red, green, blue] = COLOURS[name];
    return (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
  };
  const names = Object.keys(COLOURS) as ColourName[];
  return names.reduce((best, name) => (squares(name) < squares(best) ? name : best));
};

/** The colours in the four corners: left top, right top, left bottom, right bottom. */
export const corners = (pixels: Pixels): string =>
  [
    [2, 2],
    [-3, 2],
    [2, -3],
    [-3, -3],
  ]
    .map(([x = 0, y = 0]) => colourName(pixelAt(pixels, x, y)))
    .join(' ');

/** Pixels of four quarters, each of one colour: red and green above blue and yellow. */
export const quarters = (
  width: number,
  height: number,
  [leftTop, rightTop, leftBottom, rightBottom]: readonly ColourName[] = ['red', 'green', 'blue', 'yellow'],
): Pixels => {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [left, right] = y < height / 2 ? [leftTop, rightTop] : [leftBottom, rightBottom];
      const name = x < width / 2 ? left : right;
      data.set(COLOURS[name ?? 'black'], (y * width + x) * 4);
    }
  }
  return { width, height, data };
};

/** A sharp pipeline that starts with the pixels; several of one size become the frames of an animation. */
export const imageOf = (...frames: readonly Pixels[]): Sharp => {
  const [first] = frames;
  if (!first) throw new Error('no frames');
  const { width, height } = first;
  const raw = { width, height: height * frames.length, channels: 4 as const };
  return sharp(Buffer.concat(frames.map(({ data }) => data)), {
    raw: frames.length > 1 ? { ...raw, pageHeight: height } : raw,
  });
};
