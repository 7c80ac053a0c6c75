import { Template } from '../../../local/template/template';

/** A template of just these resources. */
export const templateOf = (
  resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>,
) =>
  new Template(
    { Resources: resources },
    { control: 'http://127.0.0.1:1', upload: 'http://127.0.0.1:2', delivery: 'http://127.0.0.1:3' },
  );
