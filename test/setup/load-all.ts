/** Loads what the program loads only when it needs it, and ends; see `warm-cache.ts`. */
import '@pydantic/genai-prices';
import '#adapters/documents/document-reader.ts';
import '#adapters/offline/offline-model.ts';
import '#adapters/terminal/chat.ts';
import '#test/fixtures/crash/scenario.ts';
import { loadSdk } from '#adapters/openai/load-sdk.ts';
import '../../src/doctor.ts';
import '../../src/open-discord.ts';
import '../../src/open-slack.ts';

await loadSdk();
