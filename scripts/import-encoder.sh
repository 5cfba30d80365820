#!/usr/bin/env bash
# An encoder trained on ImageNet, for initialWeights of training configurations: the ResNet-18 of ML.NET's package (MIT), as a weights file.
#
#   scripts/import-encoder.sh [FILE]        # default data/imagenet-resnet18.safetensors
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
case ${1:-} in -*) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 2 ;; esac
output=${1:-$root/data/imagenet-resnet18.safetensors}
package=microsoft.ml.dnnimagefeaturizer.resnet18 version=0.23.1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Downloads the package into the user's NuGet folder and references nothing of it.
cat >"$work/download.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="$package" Version="[$version]" /></ItemGroup>
  <Target Name="WriteFolder"><WriteLinesToFile File="$work/folder" Lines="\$(NuGetPackageRoot)" /></Target>
</Project>
EOF
dotnet restore "$work/download.csproj" -v quiet >&2
dotnet build "$work/download.csproj" -t:WriteFolder --no-restore -v quiet --nologo >&2
models=$(cat "$work/folder")$package/$version/tools/DnnImageModels
mkdir -p "$(dirname "$output")"
"$root/rvos" import-weights "$models/ResNet18Onnx/ResNet18.onnx" --preprocessing "$models/ResNetPrepOnnx/ResNetPreprocess.onnx" -o "$output"
