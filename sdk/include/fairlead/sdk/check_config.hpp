// The check of a configuration beyond its schema. A client class that has
//   static void check(const Config&, ConfigCheck&);
// is asked before a connection is stored and again when it is put to use. No I/O and no secrets there: secret
// fields hold names.
#ifndef FAIRLEAD_SDK_CHECK_CONFIG_HPP
#define FAIRLEAD_SDK_CHECK_CONFIG_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead {
inline namespace sdk_v1 {

// Collects what is wrong; any number of findings.
class ConfigCheck {
 public:
  struct Finding {
    std::string path;
    std::string message;
  };

  // `path` is a JSON Pointer (RFC 6901) into the configuration, "" for the whole of it: "/pool/size".
  // `message` says what is wrong and what to do; the field's name stands before it already.
  void refuse(std::string_view path, std::string_view message) {
    findings_.push_back({std::string(path), std::string(message)});
  }

  [[nodiscard]] bool has_refused() const noexcept { return !findings_.empty(); }
  [[nodiscard]] const std::vector<Finding>& findings() const noexcept { return findings_; }

 private:
  std::vector<Finding> findings_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CHECK_CONFIG_HPP
