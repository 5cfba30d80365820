create table webhook_endpoints (
    id text not null primary key,
    tenant text not null,
    url text not null,
    source text not null,
    events text not null,
    description text not null,
    created_at bigint not null,
    disabled_at bigint null,
    disabled_reason text null,
    consecutive_failures bigint not null,
    blocked_until bigint not null
);

create index webhook_endpoints_by_tenant on webhook_endpoints (tenant, created_at, id);

create unique index webhook_endpoints_of_jobs on webhook_endpoints (tenant, url) where source = 'job';

create table webhook_secrets (
    id text not null primary key,
    endpoint_id text not null,
    protected text not null,
    created_at bigint not null,
    expires_at bigint null
);

create index webhook_secrets_by_endpoint on webhook_secrets (endpoint_id, created_at);

create table webhook_deliveries (
    id text not null primary key,
    endpoint_id text not null,
    tenant text not null,
    event_id text not null,
    event_type text not null,
    job_id text null,
    payload text not null,
    state text not null,
    attempts bigint not null,
    attempts_this_round bigint not null,
    created_at bigint not null,
    next_attempt_at bigint not null,
    finished_at bigint null,
    claimed_until bigint not null,
    claimed_by text null,
    last_status bigint null,
    last_error text null,
    last_latency_ms bigint null
);

create unique index webhook_deliveries_once on webhook_deliveries (endpoint_id, event_id);

create index webhook_deliveries_due on webhook_deliveries (state, next_attempt_at);

create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, created_at, id);

create table webhook_attempts (
    delivery_id text not null,
    number bigint not null,
    started_at bigint not null,
    status bigint null,
    error text null,
    latency_ms bigint not null,
    primary key (delivery_id, number)
);

create table webhook_keys (
    name text not null primary key,
    xml text not null
);
