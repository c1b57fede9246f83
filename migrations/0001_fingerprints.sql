ALTER TABLE `events` ADD `fingerprint` text;--> statement-breakpoint
CREATE INDEX `events_by_fingerprint` ON `events` (`fingerprint`) WHERE "events"."fingerprint" is not null;