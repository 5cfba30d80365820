create table api_keys (
    id text not null primary key,
    tenant text not null,
    name text not null,
    hash text not null,
    scopes text not null,
    requests_per_minute bigint null,
    job_quota bigint null,
    created_at bigint not null,
    expires_at bigint null,
    revoked_at bigint null,
    last_used_at bigint null
);

create index api_keys_by_tenant on api_keys (tenant, created_at, id);
