import { exemptHostOf } from '../../../lambdas/core/exempt-host';

it.each([
  ['https://d111111abcdef8.cloudfront.net', 'd111111abcdef8.cloudfront.net:443'],
  ['http://images.example.com/path', 'images.example.com:80'],
  ['https://images.example.com:443', 'images.example.com:443'],
  ['http://127.0.0.1:8790', '127.0.0.1:8790'],
  ['http://[::1]:8790', '[::1]:8790'],
])('The exempt host of %s is %s', (address, host) => {
  expect(exemptHostOf(address)).toBe(host);
});
