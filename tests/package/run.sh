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
  [ ! -e "$prefix/include/gtest" ] || fail "test libraries were installed"
  must_have bin/fairlead
  must_have lib/fairlead/postgres.so
  ! find "$prefix/lib/fairlead" -name '*.so' | grep -v '/postgres\.so$' || fail "a plugin that is no product was installed"
  # An executable that exports its symbols would give them to plugins (no -rdynamic).
  ! nm -D --defined-only "$prefix/bin/fairlead" | grep -q ' T .*fairlead' || fail "bin/fairlead exports symbols of the core"
}

# build_hello NAME COMPILER [FLAGS]: out of tree, against the installed package, from a copy of the example.
build_hello() {
  local name=$1 compiler=$2 flags=${3:-} work=$build/package/$1 exported
  command -v "$compiler" >/dev/null || fail "$compiler not found: ./dev setup installs it"
  rm -rf "$work"
  mkdir -p "$work"
  cp -r "$source/examples/hello_provider" "$work/source"
  cmake -S "$work/source" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="$flags" -DCMAKE_BUILD_TYPE=Release
  cmake --build "$work/build"
  cmake --install "$work/build" --prefix "$work/prefix"
  [ -e "$work/prefix/lib/fairlead/hello.so" ] || fail "$name: lib/fairlead/hello.so was not installed"
  exported=$(nm -D --defined-only "$work/prefix/lib/fairlead/hello.so" | awk '{print $2, $3}')
  [ "$exported" = "T fairlead_plugin_main_v1" ] || fail "$name exports more than its entry point: $exported"
  ! readelf -d "$work/prefix/lib/fairlead/hello.so" | grep -E 'SONAME|boost' || fail "$name: soname or shared Boost"
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

case $step in
  install) install_prefix ;;
  layout) check_layout ;;
  hello_gcc) build_hello gcc g++ ;;
  hello_clang) build_hello clang clang++-14 ;;
  hello_clang_libcxx) build_hello clang_libcxx clang++-14 -stdlib=libc++ ;;
  inspect) inspect_plugins ;;
  call) call_hello ;;
  *) fail "unknown step $step" ;;
esac
