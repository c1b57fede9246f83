/** Longest name before the extension, in UTF-8 bytes: 40 CJK characters; with a number and an extension still far below the 255 of file systems. */
const MOST_BYTES = 120;

/** Windows reads these as devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)/i;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const encoder = new TextEncoder();

/**
 * An untrusted title as a file name for any system: no separators, control or invisible characters, no dot or space at its ends; at most 120 UTF-8 bytes and the extension, which is without its dot and trusted
 * ('' for none). `untitled` where nothing is left. Letters of all languages stay.
 */
export function toFileName(title: string, extension: string): string {
  const suffix = extension === '' ? '' : `.${extension}`;
  const whole = title.toWellFormed().normalize('NFC').trim();
  const stem = suffix !== '' && whole.toLowerCase().endsWith(suffix.toLowerCase()) ? whole.slice(0, -suffix.length) : whole;
  const named = cutBytes(trimmed(stem.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}<>:"/\\|?*\ufffd]+/gu, '-')));
  const safe = DEVICE.test(named) ? `_${named}` : named;
  return `${/[\p{L}\p{N}\p{S}]/u.test(safe) ? safe : 'untitled'}${suffix}`;
}

const trimmed = (name: string): string => name.replace(/^[.\s-]+|[.\s-]+$/g, '');

function cutBytes(name: string): string {
  // A unit takes at least one byte.
  let kept = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(name.slice(0, MOST_BYTES + 64))) {
    bytes += encoder.encode(segment).length;
    if (bytes > MOST_BYTES) break;
    kept += segment;
  }
  return trimmed(kept);
}

/** The names in their order, each different from all others also where case does not count: the second `a.md` is `a (2).md`. */
export function uniqueNames(names: readonly string[]): string[] {
  const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();
  const asked = new Set(names.map(keyOf));
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    const key = keyOf(name);
    let unique = name;
    while (taken.has(keyOf(unique)) || (unique !== name && asked.has(keyOf(unique)))) {
      const count = (counts.get(key) ?? 1) + 1;
      counts.set(key, count);
      unique = name.replace(/(\.[^.]*)?$/, (extension) => ` (${count})${extension}`);
    }
    taken.add(keyOf(unique));
    return unique;
  });
}
