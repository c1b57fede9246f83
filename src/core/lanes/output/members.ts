/** The members of an object by what their names plainly are; null for anything else. */
export function toMembers(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map(Object.entries(value).map(([name, member]) => [toPlain(name), member]));
}

/** Case, surrounding quotes, emphasis and a final full stop do not make another label or name. */
export const toPlain = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/^["'`*_“”‘’\s]+/u, '')
    .replace(/["'`*_“”‘’.\s]{1,64}$/u, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** A JSON value as the text of a cell. */
export function toCellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(toCellText).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value).toWellFormed().trim();
}
