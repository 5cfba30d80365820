create table jobs (
    id text not null primary key,
    tenant text not null,
    key_id text null,
    video_id text not null,
    video_name text not null,
    mode text not null,
    model text not null,
    labels text not null,
    wants_overlay integer not null,
    has_truth integer not null,
    webhook_url text null,
    webhook_endpoint text null,
    state text not null,
    version bigint not null,
    manifest text not null,
    revision bigint not null,
    segments_due bigint not null,
    segments_masked bigint not null,
    frames_decoded bigint not null,
    frames_encoded bigint not null,
    frames_masked bigint not null,
    frames bigint null,
    error text null,
    lost text null,
    trace_parent text null,
    created_at bigint not null,
    started_at bigint null,
    masked_at bigint null,
    finished_at bigint null,
    next_check_at bigint not null,
    stalls bigint not null,
    faults bigint not null,
    cleanings bigint not null
);

create index jobs_by_tenant on jobs (tenant, created_at, id);

create index jobs_live on jobs (state, next_check_at) where state in ('storing', 'queued', 'running', 'finishing');

create index jobs_by_key on jobs (key_id, state) where key_id is not null;

create index jobs_by_video on jobs (video_id);

create index jobs_to_clean on jobs (next_check_at) where cleanings > 0;

create index jobs_by_end on jobs (finished_at) where finished_at is not null;

create table job_labels (
    job_id text not null,
    name text not null,
    value text not null,
    primary key (job_id, name)
);

create index job_labels_by_value on job_labels (name, value, job_id);

create table job_events (
    job_id text not null,
    number bigint not null,
    kind text not null,
    body text not null,
    primary key (job_id, number)
);

create table job_requests (
    tenant text not null,
    idempotency_key text not null,
    body_hash text not null,
    job_id text not null,
    created_at bigint not null,
    primary key (tenant, idempotency_key)
);

create index job_requests_by_age on job_requests (created_at);
