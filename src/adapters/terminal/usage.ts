/** How the command line is used, for people who ask, or who got it wrong. */

export const CALL = 'npm run -s fanout --';

/** Behind `fanout`, a command each. */
export const USAGE = {
  run: 'run "<request>" [--file F]... [--lanes F] [--mode auto|simple|manual|orchestrate] [--merge ordered|digest|table|dedupe|vote|best] [--cap N] [--model M] [--budget USD] [--quorum 90%] [--deadline 5m] [--out DIR] [--fresh] [--yes] [--json]',
  plan: 'plan "<request>" [the same as run but --yes]',
  retry: 'retry <run> [lane…] [--budget USD] [--out DIR] [--yes] [--json]',
  show: 'show <run> [--lane N] [--json]',
  history: 'history [words]',
  forget: 'forget <run>',
  backup: 'backup <file> [--force]',
  resume: 'resume',
  doctor: 'doctor',
  'discord-register': 'discord-register',
  start: 'start',
  'slack-manifest': 'slack-manifest [--socket] [--url URL] [--no-agent]',
} as const;

export const HELP = `Fanout cuts a request into independent lanes, runs them side by side, and gives one answer that accounts for every lane.

${CALL} COMMAND

  ${USAGE.run}
      --file F    material: a path or a glob, as often as you like; - reads standard input
      --lanes F   one lane prompt a line: you lay out the lanes yourself
      --mode      auto (default) cuts by what you ask; simple is one call
      --merge     ordered puts results one after another, digest has a model write one text of them, table makes a row of
                  each, dedupe lists what they found, each thing once, vote gives what most of them say, best has a model
                  compare them in pairs; default: what follows from the request (docs/merges.md shows each)
      --cap N     most lanes in flight at once
      --budget    the run never costs more; what does not fit is skipped, and retry with a larger one goes on
      --quorum    publish the answer once this share of the lanes is done, like 90%; the others make a new revision
      --deadline  publish it after this time, like 5m, 90s or 1h, with what is there
      --yes       don't ask before a run of more than 50 lanes or 1 USD (FANOUT_ASK_USD)
      --fresh     call models anew also where an equal lane has a result already
      --out DIR   answer.md, table.csv, a file a lane and run.jsonl
      --json      events as JSON Lines, and a run.summary last
  ${USAGE.plan}        show the plan first, and what it is likely to take: run it, see a sample first, edit the
                  lanes, have it cheaper, or quit; without a terminal the plan is printed and nothing is run
  ${USAGE.retry}      do lanes again; with none named, those that are missing
  ${USAGE.show}     a run with its answer, or what one lane gave
  ${USAGE.history}                    the runs so far
  ${USAGE.forget}                       delete a run and everything it held
  ${USAGE.backup}             copy the database while it is at work; --force replaces the file (docs/operations.md)
  ${USAGE.resume}                             go on with runs that were cut off
  ${USAGE.doctor}                             what is set up and what is not
  ${USAGE.start}                              every chat whose tokens are set; with none, one in this terminal
  ${USAGE['slack-manifest']}   what to make a Slack app from: see docs/slack.md
  ${USAGE['discord-register']}                   registers the commands with Discord, where they have changed

Exit status: 0 every lane done, 3 an answer with lanes missing, 1 no answer, 2 bad usage or configuration, 130 interrupted.`;
