{{/* Start of every object's name. */}}
{{- define "rvos.fullname" -}}
{{- default .Release.Name .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Labels that select pods. Takes a dict: root, component (left out: those of all components). */}}
{{- define "rvos.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{/* Labels of an object. Takes a dict: root, component (may be left out). */}}
{{- define "rvos.labels" -}}
{{ include "rvos.selector" . }}
app.kubernetes.io/part-of: {{ .root.Chart.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Image of a service. Takes a dict: root, name, gpu (whether it has a GPU variant). */}}
{{- define "rvos.image" -}}
{{- $tag := default .root.Chart.AppVersion .root.Values.image.tag -}}
{{- if and .gpu .root.Values.gpu.enabled }}{{ $tag = printf "%s%s" $tag .root.Values.gpu.tagSuffix }}{{ end -}}
{{- with .root.Values.image.registry }}{{ trimSuffix "/" . }}/{{ end }}rvos-{{ .name }}:{{ $tag }}
{{- end -}}

{{/* What each service needs: the one table behind deployments, settings, secrets, services and network flows. */}}
{{- define "rvos.services" -}}
gateway: {http: true, database: true}
ingestion: {http: true, database: true, bus: true, blobs: true, outside: true, weights: true}
encoder: {bus: true, blobs: true, model: true, weights: true}
decoder: {bus: true, blobs: true, model: true, weights: true}
metrics: {http: true, bus: true, blobs: true}
notifications: {http: true, database: true, bus: true, outside: true}
{{- end -}}

{{/* Seconds that a pod has between SIGTERM and SIGKILL: what its process takes at most, and 5 more. */}}
{{- define "rvos.terminationSeconds" -}}
{{- with .Values.health -}}
{{- ceil (addf .graceSeconds .drainSeconds .stopSeconds 5) | int -}}
{{- end -}}
{{- end -}}
