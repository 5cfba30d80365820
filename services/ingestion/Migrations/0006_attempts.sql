alter table uploads add column attempts bigint not null default 0;
alter table uploads add column next_attempt_at bigint not null default 0;
alter table videos add column next_attempt_at bigint not null default 0;
