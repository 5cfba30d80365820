{{/*
Every way that bytes may take, each by its name. A flow has from: components (or peers outside the release: fromPeers) and
to: components, peers or networks, and TCP ports. What is not here is denied.
*/}}
{{- define "rvos.flows" -}}
{{- $values := .Values -}}
{{- $services := include "rvos.services" . | fromYaml -}}
{{- $with := dict "bus" list "database" list "blobs" list "outside" list -}}
{{- range $name, $needs := $services -}}
{{- range $need := keys $with -}}
{{- if hasKey $needs $need }}{{ $_ := set $with $need (append (get $with $need) $name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $database := $with.database -}}
{{- if $values.toolbox.enabled }}{{ $database = append $database "toolbox" }}{{ end -}}
- name: clients-to-gateway
  {{- with $values.networkPolicy.clients }}
  fromPeers: {{- toYaml . | nindent 4 }}
  {{- else }}
  fromAnyone: true
  {{- end }}
  to: [gateway]
  ports: [8080]
- name: gateway-to-services
  from: [gateway]
  to: [ingestion, metrics, notifications]
  ports: [8080]
{{- include "rvos.dependencyFlow" (dict "name" "services-to-rabbitmq" "from" $with.bus "to" "rabbitmq" "settings" $values.rabbitmq "port" 5672) }}
{{- include "rvos.dependencyFlow" (dict "name" "services-to-postgresql" "from" $database "to" "postgresql" "settings" $values.postgresql "port" 5432) }}
{{- include "rvos.dependencyFlow" (dict "name" "services-to-blobs" "from" $with.blobs "to" "blobs" "settings" $values.blobs "port" 10000) }}
- name: ingestion-and-notifications-to-outside
  from: {{ toJson $with.outside }}
  networks:
    - cidr: 0.0.0.0/0
      except: {{- toYaml $values.outbound.except | nindent 8 }}
    - cidr: ::/0
      except: {{- toYaml $values.outbound.exceptV6 | nindent 8 }}
  ports: {{ toJson $values.outbound.ports }}
{{- if or $values.monitoring.serviceMonitor.enabled $values.monitoring.prometheusRule.enabled }}
- name: prometheus-to-services
  fromPeers: {{- toYaml $values.networkPolicy.prometheus | nindent 4 }}
  to: {{ keys $services | sortAlpha | toJson }}
  ports: [8081]
{{- end }}
{{- if $values.telemetry.otlpEndpoint }}
{{- $address := urlParse $values.telemetry.otlpEndpoint }}
- name: services-to-collector
  from: {{ keys $services | sortAlpha | toJson }}
  peers: {{- toYaml $values.networkPolicy.collector | nindent 4 }}
  ports: [{{ regexFind "[0-9]+$" $address.host | default (ternary "443" "80" (eq $address.scheme "https")) }}]
{{- end }}
{{- if and (eq $values.autoscaling.mode "keda") (eq $values.rabbitmq.mode "inCluster") }}
- name: keda-to-rabbitmq
  fromPeers: {{- toYaml $values.networkPolicy.keda | nindent 4 }}
  to: [rabbitmq]
  ports: [15672]
{{- end }}
{{- if $values.dapr.enabled }}
- name: services-to-dapr
  from: {{ keys $services | sortAlpha | toJson }}
  peers: {{- toYaml $values.networkPolicy.dapr | nindent 4 }}
  ports: [443, 6500, 50001, 50005, 50006]
{{- with $values.dapr.secretStore }}
{{- if and .name .cidrs }}
- name: services-to-secret-store
  from: {{ keys $services | sortAlpha | toJson }}
  networks:
    {{- range .cidrs }}
    - cidr: {{ . }}
    {{- end }}
  ports: [{{ .port }}]
{{- end }}
{{- end }}
{{- with $values.dapr.pubsub }}
{{- if and (not .component) .cidrs }}
- name: services-to-pubsub
  from: [ingestion, notifications]
  networks:
    {{- range .cidrs }}
    - cidr: {{ . }}
    {{- end }}
  ports: [{{ .port }}]
{{- end }}
{{- end }}
{{- end }}
{{- if $values.tests.enabled }}
- name: test-to-services
  from: [test]
  to: {{ keys $services | sortAlpha | toJson }}
  ports: [8080, 8081]
{{- end }}
{{- end -}}

{{/* To a dependency: its pods in the cluster, or the networks of the external one. */}}
{{- define "rvos.dependencyFlow" }}
- name: {{ .name }}
  from: {{ toJson .from }}
  {{- if eq .settings.mode "inCluster" }}
  to: [{{ .to }}]
  ports: [{{ .port }}]
  {{- else }}
  networks:
    {{- range .settings.external.cidrs }}
    - cidr: {{ . }}
    {{- end }}
  ports: [{{ .settings.external.port }}]
  {{- end }}
{{- end }}

{{/* A selector of pods of some components. Takes a dict: root, components. */}}
{{- define "rvos.podsOf" -}}
matchLabels: {{- include "rvos.selector" (dict "root" .root) | nindent 2 }}
matchExpressions:
  - key: app.kubernetes.io/component
    operator: In
    values: {{ toJson .components }}
{{- end -}}
