/** Languages whose names of months are known. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'nb', 'fi', 'pl', 'cs', 'ru', 'uk', 'tr'];

export interface Month {
  /** 1 to 12. */
  readonly number: number;
  /** Its name can hardly be another word: in full, or English. */
  readonly certain: boolean;
}

/** Months by name in lower case, in full and short, as they stand alone and as they stand in a date. A name that means two months is none. */
export function nameMonths(): ReadonlyMap<string, Month> {
  const months = new Map<string, Month>();
  const unclear = new Set<string>();
  const add = (name: string, number: number, certain: boolean): void => {
    const known = months.get(name);
    if (known !== undefined && known.number !== number) unclear.add(name);
    else months.set(name, { number, certain: certain || known?.certain === true });
  };
  for (const language of LANGUAGES) {
    for (const width of ['long', 'short'] as const) {
      const alone = new Intl.DateTimeFormat(language, { month: width, timeZone: 'UTC' });
      const inDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: width, timeZone: 'UTC' });
      for (let number = 1; number <= 12; number += 1) {
        const date = new Date(Date.UTC(2026, number - 1, 1));
        for (const format of [alone, inDate]) {
          const name = format.formatToParts(date).find((part) => part.type === 'month')?.value ?? '';
          const word = name.toLowerCase().replace(/\.$/, '');
          if (/^\p{L}{3,12}$/u.test(word)) add(word, number, width === 'long' || language === 'en');
        }
      }
    }
  }
  add('sept', 9, true);
  for (const name of unclear) months.delete(name);
  return months;
}
