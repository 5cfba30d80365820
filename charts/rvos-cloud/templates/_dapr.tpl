{{/* Name of the pub/sub component. */}}
{{- define "rvos.daprPubsub" -}}
{{- default (printf "%s-pubsub" (include "rvos.fullname" .)) .Values.dapr.pubsub.name -}}
{{- end -}}

{{/* The port of ingestion, on loopback, that is for its sidecar alone. */}}
{{- define "rvos.daprPort" -}}8082{{- end -}}

{{/* Settings of a service for Dapr, as environment. Takes the dict of rvos.settings. */}}
{{- define "rvos.daprSettings" -}}
{{- $dapr := .root.Values.dapr -}}
{{- $pubsub := include "rvos.daprPubsub" .root -}}
Rvos__Dapr__Enabled: "true"
{{- with $dapr.secretStore.name }}
Rvos__Dapr__SecretStore: {{ . | quote }}
{{- $secrets := list }}
{{- with $.root.Values.rabbitmq.secret }}
{{- if $.needs.bus }}{{ $secrets = append $secrets (printf "Rvos:Bus:Address=%s#%s" .name .addressKey) }}{{ end }}
{{- end }}
{{- with $.root.Values.postgresql.secret }}
{{- if $.needs.database }}{{ $secrets = append $secrets (printf "Rvos:Database:ConnectionString=%s#%s" .name .connectionKey) }}{{ end }}
{{- end }}
{{- with $.root.Values.blobs.secret }}
{{- if and $.needs.blobs (not $.root.Values.blobs.serviceUri) }}{{ $secrets = append $secrets (printf "Rvos:Blobs:ConnectionString=%s#%s" .name .connectionKey) }}{{ end }}
{{- end }}
{{- range $i, $secret := $secrets }}
Rvos__Dapr__Secrets__{{ $i }}: {{ $secret | quote }}
{{- end }}
{{- end }}
{{- if eq .name "notifications" }}
Rvos__Dapr__PublishJobs: {{ $dapr.jobs.publish | quote }}
Rvos__Dapr__PubSub: {{ $pubsub | quote }}
Rvos__Dapr__JobsTopic: {{ $dapr.jobs.topic | quote }}
{{- end }}
{{- if and (eq .name "ingestion") $dapr.videos.tenant }}
Rvos__Dapr__Tenant: {{ $dapr.videos.tenant | quote }}
Rvos__Dapr__PubSub: {{ $pubsub | quote }}
Rvos__Dapr__VideosTopic: {{ $dapr.videos.topic | quote }}
Rvos__Dapr__AppPort: {{ include "rvos.daprPort" .root | quote }}
Rvos__Dapr__AnnounceSubscription: "false"
{{- end }}
{{- end -}}
