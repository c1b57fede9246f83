import { createHash } from 'node:crypto';

/** Names a content: equal ones have equal versions. */
export const toVersion = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
