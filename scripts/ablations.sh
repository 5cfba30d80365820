#!/usr/bin/env bash
# Runs the ablations of services/training/ablations, several seeds each, one run after another, and writes their tables.
# Can be stopped or killed at any moment: the same command goes on where it was. Results go to runs/ablations (not part of the repository).
#
#   scripts/ablations.sh                       all of the small networks, in the background; the log is runs/ablations/log.txt
#   scripts/ablations.sh --here skip- s2s      in the foreground, only those whose names begin so
#   scripts/ablations.sh encoder memory teaching    the full-width model's, after scripts/import-encoder.sh; they need its file and more data, so they run only when named
#   scripts/ablations.sh --list [NAMES]        only says which would run
#
# SEEDS="1 2 3"  STEPS (the configurations' own)  DEVICE=cpu|cuda:0  JOBS=1 (runs at a time; with more than one, set OMP_NUM_THREADS=1)
# are taken from the environment.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
out=$root/runs/ablations
seeds=${SEEDS:-1 2 3}
steps=${STEPS:-}
device=${DEVICE:-cpu}
jobs=${JOBS:-1}

chosen() {
    local name file prefix
    for file in "$root"/services/training/ablations/*.json; do
        name=$(basename "$file" .json)
        case $name in base*) continue ;; esac
        if [ $# -eq 0 ]; then
            case $name in encoder-* | memory-* | teaching-*) ;; *) echo "$name" ;; esac
        fi
        for prefix in "$@"; do case $name in "$prefix"*) echo "$name" ;; esac; done
    done
}

if [ "${1:-}" = --list ]; then
    shift
    chosen "$@"
    exit
fi
mkdir -p "$out"
if [ "${1:-}" != --here ]; then
    nohup "$0" --here "$@" >>"$out/log.txt" 2>&1 &
    echo "running in the background as process $!; follow it with: tail -f $out/log.txt"
    exit
fi
shift
exec 9>"$out/lock"
flock -n 9 || { echo "ablations are running already ($out/lock)"; exit 1; }

# Only runs that are complete: the others have had less of the budget.
tables() {
    local run group also prefix runs
    for group in recurrence sampling skip s2s encoder memory teaching; do
        # Sampling and skipping are compared with the plain forward step, which is recurrence-st-plus.
        case $group in sampling) also='recurrence-st-plus' ;; skip) also='recurrence-st-plus sampling-inverse-step' ;; memory | teaching) also=encoder-imagenet ;; *) also= ;; esac
        runs=()
        for prefix in "$group" $also; do
            for run in "$out/$prefix"-*/; do [ -e "$run/complete" ] && runs+=("$run"); done
        done
        [ ${#runs[@]} -eq 0 ] || "$root/rvos" compare "${runs[@]}" --csv "$out/$group.csv" >"$out/$group.md"
    done
}

run_one() {
    local name=$1 seed=$2 run=$out/$1-$2
    rm -f "$run/complete"
    if "$root/rvos" train "$root/services/training/ablations/$name.json" --seed "$seed" --device "$device" ${steps:+--steps "$steps"} -o "$run" >"$run.txt" 2>&1 </dev/null; then
        echo "$name, seed $seed ($(date -u +%H:%M:%S)): J&F $(tail -n 1 "$run/validation.csv" | cut -d, -f4)"
        touch "$run/complete"
    else
        echo "$name, seed $seed ($(date -u +%H:%M:%S)) FAILED: $(tail -n 3 "$run.txt")"
        touch "$out/failed"
    fi
    (flock 8 && tables) 8>"$out/tables.lock"
}

rm -f "$out/failed"
# Builds before several runs want to.
"$root/rvos" --version >/dev/null
# Seed by seed, so that an early stop leaves every ablation with equally many seeds.
for seed in $seeds; do
    for name in $(chosen "$@"); do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
        run_one "$name" "$seed" &
    done
done
wait
cat "$out"/*.md
[ ! -e "$out/failed" ]
