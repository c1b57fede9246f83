CREATE TABLE `experience` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`work` text NOT NULL,
	`model` text NOT NULL,
	`estimated_input` integer NOT NULL,
	`estimated_output` integer NOT NULL,
	`input_tokens` integer NOT NULL,
	`output_tokens` integer NOT NULL,
	`ms` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `experience_by_key` ON `experience` (`key`);--> statement-breakpoint
CREATE INDEX `experience_by_kind` ON `experience` (`work`,`model`,`seq`);