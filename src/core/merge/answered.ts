import { type Claimed, readClaims } from '../lanes/output/claims.ts';
import { readItems, toItemText } from '../lanes/output/items.ts';
import { readListOrLines } from '../lanes/output/list.ts';
import type { Output } from '../plan/plan.ts';
import { stripControls } from '../text/neutral.ts';
import type { Citing } from './claims/citing.ts';
import type { OwnRow } from './own-rows.ts';
import type { Section } from './section.ts';
import { mergeTable, toMarkdownTable } from './table.ts';

/** A lane's result with the form it was asked in, and which material it was given. */
export interface Answered extends Section {
  readonly output: Output;
  /** Ids as in `LanePlan.sources`. */
  readonly shown: readonly string[];
  /** The row of a person's table that it was over. Default: none, or it is not needed. */
  readonly own?: OwnRow;
}

/**
 * Fields, items and claims are JSON in the log; people and models get them as lines, a table, a text. Marks of claims
 * go: what they mean only a merge that checks them can say.
 */
export function toReadable(row: Answered): Answered {
  return { ...row, text: toReadableText(row) };
}

function toReadableText(row: Answered): string {
  switch (row.output.kind) {
    case 'text':
    case 'label':
      return row.text;
    case 'fields': {
      const { columns, rows } = mergeTable([row], '');
      return columns
        .slice(1)
        .map((column, index) => `- ${toOneLine(column)}: ${toOneLine(rows[0]?.[index + 1] ?? '')}`)
        .join('\n');
    }
    case 'items': {
      const items = readItems(row.text);
      if (items.length === 0) return '*(none)*';
      if (row.output.fields.length === 0) return items.map((item) => `- ${toOneLine(toItemText(item))}`).join('\n');
      const { columns, rows } = mergeTable([row], '');
      return toMarkdownTable({ columns: columns.slice(1), rows: rows.map((cells) => cells.slice(1)) });
    }
    case 'claims':
      return withoutOwnMarks(readClaims(row.text));
    default:
      throw new Error(`unknown output ${JSON.stringify(row.output satisfies never)}`);
  }
}

const withoutOwnMarks = ({ text, claims }: Claimed): string =>
  text.trim() === ''
    ? claims.map((claim) => `- ${toOneLine(claim.text)}`).join('\n')
    : text.replace(/[ \t]?\[\d{1,4}(?:[,;] ?\d{1,4}){0,20}\](?!\()/g, '');

/** What a lane found, one by one: its items, or the items or lines of its text, with the marks that it was shown. */
export function toFindings(row: Answered, { readable, clean }: Pick<Citing, 'readable' | 'clean'>): string[] {
  if (row.output.kind === 'items') return readItems(row.text).map((item) => clean(row, toItemText(item)));
  return readListOrLines(readable(row).text);
}

/** Untrusted text as one line, nothing in it turning the line around. */
export const toOneLine = (text: string): string => stripControls(text).replace(/\s+/g, ' ').trim();
