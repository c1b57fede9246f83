import type { IncomingMessage } from 'node:http';
import { type Fields, isFields } from './fields.ts';
import { refuse } from './refusal.ts';
import { type Part, REQUEST_BYTES } from './uploads.ts';

export interface RequestBody {
  /** A list, where the body is one. */
  readonly json: unknown;
  readonly fields: Fields;
  readonly parts: readonly Part[];
}

export async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(50109);
  }
}

const toBody = (json: unknown, parts: readonly Part[]): RequestBody => ({ json, fields: isFields(json) ? json : {}, parts });

async function readForm(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<RequestBody> {
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData().catch(() => {
    throw refuse(50109);
  });
  const parts: Part[] = [];
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (index === undefined || typeof value === 'string') continue;
    parts.push({ index: Number(index), name: value.name, contentType: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  const payload = form.get('payload_json');
  return toBody(typeof payload === 'string' ? parseJson(payload) : {}, parts);
}

/** JSON, or multipart with `payload_json` and `files[n]`. Throws 40005 and 50109. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const bytes = await readBytes(request);
  if (bytes.length > REQUEST_BYTES) throw refuse(40005);
  if (bytes.length === 0) return toBody({}, []);
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('multipart/form-data')) return readForm(bytes, contentType);
  if (!contentType.startsWith('application/json')) throw refuse(50109);
  return toBody(parseJson(bytes.toString('utf8')), []);
}
