// The baselines of abi_bench, in a file of their own so that the compiler sees no body where they are called.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "fairlead/plugin.h"

namespace fairlead::bench {

/// What a C++ program without plugins would have: gives a result object with the arguments in it.
class VirtualEcho {
 public:
  virtual ~VirtualEcho() = default;
  [[nodiscard]] virtual std::string call(std::string_view arguments_json) = 0;
};
[[nodiscard]] std::unique_ptr<VirtualEcho> make_virtual_echo();

/// The same behind the C contract, without the C++ layer: one provider, one tool, no state. invoke takes a
/// null client.
[[nodiscard]] const fairlead_plugin_api* raw_echo_table();

}  // namespace fairlead::bench
