alter table jobs add column export_owner text null;
