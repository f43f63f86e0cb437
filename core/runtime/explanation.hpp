// How a call would be decided, without making it. Values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "base/access.hpp"
#include "base/error.hpp"
#include "pool/client_pool.hpp"
#include "tenancy/ladder.hpp"

namespace fairlead::runtime {

struct Explanation {
  std::string tenant;
  std::string user;
  std::string tool;
  std::string connection;  ///< empty when the name leads to none
  std::string provider;
  std::optional<Scope> rung;
  std::optional<Access> access;             ///< what calls on that rung may do
  std::vector<tenancy::PassedRung> passed;  ///< the rungs not taken, and why
  std::optional<bool> is_provider_enabled;
  std::optional<bool> is_tool_read_only;
  Duration timeout{};                   ///< the longest such a call may take
  std::optional<pool::PoolStats> pool;  ///< nullopt: no client has been needed yet
  std::uint32_t clients_max = 0;
  /// What such a call would be refused with before it reaches a pool; nullopt: it would be made.
  std::optional<Error> refusal;
};

[[nodiscard]] boost::json::object to_json(const Explanation& explanation);

}  // namespace fairlead::runtime
