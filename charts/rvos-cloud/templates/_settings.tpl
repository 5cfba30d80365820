{{/* Settings of a service that are no secrets, as environment. Takes a dict: root, name, needs, values. */}}
{{- define "rvos.settings" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $all := dict
  "ASPNETCORE_URLS" (ternary "http://+:8080;http://+:8081" "http://+:8081" (default false .needs.http))
  "DOTNET_EnableDiagnostics" "0"
  "Logging__LogLevel__Default" $values.telemetry.logLevel
  "OTEL_SERVICE_NAME" (printf "rvos-%s" .name)
  "Rvos__Telemetry__InternalPort" "8081"
  "Rvos__Telemetry__SampleRatio" (toString $values.telemetry.sampleRatio)
  "Rvos__Health__GraceSeconds" (toString $values.health.graceSeconds)
  "Rvos__Health__DrainSeconds" (toString $values.health.drainSeconds)
  "Rvos__Health__StopSeconds" (toString $values.health.stopSeconds)
-}}
{{- with $values.telemetry.otlpEndpoint }}
{{- $_ := set $all "Rvos__Telemetry__OtlpEndpoint" . }}
{{- $_ := set $all "Rvos__Telemetry__OtlpProtocol" $values.telemetry.otlpProtocol }}
{{- end }}
{{- if .needs.bus }}{{ $_ := set $all "Rvos__Bus__Transport" "RabbitMq" }}{{ end }}
{{- if .needs.database }}{{ $_ := set $all "Rvos__Database__Provider" "PostgreSql" }}{{ end }}
{{- if .needs.blobs }}
{{- $_ := set $all "Rvos__Blobs__Provider" "Azure" }}
{{- $_ := set $all "Rvos__Blobs__Container" $values.blobs.container }}
{{- with $values.blobs.serviceUri }}{{ $_ := set $all "Rvos__Blobs__ServiceUri" . }}{{ end }}
{{- end }}
{{- if .needs.model }}
{{- $_ := set $all "Rvos__Inference__Device" (ternary "cuda" "cpu" $values.gpu.enabled) }}
{{- $_ := set $all "Rvos__Inference__Precision" $values.models.precision }}
{{- end }}
{{- if and .needs.weights $values.models.existingClaim }}{{ $_ := set $all "Rvos__Inference__Models" "/models" }}{{ end }}
{{- if .needs.outside }}
{{- range $i, $port := $values.outbound.ports }}{{ $_ := set $all (printf "Rvos__Outbound__AllowedPorts__%d" $i) (toString $port) }}{{ end }}
{{- end }}
{{- if .needs.http }}
{{- with $values.publicUrl }}{{ $_ := set $all "Rvos__PublicUrl" . }}{{ end }}
{{- end }}
{{- if $values.dapr.enabled }}{{ $all = merge $all (include "rvos.daprSettings" . | fromYaml) }}{{ end }}
{{- if eq .name "gateway" }}
{{- range tuple "Ingestion" "Metrics" "Notifications" }}
{{- $_ := set $all (printf "Rvos__Gateway__%s" .) (printf "http://%s-%s:8080" (include "rvos.fullname" $root) (lower .)) }}
{{- end }}
{{- range $i, $network := .values.trustedProxies }}{{ $_ := set $all (printf "Rvos__Gateway__TrustedProxies__%d" $i) $network }}{{ end }}
{{- end }}
{{- if eq .name "ingestion" }}
{{- $_ := set $all "Rvos__Videos__ScratchFolder" "/scratch/videos" }}
{{- $_ := set $all "Rvos__Videos__ScratchBytes" (printf "%d" (int64 .values.scratch.videoBytes)) }}
{{- $_ := set $all "Rvos__Results__ScratchFolder" "/scratch/overlays" }}
{{- end }}
{{- range $key, $value := .values.settings }}
{{- if regexMatch "(?i)(password|connectionstring|__bus__address$|secret)" $key }}
{{- fail (printf "%s.settings.%s: this may hold a password, and values hold none: see rabbitmq.secret, postgresql.secret and blobs.secret" $.name $key) }}
{{- end }}
{{- if hasKey $all $key }}
{{- if hasPrefix "Rvos__Health__" $key }}{{ fail (printf "%s.settings.%s: set it by health, so that the pod's termination time follows" $.name $key) }}{{ end }}
{{- end }}
{{- $_ := set $all $key $value }}
{{- end }}
{{- range $key := keys $all | sortAlpha }}
{{ $key }}: {{ get $all $key | quote }}
{{- end }}
{{- end -}}
