import { createActionFinder } from './actions.ts';
import { createDateFinder } from './dates.ts';
import { findEmails } from './emails.ts';
import { type Finder, type Finding, without } from './finding.ts';
import { findLinks } from './links.ts';
import { findMoney } from './money.ts';
import { findPercentages } from './percentages.ts';
import { findPhones } from './phones.ts';

/** What can be found by how it is written. */
export type Kind = 'dates' | 'money' | 'emails' | 'links' | 'phones' | 'percentages' | 'actions';

export const KINDS: readonly { readonly kind: Kind; readonly name: string; readonly asked: RegExp }[] = [
  {
    kind: 'actions',
    name: 'Action items',
    asked: /\b(?:action (?:items?|points?)|actions|to-?dos?|tasks?|next steps|follow[- ]ups?|assignments|commitments|who does what)\b/i,
  },
  { kind: 'dates', name: 'Dates', asked: /\b(?:dates?|deadlines?|due dates?|timeline|milestones?|dat(?:um|en)|termine?|fechas?)\b/i },
  {
    kind: 'money',
    name: 'Money',
    asked:
      /\b(?:money|amounts?|prices?|costs?|sums?|currenc(?:y|ies)|payments?|budgets?|fees?|monetary|dollars?|euros?|geldbeträge|preise|beträge)\b/i,
  },
  {
    kind: 'emails',
    name: 'E-mail addresses',
    asked: /\b(?:e-?mails?|mail address(?:es)?|contacts?|contact (?:details|data|information))\b/i,
  },
  { kind: 'links', name: 'Links', asked: /\b(?:links?|hyperlinks?|ur[li]s?|web ?(?:sites?|pages?|addresses))\b/i },
  {
    kind: 'phones',
    name: 'Phone numbers',
    asked:
      /\b(?:(?:tele)?phones?|(?:tele)?phone numbers?|mobiles?|fax(?:es)?|telefonnummern?|contacts?|contact (?:details|data|information))\b/i,
  },
  { kind: 'percentages', name: 'Percentages', asked: /\b(?:percent(?:ages?)?|per cent|prozent\w*)\b|%/i },
];

/** Those an instruction names; none named: an empty list. */
export const kindsAsked = (instruction: string): Kind[] => KINDS.filter(({ asked }) => asked.test(instruction)).map(({ kind }) => kind);

/** Finds every kind in a line, for one text. What stands in a link or an address is that and nothing else. */
export function createFinders(): (line: string) => ReadonlyMap<Kind, readonly Finding[]> {
  const findDates = createDateFinder();
  const findActions = createActionFinder(findDates);
  const inTurn: readonly (readonly [Kind, Finder])[] = [
    ['links', findLinks],
    ['emails', findEmails],
    ['dates', findDates],
    ['money', findMoney],
    ['percentages', findPercentages],
    ['phones', findPhones],
  ];
  return (line) => {
    const found = new Map<Kind, readonly Finding[]>([['actions', findActions(line)]]);
    let rest = line;
    for (const [kind, find] of inTurn) {
      const findings = find(rest);
      found.set(kind, findings);
      rest = without(rest, findings);
    }
    return found;
  };
}
