#!/usr/bin/env bash
# Builds the images: bases from services/images/Dockerfile, the services on top of them by the .NET SDK's own container support.
#   scripts/build-images.sh --registry registry.example/team       into a registry
#   scripts/build-images.sh --archive FOLDER                       as FOLDER/rvos-SERVICE.tar, for `podman load` and `docker load`
#   ... [--variant cpu|gpu] [--tag TAG] [--base docker|local] [SERVICE...]
# --base docker (the default where docker is) builds the Dockerfile. --base local needs no public registry: Debian's packages, and
# the .NET runtime, libtorch and ffmpeg of this machine; CPU only. --skaffold takes the image's name from skaffold.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=build-images
. "$root/.ci/prepare.sh"
services=(gateway ingestion encoder decoder metrics notifications training)
variant=cpu registry='' archive='' tag=0.1.0 base='' skaffold=''

while [ $# -gt 0 ]; do
    case $1 in
        --variant) variant=$2; shift 2 ;;
        --registry) registry=${2%/}; shift 2 ;;
        --archive) mkdir -p "$2"; archive=$(readlink -f "$2"); shift 2 ;;
        --tag) tag=$2; shift 2 ;;
        --base) base=$2; shift 2 ;;
        --skaffold) skaffold=1; shift ;;
        -*) die "unknown option $1" ;;
        *) break ;;
    esac
