// Described structs whose values arrive as text: the arguments of prompts, which MCP makes strings, and the
// variables of resource templates, which are parts of a URI. Numbers and bools are read out of the text.
// Internal. Source: MCP 2026-07-28, GetPromptRequestParams and PromptArgument in the schema.
#ifndef FAIRLEAD_SDK_TEXT_FIELDS_HPP
#define FAIRLEAD_SDK_TEXT_FIELDS_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "fairlead/sdk/decode.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

template <class T>
inline constexpr bool kIsTextLike = Text<T> || Integer<T> || Real<T> || Boolean<T> || DescribedEnum<T>;

template <class T>
consteval bool has_text_like_fields() {
  bool is_fine = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    using Field = std::remove_cvref_t<decltype(std::declval<T&>().*(member.pointer))>;
    is_fine = is_fine && kIsTextLike<Unwrapped<Field>> && !kHoldsHeader<Field>;
  });
  return is_fine;
}

// Stops the build with a sentence when a struct cannot be given as text.
template <class T>
struct CheckTextFields {
  static_assert(CheckStruct<T, false>::kOk);
  static_assert(has_text_like_fields<T>(),
                "the arguments of a prompt and the variables of a resource template are text: their fields "
                "are std::string, numbers, bool and described enums, without an XMcpHeader");
  static constexpr bool kOk = true;  // Reading it is what brings the assertions above into play.
};

// ---- Decoding --------------------------------------------------------------------------------------------

// The JSON of a number or bool that is written as in JSON; anything else stays text, which decode refuses in
// words.
template <class Value>
Json scalar_of(std::string_view text) {
  if constexpr (Integer<Value> || Real<Value>) {
    const bool is_begun =
        !text.empty() && (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
    const bool is_ended = !text.empty() && text.back() >= '0' && text.back() <= '9';
    boost::json::error_code error;
    if (is_begun && is_ended) {
      Json number = parse_json(text, error);
      if (!error) return number;
    }
  } else if constexpr (Boolean<Value>) {
    if (text == "true" || text == "false") return Json(text == "true");
  }
  return Json(boost::json::string_view(text.data(), text.size()));
}

template <class Field>
void decode_text(std::string_view text, Field& out, const Path& path) {
  using Value = Unwrapped<Field>;
  // Clients send "" for what a form left empty; of these types it would be no value.
  if (!Text<Value> && text.empty() && (kHoldsOptional<Field> || has_default(out))) return;
  const Json source = scalar_of<Value>(text);
  if constexpr (Integer<Value> || Real<Value> || Boolean<Value>) {
    if (source.is_string()) {
      path.refuse(Boolean<Value>   ? "expected true or false"
                  : Integer<Value> ? "expected an integer in digits"
                                   : "expected a number in digits");
    }
  }
  decode(source, out, path);
}

// Decodes into T what `text_of_field(name)` gives: a std::optional<std::string_view>, empty where the field
// is not given.
template <class T, class Lookup>
T decode_text_fields(const Lookup& text_of_field, const Path& path) {
  static_assert(CheckTextFields<T>::kOk);
  T decoded{};
  for_each_field(decoded, [&]<class Field>(std::string_view name, Field& field) {
    const Path here(path, name);
    if (const std::optional<std::string_view> text = text_of_field(name)) {
      decode_text(*text, field, here);
    } else if (!kHoldsOptional<Field> && !has_default(field)) {
      here.refuse("required field is missing");
    }
  });
  return decoded;
}

// The arguments of a prompt: an object of strings.
// @error INVALID_ARGUMENT (thrown) one is no string, is unknown, missing or does not fit T
template <class T>
T decode_text_arguments(const boost::json::object& source, const Path& path) {
  refuse_unknown_fields(source, T{}, path);
  return decode_text_fields<T>(
      [&](std::string_view name) -> std::optional<std::string_view> {
        const Json* value = source.if_contains(boost::json::string_view(name.data(), name.size()));
        if (value == nullptr || value->is_null()) return std::nullopt;
        return text_of(*value, Path(path, name));
      },
      path);
}

// The variables of a template: a range of pairs (name, value), percent-decoded already. Variables that T has
// no field for are passed over; compare field_names<T>() with the template's at compile time.
// @error INVALID_ARGUMENT (thrown) one is missing or does not fit T
template <class T, class Pairs>
T decode_variables(const Pairs& pairs, const Path& path) {
  return decode_text_fields<T>(
      [&](std::string_view name) -> std::optional<std::string_view> {
        for (const auto& [key, value] : pairs) {
          if (std::string_view(key) == name) return std::string_view(value);
        }
        return std::nullopt;
      },
      path);
}

// ---- What a catalog says of them -------------------------------------------------------------------------

struct PromptArgument {
  std::string_view name;
  std::string_view title;        // empty where no Title says it
  std::string_view description;  // empty where there is none
  bool is_required;
};

template <class Constraint>
constexpr std::string_view title_text(const Constraint&) {
  return {};
}
template <std::size_t N>
constexpr std::string_view title_text(const Title<N>& title) {
  return title.text.view();
}

// The words that an Arg carries. The views are of template arguments, which live for ever.
template <class Field>
struct WordsOf {
  static constexpr std::string_view kTitle = {};
  static constexpr std::string_view kDescription = {};
};
template <class T>
struct WordsOf<std::optional<T>> : WordsOf<T> {};
template <class T, FixedString Description, auto... Constraints>
struct WordsOf<Arg<T, Description, Constraints...>> {
  static constexpr std::string_view title() {
    std::string_view found = WordsOf<T>::kTitle;
    ((found = title_text(Constraints).empty() ? found : title_text(Constraints)), ...);
    return found;
  }
  static constexpr std::string_view kTitle = title();
  static constexpr std::string_view kDescription =
      Description.view().empty() ? WordsOf<T>::kDescription : Description.view();
};

// One for each field of T, in the order of the description.
// @error INVALID_ARGUMENT (thrown) a member initialiser does not meet the field's constraints
template <class T>
std::vector<PromptArgument> prompt_arguments_of() {
  static_assert(CheckTextFields<T>::kOk);
  std::vector<PromptArgument> arguments;
  for_each_field(T{}, [&]<class Field>(std::string_view name, const Field& initial) {
    const bool is_given = has_default(initial);
    if (is_given) (void)checked_default(name, initial);
    arguments.push_back(
        {name, WordsOf<Field>::kTitle, WordsOf<Field>::kDescription, !is_given && !kHoldsOptional<Field>});
  });
  return arguments;
}

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_TEXT_FIELDS_HPP
