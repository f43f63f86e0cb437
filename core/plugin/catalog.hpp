// A provider's catalog in the shapes of MCP 2026-07-28, checked once: when its plugin is loaded, or when a
// binding hands over one of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "base/result.hpp"
#include "json/schema.hpp"
#include "plugin/header_parameters.hpp"

namespace fairlead::plugin {

/// Whether a tool may answer that it goes on as a task (FAIRLEAD_OUT_TASK).
enum class TaskSupport : std::uint8_t { None, Optional, Required };

/// What the reserved dev.fairlead/ keys in an entry's _meta say. They are for the host and never reach the
/// wire.
struct EntryTraits {
  std::string tier;     ///< word the operator filters by; empty: not said
  std::string toolset;  ///< likewise
  std::string effect;   ///< likewise
  TaskSupport task = TaskSupport::None;
  std::optional<std::chrono::milliseconds> timeout;  ///< the entry's own cap on a call
  std::vector<std::string> aliases;                  ///< callable, never listed
};

/// Every entry's `slot` is its index in its array, and its `definition` what was declared without the
/// reserved _meta keys.
struct ToolEntry {
  std::string name;  ///< without any connection's prefix
  std::uint32_t slot = 0;
  boost::json::object definition;
  bool is_read_only = false;  ///< annotations.readOnlyHint; absent means false (MCP default)
  json::Schema input;
  std::optional<json::Schema> output;
  std::vector<HeaderParameter> headers;  ///< arguments that a client repeats in HTTP headers
  EntryTraits traits;
};

struct ResourceEntry {
  std::string uri;
  std::string name;
  std::uint32_t slot = 0;
  boost::json::object definition;
  EntryTraits traits;
};

struct ResourceTemplateEntry {
  std::string uri_template;  ///< RFC 6570
  std::string name;
  std::uint32_t slot = 0;
  boost::json::object definition;
  EntryTraits traits;
};

struct PromptArgument {
  std::string name;
  bool is_required = false;
};

struct PromptEntry {
  std::string name;  ///< without any connection's prefix
  std::uint32_t slot = 0;
  boost::json::object definition;
  std::vector<PromptArgument> arguments;
  EntryTraits traits;
};

/// An argument for which completion/complete is worth asking the provider.
struct CompletedArgument {
  bool is_of_prompt = false;
  std::string ref;  ///< the prompt's name, or else the resource template's uriTemplate
  std::string argument;
};

/// Immutable; any thread.
class Catalog {
 public:
  static constexpr std::size_t kToolsMax = 512;
  static constexpr std::size_t kResourcesMax = 1024;
  static constexpr std::size_t kResourceTemplatesMax = 256;
  static constexpr std::size_t kPromptsMax = 256;
  static constexpr std::size_t kPromptArgumentsMax = 32;
  static constexpr std::size_t kAliasesMax = 16;
  static constexpr std::size_t kCompletedArgumentsMax = 256;

  /// Checks names, URIs, schemas, annotations, uniqueness and limits, and takes the reserved dev.fairlead/
  /// keys out of each _meta.
  /// @error InvalidArgument with the path of the first offence
  [[nodiscard]] static Result<Catalog> parse(std::string_view catalog_json);

  // In the provider's order.
  [[nodiscard]] const std::vector<ToolEntry>& tools() const { return tools_; }
  [[nodiscard]] const std::vector<ResourceEntry>& resources() const { return resources_; }
  [[nodiscard]] const std::vector<ResourceTemplateEntry>& resource_templates() const { return templates_; }
  [[nodiscard]] const std::vector<PromptEntry>& prompts() const { return prompts_; }

  /// The provider lists more by FAIRLEAD_KIND_LIST_RESOURCES (_TEMPLATES) than the catalog has.
  [[nodiscard]] bool lists_resources() const { return lists_resources_; }
  [[nodiscard]] bool lists_resource_templates() const { return lists_templates_; }

  [[nodiscard]] const std::vector<CompletedArgument>& completed_arguments() const { return completed_; }

  // By name (or URI) or alias; null when there is none.
  [[nodiscard]] const ToolEntry* find_tool(std::string_view name) const;
  [[nodiscard]] const PromptEntry* find_prompt(std::string_view name) const;
  [[nodiscard]] const ResourceEntry* find_resource(std::string_view uri) const;

 private:
  Result<void> take_catalog_meta(const boost::json::object& catalog);
  [[nodiscard]] Result<void> check_unique() const;

  std::vector<ToolEntry> tools_;
  std::vector<ResourceEntry> resources_;
  std::vector<ResourceTemplateEntry> templates_;
  std::vector<PromptEntry> prompts_;
  std::vector<CompletedArgument> completed_;
  bool lists_resources_ = false;
  bool lists_templates_ = false;
};

}  // namespace fairlead::plugin
