import { extname } from 'node:path';
import { FanoutError } from '#core/errors.ts';
import type { Content, Input } from '../content.ts';

/** Text as it stands. Rejects bytes that are no text with `source_not_text`. */
export function readText(input: Pick<Input, 'bytes' | 'title'>): Content {
  return { text: decodeText(input), table: null, picture: null };
}

/** UTF-8, or UTF-16 where a byte order mark says so; the mark itself is dropped. */
export function decodeText({ bytes, title }: Pick<Input, 'bytes' | 'title'>): string {
  const text = tryDecodeText(bytes);
  if (text !== null) return text;
  const extension = extname(title) === '' ? ' (it has no file extension)' : '';
  throw new FanoutError('source_not_text', `${title} is not a UTF-8 text file${extension}, nor a kind of document that Fanout reads`);
}

/** Null: no text, or in an encoding that does not say so. */
export function tryDecodeText(bytes: Uint8Array): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  if (encoding === 'utf-8' && bytes.includes(0)) return null;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
