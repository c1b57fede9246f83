import { showLinkTargets } from '#core/text/link-targets.ts';
import { breakMassMentions, stripControls, toNeutralLine } from '#core/text/neutral.ts';
import { withPlainTables } from '#core/text/plain-table.ts';

/**
 * `<@U1>`, `<#C1>` and `<!channel>` call people wherever Slack parses, which it does in `markdown` blocks too, and
 * maybe in titles of plans (facts: turnstonelabs/turnstone#935). There is no escape that holds in
 * all of these: an entity may be decoded before it is parsed, and shows as itself in code. A zero-width space behind
 * the bracket holds everywhere. What begins HTML's comments and doctypes is no sequence.
 */
const AMP = '&(?:amp;|#0*38;|#x0*26;)*';
const SEQUENCE = new RegExp(`(<|${AMP}(?:lt|#0*60|#x0*3c);)(?=[@!#]|&[#a-z])(?!!--|!doctype)`, 'gi');

/** `<https://evil.example|bank.example>`, Slack's own link, says where it goes to nobody. */
const LABELLED_LINK = new RegExp(`(<|${AMP}(?:lt|#0*60|#x0*3c);)(?=[a-z][a-z0-9+.-]*:[^\\s<>|]*\\|)`, 'gi');

/** Columns of a code block that no desktop window wraps. */
const TABLE_COLUMNS = 80;

const breakSequences = (text: string): string => breakMassMentions(text.replace(SEQUENCE, '$1\u200b').replace(LABELLED_LINK, '$1\u200b'));

/**
 * Untrusted text as one harmless line for `plain_text`, `rich_text` and titles: at most `maxChars` UTF-16 units, all
 * that was added included; '' when nothing is left.
 */
export function toWords(text: string, maxChars: number): string {
  for (let room = maxChars; ; ) {
    const words = breakSequences(toNeutralLine(text, room));
    if (words.length <= maxChars) return words;
    room -= words.length - maxChars;
  }
}

/** The same line by line, without empty ones; what does not fit is left out from its end. */
export function toWordLines(text: string, maxChars: number): string {
  let words = '';
  for (const line of text.split('\n')) {
    const room = maxChars - words.length - 1;
    if (room < 1) break;
    const more = toWords(line, room);
    if (more !== '') words += words === '' ? more : `\n${more}`;
  }
  return words;
}

/** The same for many lines, uncut. */
export const toPlainLines = (text: string): string => breakSequences(stripControls(text)).trim();

/**
 * Plain words as `mrkdwn`, which is what the `text` of a message is: exactly these three are escaped (docs.slack.dev,
 * formatting message text). Up to five times as long.
 */
export const toMrkdwn = (words: string): string =>
  breakMassMentions(words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'));

/**
 * Untrusted Markdown for a `markdown` block: calls nobody, its links go where they seem to, and its tables are text,
 * as that block shows none. Made before it is cut: a piece of it is as harmless.
 */
export const toMarkdown = (text: string): string => breakSequences(withPlainTables(showLinkTargets(stripControls(text)), TABLE_COLUMNS));

/** The one mention there is: of the person who asked; null for what is no id of Slack's. */
export const toUserId = (person: string): string | null => (/^[UW][A-Z0-9]{1,30}$/.test(person) ? person : null);
