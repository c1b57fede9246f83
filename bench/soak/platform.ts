import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Random } from '#test/fakes/random.ts';
import type { PlatformAnswer, PlatformCall } from './wire.ts';

interface Posted {
  readonly id: string;
  readonly runId: string;
  readonly key: string;
  text: string;
}

/** A platform that outlives the Fanouts that write to it, and keeps the books of what people see there. */
export interface SoakPlatform {
  readonly url: string;
  /** What is there now. */
  messages(): readonly Posted[];
  /** From now on every call is done and answered. */
  calm(): void;
  close(): void;
}

export async function startPlatform(random: Random): Promise<SoakPlatform> {
  const messages = new Map<string, Posted>();
  let ids = 0;
  let troubled = true;

  function perform(call: PlatformCall): PlatformAnswer {
    switch (call.method) {
      case 'post': {
        ids += 1;
        const id = `m${ids}`;
        messages.set(id, { id, ...call.tag, text: call.text });
        return { kind: 'sent', messageId: id };
      }
      case 'replace': {
        const message = messages.get(call.messageId);
        if (message === undefined) return { kind: 'refused', what: 'message', reason: 'not there' };
        if (call.text === null) messages.delete(call.messageId);
        else message.text = call.text;
        return { kind: 'sent', messageId: call.messageId };
      }
      case 'find': {
        const { runId, key } = call.tag;
        const found = [...messages.values()].find((it) => it.runId === runId && it.key === key);
        return found === undefined ? { kind: 'none' } : { kind: 'found', messageId: found.id };
      }
      default:
        throw new Error(`unknown call ${JSON.stringify(call satisfies never)}`);
    }
  }

  function answer(call: PlatformCall, response: ServerResponse): void {
    const send = (it: PlatformAnswer): void => void response.end(JSON.stringify(it));
    const draw = troubled ? random.next() : 1;
    if (draw < 0.02) send({ kind: 'later', afterMs: 300 });
    else if (draw < 0.04) response.writeHead(500).end();
    else if (draw < 0.06) {
      // Done, and nobody hears of it.
      perform(call);
      response.destroy();
    } else send(perform(call));
  }

  const server = createServer((request, response) => {
    text(request).then(
      (body) => answer(JSON.parse(body) as PlatformCall, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    messages: () => [...messages.values()],
    calm: () => {
      troubled = false;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
