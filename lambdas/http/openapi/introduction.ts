/** What the document says before its operations; CommonMark. */
export const DESCRIPTION = `
One-time image uploads and image delivery in your own AWS account, compatible with Cloudflare Images: official clients
work with this host as their \`baseURL\`. What is the same and what differs: \`docs/compatibility.md\`.

## Answers

Beside the bytes and redirects of \`getImageBlob\` and this document, every answer of the control API is the envelope
\`{result, success, errors, messages}\`; a failure is never 2xx. Callers whose \`Accept\` prefers \`text/plain\` get failures as
\`ERROR <code>: <message>\`. A path that does not exist is 404 with code 7003; a method that a path does not take is 405 with code
7001 and \`Allow\`. What API Gateway answers itself is the envelope too (too many requests of one method from all callers together:
429; a function that does not answer: 5XX), but for four refusals: a body over 10 MB is 413 in plain text, and with
\`{"message": …}\` a body over about 4.5 MB to anything but \`createImage\` is 413, a request line and headers over 10,240 bytes
are 431, and a path that starts with neither \`/client\` nor \`/images\` is 403.

## The life of an upload

1. \`createDirectUpload\` answers \`{id, uploadURL, upload}\` and makes a draft.
2. A browser sends one multipart form with a field \`file\` to \`uploadURL\` (at most 10 MB), or the presigned POST \`upload\` to S3
   (at most \`upload.maxBytes\`).
3. The bytes are checked and published, usually within a second or two. Until then \`getImage\` says \`draft: true\`; if they are refused
   it says why in \`uploadError\`, and the URL takes another file until it expires.

## Delivery

Each URL in \`variants\` is \`https://<delivery>/<account hash>/<image id>/<variant>\` and shows the picture, resized, in the best format
the viewer takes. With \`flexible_variants\` the last segment may be options such as \`w=400,h=300,fit=cover\`. Private images need
\`?exp=<Unix seconds>&sig=<hex>\`, an HMAC-SHA-256 over \`<path>?<query without sig>\` with a signing key's value as text. Refusals are
text, \`ERROR <code>: <message>\`, with the header \`Cf-Resized: err=<code>\`.
`.trim();
