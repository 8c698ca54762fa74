# Sourced by the other scripts: finds a JDK and sets JAVA_HOME and PATH. Prints nothing unless it fails.
#
# Wanted: JDK 25. An already set JAVA_HOME of that age is kept; else the newest JDK under the
# machine's JVM folder is taken. An older one than 25 is refused with advice.

csi_scaleio_jdk_release() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

csi_scaleio_find_jdk() {
  local best="" best_release=0 release dir
  for dir in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -n "$dir" ] && [ -x "$dir/bin/javac" ] || continue
    release=$(csi_scaleio_jdk_release "$dir")
    [ -n "$release" ] || continue
    if [ "$release" -gt "$best_release" ]; then
      best=$dir
      best_release=$release
    fi
  done
  if [ "$best_release" -lt 25 ]; then
    echo "csi-scaleio needs JDK 25; the newest found is '${best_release}'. Install one (Temurin 25, say) or set JAVA_HOME." >&2
    return 1
  fi
  JAVA_HOME=$best
  PATH="$JAVA_HOME/bin:$PATH"
  # Debian's Maven still uses what JDK 24 and later warn about at every start.
  MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
  export JAVA_HOME PATH MAVEN_OPTS
}

csi_scaleio_find_jdk || exit 1
