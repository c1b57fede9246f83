/** What people call a user; null where that is not known. */
export type NameOf = (userId: string) => string | null;

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const TOKEN = /<([^<>\n]{1,4000})>|&(?:amp|lt|gt);/g;

const decode = (text: string): string => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);

/** `https://x|label`; where the label only repeats the address it says nothing more. */
function toLink(target: string, label: string | null): string {
  const plain = target.replace(/^(?:mailto|tel):/, '');
  const bare = plain.replace(/^https?:\/\//, '').replace(/\/$/, '');
  if (label === null || label === plain || label === target || label.replace(/\/$/, '') === bare) return plain;
  return `${label} (${plain})`;
}

/** Null: nothing that Slack writes. */
function toWords(inside: string, nameOf: NameOf): string | null {
  const bar = inside.indexOf('|');
  const target = decode(bar === -1 ? inside : inside.slice(0, bar));
  const label = bar === -1 || bar === inside.length - 1 ? null : decode(inside.slice(bar + 1));
  const id = /^[@#]([A-Z0-9]+)$/.exec(target)?.[1];
  if (id !== undefined) {
    if (target.startsWith('#')) return `#${label?.replace(/^#/, '') ?? 'a channel'}`;
    return `@${label?.replace(/^@/, '') ?? nameOf(id) ?? 'someone'}`;
  }
  if (/^!(?:here|channel|everyone)$/.test(target)) return `@${target.slice(1)}`;
  if (target.startsWith('!')) return label ?? (target.startsWith('!subteam') ? '@a group' : null);
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(target) ? toLink(target, label) : null;
}

/**
 * Text of a message as people read it: mentions, channels and links in words, `&amp; &lt; &gt;` as what they stand for, once. Takes any text; what only looks like Slack's marks stays.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function unescapeSlack(text: string, nameOf: NameOf = () => null): string {
  return text.replace(TOKEN, (token, inside: string | undefined) =>
    inside === undefined ? (ENTITIES[token] ?? token) : (toWords(inside, nameOf) ?? decode(token)),
  );
}
