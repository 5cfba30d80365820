alter table uploads add column concat text null;
