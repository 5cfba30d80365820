alter table jobs add column warnings text null;
