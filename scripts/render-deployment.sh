#!/usr/bin/env bash
# Writes what is generated from the chart: k8s/base, k8s/overlays and the chart's README. With --check it writes nothing and says
# what is not current.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
"$root/scripts/install-deployment-tools.sh"
code=0
node "$root/scripts/deployment/readme.mjs" "$root/charts/rvos-cloud" "$@" || code=1
node "$root/scripts/deployment/overlays.mjs" "$root" "$@" || code=1
exit $code
