// What the host tells a running operation and does for it. Context is given to connect, ping, reset and
// catalog, Call (call.hpp) to entries. Both are valid until the function they were given to returns, a
// coroutine's until it has ended, and so is every string_view from them: copy what must live longer. Every
// function may be called from any thread meanwhile, unless it says otherwise.
#ifndef FAIRLEAD_SDK_CONTEXT_HPP
#define FAIRLEAD_SDK_CONTEXT_HPP

#include <string>
#include <string_view>
#include <utility>

#include "fairlead/plugin.h"
#include "fairlead/sdk/binding.hpp"
#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/operation.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// Given to connect, ping, reset and catalog.
class Context : public Operation {
 public:
  Context(const detail::OperationFacts& facts, detail::CancelSlot& cancel, Binding& binding)
      : Operation(facts, cancel), binding_(binding) {}

  [[nodiscard]] Scope scope() const noexcept { return binding_.scope(); }

  // The connection in use. Lives until the last of its clients is closed, so a client may keep it.
  [[nodiscard]] Binding& binding() const noexcept { return binding_; }

  // The current value of a secret. The copy is yours: wipe() it when it is used up, keep it out of logs and
  // messages. with_secret avoids the copy.
  // @error UNAUTHENTICATED (thrown, with kBindingBad) the host has no value for it
  [[nodiscard]] std::string reveal(const Secret& secret) const { return binding_.reveal(secret); }

  // Calls use(std::string_view) with the value, which the host wipes afterwards. What `use` throws comes
  // out of with_secret. Errors as reveal.
  template <class Use>
  void with_secret(const Secret& secret, Use&& use) const {
    binding_.with_secret(secret, std::forward<Use>(use));
  }

 private:
  Binding& binding_;
};

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CONTEXT_HPP
