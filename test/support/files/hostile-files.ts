import { photograph } from './fixture';

/** A JPEG that ends in the middle of its picture data, as after a broken connection. */
export const truncatedJpeg = (): Buffer => {
  const whole = photograph('photo.jpg');
  return whole.subarray(0, Math.floor(whole.length * 0.6));
};

/** Plain text; tests give it the name and type of a picture. */
export const textFile = (): Buffer =>
  Buffer.from('This is a shopping list, not a picture.\n- bread\n- tea\n');

/** A program for Linux, by its first bytes. */
export const programFile = (): Buffer =>
  Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(512)]);

/** An SVG with every way to run or fetch something that tests look for afterwards. */
export const scriptedSvg = (): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  width="40" height="30" onload="alert('onload')">
  <script>alert('script element')</script>
  <style>@import url("https://attacker.example/style.css");</style>
  <foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://attacker.example/"></iframe></body></foreignObject>
  <image xlink:href="https://attacker.example/pixel.png" width="1" height="1"/>
  <a xlink:href="javascript:alert('link')"><rect width="40" height="30" fill="#2a6" onclick="alert('click')"/></a>
</svg>`);

/**
 * A JPEG of exactly this many bytes: the photograph with comment segments behind its first marker, which decoders
 * skip. For tests of size limits.
 * @throws RangeError when the size cannot be reached
 */
export const jpegOfBytes = (sizeBytes: number): Buffer => {
  const whole = photograph('photo.jpg');
  let missingBytes = sizeBytes - whole.length;
  if (missingBytes < 4) throw new RangeError(`The photograph alone has ${whole.length} bytes`);
  const comments: Buffer[] = [];
  while (missingBytes > 0) {
    // A segment is two marker bytes, then a length of 2 to 65,535 that counts itself; leave room for a last one.
    const segmentBytes = missingBytes <= 65_537 ? missingBytes : Math.min(65_537, missingBytes - 4);
    const segment = Buffer.alloc(segmentBytes, 0x20);
    segment.writeUInt16BE(0xfffe, 0);
    segment.writeUInt16BE(segmentBytes - 2, 2);
    comments.push(segment);
    missingBytes -= segmentBytes;
  }
  return Buffer.concat([whole.subarray(0, 2), ...comments, whole.subarray(2)]);
};
