import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { MAX_SVG_BYTES, sanitizeSvg } from '../../../lambdas/adapters/sanitize-svg';
import {
  SVG_CSS_ATTRIBUTES,
  SVG_ELEMENTS,
  SVG_PLAIN_ATTRIBUTES,
  SVG_REFERENCE_ATTRIBUTES,
} from '../../../lambdas/adapters/svg-allow-list';
import { MAX_SVG_DEPTH, MAX_SVG_ELEMENTS } from '../../../lambdas/adapters/svg-complexity';
import { DomainError } from '../../../lambdas/core/errors';
import { ATTACKER, laughingPatterns, laughingSvg, SVG_ATTACKS, svg } from '../../support/hostile-svgs';

// Nothing may draw a hostile document.
jest.mock('sharp', () => {
  throw new Error('sharp was loaded');
});

const clean = (source: Buffer | string): string => sanitizeSvg(Buffer.from(source)).body.toString('utf8');
const size = (source: Buffer): number[] => {
  const { width, height } = sanitizeSvg(source);
  return [width, height];
};
const outcome = (source: Buffer): unknown => {
  try {
    return clean(source);
  } catch (error) {
    return error;
  }
};
const expectRefusal = (source: Buffer, refusal: Partial<DomainError>): void =>
  expect(() => sanitizeSvg(source)).toThrow(expect.objectContaining(refusal));

const KNOWN_ATTRIBUTES = new Set([
  ...SVG_CSS_ATTRIBUTES,
  ...SVG_PLAIN_ATTRIBUTES,
  ...SVG_REFERENCE_ATTRIBUTES,
  'xmlns',
  'xmlns:xlink',
]);

