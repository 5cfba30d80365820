#!/bin/sh
# Copies shared libraries, and all that they need but the C library's own, flat into a folder: collect-libraries.sh FOLDER FILE...
# Packages of a distribution bring far more than that along (a tenth of libtorch's and ffmpeg's dependencies is ever loaded).
set -eu
folder=$1
shift
mkdir -p "$folder"
for file in "$@"; do
    case $file in *.so*) cp -L "$file" "$folder/" ;; esac
    ldd "$file" | grep -q 'not found' && { ldd "$file" | grep 'not found' >&2; echo "collect-libraries: $file lacks libraries" >&2; exit 1; }
    ldd "$file" | awk '$2 == "=>" { print $1, $3 }'
done | sort -u | while read -r name path; do
    case $name in
        libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | libutil.so.* | libgcc_s.so.* | libstdc++.so.*) ;;
        *) cp -L "$path" "$folder/$name" ;;
    esac
done
