import { FITS, type KeptMetadata } from '../variant';

/** Every fit of contract 6.3, and `aspect-crop` of Cloudflare's newest page; named variants know `FITS` only. */
export const TRANSFORM_FITS = [...FITS, 'squeeze', 'scale-up', 'aspect-crop'] as const;
/** One of `TRANSFORM_FITS`. */
export type TransformFit = (typeof TRANSFORM_FITS)[number];

/** Output formats a URL can ask for (contract 6.3), after synonyms are folded. */
export type RequestedFormat = 'auto' | 'avif' | 'webp' | 'jpeg' | 'baseline-jpeg' | 'png' | 'svg' | 'json';

/** Red, green and blue 0 to 255, alpha 0 to 1. */
export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly alpha: number;
}

/** What a crop keeps: a point in fractions of the spare space (0,0 = left top), or the busiest region. */
export type Gravity = { readonly x: number; readonly y: number } | 'entropy';

/** What to cut off before anything else, in pixels of the upright original. */
export type Trim =
  | { readonly kind: 'border' }
  | {
      readonly kind: 'sides';
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
      readonly left: number;
    }
  | {
      readonly kind: 'box';
      readonly left: number;
      readonly top: number;
      readonly width?: number;
      readonly height?: number;
    };

/**
 * What is done to an original, with every synonym, alias and `dpr` already folded in, so that equal
 * transforms are equal values. An absent field means "leave it as it is".
 */
export interface Transform {
  readonly fit: TransformFit;
  readonly metadata: KeptMetadata;
  readonly format: RequestedFormat;
  /** False: the first frame only. */
  readonly anim: boolean;
  /** Output pixels, `dpr` applied. */
  readonly width?: number;
  /** Output pixels, `dpr` applied. */
  readonly height?: number;
  readonly gravity?: Gravity;
  /** 1 to 100. */
  readonly quality?: number;
  readonly background?: Colour;
  /** Radius, above 0 to 250. */
  readonly blur?: number;
  /** Strength, above 0 to 10. */
  readonly sharpen?: number;
  /** Factor; 1 changes nothing. */
  readonly brightness?: number;
  /** Factor; 1 changes nothing. */
  readonly contrast?: number;
  /** Exponent's inverse; above 1 lightens. */
  readonly gamma?: number;
  /** Factor; 0 is greyscale, 1 changes nothing. */
  readonly saturation?: number;
  /** Clockwise, after `flip`. */
  readonly rotate?: 90 | 180 | 270;
  readonly flip?: 'h' | 'v' | 'hv';
  readonly trim?: Trim;
}

/** Largest width and height that can be asked for, and of an enlarged answer (contract 6.3 REC). */
export const MAX_OUTPUT_SIDE_PIXELS = 12_000;

/** A transform that changes nothing but the format. */
export const PLAIN_TRANSFORM: Transform = { fit: 'scale-down', metadata: 'none', format: 'auto', anim: true };
