import { parseColour } from '../../../../lambdas/core/delivery/css-colour';

describe('a CSS colour', () => {
  it.each([
    ['#f00', { r: 255, g: 0, b: 0, alpha: 1 }],
    ['#F008', { r: 255, g: 0, b: 0, alpha: 0.53 }],
    ['#0a141e', { r: 10, g: 20, b: 30, alpha: 1 }],
    ['#0a141e80', { r: 10, g: 20, b: 30, alpha: 0.5 }],
    ['RebeccaPurple', { r: 102, g: 51, b: 153, alpha: 1 }],
    ['transparent', { r: 0, g: 0, b: 0, alpha: 0 }],
    ['rgb(240,40,145)', { r: 240, g: 40, b: 145, alpha: 1 }],
    ['rgb(240 40 145)', { r: 240, g: 40, b: 145, alpha: 1 }],
    ['rgb(240 40 145 / 50%)', { r: 240, g: 40, b: 145, alpha: 0.5 }],
    ['rgb(100% 0% 50%)', { r: 255, g: 0, b: 128, alpha: 1 }],
    ['rgba(240, 40, 145, .25)', { r: 240, g: 40, b: 145, alpha: 0.25 }],
    ['rgba(255 255 0 100)', { r: 255, g: 255, b: 0, alpha: 1 }],
    ['rgb(300,0,0)', { r: 255, g: 0, b: 0, alpha: 1 }],
    [' white ', { r: 255, g: 255, b: 255, alpha: 1 }],
  ])('is read from %s', (text, colour) => {
    expect(parseColour(text)).toEqual(colour);
  });

  it.each([
    '',
    '#',
    '#12',
    '#12345',
    '#ggg',
    'rgb(1,2)',
    'rgb(1,2,3,4,5)',
    'rgb(a,b,c)',
    'rgb(-1,2,3)',
    'rgb((1,2,3))',
    'hsl(1,2%,3%)',
    'url(x)',
    'reddish',
    'constructor',
    `rgb(${'1,'.repeat(1000)})`,
  ])('is not %s', (text) => {
    expect(parseColour(text)).toBeUndefined();
  });
});
