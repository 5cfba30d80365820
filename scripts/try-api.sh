#!/usr/bin/env bash
# The session of docs/serving.md: from an upload to an overlay, with curl alone.
#   scripts/try-api.sh URL OUT        such as: scripts/try-api.sh http://127.0.0.1:8080 results
# RVOS_API_KEY holds the API key, where the server wants one.
set -euo pipefail
[ $# = 2 ] || { echo "usage: try-api.sh URL OUT" >&2; exit 2; }
url=${1%/} out=$2
samples=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../samples" && pwd)
mkdir -p "$out"

say() { printf '\n== %s\n' "$*"; }
# Answers of 400 and above end the script, and are shown.
call() { curl --silent --show-error --fail-with-body ${RVOS_API_KEY:+--header "Authorization: Bearer $RVOS_API_KEY"} "$@"; }
post() { call --header 'Content-Type: application/json' --data-binary "@-" "$@"; }
# The first text of that name in JSON.
pick() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
# Waits for a job's end: the stream of its events ends with it.
follow() {
    call --no-buffer --header "Last-Event-ID: ${2:-0}" "$url/v1/jobs/$1/events" | grep --line-buffered -o '^event: .*\|"state":"[a-z]*"\|"frames_segmented":[0-9]*' | paste -s -d ' \n' || true
    [ "$(call "$url/v1/jobs/$1" | pick state)" = completed ] || { echo "the job did not complete: $(call "$url/v1/jobs/$1")" >&2; exit 1; }
}

say "upload, plain"
video=$(call --form "file=@$samples/dashcam.mp4" "$url/v1/videos" | pick id)
echo "$video"

say "upload, resumable (tus): half of it, then the rest"
size=$(wc -c < "$samples/dashcam.mp4") half=100000
location=$(call --request POST --header 'Tus-Resumable: 1.0.0' --header "Upload-Length: $size" --header "Upload-Metadata: filename $(printf dashcam.mp4 | base64)" \
    --dump-header - --output /dev/null "$url/v1/uploads" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
case $location in http*) upload=$location ;; *) upload=$url$location ;; esac
patch() { call --request PATCH --header 'Tus-Resumable: 1.0.0' --header 'Content-Type: application/offset+octet-stream' --header "Upload-Offset: $1" --data-binary @- "$upload"; }
head -c "$half" "$samples/dashcam.mp4" | patch 0
offset=$(call --head --header 'Tus-Resumable: 1.0.0' "$upload" | tr -d '\r' | sed -n 's/^[Uu]pload-[Oo]ffset: //p')
tail -c "+$((offset + 1))" "$samples/dashcam.mp4" | patch "$offset"
echo "$offset of $size bytes were there; the video is $(call "$upload" | pick video_id)"

say "job: one object, as a mask of frame 0"
job=$(post --header "Idempotency-Key: try-$$-$(date +%s)" "$url/v1/jobs" <<< '{"video":"'"$video"'","mode":"one-shot","masks":[{"frame":0,"png":"'"$(base64 < "$samples/dashcam.png" | tr -d '\n')"'"}],"labels":{"camera":"front"}}' | pick id)
echo "$job"

say "events"
follow "$job"

say "results"
call --output "$out/00000.png" "$url/v1/jobs/$job/masks/0.png"
call --output "$out/masks.zip" "$url/v1/jobs/$job/masks.zip"
call --output "$out/annotations.json" "$url/v1/jobs/$job/annotations.json"
call --output "$out/overlay.mp4" "$url/v1/jobs/$job/overlay.mp4"
call --range 0-99 --output "$out/overlay-first-100-bytes" "$url/v1/jobs/$job/overlay.mp4"
call --output "$out/00010.png" "$url/v1/jobs/$job/masks/10.png"
call --output "$out/00060.png" "$url/v1/jobs/$job/masks/60.png"

say "one more object, from frame 50 on"
seen=$(call "$url/v1/jobs/$job/events" | sed -n 's/^id: //p' | tail -n 1)
post "$url/v1/jobs/$job/objects" <<< '{"objects":[{"id":2,"frame":50,"box":[380,190,430,230]}]}' > "$out/changed.json"
follow "$job" "$seen"

say "a correction of it, in frame 60"
seen=$(call "$url/v1/jobs/$job/events" | sed -n 's/^id: //p' | tail -n 1)
post "$url/v1/jobs/$job/corrections" <<< '{"objects":[{"id":2,"frame":60,"polygon":[[385,190],[435,190],[435,235],[385,235]]}]}' > "$out/corrected.json"
follow "$job" "$seen"
call --output "$out/00060-corrected.png" "$url/v1/jobs/$job/masks/60.png"
call "$url/v1/jobs/$job/masks/10.png" | cmp - "$out/00010.png" && echo "frame 10 is as it was"
call --output "$out/overlay.mp4" "$url/v1/jobs/$job/overlay.mp4"
call "$url/v1/jobs/$job" > "$out/job.json"

say "jobs of this camera"
call "$url/v1/jobs?label=camera:front&state=completed&limit=5" | grep -o '"id":"[^"]*"'

say "done: $(ls "$out" | tr '\n' ' ')"
