#!/usr/bin/env bash
# Runs the ablations of services/training/ablations, several seeds each, one run after another, and writes their tables.
# Can be stopped or killed at any moment: the same command goes on where it was. Results go to runs/ablations (not part of the repository).
#
#   scripts/ablations.sh                       all of them, in the background; the log is runs/ablations/log.txt
#   scripts/ablations.sh --here skip- s2s      in the foreground, only those whose names begin so
#
# SEEDS="1 2 3"  STEPS=1600  DEVICE=cpu|cuda:0  are taken from the environment.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
out=$root/runs/ablations
seeds=${SEEDS:-1 2 3}
steps=${STEPS:-}
device=${DEVICE:-cpu}
failed=0
mkdir -p "$out"

if [ "${1:-}" != --here ]; then
    nohup "$0" --here "$@" >>"$out/log.txt" 2>&1 &
    echo "running in the background as process $!; follow it with: tail -f $out/log.txt"
    exit
fi
shift
exec 9>"$out/lock"
flock -n 9 || { echo "ablations are running already ($out/lock)"; exit 1; }

chosen() {
    local name
    for file in "$root"/services/training/ablations/*.json; do
        name=$(basename "$file" .json)
        [ "$name" = base ] && continue
        [ $# -eq 0 ] && echo "$name"
        for prefix in "$@"; do case $name in "$prefix"*) echo "$name" ;; esac; done
    done
}

tables() {
    local run group runs=()
    for group in recurrence sampling skip s2s; do
        runs=()
        for run in "$out/$group"-*/; do [ -s "$run/validation.csv" ] && [ "$(wc -l <"$run/validation.csv")" -gt 1 ] && runs+=("$run"); done
        # Sampling and skipping are compared with the plain forward step, which is recurrence-st-plus.
        case $group in sampling | skip) for run in "$out"/recurrence-st-plus-*/ "$out"/sampling-inverse-step-*/; do [ -s "$run/validation.csv" ] && [[ " ${runs[*]} " != *" $run "* ]] && runs+=("$run"); done ;; esac
        [ ${#runs[@]} -gt 0 ] && "$root/rvos" compare "${runs[@]}" --csv "$out/$group.csv" >"$out/$group.md"
    done
    return 0
}

# Seed by seed, so that an early stop leaves every ablation with equally many seeds.
for seed in $seeds; do
    for name in $(chosen "$@"); do
        run=$out/$name-$seed
        echo "== $name, seed $seed ($(date -u +%H:%M:%S))"
        if "$root/rvos" train "$root/services/training/ablations/$name.json" --seed "$seed" --device "$device" ${steps:+--steps "$steps"} -o "$run" >"$run.txt" 2>&1; then
            grep 'held-out' "$run.txt" | tail -n 1 || true
        else
            tail -n 3 "$run.txt"
            failed=1
        fi
        tables
    done
done
cat "$out"/*.md
exit "$failed"
