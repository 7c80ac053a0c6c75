import { decodeMetadataText } from '../../../lambdas/adapters/s3-metadata-text';

describe('text of S3 user metadata', () => {
  it.each([
    ['plain ASCII', 'cat.png', 'cat.png'],
    ['a base64 word', '=?UTF-8?B?TcOkZGNoZW4g54yrLnBuZw==?=', 'Mädchen 猫.png'],
    ['a quoted-printable word', '=?UTF-8?Q?M=C3=A4dchen_1=5F2.png?=', 'Mädchen 1_2.png'],
    ['lower case', '=?utf-8?b?w6Q=?=', 'ä'],
    ['two words that split a character', '=?UTF-8?B?54w=?= =?UTF-8?B?qw==?=', '猫'],
    ['words between plain text', 'a =?UTF-8?Q?=C3=A4?= b', 'a ä b'],
    ['something that only looks like a word', '=?cat?=.png', '=?cat?=.png'],
    ['another charset, which S3 never writes', '=?ISO-8859-1?Q?=E4?=', '=?ISO-8859-1?Q?=E4?='],
    ['nothing', '', ''],
  ])('is decoded from %s', (_case, value, expected) => {
    expect(decodeMetadataText(value)).toBe(expected);
  });
});
