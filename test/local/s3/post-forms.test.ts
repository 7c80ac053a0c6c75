import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { poll } from '../../support/poll';
import { EXPIRING, formOptions, formUploads, partsOf, START } from './support/form-uploads';
import { multipart, type Part, signedFields } from './support/post-form';
import { errorCode, rawRequest } from './support/raw-request';
import { ADMIN, BUCKET, SESSION } from './support/test-server';
import { useTestServer } from './support/use-test-server';

describe('POST object reads forms strictly', () => {
  const suite = useTestServer({ users: [ADMIN, SESSION, EXPIRING], now: () => START });
  const { send, keys } = formUploads(() => suite.server);
  const incoming = () => readdir(join(suite.server.dataDir, 'incoming'));
  const hasFile = (files: readonly string[]) => files.length > 0;

  const fields = () => Object.entries(signedFields(formOptions())) as Part[];
  const file: Part = ['file', 'bytes', 'a.png'];

  it('takes a file without name or type, and ignores what comes after it', async () => {
    const answer = await send([...fields(), ['file', 'bytes'], ['key', 'elsewhere'], ['acl', 'public-read']]);

    expect(answer.status).toBe(204);
    expect(await keys()).not.toContain('elsewhere');
  });

  it('takes field names in any case, and fields that look like files', async () => {
    const shouting = fields().map(([name, value]): Part => [name.toUpperCase(), value, 'field.txt']);

    expect((await send([...shouting, file])).status).toBe(204);
  });

  it.each([
    ['no file', () => fields(), 'InvalidArgument'],
    ['two files', () => [...fields(), file, file], 'InvalidArgument'],
    ['the file before the fields', () => [file, ...fields()], 'InvalidArgument'],
    ['a field twice', () => [['key', 'elsewhere'] as Part, ...fields(), file], 'InvalidArgument'],
    [
      'a field twice in other case',
      () => [...fields(), ['KEY', 'elsewhere'] as Part, file],
      'InvalidArgument',
    ],
    ['a field without name', () => [['', 'x'] as Part, ...fields(), file], 'MalformedPOSTRequest'],
    [
      'too large a field',
      () => [['x-ignore-a', 'x'.repeat(30_000)] as Part, ...fields(), file],
      'MaxPostPreDataLengthExceededError',
    ],
    [
      'too much in all fields',
      () => [...[1, 2, 3].map((n): Part => [`x-ignore-${n}`, 'x'.repeat(8_000)]), ...fields(), file],
      'MaxPostPreDataLengthExceededError',
    ],
    [
      'too many fields',
      () => [...Array.from({ length: 300 }, (_, n): Part => [`x-ignore-${n}`, '']), ...fields(), file],
      'MaxPostPreDataLengthExceededError',
    ],
  ])('and refuses %s', async (_, parts, code) => {
    expect((await send(parts())).code).toBe(code);
    expect(await incoming()).toEqual([]);
  });

  it('and refuses a form that does not end, keeping nothing of it', async () => {
    const key = 'endless';
    const options = formOptions({ conditions: [{ bucket: BUCKET }, { key }], fields: { key } });

    const answer = await send(partsOf(signedFields(options)), BUCKET, { end: '' });

    expect(answer).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
    expect(await keys()).not.toContain(key);
  });

  it.each([
    ['a second file', [['file', 'more', 'b.png']] as Part[], 'InvalidArgument'],
    ['nothing', [] as Part[], 'MalformedPOSTRequest'],
  ])('and keeps nothing of a file that is later followed by %s', async (_, rest, code) => {
    const key = 'followed';
    const options = formOptions({ conditions: [{ bucket: BUCKET }, { key }], fields: { key } });
    const begin = partsOf(signedFields(options));
    const whole = multipart(
      [...begin, ...rest],
      rest.length > 0 ? {} : { end: '\r\n--form-boundary-7MA4YWxkTrZu0gW\r\n' },
    );
    const { headers } = whole;
    const cut = multipart([...begin, ['file', '']], { end: '' }).body.length;

    const body = await new Promise<string>((resolve, reject) => {
      const path = `/${BUCKET}`;
      const request = httpRequest({
        port: suite.server.port,
        host: '127.0.0.1',
        method: 'POST',
        path,
        headers,
      });
      request.on('error', reject).on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve(text));
      });
      // The first file is complete and on disk before the rest of the form arrives.
      request.write(whole.body.subarray(0, cut));
      poll(incoming, hasFile).then(() => request.end(whole.body.subarray(cut)), reject);
    });

    expect(errorCode(body)).toBe(code);
    expect(await keys()).not.toContain(key);
  });

  it('and refuses bodies that are no forms', async () => {
    const send = (type: string, body: string) =>
      rawRequest(suite.server.port, {
        method: 'POST',
        path: `/${BUCKET}`,
        headers: { 'content-type': type, 'content-length': String(body.length) },
        body,
      });

    expect((await send('application/json', '{}')).status).toBe(412);
    expect(errorCode((await send('multipart/form-data', 'x')).body)).toBe('MalformedPOSTRequest');
    expect(errorCode((await send('multipart/form-data; boundary=b', 'no parts')).body)).toBe(
      'MalformedPOSTRequest',
    );
    expect(errorCode((await send('multipart/form-data; boundary=b', '--b--\r\n')).body)).toBe(
      'InvalidArgument',
    );
  });

  it('keeps nothing of an upload whose client goes away', async () => {
    const key = 'aborted';
    const options = formOptions({
      conditions: [{ bucket: BUCKET }, { key }, ['content-length-range', 0, 10_000_000]],
      fields: { key },
    });
    const { body, headers } = multipart(partsOf(signedFields(options), Buffer.alloc(2_000_000, 'x')));

    await new Promise<void>((resolve, reject) => {
      const request = httpRequest({
        port: suite.server.port,
        host: '127.0.0.1',
        method: 'POST',
        path: `/${BUCKET}`,
        headers,
      });
      request.on('error', () => resolve());
      request.write(body.subarray(0, 1_500_000));
      poll(incoming, hasFile).then(() => request.destroy(new Error('gone')), reject);
    });

    await poll(incoming, (files) => files.length === 0);
    await expect(suite.s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});
