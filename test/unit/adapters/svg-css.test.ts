import { isHarmlessCss } from '../../../lambdas/adapters/svg-css';
import { mustEnd } from '../../support/must-end';

describe('CSS of an SVG', () => {
  it.each([
    '',
    'red',
    'url(#gradient)',
    'url( "#gradient" )',
    "url('#gradient') none",
    'url("#gradient" ) url( #gradient )',
    "url('data:image/png;base64,iVBORw0K\nGgo=' )",
    '.cls-1{fill:#0af;stroke:rgb(1,2,3)} .cls-2:not(.x)>path,#id{clip-path:url(#clip)}',
    '@media (prefers-color-scheme: dark){path{fill:#fff}}',
    '@keyframes spin{from{transform:rotate(0)}to{transform:rotate(360deg)}}',
    '@font-face{font-family:F;src:url(data:font/woff2;base64,d09GMgABAAA=) format("woff2")}',
    'fill:url(data:image/png;base64,iVBORw0KGgo=)',
    'translate(1,2)rotate(45) scale(2)',
    'M0,0 L10,10 Z',
    "font-family:'Helvetica Neue',sans-serif",
    'width:calc(1px + (2px * 3))',
  ])('is harmless: %s', (css) => {
    expect(isHarmlessCss(css)).toBe(true);
  });

  it.each([
    ['an external url', 'fill:url(https://attacker.example/x.svg#a)'],
    ['a protocol-relative url', 'url(//attacker.example/x)'],
    ['a relative url', 'url(x.svg#a)'],
    ['an upper-case url', 'URL(HTTPS://attacker.example)'],
    ['a quoted url', 'url("https://attacker.example")'],
    ['an unclosed url', 'fill:url(https://attacker.example'],
    ['a url behind an own one', 'url(#a)url(https://attacker.example)'],
    ['a url that starts like an own one', 'url("#a" https://attacker.example)'],
    ['a script url', 'url(javascript:alert(1))'],
    ['an SVG inside', 'url(data:image/svg+xml;base64,PHN2Zz4=)'],
    ['a page inside', 'url(data:text/html;base64,PHN2Zz4=)'],
    ['an escaped url', '\\75rl(https://attacker.example)'],
    ['an escaped parenthesis', 'url\\28 https://attacker.example)'],
    ['an import', '@import "https://attacker.example/x.css";'],
    ['an import by url', '@import url(#a);'],
    ['a namespace', '@namespace url(#a);'],
    ['an image set', 'mask-image:image-set("https://attacker.example/x" 1x)'],
    ['an image function', 'image("https://attacker.example/x")'],
    ['a src function', 'src("https://attacker.example/x")'],
    ['a cross-fade', 'cross-fade("https://attacker.example/x", #fff)'],
    ['an expression', 'width:expression(alert(1))'],
    ['a paint worklet', 'paint(x)'],
    ['an attribute that is fetched', 'attr(href url)'],
    ['the end of its element', 'a{}</style><script>alert(1)</script>'],
    ['an entity', 'a{fill:u&#114;l(x)}'],
  ])('is refused with %s', (_case, css) => {
    expect(isHarmlessCss(css)).toBe(false);
  });

  it('is judged in time that grows with its length only', () => {
    const long = [
      'url('.repeat(500_000),
      `url(data:image/png;base64,${'A'.repeat(20_000_000)}`,
      `url(data:image/png;base64,${' '.repeat(2_000_000)}`,
      `url("data:image/png;base64,${' '.repeat(2_000_000)}`,
      'a'.repeat(5_000_000),
      '@'.repeat(2_000_000),
      "url('#".repeat(500_000),
    ];

    const verdicts = long.map((css) => mustEnd(() => isHarmlessCss(css)));

    expect(verdicts).toEqual([false, false, false, false, true, false, false]);
  });
});
