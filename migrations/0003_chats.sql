CREATE TABLE `claims` (
	`key` text PRIMARY KEY NOT NULL,
	`run_id` text NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `claims_by_time` ON `claims` (`at_ms`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`run_id` text PRIMARY KEY NOT NULL,
	`chat` text NOT NULL,
	`place` text NOT NULL,
	`thread` text,
	`person` text NOT NULL,
	`back` text,
	`settled` integer NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_thread` ON `deliveries` (`place`,`thread`);--> statement-breakpoint
CREATE INDEX `deliveries_unsettled` ON `deliveries` (`chat`) WHERE "deliveries"."settled" = 0;--> statement-breakpoint
CREATE TABLE `messages` (
	`run_id` text NOT NULL,
	`key` text NOT NULL,
	`state` text NOT NULL,
	`message_id` text,
	`version` text NOT NULL,
	`reposted` integer NOT NULL,
	PRIMARY KEY(`run_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `slack_installations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text,
	`sealed` text NOT NULL,
	`at_ms` integer NOT NULL
);
