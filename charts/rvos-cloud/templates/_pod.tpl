{{/* What Pod Security's level "restricted" asks of a pod. Takes a user id. */}}
{{- define "rvos.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* The same of a container, and a root file system that cannot be written. */}}
{{- define "rvos.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* User of our images, as in Microsoft's: "app". */}}
{{- define "rvos.user" -}}1654{{- end -}}

{{/* Annotations of a service's pods. Takes a dict: root, name, settings (its ConfigMap's text). */}}
{{- define "rvos.podAnnotations" -}}
rvos.cloud/settings: {{ .settings | sha256sum | trunc 16 | quote }}
{{- if .root.Values.dapr.enabled }}
dapr.io/enabled: "true"
dapr.io/app-id: {{ include "rvos.fullname" .root }}-{{ .name }}
{{- with .root.Values.dapr.apiTokenSecret }}
dapr.io/api-token-secret: {{ . }}
{{- end }}
{{- /* A sidecar without an app port brings nothing in: what it reaches, other applications reach through it. */}}
{{- if and (eq .name "ingestion") .root.Values.dapr.videos.tenant }}
dapr.io/app-port: {{ include "rvos.daprPort" .root | quote }}
dapr.io/app-max-concurrency: "8"
{{- with .root.Values.dapr.appTokenSecret }}
dapr.io/app-token-secret: {{ . }}
{{- end }}
{{- end }}
dapr.io/log-level: {{ .root.Values.dapr.logLevel | quote }}
dapr.io/sidecar-seccomp-profile-type: RuntimeDefault
dapr.io/sidecar-read-only-root-filesystem: "true"
dapr.io/sidecar-drop-all-capabilities: "true"
dapr.io/sidecar-cpu-request: 50m
dapr.io/sidecar-memory-request: 64Mi
dapr.io/sidecar-memory-limit: 256Mi
{{- with .root.Values.dapr.config }}
dapr.io/config: {{ . | quote }}
{{- end }}
{{- end }}
{{- with .root.Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Where a pod runs. Takes a dict: root, values (of the service), gpu. */}}
{{- define "rvos.placement" -}}
{{- $gpu := and .gpu .root.Values.gpu.enabled -}}
{{- $nodes := dict -}}
{{- if $gpu }}{{ $nodes = merge $nodes .root.Values.gpu.nodeSelector }}{{ end -}}
{{- $nodes = merge $nodes .values.nodeSelector -}}
{{- $taints := .values.tolerations -}}
{{- if $gpu }}{{ $taints = concat $taints .root.Values.gpu.tolerations }}{{ end -}}
{{- with $nodes }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $taints }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- if and $gpu .root.Values.gpu.runtimeClassName }}
runtimeClassName: {{ .root.Values.gpu.runtimeClassName }}
{{- end }}
{{- end -}}

{{/* Resources, with GPUs where there are. Takes the dict of rvos.placement. */}}
{{- define "rvos.resources" -}}
{{- $resources := deepCopy .values.resources -}}
{{- if and .gpu .root.Values.gpu.enabled -}}
{{- $_ := set $resources.limits "nvidia.com/gpu" .root.Values.gpu.count -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}

{{/* Environment that comes from secrets. Takes a dict: root, needs (a row of rvos.services), name (of a service; left out: what has no sidecar). */}}
{{- define "rvos.secretEnvironment" -}}
{{- $dapr := and .name .root.Values.dapr.enabled -}}
{{- if and $dapr .root.Values.dapr.apiTokenSecret }}
- name: DAPR_API_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.dapr.apiTokenSecret }}
      key: token
{{- end }}
{{- if and $dapr (eq .name "ingestion") .root.Values.dapr.videos.tenant .root.Values.dapr.appTokenSecret }}
- name: APP_API_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.dapr.appTokenSecret }}
      key: token
{{- end }}
{{- if not (and $dapr .root.Values.dapr.secretStore.name) }}
{{- if .needs.bus }}
- name: Rvos__Bus__Address
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.rabbitmq.secret.name }}
      key: {{ .root.Values.rabbitmq.secret.addressKey }}
{{- end }}
{{- if .needs.database }}
- name: Rvos__Database__ConnectionString
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.postgresql.secret.name }}
      key: {{ .root.Values.postgresql.secret.connectionKey }}
{{- end }}
{{- if and .needs.blobs (not .root.Values.blobs.serviceUri) }}
- name: Rvos__Blobs__ConnectionString
  valueFrom:
    secretKeyRef:
      name: {{ .root.Values.blobs.secret.name }}
      key: {{ .root.Values.blobs.secret.connectionKey }}
{{- end }}
{{- end }}
{{- end -}}