done
[ $# -eq 0 ] || services=("$@")
[[ $variant == cpu || $variant == gpu ]] || die "--variant is cpu or gpu"
[ -n "$base" ] || { if command -v docker >/dev/null; then base=docker; else base=local; fi; }
[ "$base:$variant" != local:gpu ] || die "the GPU base needs docker: NVIDIA's image and libtorch with CUDA are pulled"
if [ -n "$skaffold" ]; then
    [ ${#services[@]} -eq 1 ] || die "--skaffold builds one service"
    tag=${IMAGE##*:}
    if [ "${PUSH_IMAGE:-false}" = true ]; then registry=${IMAGE%/*}; fi
fi
suffix=''
if [ "$variant" = gpu ] && [ -z "$skaffold" ]; then suffix=-gpu; fi

# The base that a service stands on.
base_of() {
    case $1 in
        gateway | metrics | notifications) echo web ;;
        ingestion) echo media ;;
        encoder | decoder) echo "$variant" ;;
        training) echo "training-$variant" ;;
        *) die "no service is called $1" ;;
    esac
}
project_of() {
    case $1 in
        training) echo services/rvos/Rvos.Cli.csproj ;;
        *) echo "services/$1/Rvos.${1^}.csproj" ;;
    esac
}

images=$root/.cache/images
mkdir -p "$images"
find_dotnet

# The SDK takes bases from a registry alone: one of Debian's, on loopback and for as long as this script runs, unless a real one is given.
start_registry() {
    command -v docker-registry >/dev/null || die "docker-registry is missing: scripts/install-container-tools.sh installs it"
    local port
    port=$(node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
    cat >"$images/registry.yml" <<END
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $images/registry}}
http: {addr: 127.0.0.1:$port}
END
    docker-registry serve "$images/registry.yml" >"$images/registry.log" 2>&1 &
    registry_process=$!
    trap 'kill $registry_process 2>/dev/null || true' EXIT
    bases=127.0.0.1:$port
    for _ in $(seq 100); do curl -fs "http://$bases/v2/" >/dev/null && return; sleep 0.1; done
    die "the local registry does not answer: $images/registry.log"
}

# ---- bases by docker
docker_base() {
    local arguments=()
    [ -z "${LIBTORCH_SHA256:-}" ] || arguments=(--build-arg "LIBTORCH_SHA256=$LIBTORCH_SHA256")
    docker build -q -f "$root/services/images/Dockerfile" --target "$1" -t "$bases/rvos-base:$1" "${arguments[@]}" "$root" >/dev/null
    docker push -q "$bases/rvos-base:$1" >/dev/null
}

# ---- bases from this machine. Each layer is a folder or archive in .cache/images/, made once.
debian_layer() {
    local layer=$images/debian.tar
    [ -f "$layer" ] && return
    say "a Debian without extras…"
    local without=()
    for folder in doc man locale info; do without+=("--dpkgopt=path-exclude=/usr/share/$folder/*"); done
    rm -f "$layer.partial"
    quietly "$images/debian.log" mmdebstrap --format=tar --variant=essential --include=ca-certificates,tzdata,libssl3,libstdc++6,zlib1g "${without[@]}" \
        --customize-hook='chroot "$1" sh -c "echo app:x:1654:1654::/home/app:/bin/sh >>/etc/passwd; echo app:x:1654: >>/etc/group; mkdir -p /home/app /app; chown 1654:1654 /home/app"' \
        bookworm "$layer.partial"
    mv "$layer.partial" "$layer"
}

runtime_layer() {
    local from version to=$images/runtime
    from=$(dirname "$(readlink -f "$(command -v dotnet)")")
    version=$(ls "$from/shared/Microsoft.AspNetCore.App" | sort -V | tail -1)
    [ -d "$to/$version" ] && return
    rm -rf "$to" && mkdir -p "$to/$version.partial/usr/share/dotnet/shared"
    cp -r "$from/dotnet" "$from/host" "$to/$version.partial/usr/share/dotnet/"
    for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
        mkdir -p "$to/$version.partial/usr/share/dotnet/shared/$framework"
        cp -r "$from/shared/$framework/$version" "$to/$version.partial/usr/share/dotnet/shared/$framework/"
    done
    mv "$to/$version.partial" "$to/$version"
}

# native_layer NAME FILE...: the libraries that files need, as /opt/rvos.
native_layer() {
    local to=$images/native-$1
    shift
    rm -rf "$to" && mkdir -p "$to/opt/rvos/bin"
    "$root/services/images/collect-libraries.sh" "$to/opt/rvos/lib" "$@"
    for file in "$@"; do case $file in *.so) ;; *) cp -L "$file" "$to/opt/rvos/bin/" ;; esac; done
}

local_base() {
    local target=$1 container layers=()
    case $target in
        web) ;;
        media) layers=(media) ;;
        cpu) layers=(cpu) ;;
        training-cpu) layers=(cpu media) ;;
    esac
    debian_layer
    runtime_layer
    for layer in "${layers[@]}"; do
        case $layer in
            media) [ -d "$images/native-media" ] || native_layer media "$(command -v ffmpeg)" "$(command -v ffprobe)" ;;
            cpu) native_layer cpu "$root/shared/Rvos.Torch/obj/native/librvos_torch.so" "$root/shared/Rvos.Fused/obj/native/librvos_fused.so" ;;
        esac
    done
    container=$(buildah_ from scratch)
    buildah_ add -q "$container" "$images/debian.tar" / >/dev/null
    buildah_ add -q "$container" "$images/runtime"/*/ / >/dev/null
    for layer in "${layers[@]}"; do buildah_ add -q "$container" "$images/native-$layer" / >/dev/null; done
    buildah_ config --user 1654 --workingdir /app --env LD_LIBRARY_PATH=/opt/rvos/lib --env DOTNET_RUNNING_IN_CONTAINER=true --env APP_UID=1654 \
        --env PATH=/app:/opt/rvos/bin:/usr/share/dotnet:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$container"
    buildah_ commit -q --rm "$container" "$bases/rvos-base:$target" >/dev/null
    quietly "$images/push.log" buildah_ push --tls-verify=false "$bases/rvos-base:$target"
}
buildah_() { buildah --root "$images/storage" --runroot "$images/run" --storage-driver vfs "$@"; }

make_base() {
    case " ${made:-} " in *" $1 "*) return ;; esac
    say "base $1…"
    "${base}_base" "$1"
    made="${made:-} $1"
}

build_native() {
    for project in shared/Rvos.Torch/Rvos.Torch.csproj shared/Rvos.Fused/Rvos.Fused.csproj; do
        quietly "$images/native.log" dotnet build "$root/$project" -c Release -v q --nologo -nodeReuse:false -p:UseSharedCompilation=false -p:RunAnalyzers=false
    done
}

publish() {
    local service=$1 target arguments=()
    target=$(base_of "$service")
    make_base "$target"
    if [ -n "$archive" ]; then arguments=("-p:ContainerArchiveOutputPath=$archive/rvos-$service.tar")
    elif [ -n "$registry" ]; then arguments=("-p:ContainerRegistry=${registry%%/*}")
    fi
    local repository=rvos-$service
    if [ -z "$archive" ] && [[ $registry == */* ]]; then repository=${registry#*/}/$repository; fi
    say "rvos-$service:$tag$suffix…"
    DOTNET_CONTAINER_INSECURE_REGISTRIES=$bases quietly "$images/$service.log" dotnet publish "$root/$(project_of "$service")" -c Release -r linux-x64 \
        --no-self-contained --artifacts-path "$images/artifacts" -v q --nologo -nodeReuse:false -t:PublishContainer -p:NativeInImage=true -p:ContainerGenerateLabelsImageBaseName=false \
        -p:UseSharedCompilation=false -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false \
        "-p:ContainerBaseImage=$bases/rvos-base:$target" "-p:ContainerRepository=$repository" "-p:ContainerImageTag=$tag$suffix" "${arguments[@]}"
}

registry_process=''
start_registry
if [ "$base" = local ]; then build_native; fi
for service in "${services[@]}"; do publish "$service"; done
if [ -n "$archive" ]; then
    # Archives hold compressed layers.
    for service in "${services[@]}"; do printf '%-20s %5d MB\n' "rvos-$service" $(($(stat -c %s "$archive/rvos-$service.tar") / 1000000)); done
fi
