create table dapr_events (
    event_id text not null primary key,
    body text not null,
    created_at bigint not null,
    due_at bigint not null,
    attempts bigint not null,
    published_at bigint null
);

create index dapr_events_due on dapr_events (due_at) where published_at is null;

create index dapr_events_by_age on dapr_events (created_at);
