// Bodies of plugin.hpp.
#ifndef FAIRLEAD_SDK_IMPL_PLUGIN_HPP
#define FAIRLEAD_SDK_IMPL_PLUGIN_HPP

#include <cstdint>
#include <memory>
#include <string>

#include <boost/version.hpp>

#include "fairlead/sdk/boundary.hpp"
#include "fairlead/sdk/impl/plugin_state.hpp"
#include "fairlead/sdk/impl/provider.hpp"
#include "fairlead/sdk/plugin.hpp"

namespace fairlead {
inline namespace sdk_v1 {

inline constexpr std::string_view kSdkVersion = "0.1.0";

namespace detail {

// SDK, compiler, standard library and Boost, for people who compare two plugins that behave differently.
inline std::string build_identity() {
  std::string text = "fairlead-sdk ";
  text += kSdkVersion;
#if defined(__clang__)
  text += "; clang " __clang_version__;
#else
  text += "; gcc " __VERSION__;
#endif
#if defined(_LIBCPP_VERSION)
  text += "; libc++ " + std::to_string(_LIBCPP_VERSION);
#elif defined(__GLIBCXX__)
  text += "; libstdc++ " + std::to_string(__GLIBCXX__);
#endif
  return text + "; Boost " + std::to_string(BOOST_VERSION / 100000) + '.' +
         std::to_string(BOOST_VERSION / 100 % 1000);
}

struct PluginFunctions {
  static fairlead_status init(const fairlead_host_api* host, fairlead_plugin** out,
                              fairlead_errout* why) noexcept {
    return guarded(*host, why, [&] {
      if (host->abi_major != FAIRLEAD_ABI_MAJOR || !FAIRLEAD_HAS(host, fairlead_host_api, call_cancelled)) {
        throw Error(
            FAIRLEAD_FAILED_PRECONDITION,
            "the plugin was built for plugin ABI 1, which this host does not offer; use another build of it");
      }
      *out = reinterpret_cast<fairlead_plugin*>(std::make_unique<PluginState>(*host).release());
    });
  }

  // The SDK starts no threads, and a blocking provider's calls have all returned by now; what coroutines and
  // exchanges still do is counted.
  static void quiesce(fairlead_plugin* plugin) noexcept {
    reinterpret_cast<PluginState*>(plugin)->wait_until_quiet();
  }

  static void deinit(fairlead_plugin* plugin) noexcept { delete reinterpret_cast<PluginState*>(plugin); }

  static const void* get_extension(fairlead_plugin*, const char*) noexcept { return nullptr; }
};

}  // namespace detail

template <FixedString Id, FixedString Version, class... Providers>
const fairlead_plugin_api* Plugin<Id, Version, Providers...>::table() noexcept {
  static_assert(sizeof...(Providers) > 0, "a plugin has at least one provider");
  try {
    static const fairlead_provider_api* const providers[] = {Providers::table()...};
    static const std::string& identity = *new std::string(detail::build_identity());
    static const fairlead_plugin_api api = {
        .struct_size = sizeof(fairlead_plugin_api),
        .abi_major = FAIRLEAD_ABI_MAJOR,
        .abi_minor = FAIRLEAD_ABI_MINOR,
        .needs_host_minor = 0,
        .reserved0 = 0,
        .provider_count = sizeof...(Providers),
        .providers = providers,
        .id = detail::borrow(Id.view()),
        .version = detail::borrow(Version.view()),
        .sdk = detail::borrow(identity),
        .init = &detail::PluginFunctions::init,
        .quiesce = &detail::PluginFunctions::quiesce,
        .deinit = &detail::PluginFunctions::deinit,
        .get_extension = &detail::PluginFunctions::get_extension,
    };
    return &api;
  } catch (...) {
    return nullptr;  // No memory, or a provider that cannot be described: the plugin cannot work here.
  }
}

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_PLUGIN_HPP
