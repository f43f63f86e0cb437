// The secrets of one binding, read from where its configuration refers to, each time anew.
#pragma once

#include <utility>
#include <vector>

#include "plugin/host.hpp"
#include "store/config_references.hpp"

namespace fairlead::runtime {

/// Implements the port that plugin/ declares over the references that store/ understands. Any thread.
class ConfigSecrets final : public plugin::SecretSource {
 public:
  ConfigSecrets(std::vector<store::SecretField> fields, const store::SecretResolver& resolver)
      : fields_(std::move(fields)), resolver_(resolver) {}

  [[nodiscard]] Result<void> check() const override;
  [[nodiscard]] Result<void> read(std::string_view name,
                                  const std::function<void(std::string_view)>& use) const override;

 private:
  std::vector<store::SecretField> fields_;
  const store::SecretResolver& resolver_;
};

}  // namespace fairlead::runtime
