create table webhook_events (
    tenant text not null,
    event_id text not null,
    accepted_at bigint not null,
    primary key (tenant, event_id)
);

create index webhook_events_by_age on webhook_events (accepted_at);
