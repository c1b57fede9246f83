import type { WebClient } from '@slack/web-api';
import type { OutFile } from '#core/deliver/out-file.ts';
import type { Sent } from '#core/ports/poster.ts';
import { toFileOutcome } from './outcome.ts';

/** How long sending the bytes may take. In milliseconds. */
const UPLOAD_MS = 60_000;

export interface Upload {
  readonly channel: string;
  readonly thread: string | null;
  readonly title: string;
  readonly comment: string;
  readonly file: OutFile;
}

/** Puts a file into a conversation in Slack's three steps. Only the last one shows anything, so only there it can be unclear whether it was done. */
export async function uploadFile(
  client: WebClient,
  { channel, thread, title, comment, file }: Upload,
  fetch: typeof globalThis.fetch,
): Promise<Sent> {
  const unseen = (outcome: Sent): Sent => (outcome.kind === 'unclear' ? { kind: 'later', afterMs: null } : outcome);
  let id: string;
  try {
    const { upload_url: url, file_id: fileId } = await client.files.getUploadURLExternal({
      filename: file.name,
      length: file.bytes.length,
    });
    if (url === undefined || fileId === undefined) return { kind: 'later', afterMs: null };
    const response = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(file.bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(UPLOAD_MS),
    }).catch(() => null);
    await response?.body?.cancel();
    if (response !== null && response.status >= 400 && response.status < 500 && response.status !== 429)
      return { kind: 'refused', what: 'content', reason: 'Slack did not take the file' };
    if (response?.ok !== true) return { kind: 'later', afterMs: null };
    id = fileId;
  } catch (error) {
    return unseen(toFileOutcome(error));
  }
  try {
    const to = thread === null ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
    await client.files.completeUploadExternal({ files: [{ id, title }], initial_comment: comment, ...to });
    return { kind: 'sent', messageId: id };
  } catch (error) {
    return toFileOutcome(error);
  }
}
