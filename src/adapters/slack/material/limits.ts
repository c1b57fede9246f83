/** What reading from Slack may cost, so that a hostile file or an endless thread costs no more. */
export interface SlackMaterialLimits {
  /** A larger file is refused by what Slack says of it, and again by what arrives. In bytes. */
  readonly maxFileBytes: number;
  /** A connection that gives nothing for this long is given up. */
  readonly idleMs: number;
  /** All the waiting that Slack's rate limits may ask of one read. */
  readonly maxWaitMs: number;
  /** Messages of one thread that are read, oldest first. */
  readonly maxMessages: number;
  /** Text of one thread, files not counted. In UTF-16 code units. */
  readonly maxThreadChars: number;
  /** Files of one thread that are read, oldest first. */
  readonly maxFiles: number;
  /** All that the files of one thread may come to as text; as much as an archive's entries. In UTF-16 code units. */
  readonly maxFilesChars: number;
}

export const SLACK_MATERIAL_LIMITS: SlackMaterialLimits = {
  maxFileBytes: 50_000_000,
  idleMs: 60_000,
  maxWaitMs: 300_000,
  maxMessages: 1_000,
  maxThreadChars: 400_000,
  maxFiles: 100,
  maxFilesChars: 100_000_000,
};
