# Finds a Java installation. To be sourced by a POSIX shell: ./clue and ./mvnw share it.
#
#   find_jdk MINIMUM [java|javac]
#
# sets found_jdk to the home of an installation of at least that feature version that has the
# given tool (java unless told otherwise) and found_feature to its feature version, and returns 1
# where there is none. What the user names
# comes first (CLUE_JAVA_HOME, JAVA_HOME, java on the PATH), then the newest of what is installed
# in the usual places.

# Prints the feature version (21) of the Java installation in folder $1; prints nothing for none.
jdk_feature_version() {
  [ -x "$1/bin/java" ] || return 0
  jdk_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jdk_key jdk_value; do
      if [ "$jdk_key" = JAVA_VERSION ]; then
        jdk_version=${jdk_value#\"}
        break
      fi
    done <"$1/release"
  fi
  if [ -z "$jdk_version" ]; then
    jdk_version=$("$1/bin/java" -XshowSettings:properties -version 2>&1 </dev/null \
      | sed -n 's/^ *java\.specification\.version = //p')
  fi
  jdk_version=${jdk_version#1.}
  jdk_version=${jdk_version%%[!0-9]*}
  printf '%s\n' "$jdk_version"
}

# Prints the home of the java on the PATH; prints nothing where there is none.
jdk_on_path() {
  jdk_link=$(command -v java 2>/dev/null) || return 0
  jdk_hops=0
  while [ -L "$jdk_link" ] && [ "$jdk_hops" -lt 20 ]; do
    jdk_target=$(readlink "$jdk_link")
    case $jdk_target in
      /*) jdk_link=$jdk_target ;;
      *) jdk_link=$(dirname "$jdk_link")/$jdk_target ;;
    esac
    jdk_hops=$((jdk_hops + 1))
  done
  jdk_bin=$(dirname "$jdk_link")
  case $jdk_bin in
    */bin) printf '%s\n' "${jdk_bin%/bin}" ;;
  esac
}

find_jdk() {
  found_jdk=
  jdk_tool=${2:-java}
  for jdk_home in "${CLUE_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(jdk_on_path)"; do
    if [ -z "$jdk_home" ] || [ ! -x "$jdk_home/bin/$jdk_tool" ]; then continue; fi
    jdk_feature=$(jdk_feature_version "$jdk_home")
    if [ -n "$jdk_feature" ] && [ "$jdk_feature" -ge "$1" ]; then
      found_jdk=$jdk_home
      found_feature=$jdk_feature
      return 0
    fi
  done
  found_feature=0
  for jdk_home in \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.jenv/versions/* \
    "${HOME:-}"/.asdf/installs/java/* "${HOME:-}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    [ -x "$jdk_home/bin/$jdk_tool" ] || continue
    jdk_feature=$(jdk_feature_version "$jdk_home")
    if [ -n "$jdk_feature" ] && [ "$jdk_feature" -ge "$1" ] && [ "$jdk_feature" -gt "$found_feature" ]; then
      found_jdk=$jdk_home
      found_feature=$jdk_feature
    fi
  done
  [ -n "$found_jdk" ]
}
