CREATE TABLE `events` (
	`run_id` text NOT NULL,
	`seq` integer NOT NULL,
	`key` text NOT NULL,
	`at_ms` integer NOT NULL,
	`fact` text NOT NULL,
	PRIMARY KEY(`run_id`, `seq`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_by_key` ON `events` (`run_id`,`key`);--> statement-breakpoint
CREATE TABLE `runs` (
	`run_id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`asked_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	`asker` text NOT NULL,
	`place` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `runs_by_status` ON `runs` (`status`,`asked_at_ms`);--> statement-breakpoint
CREATE INDEX `runs_by_time` ON `runs` (`asked_at_ms`);