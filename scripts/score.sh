#!/usr/bin/env bash
# Segments every sequence of a DAVIS folder and prints J and F: one-shot from each first mask, or with --zero-shot objects that the model finds by itself.
#
#   scripts/score.sh DAVIS RESULTS [options of rvos segment, such as --model FILE or --zero-shot]
#
# Sequences that are in RESULTS already are not segmented again. RESULTS/scores.json has the figures frame by frame.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }
davis=$1 results=$2
shift 2

images=$davis/JPEGImages masks=$davis/Annotations
# DAVIS has a folder for each resolution between.
for resolution in 480p Full-Resolution; do
    if [ -d "$images/$resolution" ] && [ -d "$masks/$resolution" ]; then images+=/$resolution masks+=/$resolution; break; fi
done
[ -d "$images" ] && [ -d "$masks" ] || { echo "score: $davis has no JPEGImages and Annotations" >&2; exit 2; }

zero_shot=
for option in "$@"; do [ "$option" = --zero-shot ] && zero_shot=yes; done

mkdir -p "$results"
for sequence in "$masks"/*/; do
    name=$(basename "$sequence")
    out=$results/$name
    [ -e "$out/annotations.json" ] && continue
    given=("$sequence"*.png)
    prompt=()
    [ -n "$zero_shot" ] || prompt=(--mask "0:${given[0]}")
    rm -rf "$out.part"
    "$root/rvos" segment "$images/$name" "${prompt[@]}" "$@" --no-overlay -o "$out.part" >"$results/segment.log" 2>&1 || { tail -n 3 "$results/segment.log" >&2; exit 1; }
    mv "$out.part" "$out"
done
"$root/rvos" evaluate --ground-truth "$davis" --results "$results" ${zero_shot:+--format rvos-zero-shot} --json "$results/scores.json"
