alter table jobs add column queued_at bigint null;

alter table jobs add column progress_at bigint null;
