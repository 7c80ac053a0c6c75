const words = (text: string): string[] => text.trim().split(/\s+/);

/**
 * Elements that are kept: what draws, what it refers to, and declarative animation. Not `a`, `script`,
 * `foreignObject`, `view` or anything of another namespace.
 */
export const SVG_ELEMENTS: readonly string[] = words(`
  svg g defs symbol use switch title desc style image
  path rect circle ellipse line polyline polygon text tspan textPath
  linearGradient radialGradient stop pattern mask clipPath marker
  filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
  feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
  feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
  animate animateMotion animateTransform mpath set
`);

/** Elements that show something by themselves; a document without any of them is an empty picture. */
export const SVG_DRAWING_ELEMENTS: ReadonlySet<string> = new Set(
  words('path rect circle ellipse line polyline polygon text image use'),
);

/** Elements that go with everything inside them; of other unknown elements only the known children stay. */
export const SVG_DROPPED_SUBTREES: readonly string[] = words(
  'script foreignObject metadata iframe object embed audio video canvas handler listener font font-face textarea option xmp',
);

/** Attributes whose value is CSS: it may call functions, and `url()` among them. */
export const SVG_CSS_ATTRIBUTES: readonly string[] = words(`
  style transform gradientTransform patternTransform from to by values
  alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters
  color-rendering cursor direction display dominant-baseline enable-background fill fill-opacity fill-rule filter
  flood-color flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch
  font-style font-variant font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation
  kerning letter-spacing lighting-color marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity
  overflow paint-order pointer-events shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
  stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration
  text-rendering transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing
  writing-mode
`);

/** Attributes that hold names, numbers, geometry or words: nothing in them is fetched or run. */
export const SVG_PLAIN_ATTRIBUTES: readonly string[] = words(`
  id class lang media role systemLanguage type version xml:lang xml:space
  accumulate additive amplitude attributeName attributeType azimuth baseFrequency baseProfile begin bias calcMode
  clipPathUnits cx cy d diffuseConstant divisor dur dx dy edgeMode elevation end exponent filterUnits fr fx fy
  gradientUnits height in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength keyPoints keySplines keyTimes
  lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits max method min mode
  numOctaves offset operator order orient origin path pathLength patternContentUnits patternUnits points pointsAtX
  pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY repeatCount repeatDur
  requiredFeatures restart result rotate rx ry scale seed side slope spacing specularConstant specularExponent
  spreadMethod startOffset stdDeviation stitchTiles surfaceScale tableValues targetX targetY textLength viewBox width x
  x1 x2 xChannelSelector y y1 y2 yChannelSelector z zoomAndPan
  aria-label aria-labelledby aria-describedby aria-hidden
`);

/** References; what they may point to is decided for each of them. */
export const SVG_REFERENCE_ATTRIBUTES: readonly string[] = ['href', 'xlink:href'];

/**
 * What `animate` and `set` may change: anything that is drawn, never a reference, an identity or a whole style, which
 * could bring in later what is refused now.
 */
export const SVG_ANIMATED_ATTRIBUTES: ReadonlySet<string> = new Set(
  [...SVG_CSS_ATTRIBUTES, ...SVG_PLAIN_ATTRIBUTES].filter(
    (name) => !['style', 'id', 'class', 'attributeName', 'type', 'from', 'to', 'by', 'values'].includes(name),
  ),
);
