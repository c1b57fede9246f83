import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  MarkdownBlock,
  PlainTextElement,
  RichTextBlock,
  SectionBlock,
} from '@slack/types';
import { splitMarkdown } from '#core/text/split-markdown.ts';

/** Longest text of a section or a context element, in characters (docs.slack.dev, section block). */
const SECTION_CHARS = 3_000;

export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text });

/** What carries words of others is never `mrkdwn`: plain text has no mentions, no links and no marks to forge. At most 3,000 characters. */
export const section = (text: string): SectionBlock => ({ type: 'section', text: plain(text) });

/** Small and grey; none for no text. */
export const context = (text: string): ContextBlock[] => (text === '' ? [] : [{ type: 'context', elements: [plain(text)] }]);

export const markdown = (text: string): MarkdownBlock => ({ type: 'markdown', text });

export const richText = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** As typed, in a fixed-width font. */
export const preformatted = (text: string): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});

export const button = (actionId: string, text: string, value: string, style?: 'primary' | 'danger'): Button => ({
  type: 'button',
  action_id: actionId,
  text: plain(text),
  value,
  ...(style === undefined ? {} : { style }),
});

/** Asks once more before a press counts; `yes` and `no` are the words on its buttons. */
export const confirm = (title: string, text: string, yes: string, no: string): ConfirmationDialog => ({
  title: plain(title),
  text: plain(text),
  confirm: plain(yes),
  deny: plain(no),
});

export const actions = (elements: ActionsBlock['elements']): ActionsBlock[] =>
  elements.length === 0 ? [] : [{ type: 'actions', elements }];

/** A text of any length as plain sections. */
export const sections = (text: string): SectionBlock[] =>
  splitMarkdown(text, { size: ({ length }) => length, max: SECTION_CHARS }).map(section);
