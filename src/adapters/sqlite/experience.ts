import type Database from 'better-sqlite3';
import { toPast } from '#core/cost/past.ts';
import { type Experience, MAX_SAMPLES, type Sample } from '#core/ports/experience.ts';

/** What was learnt, in SQLite. Each call is one transaction. */
export function createSqliteExperience(database: Database.Database): Experience {
  const insert = database.prepare(
    `insert or ignore into experience (key, work, model, estimated_input, estimated_output, input_tokens, output_tokens, ms)
     values (@key, @work, @model, @estimatedInput, @estimatedOutput, @inputTokens, @outputTokens, @ms)`,
  );
  const trim = database.prepare(
    `delete from experience where work = ? and model = ?
     and seq <= (select seq from experience where work = ? and model = ? order by seq desc limit 1 offset ${MAX_SAMPLES})`,
  );
  const select = database.prepare(
    `select key, work, model, estimated_input as estimatedInput, estimated_output as estimatedOutput,
     input_tokens as inputTokens, output_tokens as outputTokens, ms from experience where work = ? and model = ? order by seq`,
  );

  const learn = database.transaction((samples: readonly Sample[]) => {
    const grown = new Map<string, Sample>();
    for (const sample of samples) if (insert.run(sample).changes > 0) grown.set(`${sample.work} ${sample.model}`, sample);
    for (const { work, model } of grown.values()) trim.run(work, model, work, model);
  });

  return {
    learn: async (samples) => learn.immediate(samples),
    about: async (work, model) => toPast(select.all(work, model) as Sample[]),
  };
}
