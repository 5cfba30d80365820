#!/usr/bin/env bash
# Builds the images: bases from services/images/Dockerfile, the services on top of them by the .NET SDK's own container support.
#   scripts/build-images.sh --registry registry.example/team       into a registry
#   scripts/build-images.sh --archive FOLDER                       as FOLDER/rvos-SERVICE.tar, for `podman load` and `docker load`
#   scripts/build-images.sh --podman                               into this machine's podman (CONTAINERS_STORAGE_CONF says where that stores)
#   ... [--variant cpu|gpu] [--tag TAG] [--base docker|local] [--no-build] [SERVICE...]
# --base docker (the default where docker is) builds the Dockerfile. --base local needs no public registry: the bases are made of this
# Debian's installed packages, the .NET runtime, libtorch's package and ffmpeg; CPU only. --no-build takes the services as the last Release build
# left them. --skaffold takes the image's name from skaffold.
# Images for others, in a registry or an archive, come with a bill of materials each (scripts/sbom.sh): beside the archives, else in .cache/images.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=build-images
. "$root/.ci/prepare.sh"
. "$root/services/images/local-layers.sh"
services=(gateway ingestion encoder decoder metrics notifications training)
variant=cpu to='' registry='' archive='' tag=0.1.0 base='' skaffold='' build=1

while [ $# -gt 0 ]; do
    case $1 in
        --variant) variant=$2; shift 2 ;;
        --registry) to=registry registry=${2%/}; shift 2 ;;
        --archive) mkdir -p "$2"; to=archive archive=$(readlink -f "$2"); shift 2 ;;
        --podman) to=podman; shift ;;
        --tag) tag=$2; shift 2 ;;
        --base) base=$2; shift 2 ;;
        --no-build) build=''; shift ;;
        --skaffold) skaffold=1; shift ;;
        -*) die "unknown option $1" ;;
        *) break ;;
    esac
