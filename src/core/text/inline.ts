import { stripControls } from './neutral.ts';

/**
 * Untrusted text as one line inside Markdown: it can begin no heading, list, table or link, forge no emphasis and turn no line around. Underscores stay: inside words they mean nothing, and names of variables keep readable.
 */
export function toInline(text: string): string {
  return stripControls(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>|]/g, '\\$&');
}
