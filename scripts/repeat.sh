#!/usr/bin/env bash
# Runs tests again and again and counts how often they fail: for what fails once in many runs.
#
#   scripts/repeat.sh PROJECT TEST N       scripts/repeat.sh Rvos.System Kill_RabbitMq 20
#
# PROJECT is the start of a test project's name, TEST a part of the tests' names. What fails is shown; the exit code is 1 then.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=repeat
. "$root/.ci/prepare.sh"
[ $# -eq 3 ] && [[ $3 =~ ^[1-9][0-9]*$ ]] || { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 2; }
name=$2 runs=$3
projects=("$root"/tests/"$1"*.Tests/*.csproj)
[ -f "${projects[0]}" ] && [ ${#projects[@]} -eq 1 ] || die "expected one test project whose name starts with $1"

open_cache
install_missing
find_dotnet
"$root/scripts/install-test-servers.sh"
quietly "$root/.cache/repeat-build.log" in_root dotnet build "${projects[0]}" "${build_options[@]}"
title=$(basename "${projects[0]}" .csproj)
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
passed=0 failed=0
for ((run = 1; run <= runs; run++)); do
    log=$root/.cache/repeat-$run.log
    # A filter that matches nothing exits with 0: it must say that something passed.
    if in_root env --default-signal=INT dotnet test "tests/$title/bin/Release/net10.0/$title.dll" --nologo --filter "FullyQualifiedName~$name" \
        --logger "console;verbosity=minimal" >"$log" 2>&1 </dev/null && grep -q 'Passed:  *[1-9]' "$log"; then
        passed=$((passed + 1))
        rm "$log"
    else
        failed=$((failed + 1))
        tail -n 40 "$log"
    fi
    printf '%d of %d: %d passed, %d failed, %d s\n' "$run" "$runs" "$passed" "$failed" "$SECONDS"
done
[ "$failed" -eq 0 ]
