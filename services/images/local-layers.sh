# Sourced by scripts/build-images.sh: layers of the bases from this machine's own packages, for machines that reach no public registry.
# layer_FOLDER copies what a layer holds into a folder.

# Files of Debian's packages without what nobody reads in a container, laid out as in Debian (bin is usr/bin).
layer_system() {
    local to=$1 link
    mkdir -p "$to"/{app,dev,etc/ssl/certs,home/app,proc,root,run,sys,tmp,usr/bin,usr/sbin,usr/lib,usr/lib64,var/tmp}
    chmod 1777 "$to/tmp" "$to/var/tmp"
    for link in bin sbin lib lib64; do ln -s "usr/$link" "$to/$link"; done
    dpkg -L base-files bash ca-certificates coreutils dash diffutils grep libacl1 libattr1 libc-bin libc6 libgcc-s1 libgmp10 \
        libpcre2-8-0 libselinux1 libssl3 libstdc++6 libtinfo6 sed tzdata zlib1g >"$to.packages"
    grep -vE '^/(usr/share/(doc|man|info|locale|lintian|bug|bash-completion)|usr/lib/[^/]*/gconv|etc/(init.d|cron|pam.d|security))(/|$)' "$to.packages" |
        while read -r path; do if [ -f "$path" ]; then echo "$path"; fi; done | sort -u >"$to.files"
    tar -C / -c --no-recursion -T "$to.files" 2>/dev/null | tar -x -C "$to" --keep-directory-symlink
    cp -L /etc/ssl/certs/ca-certificates.crt "$to/etc/ssl/certs/"
    printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\nnobody:x:65534:65534::/nonexistent:/usr/sbin/nologin\n' >"$to/etc/passwd"
    printf 'root:x:0:\napp:x:1654:\nnogroup:x:65534:\n' >"$to/etc/group"
    ldconfig -r "$to"
    rm -f "$to.packages" "$to.files"
}

layer_runtime() {
    local to=$1/usr/share/dotnet from version framework
    from=$(dirname "$(readlink -f "$(command -v dotnet)")")
    version=$(ls "$from/shared/Microsoft.AspNetCore.App" | sort -V | tail -1)
    mkdir -p "$to/shared"
    cp -r "$from/dotnet" "$from/host" "$to/"
    for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
        mkdir -p "$to/shared/$framework"
        cp -r "$from/shared/$framework/$version" "$to/shared/$framework/"
    done
}

layer_cpu() {
    mkdir -p "$1/opt/rvos/lib"
    cp "$root/shared/Rvos.Libtorch/bin/Release/net10.0"/*.so* "$1/opt/rvos/lib/"
}

layer_media() {
    mkdir -p "$1/opt/rvos/bin"
    "$root/services/images/collect-libraries.sh" "$1/opt/rvos/lib" "$(command -v ffmpeg)" "$(command -v ffprobe)" \
        /usr/lib/*/libgtk-3.so.0 /usr/lib/*/libdrm.so.2 /usr/lib/*/libatomic.so.1 # what OpenCV's library is linked against
    cp -L "$(command -v ffmpeg)" "$(command -v ffprobe)" "$1/opt/rvos/bin/"
}
