// Behind resource.hpp: what the catalog says of resources and templates, and the three steps of reading and
// listing. Internal.
#ifndef FAIRLEAD_SDK_IMPL_RESOURCE_HPP
#define FAIRLEAD_SDK_IMPL_RESOURCE_HPP

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "fairlead/sdk/impl/tool.hpp"
#include "fairlead/sdk/impl/uri_template.hpp"
#include "fairlead/sdk/resource_types.hpp"
#include "fairlead/sdk/text_fields.hpp"

namespace fairlead {
inline namespace sdk_v1 {
namespace detail {

// RFC 3986 section 3: a scheme, a colon, and none of the characters that no URI holds.
constexpr bool is_uri(std::string_view uri) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const std::size_t colon = index_of(uri, ':');
  if (colon == std::string_view::npos || colon == 0 || !is_letter(uri.front())) return false;
  for (const char c : uri.substr(0, colon)) {
    if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return false;
  }
  for (const char c : uri) {
    if (c <= ' ' || c == 0x7F || index_of("\"<>\\^`{|}", c) != std::string_view::npos) return false;
  }
  return true;
}

template <class Result>
inline constexpr bool kIsJsonResource = DescribedStruct<Result> || std::same_as<Result, boost::json::object>;

template <class Result>
constexpr bool is_resource_result() {
  if constexpr (std::same_as<Result, std::string> || std::same_as<Result, Bytes> ||
                std::same_as<Result, boost::json::object> || std::same_as<Result, ResourceContents>) {
    return true;
  } else {
    return CheckStruct<Result, false>::kOk;
  }
}

// The type that contents are given as, empty when unknown.
template <class Result, auto... Hints>
constexpr std::string_view mime_type_of_result() {
  return mime_type_of<Hints...>(kIsJsonResource<Result> ? "application/json" : "");
}

// A ReadResourceResult.
template <auto... Hints, class Result>
Served encode_resource(const fairlead_request& request, const Result& result) {
  std::string out = R"({"contents":)";
  if constexpr (std::same_as<Result, ResourceContents>) {
    out += result.to_json();
  } else {
    constexpr std::string_view kMimeType = mime_type_of_result<Result, Hints...>();
    out += '[';
    if constexpr (std::same_as<Result, std::string> || std::same_as<Result, Bytes>) {
      append_contents(out, view(request.name), kMimeType, result);
    } else {
      append_contents(out, view(request.name), kMimeType, to_json_text(result));
    }
    out += ']';
  }
  return {FAIRLEAD_OUT_RESULT, out += '}'};
}

// What Resource and ResourceTemplate state alike.
template <class Result, auto... Hints>
boost::json::object describe_resource(std::string_view key, std::string_view uri, std::string_view name,
                                      std::string_view description) {
  boost::json::object entry{{json_view(key), json_view(uri)}, {"name", json_view(name)}};
  if (!description.empty()) entry["description"] = json_view(description);
  constexpr std::string_view kMimeType = mime_type_of_result<Result, Hints...>();
  if (!kMimeType.empty()) entry["mimeType"] = json_view(kMimeType);
  (add_hint(entry, Hints), ...);
  return entry;
}

template <unsigned Where, auto... Hints>
constexpr bool check_resource_hints() {
  static_assert(hints_fit<Where, Hints...>(),
                "the hints of a resource are title<>, mime_type<>, size_bytes<>, audience<> and "
                "priority_percent<>; a template has no size_bytes<>, ReadResource only mime_type<>");
  static_assert((priority_fits(Hints) && ...), "a priority is at most 100 percent");
  return true;
}

template <auto Method, FixedString Uri, FixedString Name, FixedString Description, auto... Hints>
struct ResourceEntry : Entry<EntryKind::Resource> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = Nothing;
  static constexpr std::string_view kKey = Uri.view();

  static constexpr bool check() {
    static_assert(kTakes<Traits, Call&>, "a resource is a member function: Result (Client::*)(Call&)");
    static_assert(is_resource_result<typename Traits::Result>());
    static_assert(is_uri(Uri.view()), "a resource needs a URI with a scheme, percent-encoded: notes://all");
    static_assert(!Name.view().empty(), "name the resource");
    return check_resource_hints<kOnResource, Hints...>();
  }

  static boost::json::object describe() {
    static_assert(check());
    return describe_resource<typename Traits::Result, Hints...>("uri", Uri.view(), Name.view(),
                                                                Description.view());
  }

  static Input decode(const fairlead_request&) { return {}; }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input&, Call& call) {
    return (member_of<Method>(client).*Method)(call);
  }
  template <class Result>
  static Served encode(const fairlead_request& request, const Result& result) {
    return encode_resource<Hints...>(request, result);
  }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};

