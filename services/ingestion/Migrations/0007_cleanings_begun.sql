alter table jobs add column cleanings_begun bigint not null default 0;
