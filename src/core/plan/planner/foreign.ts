import { stripControls } from '../../text/neutral.ts';

/**
 * What leads out of a run: mail addresses, links, handles and phone numbers. A model that was talked into adding a
 * recipient has to write one of these.
 */
const ADDRESSES =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+|(?:https?:\/\/|www\.)[^\s<>"')\]]+|(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,}|<[@#!][^>\s]{2,}>/giu;
/** A host and a path, without what a link begins with. */
const HOST = /(?<![\p{L}\p{N}._%+/@-])([\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.\p{L}{2,24})(?::\d{1,5})?\/[\p{L}\p{N}?#~_-]/giu;
/** International, with an area code in brackets, with one that begins with 0, and by threes as in America. */
const PHONES =
  /(?<![\p{L}\p{N}.,/-])(?:\+\p{N}|\(\p{N}{2,5}\)|0\p{N}{1,5}(?=[\s/-])|\p{N}{3}(?=([.-])\p{N}{3}\1\p{N}{4}(?!\p{N})))(?:[\s()./-]{0,2}\p{N}){4,14}(?!\p{N})/gu;
const LEAST_DIGITS = 8;
const MAX_LOOKED_AT = 20_000;

/** As a reader sees it: nothing invisible parts an address, and no wide letters write it. */
const clean = (text: string): string =>
  stripControls(text)
    .replace(/[\p{Cf}\u115f\u1160\u3164\uffa0]/gu, '')
    .normalize('NFKC');

/** The first address in a planned text that the person's own words don't have; null where there is none. */
export function findForeign(text: string, words: string): string | null {
  const looked = clean(text).slice(0, MAX_LOOKED_AT);
  let seen: string | null = null;
  // A request may be long, and most lanes name no address.
  const known = (): string => {
    seen ??= clean(words).toLowerCase();
    return seen;
  };
  for (const [address] of looked.matchAll(ADDRESSES)) {
    const trimmed = address.replace(/[.,;:!?]+$/, '');
    if (!known().includes(trimmed.toLowerCase())) return trimmed;
  }
  for (const [, host = ''] of looked.matchAll(HOST)) if (!known().includes(host.toLowerCase())) return host;
  for (const [phone] of looked.matchAll(PHONES)) {
    const digits = phone.replace(/\P{N}/gu, '');
    if (
      digits.length >= LEAST_DIGITS &&
      !known()
        .replace(/[\s()./-]/g, '')
        .includes(digits)
    )
      return phone.trim();
  }
  return null;
}
