/** What reading one document may cost, so that a hostile file costs no more. */
export interface DocumentLimits {
  /** A larger file, or entry of an archive, is refused before it is read. In bytes. */
  readonly maxFileBytes: number;
  /** What a document may come to inside its own container (DOCX, PPTX, XLSX, EPUB), media included. In bytes. */
  readonly maxUnpackedBytes: number;
  /** A document's text, or all that an archive's entries come to. In UTF-16 code units. */
  readonly maxTextChars: number;
  readonly maxArchiveChars: number;
  /** Pictures are passed on as they are, so this is what a model is sent. In bytes. */
  readonly maxPictureBytes: number;
  readonly maxArchiveEntries: number;
  /** What the entries of an archive may come to together, as its directory says; what lies is caught when read. In bytes. */
  readonly maxArchiveBytes: number;
  /** Documents read at once, each in a worker of its own; at least 1. */
  readonly workers: number;
  /** What one worker may hold, in its heap and outside of it; held to by looking, so it can be more for some milliseconds. In MiB; at least 64. */
  readonly workerMemoryMb: number;
  /** A document that takes longer is given up, and its worker ended. */
  readonly timeoutMs: number;
}

export const DOCUMENT_LIMITS: DocumentLimits = {
  maxFileBytes: 50_000_000,
  maxUnpackedBytes: 200_000_000,
  maxTextChars: 20_000_000,
  maxArchiveChars: 100_000_000,
  maxPictureBytes: 4_000_000,
  maxArchiveEntries: 1_000,
  maxArchiveBytes: 500_000_000,
  workers: 2,
  workerMemoryMb: 512,
  timeoutMs: 60_000,
};

/** `maxBytes` as people read it: "20 MB". */
export function toSize(bytes: number): string {
  if (bytes >= 1_000_000) return `${Math.floor(bytes / 1_000_000)} MB`;
  return bytes >= 1_000 ? `${Math.floor(bytes / 1_000)} kB` : `${bytes} bytes`;
}
