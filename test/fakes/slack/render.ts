import { toFields, toFieldsList } from './arguments.ts';
import type { Fields } from './refusal.ts';
import { type Message, newest } from './world.ts';

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof toFields(value).text === 'string' ? String(toFields(value).text) : '';

function inline(element: Fields): string {
  switch (element.type) {
    case 'text':
    case 'link':
      return text(element.text) || String(element.url ?? '');
    case 'user':
      return `<@${element.user_id}>`;
    case 'usergroup':
      return `<!subteam^${element.usergroup_id}>`;
    case 'channel':
      return `<#${element.channel_id}>`;
    case 'broadcast':
      return `<!${element.range}>`;
    case 'emoji':
      return `:${element.name}:`;
    default:
      return text(element.fallback) || String(element.value ?? '');
  }
}

function richText(value: unknown): string {
  const lines = toFieldsList(toFields(value).elements).map((element) => {
    const inner = toFieldsList(element.elements);
    if (element.type !== 'rich_text_list') return inner.map(inline).join('');
    const mark = (index: number): string => (element.style === 'ordered' ? `${index + 1}. ` : '• ');
    return inner.map((item, index) => mark(index) + toFieldsList(item.elements).map(inline).join('')).join('\n');
  });
  return lines.join('\n');
}

const MARKS: Readonly<Record<string, string>> = { pending: '○', in_progress: '◔', complete: '✔', error: '✖' };

function task(value: Fields): string {
  const { details, output } = value;
  const parts = [details, output].flatMap((part) => (part === undefined ? [] : [richText(part)]));
  const sources = toFieldsList(value.sources).map((source) => `${text(source.text)} (${String(source.url)})`);
  return [`${MARKS[String(value.status)]} ${String(value.title)}`, ...parts, ...sources].join(' — ');
}

function element(value: Fields): string {
  switch (value.type) {
    case 'button':
    case 'icon_button':
      return `[${text(value.text)}]`;
    case 'plain_text':
    case 'mrkdwn':
      return text(value);
    case 'image':
      return `(image: ${String(value.alt_text)})`;
    case 'feedback_buttons':
      return `[${text(toFields(value.positive_button).text)}] [${text(toFields(value.negative_button).text)}]`;
    default:
      return `[${text(value.placeholder) || String(value.type)} ▾]`;
  }
}

const cell = (value: Fields): string => (value.type === 'rich_text' ? richText(value) : text(value.text));

const table = (block: Fields): string =>
  (Array.isArray(block.rows) ? block.rows : []).map((row) => toFieldsList(row).map(cell).join(' | ')).join('\n');

/** A block as plain text, as a person reads it with every plan and container open. */
function renderBlock(block: Fields): string {
  switch (block.type) {
    case 'section': {
      const accessory = block.accessory === undefined ? [] : [element(toFields(block.accessory))];
      return [text(block.text), ...toFieldsList(block.fields).map(text), ...accessory].filter((part) => part !== '').join('\n');
    }
    case 'header':
    case 'markdown':
    case 'alert':
      return text(block.text);
    case 'rich_text':
      return richText(block);
    case 'plan':
      return [String(block.title), ...toFieldsList(block.tasks).map(task)].join('\n');
    case 'task_card':
      return task(block);
    case 'context':
    case 'actions':
    case 'context_actions':
      return toFieldsList(block.elements).map(element).join(' ');
    case 'divider':
      return '---';
    case 'image':
      return element(block);
    case 'table':
      return table(block);
    case 'data_table':
      return `${String(block.caption)}\n${table(block)}`;
    case 'container':
      return [
        text(block.title) || richText(block.rich_text_title),
        text(block.subtitle),
        ...toFieldsList(block.child_blocks).map(renderBlock),
      ]
        .filter((part) => part !== '')
        .join('\n');
    case 'input':
      return `${text(block.label)}: ${element(toFields(block.element))}`;
    default:
      return '';
  }
}

/** With blocks the text is only for notifications and screen readers, so it is not shown. */
export function renderMessage(message: Message): string {
  const { text: plain, blocks, attachments } = newest(message);
  const body = blocks.length === 0 ? [plain] : blocks.map(renderBlock);
  const attached = attachments.map(
    (attachment) => text(attachment.text) || text(attachment.fallback) || toFieldsList(attachment.blocks).map(renderBlock).join('\n'),
  );
  const files = message.files.map((file) => `(file: ${file.name})`);
  return [...body, ...attached, ...files].filter((part) => part !== '').join('\n');
}
