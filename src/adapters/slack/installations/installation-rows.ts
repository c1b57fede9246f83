/** An installation as it is kept. */
export interface InstallationRow {
  /** Of the workspace, or of the organization that installed for all its workspaces. */
  readonly id: string;
  readonly name: string | null;
  /** Tokens and all else, sealed about `id`. */
  readonly sealed: string;
  readonly atMs: number;
}

/** Where installations are kept. */
export interface InstallationRows {
  /** Adds the row, or replaces the one with its id. Durable when it resolves. */
  put(row: InstallationRow): Promise<void>;
  get(id: string): Promise<InstallationRow | null>;
  /** Nothing happens where there is none. */
  remove(id: string): Promise<void>;
  /** By id. */
  list(): Promise<InstallationRow[]>;
}
