import { type Finder, findAll } from './finding.ts';

const CANDIDATE = /(?<![\p{L}\p{N}.,:/+#()-])(?:\+|\(\+)?[\d(][\d ()./\u00A0-]{4,24}\d(?![\p{L}\p{N}%]|[.,]\d)/gu;
const LABEL =
  /(?:tel|telephone|telefon|téléphone|teléfono|phone|mobile|mobil|cell|fax|call|whatsapp|hotline)\.?\s?(?:no\.?|number)?\s?[:.]?\s*$/i;
const LABEL_CHARS = 24;

/** By how numbers are written: with a country code, with the area in brackets, three-three-four, a leading zero in groups; any other only behind a word that says so. */
function isPhone(text: string, before: string): boolean {
  const groups = text.split(/\D+/).filter((group) => group !== '');
  const digits = groups.join('').length;
  if (digits > 15 || /\(\s*\(|\s{2}|[-./]{2}/.test(text)) return false;
  if (text.split('(').length !== text.split(')').length) return false;
  if (/^\(?\+/.test(text)) return digits >= 8;
  if (LABEL.test(before)) return digits >= 6;
  if (text.startsWith('(')) return groups.length >= 2 && digits >= 8;
  const lengths = groups.map((group) => group.length).join('-');
  if (lengths === '3-3-4' || lengths === '1-3-3-4') return true;
  return text.startsWith('0') && groups.length >= 2 && digits >= 9 && !text.includes('.');
}

export const findPhones: Finder = (line) =>
  findAll(line, CANDIDATE).filter(({ text, at }) => isPhone(text, line.slice(Math.max(0, at - LABEL_CHARS), at)));
