# Sourced by the other scripts: installs the programs that tests and the demo run, where they are missing.
# Prints one line when it installs something, nothing otherwise.

# The one list: a program, or a file that is no program, and the Debian package it comes from.
csi_scaleio_programs='
  mkfs.ext4=e2fsprogs
  mkfs.xfs=xfsprogs
  mkfs.btrfs=btrfs-progs
  blkid=util-linux
  losetup=mount
  pvcreate=lvm2
  sfdisk=fdisk
  cryptsetup=cryptsetup-bin
  redis-server=redis-server
  strace=strace
  promtool=prometheus
  systemd-analyze=systemd
  podman=podman
  runc=runc
  mvn=maven
  curl=curl
  kubectl=kubernetes-client
  /usr/lib/python3/dist-packages/grpc/__init__.py=python3-grpcio
'

csi_scaleio_has() {
  case $1 in
    /*) [ -e "$1" ] ;;
    *) PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null ;;
  esac
}

csi_scaleio_missing_packages() {
  local pair
  for pair in $csi_scaleio_programs; do
    csi_scaleio_has "${pair%%=*}" || echo "${pair#*=}"
  done
}

# Debian starts a service as soon as it is installed; we want the programs only.
csi_scaleio_apt_get_install() {
  local policy=/usr/sbin/policy-rc.d made="" status=0
  if [ ! -e "$policy" ]; then
    made=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" || status=$?
  [ -z "$made" ] || rm -f "$policy"
  return "$status"
}

# $1: a file that takes what apt-get says.
csi_scaleio_install_packages() {
  local log=$1 missing
  missing=$(csi_scaleio_missing_packages)
  [ -n "$missing" ] || return 0
  echo "installing" $missing
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    echo "Missing, from the Debian packages:" $missing >&2
    echo "They are installed by root with apt-get; here, please do it by hand." >&2
    return 1
  fi
  # The lists may be absent or too old to name what the mirror still has.
  if ! csi_scaleio_apt_get_install $missing >"$log" 2>&1; then
    { apt-get update -q && csi_scaleio_apt_get_install $missing; } >>"$log" 2>&1 || true
  fi
  case " $missing " in
    *redis-server*) systemctl disable redis-server >/dev/null 2>&1 || true ;;
  esac
  case " $missing " in
    *prometheus*) systemctl disable prometheus >/dev/null 2>&1 || true ;;
  esac
  missing=$(csi_scaleio_missing_packages)
  [ -z "$missing" ] || { echo "apt-get could not install" $missing "(see $log)" >&2; return 1; }
}
