import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../lambdas/http/openapi/document';

// Writes the document that the `read` function serves; test/unit/http/openapi tells when it is out of date.
writeFileSync(
  join(__dirname, '..', 'docs', 'openapi.json'),
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
);
