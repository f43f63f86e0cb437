// What a client class offers, found and checked at compile time. Internal.
#ifndef FAIRLEAD_SDK_IMPL_CLIENT_TRAITS_HPP
#define FAIRLEAD_SDK_IMPL_CLIENT_TRAITS_HPP

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "fairlead/sdk/catalog.hpp"
#include "fairlead/sdk/check_config.hpp"
#include "fairlead/sdk/context.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class Client, class Config>
concept Connects = requires(const Config& config, Context& context) {
  Client::connect(config, context);
};

template <class Client, class Config>
inline constexpr bool kConnectsToPointer =
    std::same_as<decltype(Client::connect(std::declval<const Config&>(), std::declval<Context&>())),
                 std::unique_ptr<Client>>;

template <class Client>
concept PingsWithContext = requires(Client& client, Context& context) {
  client.ping(context);
};
template <class Client>
concept PingsAlone = requires(Client& client) {
  client.ping();
};
template <class Client>
concept ResetsWithContext = requires(Client& client, Context& context) {
  client.reset(context);
};
template <class Client>
concept ResetsAlone = requires(Client& client) {
  client.reset();
};
template <class Client>
concept Cancels = requires(Client& client) {
  client.cancel();
};

template <class Client>
inline constexpr bool kPings = PingsWithContext<Client> || PingsAlone<Client>;
template <class Client>
inline constexpr bool kResets = ResetsWithContext<Client> || ResetsAlone<Client>;

template <class Client, class Config>
concept Checks = requires(const Config& config, ConfigCheck& check) {
  Client::check(config, check);
};
template <class Client, class Config>
concept HasCatalog = requires(Catalog& catalog, const Config& config, Context& context) {
  Client::catalog(catalog, config, context);
};

// A static member with such a name but another signature would be overlooked in silence too. Members that are
// not static, entries for example, may have it.
template <class Client>
concept HasStaticCheck = std::is_function_v<std::remove_pointer_t<decltype(&Client::check)>>;
template <class Client>
concept HasStaticCatalog = std::is_function_v<std::remove_pointer_t<decltype(&Client::catalog)>>;

// A member with another signature, or a private one, would be overlooked in silence, and with `reset` that
// would leak one caller's state to the next. So look for the bare name too: naming it in a class that
// inherits it from two sides is ambiguous.
struct MemberNames {
  int ping;
  int reset;
  int cancel;
};
template <class Client>
struct NameProbe : Client, MemberNames {};

template <class Client>
concept PingIsFree = requires {
  &NameProbe<Client>::ping;
};
template <class Client>
concept ResetIsFree = requires {
  &NameProbe<Client>::reset;
};
template <class Client>
concept CancelIsFree = requires {
  &NameProbe<Client>::cancel;
};

template <class Client, class Config>
struct CheckClient {
  static_assert(Connects<Client, Config>, "the client needs: static Client connect(const Config&, Context&)");
  static_assert(
      kConnectsToPointer<Client, Config> ||
          std::same_as<decltype(Client::connect(std::declval<const Config&>(), std::declval<Context&>())),
                       Client>,
      "connect gives a Client or a std::unique_ptr<Client>");
  static_assert(std::is_nothrow_destructible_v<Client>, "the client's destructor must not throw");
  static_assert(
      !std::is_final_v<Client>,
      "the client class must not be final: the SDK looks for misdeclared members by deriving from it");
  static_assert(
      kPings<Client> || PingIsFree<Client>,
      "the client has a member `ping` that the host could not call; declare it public: void ping(Context&)");
  static_assert(kResets<Client> || ResetIsFree<Client>,
                "the client has a member `reset` that the host could not call; declare it public: void "
                "reset(Context&)");
  static_assert(Cancels<Client> || CancelIsFree<Client>,
                "the client has a member `cancel` that the host could not call; declare it public: void "
                "cancel() noexcept");
  static_assert(
      Checks<Client, Config> || !HasStaticCheck<Client>,
      "the client has a static member `check` that the host could not call; declare it public: static "
      "void check(const Config&, ConfigCheck&), or rename it");
  static_assert(HasCatalog<Client, Config> || !HasStaticCatalog<Client>,
                "the client has a static member `catalog` that the host could not call; declare it public: "
                "static void catalog(Catalog&, const Config&, Context&), or rename it");
  static constexpr bool kOk = true;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_CLIENT_TRAITS_HPP
