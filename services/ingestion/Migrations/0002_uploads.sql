create table uploads (
    id text not null primary key,
    tenant text not null,
    video_id text not null,
    state text not null,
    length bigint not null,
    received bigint not null,
    parts bigint not null,
    metadata text not null,
    error text null,
    created_at bigint not null,
    expires_at bigint not null
);

create index uploads_by_tenant on uploads (tenant, state);

create index uploads_by_expiry on uploads (expires_at);

create index uploads_received on uploads (id) where state = 'received';

create table upload_parts (
    upload_id text not null,
    number bigint not null,
    blob text not null,
    length bigint not null,
    primary key (upload_id, number)
);
