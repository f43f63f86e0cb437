// Collecting everything that is wrong with a document, to be told at once.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "json/schema.hpp"

namespace fairlead::tenancy {

/// What a provider says of a configuration: paths are JSON Pointers into it. Empty: it is good, or nobody
/// can tell. The runtime passes one that knows the loaded plugins. It repeats no secret.
using ConfigCheck = std::function<std::vector<json::FieldError>(std::string_view provider,
                                                                const boost::json::object& config)>;

/// A key as it may stand in a path that is printed: unusual ones quoted and cut.
[[nodiscard]] std::string path_segment(std::string_view key);

/// Problems in the order found, each with a dotted path: "tenants.acme.connections.postgres.access".
class Problems {
 public:
  void add(std::string path, std::string message) { found_.push_back({std::move(path), std::move(message)}); }
  /// Keeps only the message of a failed check.
  void add_failed(const std::string& path, const Result<void>& checked) {
    if (!checked) add(path, checked.error().message);
  }
  /// JSON Pointers, relative to the dotted `base`, which may be empty.
  void add_all(const std::string& base, const std::vector<json::FieldError>& errors);

  [[nodiscard]] bool empty() const { return found_.empty(); }
  /// One line per problem after `title`; detail_json: {"problems": [{"path", "message"}]}.
  [[nodiscard]] Error to_error(std::string title, std::string reason) const;

 private:
  std::vector<json::FieldError> found_;
};

}  // namespace fairlead::tenancy
