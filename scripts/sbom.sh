#!/usr/bin/env bash
# Writes a software bill of materials for each service's image: the NuGet packages that its layer holds, in CycloneDX (JSON).
#   scripts/sbom.sh FOLDER [--tag TAG] [SERVICE...]       FOLDER/rvos-SERVICE.cdx.json
# What a base image holds is Debian's: docs/packages.md.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
me=sbom
. "$root/.ci/prepare.sh"
services=(gateway ingestion encoder decoder metrics notifications training)
folder='' tag=0.1.0
while [ $# -gt 0 ]; do
    case $1 in
        --tag) tag=$2; shift 2 ;;
        -*) die "unknown option $1" ;;
        *) if [ -n "$folder" ]; then break; fi; mkdir -p "$1"; folder=$(readlink -f "$1"); shift ;;
    esac
done
[ -n "$folder" ] || die "a folder says where the bills go"
[ $# -eq 0 ] || services=("$@")

logs=$root/.cache/sbom
mkdir -p "$logs"
find_dotnet
quietly "$logs/tool.log" in_root dotnet tool restore
for service in "${services[@]}"; do
    case $service in
        training) project=services/rvos/Rvos.Cli.csproj ;;
        gateway | ingestion | encoder | decoder | metrics | notifications) project=services/$service/Rvos.${service^}.csproj ;;
        *) die "no service is called $service" ;;
    esac
    quietly "$logs/$service.log" in_root dotnet restore "$project" -v quiet
    quietly "$logs/$service.log" in_root dotnet CycloneDX "$project" --disable-package-restore --output-format Json \
        --output "$folder" --filename "rvos-$service.cdx.json" --set-name "rvos-$service" --set-version "$tag" --set-type Container
done
