#!/usr/bin/env bash
# All services as processes on loopback, with private RabbitMQ, PostgreSQL and Azurite: what runs on a cluster, on this machine.
#   scripts/serve-distributed.sh [--decoders N] [--encoders N]      default: two decoders, one encoder
# Ctrl-C stops all of it and removes its data.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=serve-distributed
. "$root/.ci/prepare.sh"
open_cache
install_missing
find_dotnet
check_sdk
"$root/scripts/install-test-servers.sh"
say "building…"
quietly "$root/.cache/build.log" in_root dotnet build tests/Rvos.Testing.Cluster/Rvos.Testing.Cluster.csproj "${build_options[@]}" \
    -p:TreatWarningsAsErrors=false -p:RunAnalyzers=false || exit 1
close_cache
exec dotnet "$root/tests/Rvos.Testing.Cluster/bin/Release/net10.0/Rvos.Testing.Cluster.dll" "$@"
