#!/usr/bin/env bash
# One step of the package test: run.sh BUILD_DIR SOURCE_DIR STEP. Steps share BUILD_DIR/package.
set -euo pipefail
build=$1 source=$2 step=$3
prefix=$build/package/prefix

fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
must_have() { [ -e "$prefix/$1" ] || fail "$1 is not installed"; }

install_prefix() {
  rm -rf "$build/package"
  cmake --install "$build" --prefix "$prefix" >/dev/null
}

check_layout() {
  local header
  must_have lib/cmake/FairleadSDK/FairleadSDKConfig.cmake
  must_have lib/cmake/FairleadSDK/FairleadAddPlugin.cmake
  must_have share/fairlead/sdk/boost_json.cpp
  (cd "$source/sdk/include" && find . -name '*.h' -o -name '*.hpp') | while read -r header; do
    must_have "include/$header"
  done
  # What only the project's own tests and readers need stays in its tree.
  ! (cd "$prefix" && find . -path '*frozen*' -o -name ABI.md) | grep . || fail "frozen headers or ABI.md were installed"
  [ ! -e "$prefix/include/gtest" ] || fail "test libraries were installed"
  must_have bin/fairlead
  must_have libexec/fairlead/fairlead-scan
  must_have lib/fairlead/postgres.so
  ! find "$prefix/lib/fairlead" -name '*.so' | grep -v '/postgres\.so$' || fail "a plugin that is no product was installed"
  # An executable that exports its symbols would give them to plugins (no -rdynamic).
  ! nm -D --defined-only "$prefix/bin/fairlead" | grep -q ' T .*fairlead' || fail "bin/fairlead exports symbols of the core"
}

# check_exports NAME FILE
check_exports() {
  local exported
  exported=$(nm -D --defined-only "$2" | awk '{print $2, $3}')
  [ "$exported" = "T fairlead_plugin_main_v1" ] || fail "$1 exports more than its entry point: $exported"
}

# build_hello NAME COMPILER [FLAGS]: out of tree, against the installed package, from a copy of the example.
build_hello() {
  local name=$1 compiler=$2 flags=${3:-} work=$build/package/$1
  command -v "$compiler" >/dev/null || fail "$compiler not found: ./dev setup installs it"
  rm -rf "$work"
  mkdir -p "$work"
  cp -r "$source/examples/hello_provider" "$work/source"
  cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_BUILD_TYPE=Release
  cmake --build "$work/build"
  cmake --install "$work/build" --prefix "$work/prefix"
  [ -e "$work/prefix/lib/fairlead/hello.so" ] || fail "$name: lib/fairlead/hello.so was not installed"
  check_exports "$name" "$work/prefix/lib/fairlead/hello.so"
  ! readelf -d "$work/prefix/lib/fairlead/hello.so" | grep -E 'SONAME|boost' || fail "$name: soname or shared Boost"
}

# The lines that sdk/ABI.md gives for a plugin with an OpenSSL of its own: they build, hide it, and it works beside the
# program's. The name and source in them are tickets and tickets.cpp.
build_own_openssl() {
  local work=$build/package/own_openssl file
  rm -rf "$work"
  mkdir -p "$work"
  cp "$source/tests/package/own_openssl.cpp" "$work/tickets.cpp"
  {
    printf 'cmake_minimum_required(VERSION 3.25)\nproject(tickets LANGUAGES CXX)\nfind_package(FairleadSDK REQUIRED)\n'
    awk '/^```cmake/ { inside = 1; next } /^```/ { exit } inside' "$source/sdk/ABI.md"
  } >"$work/CMakeLists.txt"
  grep -q OPENSSL_USE_STATIC_LIBS "$work/CMakeLists.txt" || fail "the first CMake lines of ABI.md are not OpenSSL's"
  cmake -S "$work" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER=g++ \
    -DCMAKE_BUILD_TYPE=Release
  cmake --build "$work/build"
  file=$work/build/tickets.so
  check_exports own_openssl "$file"
  ! readelf -d "$file" | grep -E 'libssl|libcrypto|RPATH|RUNPATH|TEXTREL|SONAME' || fail "own_openssl: see above"
  readelf -d "$file" | grep BIND_NOW >/dev/null || fail "own_openssl is bound lazily"
  cat >"$work/fairlead.yaml" <<'YAML'
version: 1
tenants:
  acme: { enabled: [digest], connections: { digest: { config: {} } } }
YAML
  local run=("$prefix/bin/fairlead" --config "$work/fairlead.yaml" --state-dir "$work/state" --plugin-dir "$work/build")
  "${run[@]}" apply "$work/fairlead.yaml"
  # FIPS 180-4, example B.1.
  "${run[@]}" call acme digest_sha256 text=abc | grep ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
}

# With a standard library and an unwinder of its own inside.
build_hello_static() {
  build_hello gcc_static g++ '-static-libstdc++ -static-libgcc'
  ! readelf -d "$build/package/gcc_static/prefix/lib/fairlead/hello.so" | grep -E 'NEEDED.*(libstdc\+\+|libgcc)' ||
    fail "hello is not linked statically"
}

