create table outbox (
    id bigint generated always as identity primary key,
    message_id text not null unique,
    type text not null,
    body text not null,
    trace_parent text,
    added_at bigint not null,
    error text
);
