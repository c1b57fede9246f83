/** What a program of ours says first: where it listens. It may go on printing. */
export async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) {
    text += part;
    if (text.includes('\n')) break;
  }
  return text.trim();
}
