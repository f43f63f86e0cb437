// What the entries of a provider have in common: their kind, and what is known of the member function behind
// each. Internal; authors see tool.hpp, resource.hpp, prompt.hpp and completion.hpp.
#ifndef FAIRLEAD_SDK_ENTRY_HPP
#define FAIRLEAD_SDK_ENTRY_HPP

#include <string_view>
#include <type_traits>

#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/task.hpp"

namespace fairlead {
inline namespace sdk_v1 {

class Call;

namespace detail {

enum class EntryKind {
  Option,
  Tool,
  Resource,
  ResourceTemplate,
  Prompt,
  Completion,
  ReadResource,
  ListResources,
  ListResourceTemplates,
  DynamicTools,
  DynamicPrompts,
};

// The base of every entry. kKey is what the entry is found by; entries that are found by their kind alone
// have none.
template <EntryKind Kind>
struct Entry {
  static constexpr EntryKind kKind = Kind;
  static constexpr std::string_view kKey = {};
  static constexpr std::string_view kArgument = {};
};

// What a method gives, with the Task of a coroutine taken off.
template <class Result>
struct Awaited {
  using Type = Result;
  static constexpr bool kIsCoroutine = false;
};
template <class Result>
struct Awaited<Task<Result>> {
  using Type = Result;
  static constexpr bool kIsCoroutine = true;
};

template <class Method>
struct MethodTraits {
  static constexpr bool kIsMember = false;
  static constexpr bool kIsCoroutine = false;
  using Client = void;
  using Result = void;
  using Parameters = boost::mp11::mp_list<>;
};
template <class ClientType, class ResultType, class... ParameterTypes>
struct MethodTraits<ResultType (ClientType::*)(ParameterTypes...)> {
  static constexpr bool kIsMember = true;
  static constexpr bool kIsCoroutine = Awaited<ResultType>::kIsCoroutine;
  using Client = ClientType;
  using Result = typename Awaited<ResultType>::Type;
  using Parameters = boost::mp11::mp_list<ParameterTypes...>;
};
template <class R, class C, class... P>
struct MethodTraits<R (C::*)(P...) const> : MethodTraits<R (C::*)(P...)> {};
template <class R, class C, class... P>
struct MethodTraits<R (C::*)(P...) noexcept> : MethodTraits<R (C::*)(P...)> {};
template <class R, class C, class... P>
struct MethodTraits<R (C::*)(P...) const noexcept> : MethodTraits<R (C::*)(P...)> {};

// `client` as the class that declares Method, which may be a base of it: g++ 12 takes the cast that
// (client.*Method) does by itself for a breach of aliasing rules.
template <auto Method, class Client>
constexpr auto& member_of(Client& client) noexcept {
  return static_cast<typename MethodTraits<decltype(Method)>::Client&>(client);
}

// The Args of `const Args&, Call&`; Nothing where the parameters are others.
template <class Parameters>
struct ArgsIn {
  static constexpr bool kFits = false;
  using Type = Nothing;
};
template <class Args>
struct ArgsIn<boost::mp11::mp_list<const Args&, Call&>> {
  static constexpr bool kFits = true;
  using Type = Args;
};
template <class Parameters>
using ArgsOf = typename ArgsIn<Parameters>::Type;

template <class Traits, class... Wanted>
inline constexpr bool kTakes = std::is_same_v<typename Traits::Parameters, boost::mp11::mp_list<Wanted...>>;

// What DynamicTools and DynamicPrompts decode.
struct NamedObject {
  std::string_view name;
  boost::json::object arguments;
};

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_ENTRY_HPP
