/** Most of all texts of one message together; the poster's own line comes on top. In units of `textSize`. */
export const MESSAGE_SIZE = 3_900;

/** Discord takes 4,000 UTF-16 units of text, and somewhere above 10,000 UTF-8 bytes it breaks, undocumented: whichever is nearer. */
export const textSize = (text: string): number => Math.max(text.length, Math.ceil(Buffer.byteLength(text) * 0.4));

const TEXTS = new Set(['content', 'label', 'description', 'placeholder']);

/** Of every text that a person reads in it, the words of buttons and menus included. */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (typeof inner === 'string' ? (TEXTS.has(key) ? textSize(inner) : 0) : sizeOf(inner)),
    0,
  );
}
