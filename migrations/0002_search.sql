-- Words of requests, lane titles and lane results, for `history`. It is caught up when somebody searches: `search_done` says up to which event.
CREATE VIRTUAL TABLE `search` USING fts5(run_id UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
--> statement-breakpoint
INSERT INTO `search`(`search`, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
CREATE TABLE `search_done` (`id` integer PRIMARY KEY CHECK (`id` = 1), `event` integer NOT NULL);
--> statement-breakpoint
INSERT INTO `search_done` VALUES (1, 0);