# Three builds of hello and two plugins with the same symbols in one process.
run_side_by_side() {
  local hellos=() kind faulty=$build/lib/tests/faulty
  for kind in gcc gcc_static clang_libcxx; do
    hellos+=("$build/package/$kind/prefix/lib/fairlead/hello.so")
  done
  mkdir -p "$build/package/side_by_side"
  "$build/bin/package_side_by_side" "$build/package/side_by_side" "${hellos[@]}" -- \
    "$faulty/same_symbols_narrow.so=narrow" "$faulty/same_symbols_wide.so=wide"
}

# The installed program, with the plugin that clang built against libc++ as a further folder of plugins.
fairlead() {
  HELLO_PASSWORD=swordfish "$prefix/bin/fairlead" --config "$build/package/fairlead.yaml" \
    --state-dir "$build/package/state" --plugin-dir "$build/package/clang_libcxx/prefix/lib/fairlead" "$@"
}

inspect_plugins() {
  echo 'version: 1' >"$build/package/fairlead.yaml"
  local list
  list=$(fairlead plugins list --json)
  for id in hello postgres; do
    [[ $list == *"\"$id\""* ]] || fail "fairlead plugins list does not show $id: $list"
  done
  fairlead plugins inspect hello
}

call_hello() {
  printf 'swordfish\n' >"$build/package/notebook"
  cat >"$build/package/fairlead.yaml" <<YAML
version: 1
tenants:
  acme:
    enabled: [hello]
    connections:
      hello:
        access: read_write
        config: { file: "$build/package/notebook", password: "\${env:HELLO_PASSWORD}" }
YAML
  rm -rf "$build/package/state"
  fairlead apply "$build/package/fairlead.yaml"
  fairlead call acme hello_add note='written by clang'
  local listed
  listed=$(fairlead call acme hello_list --json) || fail "hello_list: $listed"
  python3 -c '
import json, sys
result = json.loads(sys.argv[1])
assert result["successful"] and result["data"] == {"notes": ["written by clang"]}, result
' "$listed"
}

# What `fairlead new-plugin` writes, treated as its README and `fairlead new-plugin` itself say: it configures, builds
# without a warning, passes its tests and `fairlead verify`, and answers in `fairlead dev`.
try_new_plugin() {
  local work=$build/package/new_plugin
  local config=(--config sample_config.json)
  rm -rf "$work"
  mkdir -p "$work"
  cd "$work"
  "$prefix/bin/fairlead" new-plugin big-tickets --id com.example.big-tickets --dir project
  cd project
  cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER=g++ -DCMAKE_CXX_FLAGS=-Werror
  cmake --build build
  ctest --test-dir build --output-on-failure
  check_exports new_plugin build/big-tickets.so
  "$prefix/bin/fairlead" verify build/big-tickets.so "${config[@]}"
  printf 'add text="a third"\nsearch text=third\n' | "$prefix/bin/fairlead" dev build/big-tickets.so "${config[@]}" |
    grep '"structuredContent":{"items":\[{"number":3,"text":"a third"}\],"has_more":false}' ||
    fail "fairlead dev does not find what it added"
  cmake --install build --prefix "$work/prefix"
  [ -e "$work/prefix/lib/fairlead/big-tickets.so" ] || fail "lib/fairlead/big-tickets.so was not installed"
}

# The report on the ABI runs, and tells of a member that was appended to a copy of the headers.
report_on_abi() {
  local work=$build/package-abi report
  rm -rf "$work"
  mkdir -p "$work"
  cp -r "$source"/sdk/abi/frozen/v1_0/fairlead "$work"
  report=$("$source/tools/abi_report.sh" "$work" "$source/sdk/abi/frozen/v1_0")
  [[ $report == *"No change of types"* ]] || fail "the report on unchanged headers: $report"
  sed -i 's/^} fairlead_request;/  uint64_t appended_for_the_report;\n&/' "$work/fairlead/plugin.h"
  report=$("$source/tools/abi_report.sh" "$work" "$source/sdk/abi/frozen/v1_0")
  [[ $report == *"struct fairlead_request"*"insertion"*"uint64_t appended_for_the_report"* ]] ||
    fail "the report does not tell of the member: $report"
}

case $step in
  install) install_prefix ;;
  layout) check_layout ;;
  abi_report) report_on_abi ;;
  hello_gcc) build_hello gcc g++ ;;
  hello_gcc_static) build_hello_static ;;
  hello_clang) build_hello clang clang++-14 ;;
  hello_clang_libcxx) build_hello clang_libcxx clang++-14 -stdlib=libc++ ;;
  own_openssl) build_own_openssl ;;
  inspect) inspect_plugins ;;
  call) call_hello ;;
  new_plugin) try_new_plugin ;;
  side_by_side) run_side_by_side ;;
  *) fail "unknown step $step" ;;
esac
