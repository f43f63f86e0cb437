// What may stand behind the description of an Arg: any number of these, in any order, each at most once.
//
//   Arg<int, "Rows per page", Range{1, 100}, Default{20}> rows;
//   Arg<std::string, "Region", OneOf{"eu", "us"}, XMcpHeader{"Region"}> region;
//
// All of them are stated in the schema. "Enforced" means that the SDK also refuses a value that does not fit,
// before it reaches the provider; "stated" means that the schema says it and the host, which checks arguments
// and configurations against the schema, may enforce it. Nothing is enforced on results. A constraint that
// cannot hold for the field's type stops the build with a sentence that says why, and so does a Default that
// the other constraints refuse; a member initialiser that they refuse is found when the plugin is loaded.
#ifndef FAIRLEAD_SDK_CONSTRAINTS_HPP
#define FAIRLEAD_SDK_CONSTRAINTS_HPP

#include <cstddef>
#include <type_traits>

#include "fairlead/sdk/fixed_string.hpp"

namespace fairlead {
inline namespace sdk_v1 {

// ---- Numbers -----------------------------------------------------------------------------------------

// Enforced. A number from `min` to `max`, both allowed.
template <class Number>
struct Range {
  Number min;
  Number max;
};
template <class Number>
Range(Number, Number) -> Range<Number>;

// Enforced. A number above, or below, `bound`, which itself is not allowed.
template <class Number>
struct ExclusiveMin {
  Number bound;
};
template <class Number>
ExclusiveMin(Number) -> ExclusiveMin<Number>;
template <class Number>
struct ExclusiveMax {
  Number bound;
};
template <class Number>
ExclusiveMax(Number) -> ExclusiveMax<Number>;

// Enforced on integers, stated on doubles and floats, where "is a multiple" is a question of rounding.
// `step` is above 0.
template <class Number>
struct MultipleOf {
  Number step;
};
template <class Number>
MultipleOf(Number) -> MultipleOf<Number>;

// ---- Text --------------------------------------------------------------------------------------------

// Enforced. Lengths of text in Unicode code points, both allowed.
struct MinLength {
  std::size_t count;
};
struct MaxLength {
  std::size_t count;
};

// Enforced. One of these texts: OneOf{"asc", "desc"}. In the schema an "enum". For names that the code
// switches on, a described enum is better: the compiler then checks the spelling.
template <std::size_t Count, std::size_t Bytes>
struct OneOf {
  detail::TextList<Count, Bytes> texts;

  template <std::size_t... Ns>
  constexpr OneOf(const char (&... literals)[Ns]) : texts(literals...) {}
};
template <std::size_t... Ns>
OneOf(const char (&... literals)[Ns]) -> OneOf<sizeof...(Ns), (Ns + ...)>;

// Stated: a regular expression that matches somewhere in the text; anchor it with ^ and $. The host enforces
// it, in RE2's syntax, which knows neither look-around nor back-references. The SDK carries no regex engine
// into your plugin, so a pattern guards only what the host has checked: arguments of tools and
// configurations.
template <std::size_t N>
struct Pattern {
  FixedString<N> text;
};
template <std::size_t N>
Pattern(const char (&)[N]) -> Pattern<N>;

// Stated, for models and forms: one of JSON Schema 2020-12's formats ("uri", "email", "date", "date-time",
// "uuid", "ipv4", "ipv6", "hostname", ...). Nobody refuses text that is not of the format: parse it.
template <std::size_t N>
struct Format {
  FixedString<N> name;
};
template <std::size_t N>
Format(const char (&)[N]) -> Format<N>;

// ---- Vectors and maps --------------------------------------------------------------------------------

// Enforced. How many elements a std::vector or boost::json::array may have, both allowed.
struct MinItems {
  std::size_t count;
};
struct MaxItems {
  std::size_t count;
};
// Enforced. No two elements of the std::vector or boost::json::array are written alike in JSON.
struct UniqueItems {};

// Enforced. How many members a std::map or boost::json::object may have, both allowed.
struct MinProperties {
  std::size_t count;
};
struct MaxProperties {
  std::size_t count;
};

// ---- Any field ---------------------------------------------------------------------------------------

// The field need not be given and then has this value. For bools, numbers, enumerators and text.
template <class Value>
struct Default {
  Value value;
};
template <class Value>
Default(Value) -> Default<Value>;
template <std::size_t N>
Default(const char (&)[N]) -> Default<FixedString<N>>;

// Stated: values that show what is meant. Examples{"eu-west-1", "us-east-2"}, Examples{10, 100}.
template <class List>
struct Examples {
  List list;

  template <std::size_t... Ns>
  constexpr Examples(const char (&... literals)[Ns]) : list(literals...) {}
  template <class... Values>
  requires(std::is_arithmetic_v<Values>&&...) || (std::is_enum_v<Values> && ...)  //
      constexpr Examples(Values... values)
      : list(values...) {}
};
template <std::size_t... Ns>
Examples(const char (&... literals)[Ns]) -> Examples<detail::TextList<sizeof...(Ns), (Ns + ...)>>;
template <class... Values>
Examples(Values...) -> Examples<detail::ValueList<std::common_type_t<Values...>, sizeof...(Values)>>;

// Stated: a name for people, where the field's own name is for programs.
template <std::size_t N>
struct Title {
  FixedString<N> text;
};
template <std::size_t N>
Title(const char (&)[N]) -> Title<N>;

// Stated: still taken, but new callers should leave it out.
struct Deprecated {};

// Stated, in arguments of tools: over HTTP, clients of MCP 2026-07-28 repeat the argument in the header
// `Mcp-Param-<name>`, so that a gateway can route on it without reading the body; the host compares the two.
// For std::string, integers, bool and described enums, also in nested structs, but not in elements of
// vectors, arrays and maps; no double, because clients leave out a tool that asks for one. The name is an
// HTTP token, unique within the tool whatever its case. Source: MCP 2026-07-28, Streamable HTTP, "Custom
// headers from tool parameters".
template <std::size_t N>
struct XMcpHeader {
  FixedString<N> name;
};
template <std::size_t N>
XMcpHeader(const char (&)[N]) -> XMcpHeader<N>;

}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_CONSTRAINTS_HPP
