{{/*
One node of a dependency with a volume, and its service. Takes a dict: root, name, settings (its values), ports (name to
number), mount (of the volume), folders (that must be writable besides), container (what is the dependency's own, as YAML).
*/}}
{{- define "rvos.dependency" -}}
{{- $full := printf "%s-%s" (include "rvos.fullname" .root) .name }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $full }}
  labels: {{- include "rvos.labels" (dict "root" .root "component" .name) | nindent 4 }}
spec:
  selector: {{- include "rvos.selector" (dict "root" .root "component" .name) | nindent 4 }}
  ports:
    {{- range $port, $number := .ports }}
    - name: {{ $port }}
      port: {{ $number }}
      targetPort: {{ $port }}
    {{- end }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $full }}
  labels: {{- include "rvos.labels" (dict "root" .root "component" .name) | nindent 4 }}
spec:
  serviceName: {{ $full }}
  replicas: 1
  selector:
    matchLabels: {{- include "rvos.selector" (dict "root" .root "component" .name) | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "rvos.selector" (dict "root" .root "component" .name) | nindent 8 }}
        {{- with .root.Values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with .root.Values.podAnnotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ $full }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 60
      {{- with .root.Values.image.pullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext: {{- include "rvos.podSecurity" .settings.inCluster.runAsUser | nindent 8 }}
      containers:
        - name: {{ .name }}
          image: {{ .settings.inCluster.image }}
          imagePullPolicy: IfNotPresent
          securityContext: {{- include "rvos.containerSecurity" . | nindent 12 }}
          resources: {{- toYaml .settings.inCluster.resources | nindent 12 }}
          ports:
            {{- range $port, $number := .ports }}
            - name: {{ $port }}
              containerPort: {{ $number }}
            {{- end }}
          {{- .container | nindent 10 }}
          volumeMounts:
            - name: data
              mountPath: {{ .mount }}
            {{- range $i, $folder := .folders }}
            - name: folder-{{ $i }}
              mountPath: {{ $folder }}
            {{- end }}
      volumes:
        {{- range $i, $folder := .folders }}
        - name: folder-{{ $i }}
          emptyDir:
            sizeLimit: 256Mi
        {{- end }}
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        {{- with .settings.inCluster.storage.className }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests:
            storage: {{ .settings.inCluster.storage.size }}
{{- end -}}
