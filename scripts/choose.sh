#!/usr/bin/env bash
# Says how good weights are on the sequences that serve to choose, and, when asked, on those that only report.
#
#   scripts/choose.sh WEIGHTS RESULTS [--report] [options of rvos segment]
#
# Chooses by the DAVIS-2016 training sequences in $CHOOSE (default ../shared/data/davis2016_train27_256p), on which nothing is trained: mean J decides. --report adds the ten validation
# sequences in $REPORT (../shared/data/davis2016_val10_480p) and the composites of them, which decide nothing. RESULTS/scores.csv gets a line for each, with the weights' checksum.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }
weights=$1 results=$2
shift 2
report=
if [ "${1:-}" = --report ]; then report=yes; shift; fi
shared=$root/../shared/data
mkdir -p "$results"
sum=$(sha256sum "$weights" | cut -c1-12)
table=$results/scores.csv
[ -e "$table" ] || echo "set,weights,sha256,objects,j,f,j_and_f" >"$table"

# The first of a kind in scores.json is the mean over all objects.
mean_of() { grep -F -m 1 "\"$1\":" "$2" | sed 's/^.*: //; s/,$//'; }

# score SET FOLDER [options]: a line of the table.
score() {
    local set=$1 folder=$2 out=$results/$sum/$1 scores
    shift 2
    scores=$out/scores.json
    "$root/scripts/score.sh" "$folder" "$out" --model "$weights" "$@" >"$results/$set.log"
    printf '%s,%s,%s,%s,%.4f,%.4f,%.4f\n' "$set" "$weights" "$sum" "$(grep -c -F '"object":' "$scores")" \
        "$(mean_of 'J mean' "$scores")" "$(mean_of 'F mean' "$scores")" "$(mean_of 'J\u0026F' "$scores")" | tee -a "$table"
}

score choose "${CHOOSE:-$shared/davis2016_train27_256p}" "$@"
[ -n "$report" ] || exit 0
ten=${REPORT:-$shared/davis2016_val10_480p}
score report "$ten" "$@"
composites=$results/composites
[ -e "$composites" ] || "$root/rvos" compose "$ten" -o "$composites"
score composites "$composites" "$@"
