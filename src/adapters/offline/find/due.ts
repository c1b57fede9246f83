const DAY_NAMES = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun';
const RELATIVE = `today|tonight|tomorrow|noon|midnight|eod|eow|eom|cob|(?:the )?end of (?:the |this |next )?(?:day|week|month|quarter|year)|(?:next|this) (?:week|month|quarter|year|${DAY_NAMES})|${DAY_NAMES}|Q[1-4](?: \\d{4})?`;
const BEFORE_DUE = '(?:by|due(?: on| by| date)?|until|till|before|no later than|deadline|bis|avant|antes del?)';
const RELATIVE_DUE = new RegExp(`(?<![\\p{L}\\p{N}])${BEFORE_DUE}(?::\\s?|\\s)(?:(?:on|the)\\s)?(${RELATIVE})(?![\\p{L}\\p{N}])`, 'iu');
const OPEN_DUE = new RegExp(`(?<![\\p{L}\\p{N}])${BEFORE_DUE}(?::\\s?|\\s)(?:(?:on|the|${DAY_NAMES})\\s|(?:${DAY_NAMES}),\\s)?$`, 'iu');

/** Words before a date that are looked at for "by". */
const LOOK_CHARS = 40;

export interface Due {
  /** As it stands in the text. */
  readonly text: string;
}

/** Until when a task is wanted, by a date or a day behind a word such as "by"; null when it does not say. `dates` are those of the same text. */
export function findDue(text: string, dates: readonly { readonly text: string; readonly at: number }[]): Due | null {
  const date = dates.find(({ at }) => OPEN_DUE.test(text.slice(Math.max(0, at - LOOK_CHARS), at)));
  if (date !== undefined) return { text: date.text };
  const relative = RELATIVE_DUE.exec(text)?.[1];
  return relative === undefined ? null : { text: relative };
}
