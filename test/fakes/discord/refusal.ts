import type { Fields } from './fields.ts';

/** A REST answer that is not a 2xx: `{ message, code, errors }`. */
export class DiscordRefusal extends Error {
  override readonly name = 'DiscordRefusal';
  readonly status: number;
  readonly code: number;
  readonly errors: Fields | null;
  constructor(status: number, code: number, message: string, errors: Fields | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const KNOWN = {
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  30034: [429, 'Max number of daily application command creates has been reached (200)'],
  30046: [429, 'Maximum number of edits to messages older than 1 hour reached. Try again later'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  40067: [400, 'A tag is required to create a forum post in this channel'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50021: [403, 'Cannot execute action on a system message'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160002: [403, 'Cannot reply without permission to read message history'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [403, 'Thread is locked'],
  160006: [400, 'Maximum number of active threads reached'],
} as const satisfies Readonly<Record<number, readonly [number, string]>>;

export type KnownCode = keyof typeof KNOWN;

export function refuse(code: KnownCode): DiscordRefusal {
  const [status, message] = KNOWN[code];
  return new DiscordRefusal(status, code, message);
}

/** Those that have no code of their own: `{"message": "401: Unauthorized", "code": 0}`. */
export const refuseStatus = (status: 401 | 403 | 404 | 405 | 500 | 502): DiscordRefusal => {
  const names = {
    401: 'Unauthorized',
    403: 'Forbidden',
    404: 'Not Found',
    405: 'Method Not Allowed',
    500: 'Internal Server Error',
    502: 'Bad Gateway',
  };
  return new DiscordRefusal(status, 0, `${status}: ${names[status]}`);
};
