/**
 * Untrusted text as one line inside Markdown: it can begin no heading, list, table or link, and forge no emphasis. Underscores stay: inside words they mean nothing, and names of variables keep readable.
 */
export function toInline(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>|]/g, '\\$&');
}
