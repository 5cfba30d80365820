# Sourced by ./rvos and ./test with `root` (the repository) and `me` (the script's name) set: what both need from the
# machine. Nothing here writes to stdout.

say() { printf '%s: %s\n' "$me" "$*" >&2; }

die() {
    say "$@"
    exit 1
}

# Runs "$@" quietly; on failure shows the end of its output. quietly LOG COMMAND...
quietly() {
    local log=$1 code=0
    shift
    "$@" >"$log" 2>&1 </dev/null || code=$?
    [ "$code" -eq 0 ] && return
    tail -n 40 "$log" >&2
    say "failed ($code): $*" "(all of it: $log)"
    return "$code"
}

# .cache/ holds stamps and logs; only one build or installation runs at a time.
open_cache() {
    mkdir -p "$root/.cache" 2>/dev/null && [ -w "$root/.cache" ] ||
        die "cannot write to $root, and something has to be installed or built first"
    exec {lock}>"$root/.cache/lock"
    flock -n "$lock" || { say "waiting for another build"; flock "$lock"; }
}

close_cache() { exec {lock}>&-; }

# libtorch and all other libraries come as NuGet packages; OpenCV's is linked against the last three.
packages=(ca-certificates ffmpeg libssl3 libstdc++6 libgtk-3-0 libdrm2 libatomic1)

# The packages that dpkg does not have installed, in `missing`.
find_missing() {
    missing=()
    command -v dpkg-query >/dev/null || return 0
    local installed name
    installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "${packages[@]}" 2>/dev/null || true)"
    for name in "${packages[@]}"; do
        [[ $installed == *" installed:$name "* ]] || missing+=("$name")
    done
}

install_missing() {
    find_missing
    if ! command -v dpkg-query >/dev/null; then
        command -v ffmpeg >/dev/null || die "ffmpeg is missing, and this is no Debian: please install what" \
            "these Debian packages hold: ${packages[*]}"
        return 0
    fi
    [ ${#missing[@]} -gt 0 ] || return 0

    local as_root=(env DEBIAN_FRONTEND=noninteractive)
    local get=(apt-get -y -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    if [ "$(id -u)" -ne 0 ]; then
        # A password is asked for on the terminal, where there is one.
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 2 ] && sudo -v; }; } ||
            die "packages are missing, and neither root nor sudo is at hand. As root:" \
                "apt-get install --no-install-recommends ${missing[*]}"
        as_root=(sudo "${as_root[@]}")
    fi
    say "installing ${missing[*]}…"
    quietly "$root/.cache/apt-update.log" "${as_root[@]}" "${get[@]}" update &&
        quietly "$root/.cache/apt-install.log" "${as_root[@]}" "${get[@]}" install --no-install-recommends "${missing[@]}" ||
        die "could not install ${missing[*]}"
}

# Puts the .NET SDK on the PATH and its environment in order.
find_dotnet() {
    local folder
    for folder in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
        command -v dotnet >/dev/null && break
        [ -x "$folder/dotnet" ] && PATH=$PATH:$folder
    done
    command -v dotnet >/dev/null || die "the .NET SDK 10 is missing. To get it:
  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
or see https://learn.microsoft.com/dotnet/core/install/linux-debian"

    # A program beside its dotnet host looks for the runtime here; the well-known places need no hint.
    folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
    if [ -z "${DOTNET_ROOT:-}" ] && [ -d "$folder/host/fxr" ]; then export DOTNET_ROOT=$folder; fi
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=${DOTNET_CLI_TELEMETRY_OPTOUT:-1}
    [ -n "${HOME:-}" ] || export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$root/.cache}
    if [ -z "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-}" ] && ! compgen -G '/usr/lib*/*/libicuuc.so.*' >/dev/null &&
        ! compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null; then
        export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    fi
}

# Fails with what to do when no installed SDK satisfies global.json.
check_sdk() {
    (cd "$root" && dotnet --version) >"$root/.cache/sdk.log" 2>&1 || {
        cat "$root/.cache/sdk.log" >&2
        die "the .NET SDK 10 is needed (global.json): curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0"
    }
}

# dotnet in the repository (global.json is looked for from the current folder), leaving no build servers behind.
in_root() { (cd "$root" && exec "$@"); }
build_options=(-c Release -v quiet --nologo --disable-build-servers)
