import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createPatientServer } from '#test/fakes/patient-server.ts';

export interface Asked {
  readonly path: string;
  readonly token: string | null;
}

export interface FileServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly asked: readonly Asked[];
}

/** A server on loopback that answers as `answer` says, remembers who asked with what token, and is gone when the test has ended. */
export async function openFileServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<FileServer> {
  const asked: Asked[] = [];
  const server = createPatientServer((request, response) => {
    asked.push({ path: request.url ?? '', token: request.headers.authorization?.replace('Bearer ', '') ?? null });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