done
[ $# -eq 0 ] || services=("$@")
[[ $variant == cpu || $variant == gpu ]] || die "--variant is cpu or gpu"
[ -n "$base" ] || { if command -v docker >/dev/null; then base=docker; else base=local; fi; }
[[ $base == docker || $base == local ]] || die "--base is docker or local"
[ "$base:$variant" != local:gpu ] || die "the GPU base needs docker: NVIDIA's image and libtorch with CUDA are pulled"
if [ -n "$skaffold" ]; then
    [ ${#services[@]} -eq 1 ] || die "--skaffold builds one service"
    tag=${IMAGE##*:}
    if [ "${PUSH_IMAGE:-false}" = true ]; then to=registry registry=${IMAGE%/*}; else to=daemon; fi
fi
[ -n "$to" ] || die "--registry, --archive or --podman says where the images go"
suffix=''
if [ "$variant" = gpu ] && [ -z "$skaffold" ]; then suffix=-gpu; fi

# The base that a service stands on (ImageBase of its project).
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
        training) echo rvos/Rvos.Cli.csproj ;;
        *) echo "$1/Rvos.${1^}.csproj" ;;
    esac
}

images=$root/.cache/images
mkdir -p "$images"
exec {images_lock}>"$images/lock"
flock "$images_lock"
find_dotnet

# The SDK takes bases from a registry alone: Debian's or else docker's own, on loopback and for as long as this script runs.
start_registry() {
    local port
    if ! command -v docker-registry >/dev/null && command -v docker >/dev/null; then
        registry_container=$(docker run -d --rm -p 127.0.0.1::5000 docker.io/library/registry:2)
        trap 'docker rm -f "$registry_container" >/dev/null' EXIT
        bases=$(docker port "$registry_container" 5000/tcp | head -1)
        for _ in $(seq 100); do
            curl -fs "http://$bases/v2/" >/dev/null && return
            sleep 0.1
        done
        die "docker's registry does not answer at $bases"
    fi
    command -v docker-registry >/dev/null || die "docker-registry is missing: scripts/install-container-tools.sh installs it"
    rm -rf "$images/registry"
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 10000))
        printf 'version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: "%s"}}\nhttp: {addr: "127.0.0.1:%d"}\n' "$images/registry" "$port" >"$images/registry.yml"
        docker-registry serve "$images/registry.yml" >"$images/registry.log" 2>&1 {images_lock}>&- &
        registry_process=$!
        trap 'kill $registry_process 2>/dev/null || true; rm -rf "$images/registry"' EXIT
        bases=127.0.0.1:$port
        # The process ends at once where the port is taken.
        for _ in $(seq 100); do
            kill -0 $registry_process 2>/dev/null || continue 2
            curl -fs "http://$bases/v2/" >/dev/null && return
            sleep 0.1
        done
    done
    die "the local registry does not answer: $images/registry.log"
}

docker_base() {
    docker build -q -f "$root/services/images/Dockerfile" --target "$1" -t "$bases/rvos-base:$1" "$root" >/dev/null
    docker push -q "$bases/rvos-base:$1" >/dev/null
}

# upload FILE DIGEST: a blob of the bases' repository.
upload() {
    local place
    place=$(curl -fsS -X POST -D - -o /dev/null "http://$bases/v2/rvos-base/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
    curl -fsS -X PUT -H 'Content-Type: application/octet-stream' -T "$1" -o /dev/null "$place&digest=$2"
}

# Makes a layer of services/images/local-layers.sh and uploads it: once for all bases that have it. Layers for podman on this machine are
# not worth compressing.
local_layer() {
    local name=$1 folder=$images/layers/$1 file=$images/layers/$1.tar digest type=tar
    [ ! -f "$folder.json" ] || return 0
    say "layer $name…"
    rm -rf "$folder" && mkdir -p "$folder"
    "layer_$name" "$folder"
    tar -C "$folder" -c --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --exclude=./home/app . >"$file"
    [ ! -d "$folder/home/app" ] || tar -C "$folder" -r --mtime=@0 --owner=1654 --group=1654 --numeric-owner -f "$file" ./home/app
    digest=sha256:$(sha256sum <"$file" | cut -c1-64)
    echo "\"$digest\"" >"$folder.diff"
    if [ "$to" != podman ]; then
        gzip -c -n "$file" >"$file.gz"
        file=$file.gz type=tar+gzip
        digest=sha256:$(sha256sum <"$file" | cut -c1-64)
    fi
    upload "$file" "$digest"
    printf '{"mediaType":"application/vnd.oci.image.layer.v1.%s","size":%d,"digest":"%s"}\n' "$type" "$(stat -c %s "$file")" "$digest" >"$folder.json"
    rm -rf "$folder" "$folder.tar" "$folder.tar.gz"
}

local_base() {
    local target=$1 layers=(system runtime) layer architecture config digest
    case $target in
        media) layers+=(media) ;;
        cpu) layers+=(cpu) ;;
        training-cpu) layers+=(cpu media) ;;
    esac
    for layer in "${layers[@]}"; do local_layer "$layer"; done
    architecture=$(dpkg --print-architecture)
    config=$images/layers/config.json
    printf '{"architecture":"%s","os":"linux","config":{"User":"1654","WorkingDir":"/app","Env":["PATH=%s","LD_LIBRARY_PATH=/opt/rvos/lib","DOTNET_RUNNING_IN_CONTAINER=true","APP_UID=1654"]},"rootfs":{"type":"layers","diff_ids":[%s]},"history":[]}' \
        "$architecture" /app:/opt/rvos/bin:/usr/share/dotnet:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        "$(cd "$images/layers" && cat "${layers[@]/%/.diff}" | paste -sd,)" >"$config"
    digest=sha256:$(sha256sum <"$config" | cut -c1-64)
    upload "$config" "$digest"
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":%d,"digest":"%s"},"layers":[%s]}' \
        "$(stat -c %s "$config")" "$digest" "$(cd "$images/layers" && cat "${layers[@]/%/.json}" | paste -sd,)" |
        curl -fsS -X PUT -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' --data-binary @- -o /dev/null "http://$bases/v2/rvos-base/manifests/$target"
}

# The blobs of a base, known to the registry under a service's name too: the SDK uploads what is not there.
mount_base() {
    local digest
    for digest in $(curl -fsS -H 'Accept: application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json' \
        "http://$bases/v2/rvos-base/manifests/$2" | grep -o 'sha256:[0-9a-f]*'); do
        curl -fsS -X POST -o /dev/null "http://$bases/v2/rvos-$1/blobs/uploads/?mount=$digest&from=rvos-base"
    done
}

build_services() {
    say "building…"
    local project=services/rvos/Rvos.Cli.csproj
    if [ ${#services[@]} -eq 1 ]; then project=services/$(project_of "${services[0]}"); fi
    quietly "$images/build.log" in_root dotnet build "$project" "${build_options[@]}" -p:RunAnalyzers=false
    # Services that need no libtorch do not build it, and bases have it.
    project=shared/Rvos.Libtorch/Rvos.Libtorch.csproj
    [ "$base" != local ] || [ -f "$root/${project%/*}/bin/Release/net10.0/libtorch_cpu.so" ] ||
        quietly "$images/build.log" in_root dotnet build "$project" "${build_options[@]}" -p:RunAnalyzers=false
}

publish_services() {
    local arguments=() list='' service
    case $to in
        archive) arguments=("-p:ImageArchive=$archive") ;;
        registry) arguments=("-p:ContainerRegistry=${registry%%/*}") ;;
        podman) arguments=("-p:ContainerRegistry=$bases") ;;
    esac
    if [[ $to == registry && $registry == */* ]]; then arguments+=("-p:ImagePath=${registry#*/}/"); fi
    for service in "${services[@]}"; do list+=${list:++}$(project_of "$service"); done
    say "images ${services[*]}…"
    rm -rf "$images/publish"
    DOTNET_CONTAINER_INSECURE_REGISTRIES=$bases quietly "$images/publish.log" in_root dotnet build services/images/images.proj "${build_options[@]}" -maxcpucount \
        "-p:Services=$list" "-p:ImageBases=$bases" "-p:ImageVariant=$variant" "-p:ImageTag=$tag$suffix" "-p:ImageFolder=$images/publish/" "${arguments[@]}"
}

start_registry
if [ -n "$build" ]; then build_services; fi
rm -rf "$images/layers" && mkdir -p "$images/layers"
for target in $(for service in "${services[@]}"; do base_of "$service"; done | sort -u); do
    say "base $target…"
    "${base}_base" "$target"
done
if [ "$to" = podman ]; then for service in "${services[@]}"; do mount_base "$service" "$(base_of "$service")"; done; fi
publish_services
case $to in
    registry) "$root/scripts/sbom.sh" "$images/sbom" --tag "$tag$suffix" "${services[@]}" ;;
    archive) "$root/scripts/sbom.sh" "$archive" --tag "$tag$suffix" "${services[@]}" ;;
esac
case $to in
    podman)
        for service in "${services[@]}"; do
            quietly "$images/pull.log" podman pull --quiet --tls-verify=false "$bases/rvos-$service:$tag$suffix"
            podman tag "$bases/rvos-$service:$tag$suffix" "localhost/rvos-$service:$tag$suffix"
            podman untag "$bases/rvos-$service:$tag$suffix" "$bases/rvos-$service:$tag$suffix"
        done
        ;;
    archive)
        # Archives hold compressed layers.
        for service in "${services[@]}"; do printf '%-20s %5d MB\n' "rvos-$service" $(($(stat -c %s "$archive/rvos-$service.tar") / 1000000)); done
        ;;
esac
