import { invalidCustomId } from './errors';

/** Contract 3.4. */
export const MAX_CUSTOM_ID_CHARACTERS = 1024;
/**
 * What an id takes percent-encoded: 1,024 characters of three bytes each. API Gateway passes 10,240 bytes of request line
 * and headers; an image with a longer id could be made, but neither read nor deleted.
 */
const MAX_ENCODED_BYTES = 9_216;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Control characters, and halves of surrogate pairs, which UTF-8 cannot carry. */
const UNUSABLE = /[\p{Cc}\p{Surrogate}]/u;

/** Ids that would be another resource's path for clients that send slashes raw (contract 3.4). */
const RESERVED: readonly string[] = ['keys', 'stats', 'variants', 'config', 'batch_token', 'direct_upload'];
const RESERVED_PREFIXES = ['keys/', 'variants/'];

/**
 * Extensions of files that are no images. A list, not "anything that is no image": most text after a dot is no
 * extension at all (`v1.2`, `user.name`, `example.com`), and refusing it would refuse good ids. `com` and `app` are
 * left out for that reason.
 */
const NON_IMAGE_EXTENSIONS = new Set(
  [
    '7z aac asp aspx avi bat bin bz2 c cfg class cmd conf cpp cs css csv dll dmg doc docx ear eot epub exe flac flv',
    'gz htm html ico ics ini iso jar java js json jsonl jsx less log m3u8 m4a m4v md mjs mkv mov mp3 mp4 mpeg mpg',
    'msi odp ods odt ogg ogv otf pdf php pl ppt pptx ps1 psd py rar rb rtf scss sh sql swf tar tgz toml ts tsv',
    'tsx ttf txt vtt war wasm wav webm wma wmv woff woff2 xhtml xls xlsx xml xz yaml yml zip',
  ]
    .join(' ')
    .split(' '),
);

const hasNonImageExtension = (id: string): boolean => {
  const extension = /\.([^./]+)$/.exec(id)?.[1];
  return extension !== undefined && NON_IMAGE_EXTENSIONS.has(extension.toLowerCase());
};

const isReserved = (id: string): boolean =>
  RESERVED.includes(id) || RESERVED_PREFIXES.some((prefix) => id.startsWith(prefix));

const hasUnusableSegment = (id: string): boolean =>
  id.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');

/** Each rule with the reason that completes the sentence of code 5411; the first broken one is reported. */
const RULES: readonly [broken: (id: string) => boolean, reason: string][] = [
  [(id) => id === '', 'Must not be empty'],
  [
    (id) => [...id].length > MAX_CUSTOM_ID_CHARACTERS,
    `Must not be longer than ${MAX_CUSTOM_ID_CHARACTERS} characters`,
  ],
  [(id) => UNUSABLE.test(id), 'Must not contain control characters or text that is not UTF-8'],
  [
    (id) => encodeURIComponent(id).length > MAX_ENCODED_BYTES,
    `Must not be longer than ${MAX_ENCODED_BYTES} bytes when it is percent-encoded`,
  ],
  [(id) => UUID.test(id), 'Must not be UUID'],
  [(id) => id.startsWith('/') || id.endsWith('/'), 'Must not start or end with a slash'],
  [hasUnusableSegment, 'Must not contain an empty subpath, "." or ".."'],
  [isReserved, `Must not be the path of another resource (${RESERVED.join(', ')})`],
  [hasNonImageExtension, 'Must not use a non-image file name extension'],
];

/** True for an id that a caller chose: ours are UUIDs, which callers may not choose. */
export const isCustomId = (id: string): boolean => !UUID.test(id);

/**
 * Checks a caller's own image id against contract 3.4.
 * @throws DomainError `invalid-custom-id` with the first rule that is broken.
 */
export const checkCustomId = (id: string): void => {
  for (const [broken, reason] of RULES) {
    if (broken(id)) throw invalidCustomId(reason);
  }
};
