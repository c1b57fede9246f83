import { FanoutError } from '#core/errors.ts';
import type { Content, Input } from '../content.ts';
import { toSize } from '../limits.ts';

export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif';

/** Passed on byte for byte to a model that sees. Nothing is decoded here, so nothing can be blown up here. */
export function readPicture({ bytes, title, limits }: Input, kind: PictureKind): Content {
  if (bytes.length > limits.maxPictureBytes) {
    throw new FanoutError(
      'source_too_large',
      `${title} is a picture larger than ${toSize(limits.maxPictureBytes)}; save it smaller, 1568 pixels on its longer side are enough`,
    );
  }
  if (!isWhole(bytes, kind)) throw new FanoutError('source_unreadable', `${title} is a picture that was cut short`);
  return { text: '', table: null, picture: { mediaType: `image/${kind}`, base64: bytes.toString('base64') } };
}

/** Whether the mark that ends such a picture is there; some programs write more after it. */
function isWhole(bytes: Buffer, kind: PictureKind): boolean {
  if (kind === 'png') return bytes.includes('IEND', 8, 'latin1');
  if (kind === 'jpeg') return bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 2;
  if (kind === 'gif') return bytes.lastIndexOf(0x3b) > 6;
  return bytes.length >= 12 && bytes.readUInt32LE(4) + 8 <= bytes.length;
}
