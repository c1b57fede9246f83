import type { ReadDocument } from '#core/ports/source-reader.ts';

/** One message, as people read it. */
export interface Said {
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** May be empty where there are files. */
  readonly text: string;
  readonly fileNames: readonly string[];
}

const MAX_TITLE_CHARS = 60;

export const toDocument = (title: string, text: string): ReadDocument => ({ title, text, table: null, picture: null });

/** `2026-01-05 10:21 UTC`. */
const toTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A thread as one Markdown text, oldest first. `cut`: how much of it is here, where it is not all. */
export function toTranscript(messages: readonly Said[], cut: string | null): string {
  const parts = messages.map(({ author, atMs, text, fileNames }) => {
    const files = fileNames.length === 0 ? [] : [`(attached: ${fileNames.join(', ')})`];
    return [`**${author}**, ${toTime(atMs)}:`, ...(text === '' ? [] : [text]), ...files].join('\n');
  });
  return [...(cut === null ? [] : [`(${cut})`]), ...parts].join('\n\n');
}

/** A message as a document of its own, known by its first words. */
export function toMessageDocument({ text, author }: Said): ReadDocument {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const short = line.length <= MAX_TITLE_CHARS ? line : `${line.slice(0, MAX_TITLE_CHARS).replace(/[\uD800-\uDBFF]$|\s+\S*$/u, '')}…`;
  return toDocument(short === '' ? `a message of ${author}` : short, text);
}
