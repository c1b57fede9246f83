import type { ChatCompletionContentPart, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { Material } from '#core/ports/model.ts';
import type { WireMessage } from './adapt-messages.ts';

/** The same messages with the pictures of the material before the text of the last one, which is the person's. */
export function withPictures(messages: readonly WireMessage[], materials: readonly Material[]): ChatCompletionMessageParam[] {
  const pictures = materials.flatMap(({ picture }): ChatCompletionContentPart[] =>
    picture === null ? [] : [{ type: 'image_url', image_url: { url: `data:${picture.mediaType};base64,${picture.base64}` } }],
  );
  if (pictures.length === 0) return [...messages];
  return messages.map((message, index) =>
    index === messages.length - 1 ? { role: 'user', content: [...pictures, { type: 'text', text: message.content }] } : message,
  );
}