/** Reads the result with a parser and reports everything in it that an allow-list would not have let through. */
const forbiddenIn = (result: string): string[] => {
  const found: string[] = [];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (!SVG_ELEMENTS.includes(name)) found.push(`<${name}>`);
        for (const [attribute, value] of Object.entries(attributes)) {
          if (!KNOWN_ATTRIBUTES.has(attribute)) found.push(attribute);
          if (
            /^(xlink:)?href$/.test(attribute) &&
            !/^(#|data:image\/(png|jpe?g|gif|webp|avif);base64,)/.test(value)
          )
            found.push(value);
          if (/url\(\s*["']?(?!#|data:image\/)/i.test(value)) found.push(value);
        }
      },
      onprocessinginstruction: (name) => found.push(`<${name}`),
      oncomment: (text) => found.push(`<!--${text}`),
    },
    { xmlMode: true },
  );
  parser.end(result);
  return found;
};

describe('an SVG attack', () => {
  it.each(Object.entries(SVG_ATTACKS))('leaves nothing behind: %s', (_case, source) => {
    const result = outcome(source);

    if (result instanceof DomainError) return expect(result.code).toBe('undecodable');
    expect(forbiddenIn(String(result))).toEqual([]);
    expect(result).not.toContain(ATTACKER);
    expect(result).toContain('<rect width="1" height="1">');
  });

  it('is refused or made harmless whatever fragments it is built from', () => {
    const fragment = fc.constantFrom(
      '<script>',
      '</script>',
      '<style>',
      '</style>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<g ',
      '/>',
      '>',
      '<text>',
      '</text>',
      ' onload="alert(1)"',
      ' href="javascript:alert(1)"',
      ' style="fill:url(',
      ATTACKER,
      '"',
      "'",
      '&quot;',
      '&#60;',
      '&lt;',
      '<foreignObject>',
      '</foreignObject>',
      '<use ',
      '<a>',
      '</a>',
      '<svg>',
      '</svg>',
      '<?x',
      '?>',
      '<!DOCTYPE ',
      '[',
      ']',
      ' xmlns="http://www.w3.org/1999/xhtml"',
      'alert(1)',
      '\u0000',
      '=',
      '<',
      '&',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 25 }), (fragments) => {
        const result = outcome(svg(fragments.join('')));

        if (result instanceof DomainError) return;
        expect(forbiddenIn(String(result))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('an honest SVG', () => {
  it('keeps its case, gradients, style sheets, text and animation', () => {
    const source = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>A &amp; B</title><style>.a{fill:url(#g)}</style><defs><linearGradient id="g" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs><path class="a" d="M0 0L10 10" stroke-dasharray="1 2"></path><text x="1" xml:space="preserve">1 &lt; 2</text><circle r="2"><animateTransform attributeName="transform" type="rotate" from="0" to="360" dur="1s" repeatCount="indefinite"></animateTransform></circle></svg>`;

    expect(clean(source)).toBe(
      source.replace('viewBox', 'xmlns:xlink="http://www.w3.org/1999/xlink" viewBox'),
    );
  });

  it('keeps pictures that it carries itself and references inside', () => {
    const inside =
      '<image href="data:image/png;base64,iVBORw0KGgo=" width="1"></image><use xlink:href="#a" id="b"></use>';

    expect(clean(svg(inside))).toContain(inside);
  });

  it('gets the namespaces that it forgot', () => {
    const source = '<svg width="1" height="1"><rect id="a"/><use xlink:href="#a"/></svg>';

    expect(clean(source)).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" xmlns:xlink=.*xlink:href="#a"/,
    );
  });

  it('is the same when it is sanitised again', () => {
    const once = clean(svg('<style>.a{fill:red}</style><text>a &amp;amp; b &lt;</text>'));

    expect(clean(once)).toBe(once);
  });

  it.each([
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), svg('<text>猫</text>')])],
    [
      'UTF-16, little end first',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(svg('<text>猫</text>').toString(), 'utf16le')]),
    ],
    [
      'UTF-16, big end first',
      Buffer.from(
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(svg('<text>猫</text>').toString(), 'utf16le')]),
      ).swap16(),
    ],
    ['UTF-16 without a mark', Buffer.from(svg('<text>猫</text>').toString(), 'utf16le')],
    [
      'a declaration, comments and a document type',
      Buffer.concat([
        Buffer.from(
          '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
        ),
        svg('<text>猫</text>'),
      ]),
    ],
  ])('is read with %s and written as plain UTF-8', (_case, source) => {
    const result = clean(source);

    expect(result).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(result).toContain('<text>猫</text>');
  });

  it('is read in the encoding it declares', () => {
    const source = Buffer.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?>${svg('<text>ä</text>')}`,
      'latin1',
    );

    expect(clean(source)).toContain('<text>ä</text>');
  });

  it.each([
    ['width and height', 'width="20" height="30px"', [20, 30]],
    ['other units', 'width="1in" height="2.54cm"', [96, 96]],
    ['a view box', 'viewBox="0 0 40 20"', [40, 20]],
    ['a width and a view box', 'width="80" viewBox="0,0,40,20"', [80, 40]],
    ['a height and a view box', 'height="10" viewBox="0 0 40 20"', [20, 10]],
    ['relative lengths', 'width="100%" height="2em" viewBox="0 0 7 8"', [7, 8]],
    ['fractions', 'width="0.6" height="10.5"', [1, 11]],
    ['nothing at all', '', [300, 150]],
  ])('has its size from %s', (_case, attributes, expected) => {
    expect(size(svg('', attributes))).toEqual(expected);
  });
});

describe('an SVG that is refused', () => {
  it.each([
    [
      'entities of its own',
      Buffer.concat([Buffer.from('<!DOCTYPE svg [<!ENTITY x "y">]>'), svg('<text>&x;</text>')]),
    ],
    [
      'entities that multiply',
      Buffer.concat([
        Buffer.from('<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'),
        svg('<text>&b;</text>'),
      ]),
    ],
    [
      'an entity of a file',
      Buffer.concat([
        Buffer.from('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        svg('<text>&x;</text>'),
      ]),
    ],
    ['a prefix on its names', Buffer.from('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect/></s:svg>')],
    ['nothing to draw', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [
      'nothing left to draw',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><foreignObject><rect/></foreignObject></svg>'),
    ],
    ['two roots', Buffer.concat([svg(''), svg('')])],
    ['a character that XML forbids', svg('<text>&#1;</text>')],
    ['elements in a style sheet', svg('<style>a{}<title>x</title></style>')],
    ['bytes that are not its encoding', Buffer.concat([svg(''), Buffer.from([0xc3, 0x28])])],
    [
      'an encoding nobody knows',
      Buffer.concat([Buffer.from('<?xml version="1.0" encoding="x-nobody"?>'), svg('')]),
    ],
  ])('has %s', (_case, source) => {
    expectRefusal(source, { code: 'undecodable' });
  });

  it.each([
    ['use', laughingSvg(30)],
    ['patterns', laughingPatterns(30)],
    ['a use that is long instead of wide', laughingSvg(100)],
  ])('multiplies itself by %s', (_case, source) => {
    expectRefusal(source, {
      code: 'undecodable',
      message: expect.stringContaining('too complex'),
    });
  });

  it('is too deep, too wide or too long', () => {
    const deep = svg('<g>'.repeat(MAX_SVG_DEPTH) + '</g>'.repeat(MAX_SVG_DEPTH));
    const wide = svg('<g/>'.repeat(MAX_SVG_ELEMENTS));
    const long = svg(`<text>${'x'.repeat(MAX_SVG_BYTES)}</text>`);

    expectRefusal(deep, { code: 'undecodable' });
    expectRefusal(wide, { code: 'undecodable' });
    expectRefusal(long, { code: 'too-large' });
  });
});

describe('an SVG that would keep a renderer busy for minutes', () => {
  it('has its size from its root, also when only drawing it would tell its extent', () => {
    const dashes = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="100%"><path d="M0,0 L1e9,0" stroke="black" stroke-dasharray="0.01 0.01"/></svg>',
    );

    expect(size(dashes)).toEqual([300, 150]);
  });

  it('is read without applying its style sheets', () => {
    const rules = svg(`<style>${'g{}'.repeat(1_000_000)}</style>${'<g/>'.repeat(90_000)}`);

    expect(clean(rules)).toContain('g{}g{}');
  });

  it('is refused when following its references leads deeper than the stack', () => {
    const level = (n: number) =>
      `<g id="l${n}">${'<g>'.repeat(250)}<use href="#l${n + 1}"/>${'</g>'.repeat(250)}</g>`;
    const deep = svg(Array.from({ length: 60 }, (_, n) => level(n)).join(''));

    expectRefusal(deep, { code: 'undecodable', message: expect.stringContaining('too complex') });
  });

  it('loses a hundred forbidden style sheets, and is refused with more', () => {
    const document = (sheets: number) =>
      svg(`<desc>kept</desc>${'<style>@import "x"</style>'.repeat(sheets)}`);

    expect(clean(document(100))).toMatch(/<desc>kept<\/desc><\/svg>$/);
    expectRefusal(document(101), { code: 'undecodable', message: expect.stringContaining('too complex') });
  });
});

describe('an SVG at the limits', () => {
  it('may repeat things, refer in circles and nest', () => {
    expect(() => sanitizeSvg(laughingSvg(10))).not.toThrow();
    expect(() =>
      sanitizeSvg(svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')),
    ).not.toThrow();
    expect(() => sanitizeSvg(svg('<g>'.repeat(100) + '</g>'.repeat(100)))).not.toThrow();
  });

  it('is sanitised in seconds when it is as long as it may be', () => {
    const path = `<path d="M0 0${' L1.5 2.5'.repeat(100)}" fill="#123456" style="stroke:rgb(1,2,3)"/>`;
    const source = svg(path.repeat(Math.floor((MAX_SVG_BYTES - 300) / path.length)));

    const result = sanitizeSvg(source);

    expect(result.body.length).toBeGreaterThan(4_000_000);
  });
});
