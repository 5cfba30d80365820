#!/usr/bin/env bash
# Says how good weights are on the sequences that serve to choose, and, when asked, on those that only report.
#
#   scripts/choose.sh WEIGHTS RESULTS [--report] [options of rvos segment]
#
# Chooses by the DAVIS-2016 training sequences in $CHOOSE (default ../shared/data/davis2016_train27_256p), on which nothing is trained: mean J decides. --report adds the ten validation
# sequences in $REPORT (../shared/data/davis2016_val10_480p) and the composites of them, which decide nothing. RESULTS/scores.csv gets a line for each, with the weights' checksum and the
# options. Masks stay in a folder for each weights, options and data, and are used again; remove RESULTS after a change of the program.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
weights=$1 results=$2
shift 2
report=
if [ "${1:-}" = --report ]; then report=yes; shift; fi
shared=$root/../shared/data
mkdir -p "$results"
sum=$(sha256sum "$weights" | cut -c1-12)
options=
[ $# -eq 0 ] || options=$(printf '%q ' "$@")
options=${options% }
table=$results/scores.csv
header=set,weights,sha256,options,objects,j,f,j_and_f
# An earlier version's table has other columns.
if [ -e "$table" ] && [ "$(head -n 1 "$table")" != "$header" ]; then mv "$table" "$table.old"; fi
[ -e "$table" ] || echo "$header" >"$table"

hash_of() { printf '%s\0' "$@" | sha256sum | cut -c1-8; }

quoted() { printf '"%s"' "${1//\"/\"\"}"; }

# The first of a kind in scores.json is the mean over all objects.
mean_of() { grep -F -m 1 "\"$1\":" "$2" | sed 's/^.*: //; s/,$//'; }

# score SET FOLDER [options]: a line of the table.
score() {
    local set=$1 folder out scores objects j f both
    folder=$(readlink -e "$2") || { echo "choose: $2: no such folder" >&2; exit 2; }
    shift 2
    out=$results/$sum/$set-$(hash_of "$folder" "$@")
    scores=$out/scores.json
    "$root/scripts/score.sh" "$folder" "$out" --model "$weights" "$@" >"$results/$set.log"
    # On their own lines, so that a figure that is missing ends the script.
    objects=$(grep -c -F '"object":' "$scores")
    j=$(mean_of 'J mean' "$scores")
    f=$(mean_of 'F mean' "$scores")
    both=$(mean_of 'J\u0026F' "$scores")
    printf '%s,%s,%s,%s,%s,%.4f,%.4f,%.4f\n' "$set" "$(quoted "$weights")" "$sum" "$(quoted "$options")" "$objects" "$j" "$f" "$both" | tee -a "$table"
}

score choose "${CHOOSE:-$shared/davis2016_train27_256p}" "$@"
[ -n "$report" ] || exit 0
ten=${REPORT:-$shared/davis2016_val10_480p}
score report "$ten" "$@"
composites=$results/composites-$(hash_of "$(readlink -e "$ten")")
if [ ! -e "$composites" ]; then
    rm -rf "$composites.part"
    "$root/rvos" compose "$ten" -o "$composites.part"
    mv "$composites.part" "$composites"
fi
score composites "$composites" "$@"
