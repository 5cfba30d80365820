create table outbox (
    id integer primary key autoincrement,
    message_id text not null unique,
    type text not null,
    body text not null,
    trace_parent text,
    added_at bigint not null,
    error text
);
