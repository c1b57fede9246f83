import { findProvider } from '#adapters/openai/capabilities.ts';
import { createOpenAiModel } from '#adapters/openai/openai-model.ts';
import { systemClock } from '#adapters/system/system-clock.ts';
import type { Model } from '#core/ports/model.ts';
import { REQUEST_DEFAULTS, type Request } from '#core/request.ts';

const LANE_TIMEOUT_MS = 120_000;

/** The model of a simulated endpoint. */
export function createBenchModel(baseUrl: string): Model {
  return createOpenAiModel({
    apiKey: null,
    baseUrl,
    model: 'bench',
    provider: findProvider(baseUrl),
    boundary: () => '=====',
    clock: systemClock,
  });
}

/** A request for these lanes. Every lane is a call: what is measured is work, not memory of it. */
export function toLanesRequest(laneList: readonly string[], cap: number): Request {
  return {
    text: '',
    sources: [],
    mode: 'manual',
    merge: 'ordered',
    laneList,
    cap,
    model: null,
    budgetUsd: null,
    approved: true,
    ...REQUEST_DEFAULTS,
    fresh: true,
    laneTimeoutMs: LANE_TIMEOUT_MS,
    asker: 'bench',
    place: 'bench',
  };
}
