#!/usr/bin/env bash
# Installs what the tests of the services run privately: RabbitMQ, PostgreSQL, Azurite, Chromium for the web page, curl
# for the session of docs/serving.md, and the client of tus.io. Quick when nothing is missing.
# No system service is started or left enabled: the tests start servers of their own on free loopback ports.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=install-test-servers
. "$root/.ci/prepare.sh"
manifests=$root/tests/Rvos.Testing.Servers
servers=$root/.cache/test-servers

# Folder of an npm package and what it needs: it changes with the lock file. folder_of NAME
folder_of() { printf '%s/%s-%s' "$servers" "$1" "$(sha256sum <"$manifests/$1/package-lock.json" | cut -c1-12)"; }
azurite=$(folder_of azurite)
tus=$(folder_of tus)

# Debian's packages behind the programs that are not there, in `absent`.
find_absent() {
    absent=()
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || absent+=(rabbitmq-server)
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || absent+=(postgresql)
    command -v node >/dev/null || absent+=(nodejs)
    command -v npm >/dev/null || absent+=(npm)
    command -v curl >/dev/null || absent+=(curl)
    command -v chromium >/dev/null || absent+=(chromium fonts-dejavu-core)
}

# Runs as root with the packages as arguments. Debian asks policy-rc.d before it starts a service: 101 is no.
install_as_root='
    set -eu
    policy=/usr/sbin/policy-rc.d
    restore() { if [ -e "$policy.kept" ]; then mv "$policy.kept" "$policy"; else rm -f "$policy"; fi; }
    if [ -e "$policy" ]; then mv "$policy" "$policy.kept"; fi
    trap restore EXIT
    printf "#!/bin/sh\nexit 101\n" >"$policy"
    chmod 755 "$policy"
    export DEBIAN_FRONTEND=noninteractive
    get="apt-get -y -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3"
    $get update
    $get install --no-install-recommends "$@"
    case " $* " in *" rabbitmq-server "*) set -- "$@" epmd ;; esac
    for service in rabbitmq-server postgresql epmd; do
        case " $* " in *" $service "*)
            if command -v systemctl >/dev/null; then systemctl disable "$service" || true
            else update-rc.d "$service" disable || true; fi ;;
        esac
    done'

install_absent() {
    [ ${#absent[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null ||
        die "this is no Debian: please install what its packages ${absent[*]} hold"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 2 ] && sudo -v; }; } ||
            die "${absent[*]} are missing, and neither root nor sudo is at hand"
        as_root=(sudo)
    fi
    say "installing ${absent[*]}…"
    quietly "$servers/apt.log" "${as_root[@]}" sh -c "$install_as_root" sh "${absent[@]}" ||
        die "could not install ${absent[*]}"
}

# Beside its final name first, so that a folder of that name is always whole. install_npm NAME FOLDER
install_npm() {
    [ -d "$2" ] && return
    local partial=$2.partial
    rm -rf "$partial" && mkdir -p "$partial"
    cp "$manifests/$1/package.json" "$manifests/$1/package-lock.json" "$partial/"
    say "installing $1…"
    quietly "$servers/npm.log" npm ci --prefix "$partial" --ignore-scripts --no-audit --no-fund --loglevel=error ||
        die "could not install $1"
    mv "$partial" "$2"
}

find_absent
if [ ${#absent[@]} -eq 0 ] && [ -d "$azurite" ] && [ -d "$tus" ]; then exit 0; fi
mkdir -p "$servers"
exec {servers_lock}>"$servers/lock"
flock "$servers_lock"
find_absent
install_absent
install_npm azurite "$azurite"
install_npm tus "$tus"