// Whether Vars has a field for each variable and no other.
template <class Vars>
constexpr bool fields_are_variables(std::string_view uri_template) {
  std::size_t fields = 0;
  bool is_known = true;
  boost::mp11::mp_for_each<Members<Vars>>([&](auto member) {
    ++fields;
    is_known = is_known && has_variable(uri_template, json_name(member.name));
  });
  return is_known && fields == variable_count(uri_template);
}

template <auto Method, FixedString Uri, FixedString Name, FixedString Description, auto... Hints>
struct ResourceTemplateEntry : Entry<EntryKind::ResourceTemplate> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = ArgsOf<typename Traits::Parameters>;
  static constexpr std::string_view kKey = Uri.view();

  static constexpr bool check() {
    static_assert(Traits::kIsMember && ArgsIn<typename Traits::Parameters>::kFits,
                  "a resource template is a member function: Result (Client::*)(const Vars&, Call&)");
    static_assert(CheckTextFields<Input>::kOk);
    static_assert(is_resource_result<typename Traits::Result>());
    static_assert(is_uri_template(Uri.view()),
                  "a URI template is text with {name} variables, text between them, and at most one {+name}, "
                  "as the last: notes://{book}/{+path}");
    static_assert(fields_are_variables<Input>(Uri.view()),
                  "the fields of Vars are exactly the variables of the URI template, each once");
    static_assert(!Name.view().empty(), "name the resource template");
    return check_resource_hints<kOnTemplate, Hints...>();
  }

  static constexpr bool has_argument(std::string_view name) { return has_variable(Uri.view(), name); }

  static boost::json::object describe() {
    static_assert(check());
    return describe_resource<typename Traits::Result, Hints...>("uriTemplate", Uri.view(), Name.view(),
                                                                Description.view());
  }

  static Input decode(const fairlead_request& request) {
    return decode_variables<Input>(variables_of(Uri.view(), view(request.name)), Path("uri"));
  }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input, call);
  }
  template <class Result>
  static Served encode(const fairlead_request& request, const Result& result) {
    return encode_resource<Hints...>(request, result);
  }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};

template <auto Method, auto... Hints>
struct ReadResourceEntry : Entry<EntryKind::ReadResource> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = std::string_view;

  static constexpr bool check() {
    static_assert(kTakes<Traits, std::string_view, Call&>,
                  "ReadResource is a member function: Result (Client::*)(std::string_view uri, Call&)");
    static_assert(is_resource_result<typename Traits::Result>());
    return check_resource_hints<kOnRead, Hints...>();
  }

  static Input decode(const fairlead_request& request) { return view(request.name); }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input, call);
  }
  template <class Result>
  static Served encode(const fairlead_request& request, const Result& result) {
    return encode_resource<Hints...>(request, result);
  }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};

inline Served encode_page(const ResourcePage& page) {
  return {FAIRLEAD_OUT_RESULT, page_json("resources", page.resources, page.next_cursor, &resource_json)};
}
inline Served encode_page(const TemplatePage& page) {
  return {FAIRLEAD_OUT_RESULT,
          page_json("resourceTemplates", page.templates, page.next_cursor, &template_json)};
}

template <auto Method, class Page, EntryKind Kind>
struct ListEntry : Entry<Kind> {
  using Traits = MethodTraits<decltype(Method)>;
  using Input = std::string_view;

  static constexpr bool check() {
    static_assert(kTakes<Traits, std::string_view, Call&> && std::same_as<typename Traits::Result, Page>,
                  "a list is a member function: ResourcePage (Client::*)(std::string_view cursor, Call&), or "
                  "TemplatePage for ListResourceTemplates");
    return true;
  }

  static Input decode(const fairlead_request& request) { return view(request.cursor); }
  template <class Client>
  static decltype(auto) invoke(Client& client, const Input& input, Call& call) {
    return (member_of<Method>(client).*Method)(input, call);
  }
  static Served encode(const fairlead_request&, const Page& page) { return encode_page(page); }
  static Served encode_refusal(const ToolError& error) { return rethrow_refusal(error); }
};
template <auto Method>
using ListResourcesEntry = ListEntry<Method, ResourcePage, EntryKind::ListResources>;
template <auto Method>
using ListResourceTemplatesEntry = ListEntry<Method, TemplatePage, EntryKind::ListResourceTemplates>;

}  // namespace detail
}  // namespace sdk_v1
}  // namespace fairlead

#endif  // FAIRLEAD_SDK_IMPL_RESOURCE_HPP
