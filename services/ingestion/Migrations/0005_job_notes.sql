alter table jobs add column notes text null;
