import type { Sharp } from 'sharp';
import type { Size } from '../core/delivery/fit-plan';
import type { Transform } from '../core/delivery/transform';
import { settle } from './sharp-source';

/** A Gaussian reaches visibly as far as two standard deviations: a blur of radius 10 spreads a point over ten pixels. */
const SIGMA_PER_RADIUS = 0.5;

/** libvips' work grows with sigma: beyond this a smaller copy is blurred and enlarged again, which looks the same. */
const MAX_DIRECT_SIGMA = 4;

const blurDirectly = (image: Sharp, sigma: number): Sharp => image.blur(Math.max(sigma, 0.3));

const blurSmallCopy = async (image: Sharp, { width, height }: Size, sigma: number): Promise<Sharp> => {
  const shrink = sigma / MAX_DIRECT_SIGMA;
  const shrunk = (side: number) => Math.max(1, Math.round(side / shrink));
  const full = await settle(image);
  const small = full.resize({ width: shrunk(width), height: shrunk(height), fit: 'fill' });
  const blurred = await settle(small.blur(MAX_DIRECT_SIGMA));
  return blurred.resize({ width, height, fit: 'fill', kernel: 'cubic' });
};

const blur = async (image: Sharp, size: Size, radius: number | undefined): Promise<Sharp> => {
  if (radius === undefined) return image;
  const sigma = radius * SIGMA_PER_RADIUS;
  return sigma <= MAX_DIRECT_SIGMA ? blurDirectly(image, sigma) : await blurSmallCopy(image, size, sigma);
};

/** As the CSS filters of the same names: brightness scales, contrast scales around mid-grey. */
const tone = (image: Sharp, brightness = 1, contrast = 1): Sharp =>
  brightness === 1 && contrast === 1 ? image : image.linear(brightness * contrast, 127.5 * (1 - contrast));

/** sharp's first exponent darkens, its second lightens, and neither may be below 1. */
const gamma = (image: Sharp, value: number | undefined): Sharp => {
  if (value === undefined) return image;
  return value > 1 ? image.gamma(1, value) : image.gamma(Math.min(1 / value, 3), 1);
};

const SHARPEN_SIGMA = { base: 0.5, perStrength: 0.5 };

const sharpen = (image: Sharp, strength: number | undefined): Sharp =>
  strength === undefined
    ? image
    : image.sharpen({ sigma: SHARPEN_SIGMA.base + SHARPEN_SIGMA.perStrength * strength });

const EFFECTS = ['blur', 'sharpen', 'brightness', 'contrast', 'gamma', 'saturation'] as const;

/** True when `applyEffects` does anything. */
export const hasEffects = (transform: Transform): boolean =>
  EFFECTS.some((effect) => transform[effect] !== undefined);

/** Adds everything about colour and focus to a shaped image of the given size (contract 6.3). */
export const applyEffects = async (image: Sharp, size: Size, transform: Transform): Promise<Sharp> => {
  const { brightness, contrast, saturation } = transform;
  const blurred = await blur(image, size, transform.blur);
  const toned = gamma(tone(blurred, brightness, contrast), transform.gamma);
  const coloured = saturation === undefined ? toned : toned.modulate({ saturation });
  return sharpen(coloured, transform.sharpen);
};
