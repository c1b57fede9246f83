import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { toFields } from './arguments.ts';
import type { Fields } from './refusal.ts';

/** What a request carries: named fields, and the bytes of the one file part or of a body without a form. */
export interface RequestBody {
  readonly fields: Fields;
  readonly bytes: Uint8Array;
  /** No form and no JSON. */
  readonly isRaw: boolean;
}

const mediaType = (header: string): string => header.split(';')[0]?.trim().toLowerCase() ?? '';

async function readMultipart(type: string, raw: Uint8Array<ArrayBuffer>): Promise<RequestBody> {
  const form = await new Response(raw, { headers: { 'content-type': type } }).formData();
  const fields: Record<string, unknown> = {};
  let bytes = new Uint8Array();
  for (const [name, value] of form) {
    if (typeof value === 'string') fields[name] = value;
    else bytes = new Uint8Array(await value.arrayBuffer());
  }
  return { fields, bytes, isRaw: false };
}

function readJson(raw: Uint8Array): Fields {
  try {
    return toFields(JSON.parse(Buffer.from(raw).toString('utf8')));
  } catch {
    return {};
  }
}

/** Forms, multipart forms and JSON, as the Web API takes them; anything else is bytes. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const raw = new Uint8Array(await buffer(request));
  const type = request.headers['content-type'] ?? '';
  switch (mediaType(type)) {
    case 'application/x-www-form-urlencoded':
      return { fields: Object.fromEntries(new URLSearchParams(Buffer.from(raw).toString('utf8'))), bytes: raw, isRaw: false };
    case 'multipart/form-data':
      return readMultipart(type, raw);
    case 'application/json':
      return { fields: readJson(raw), bytes: raw, isRaw: false };
    default:
      return { fields: {}, bytes: raw, isRaw: true };
  }
}
