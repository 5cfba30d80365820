#!/usr/bin/env bash
# Installs what builds and runs container images where no docker is: Debian's podman and a local registry. No service is started
# or left enabled. Quick when nothing is missing; nothing is installed where this machine lets nobody run containers.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=install-container-tools
. "$root/.ci/prepare.sh"

absent=()
for pair in podman:podman runc:runc docker-registry:docker-registry ip:iproute2 unshare:util-linux nsenter:util-linux iptables:iptables catatonit:catatonit curl:curl; do
    command -v "${pair%%:*}" >/dev/null || absent+=("${pair##*:}")
done
[ -x /usr/lib/podman/netavark ] || absent+=(netavark)
[ -x /usr/lib/podman/aardvark-dns ] || absent+=(aardvark-dns)
[ ${#absent[@]} -gt 0 ] || exit 0
if command -v unshare >/dev/null; then
    trial=$(mktemp -d)
    trap 'rmdir "$trial"' EXIT
    refusal=$(unshare --mount --net --pid --fork sh -c 'mount -t tmpfs tmpfs "$1" && cd "$1" &&
        mkdir lower upper work merged && mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged' sh "$trial" 2>&1) ||
        die "containers do not run here: $(tr '\n' ' ' <<<"$refusal")"
fi
command -v apt-get >/dev/null || die "this is no Debian: please install what its packages ${absent[*]} hold"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 2 ] && sudo -v; }; } ||
        die "${absent[*]} are missing, and neither root nor sudo is at hand"
    as_root=(sudo)
fi
mkdir -p "$root/.cache"
say "installing ${absent[*]}…"
# Debian asks policy-rc.d before it starts a service: 101 is no.
quietly "$root/.cache/container-tools.log" "${as_root[@]}" sh -c '
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
    if command -v systemctl >/dev/null; then systemctl disable docker-registry podman podman.socket || true
    else update-rc.d docker-registry disable || true; fi' sh "${absent[@]}" ||
    die "could not install ${absent[*]}"
