import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { toFileOutcome, toOutcome } from '#adapters/slack/outcome.ts';

const says = (error: string) => new WebAPIPlatformError({ ok: false, error });
const coded = (code: string) => Object.assign(new Error(code), { code });

describe('what a failed call of Slack means', () => {
  it.each([
    ['a limit', new WebAPIRateLimitedError(7), { kind: 'later', afterMs: 7_000 }],
    ['a limit without a time', new Error('Retry header did not contain a valid timeout'), { kind: 'later', afterMs: null }],
    [
      'no connection',
      new WebAPIRequestError(new TypeError('fetch failed', { cause: coded('ECONNREFUSED') })),
      { kind: 'later', afterMs: null },
    ],
    ['a connection that broke', new WebAPIRequestError(new TypeError('fetch failed', { cause: coded('ECONNRESET') })), { kind: 'unclear' }],
    ['an answer that broke off', new TypeError('terminated', { cause: coded('UND_ERR_SOCKET') }), { kind: 'unclear' }],
    ['an answer that stalled', new DOMException('The operation was aborted due to timeout', 'TimeoutError'), { kind: 'unclear' }],
    ['an answer that is none', new SyntaxError('Unexpected token < in JSON at position 0'), { kind: 'unclear' }],
    ['a gateway', new WebAPIHTTPError(502, 'Bad Gateway', {}), { kind: 'unclear' }],
    ['an error inside Slack', says('internal_error'), { kind: 'unclear' }],
    ['maintenance', says('service_down_for_maintenance'), { kind: 'unclear' }],
    ['a page in place of an answer', says('<html><body>Scheduled</body></html>'), { kind: 'unclear' }],
  ])('%s: looked at again before it is tried again', (_what, error, outcome) => {
    expect(toOutcome(error)).toEqual(outcome);
  });

  it('tells a place from a message and from what it says', () => {
    expect(toOutcome(says('is_archived'))).toMatchObject({ kind: 'refused', what: 'place', reason: 'the channel is archived' });
    expect(toOutcome(says('message_not_found'))).toMatchObject({ kind: 'refused', what: 'message' });
    expect(toOutcome(says('invalid_blocks'))).toMatchObject({ kind: 'refused', what: 'content' });
    expect(toOutcome(says('cant_update_message'))).toMatchObject({ kind: 'refused', what: 'content' });
    expect(toOutcome(says('some_new_refusal'))).toMatchObject({ kind: 'refused', what: 'place' });
  });

  it('takes a refused file for a refused place only where the place is gone', () => {
    expect(toFileOutcome(says('missing_scope'))).toMatchObject({ kind: 'refused', what: 'content' });
    expect(toFileOutcome(says('file_uploads_disabled'))).toMatchObject({
      kind: 'refused',
      what: 'content',
      reason: 'this workspace takes no files',
    });
    expect(toFileOutcome(says('not_in_channel'))).toMatchObject({ kind: 'refused', what: 'place' });
  });

  it('throws on what is no failure of Slack', () => {
    expect(() => toOutcome(new RangeError('a bug'))).toThrow('a bug');
    expect(() => toOutcome(new TypeError('x is not a function'))).toThrow('x is not a function');
  });
});
