create table videos (
    id text not null primary key,
    tenant text not null,
    name text not null,
    state text not null,
    length bigint not null,
    sha256 text not null,
    width bigint not null,
    height bigint not null,
    frames bigint null,
    duration_ms bigint null,
    created_at bigint not null
);

create index videos_by_tenant on videos (tenant, created_at, id);

create index videos_unfinished on videos (state, created_at) where state <> 'ready';
