// Tools that answer at once or after a while: every kind of content, a refusal, logs and progress, and two
// ways to say what a tool takes that a plain struct does not.
#pragma once

#include <optional>
#include <string>

#include "config.hpp"
#include "media.hpp"

namespace everything {

// XMcpHeader: clients repeat these arguments as HTTP headers, for gateways that route on them.
struct HeaderArgs {
  Arg<std::string, "Where the call should run", fairlead::XMcpHeader{"Region"}> region;
  std::optional<Arg<int, "The higher, the sooner", fairlead::XMcpHeader{"Priority"}>> priority;
  std::optional<Arg<bool, "Whether to say more", fairlead::XMcpHeader{"Verbose"}>> verbose;
  std::optional<Arg<std::string, "No header: not a gateway's business">> query;
};
BOOST_DESCRIBE_STRUCT(HeaderArgs, (), (region, priority, verbose, query))

class ContentTools {
 public:
  explicit ContentTools(const Config& config) : pause_(*config.pause_ms) {}

  Task<std::string> simple_text(const Nothing&, Call&) {
    co_return "This is a simple text response for testing.";
  }

  Task<Content> image(const Nothing&, Call&) { co_return Content().image(red_pixel(), "image/png"); }

  Task<Content> audio(const Nothing&, Call&) { co_return Content().audio(silence(), "audio/wav"); }

  Task<Content> embedded_resource(const Nothing&, Call&) {
    const fairlead::ResourceText resource{"test://embedded-resource", "text/plain",
                                          "This is an embedded resource content."};
    co_return Content().embed(resource);
  }

  Task<Content> several_types(const Nothing&, Call&) {
    const fairlead::ResourceText resource{"test://mixed-content-resource", "application/json",
                                          R"({"test":"data","value":123})"};
    co_return Content("Multiple content types test:").image(red_pixel(), "image/png").embed(resource);
  }

  // A refusal for the model to read. Throwing ToolError does the same, from any depth.
  Task<fairlead::ToolResult> refusal(const Nothing&, Call&) {
    fairlead::ToolResult result;
    result.content.text("This tool intentionally returns an error for testing");
    result.is_error = true;
    co_return result;
  }

  // For the client. What it did not ask for is dropped; call.log is for the operator.
  Task<std::string> logs(const Nothing&, Call& call) {
    call.log_to_client(fairlead::Severity::Info, "Tool execution started");
    co_await call.sleep_for(pause_);
    call.log_to_client(fairlead::Severity::Info, "Tool processing data");
    co_await call.sleep_for(pause_);
    call.log_to_client(fairlead::Severity::Info, "Tool execution completed");
    co_return "Tool with logging executed successfully";
  }

  // Any JSON may be logged, under the name of a logger.
  Task<std::string> one_log(const Nothing&, Call& call) {
    const fairlead::Json data{{"message", "a line for the client"}, {"tool", call.name()}};
    call.log_to_client(fairlead::Severity::Info, data, "everything");
    co_return "One line was logged";
  }

  Task<std::string> progress(const Nothing&, Call& call) {
    call.progress(0, 100, "Begun");
    co_await call.sleep_for(pause_);
    call.progress(50, 100, "Half of it");
    co_await call.sleep_for(pause_);
    call.progress(100, 100, "All of it");
    co_return "Tool with progress executed successfully";
  }

  // Long enough for a connection to be lost and found again.
  Task<std::string> slow_answer(const Nothing&, Call& call) {
    co_await call.sleep_for(4 * pause_);
    co_return "The answer came though the connection was interrupted";
  }

  // Any object, as far as the schema of the entry below lets it through.
  Task<std::string> echo(const boost::json::object& arguments, Call&) {
    co_return "Arguments: " + boost::json::serialize(arguments);
  }

  Task<std::string> headers(const HeaderArgs& args, Call&) {
    std::string text = "region=" + *args.region;
    if (args.priority) text += ", priority=" + std::to_string(**args.priority);
    if (args.verbose) text += **args.verbose ? ", verbose=true" : ", verbose=false";
    if (args.query) text += ", query=" + **args.query;
    co_return text;
  }

 private:
  std::chrono::milliseconds pause_;
};

using SimpleText =
    Tool<&ContentTools::simple_text, "test_simple_text", "Answers with a text", fairlead::read_only>;
using ImageContent =
    Tool<&ContentTools::image, "test_image_content", "Answers with an image", fairlead::read_only>;
using AudioContent =
    Tool<&ContentTools::audio, "test_audio_content", "Answers with a sound", fairlead::read_only>;
using EmbeddedResource = Tool<&ContentTools::embedded_resource, "test_embedded_resource",
                              "Answers with a resource and its contents", fairlead::read_only>;
using SeveralTypes = Tool<&ContentTools::several_types, "test_multiple_content_types",
                          "Answers with a text, an image and a resource", fairlead::read_only>;
using Refusal =
    Tool<&ContentTools::refusal, "test_error_handling", "Refuses, whatever is asked", fairlead::read_only>;
using Logs = Tool<&ContentTools::logs, "test_tool_with_logging", "Logs three lines to the client",
                  fairlead::read_only>;
using OneLog =
    Tool<&ContentTools::one_log, "test_logging_tool", "Logs one line to the client", fairlead::read_only>;
using Progress = Tool<&ContentTools::progress, "test_tool_with_progress", "Tells how far it is, three times",
                      fairlead::read_only>;
using SlowAnswer = Tool<&ContentTools::slow_answer, "test_reconnection",
                        "Answers late enough for the client to reconnect", fairlead::read_only>;

// A schema that no C++ type says. It reaches clients as it stands here.
using RawSchema =
    Tool<&ContentTools::echo, "json_schema_2020_12_tool", "Tool with JSON Schema 2020-12 features",
         fairlead::read_only, fairlead::input_schema<R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "$defs": {
    "address": {
      "$anchor": "addressDef",
      "type": "object",
      "properties": {"street": {"type": "string"}, "city": {"type": "string"}}
    }
  },
  "properties": {
    "name": {"type": "string"},
    "address": {"$ref": "#/$defs/address"},
    "contactMethod": {"type": "string", "enum": ["phone", "email"]},
    "phone": {"type": "string"},
    "email": {"type": "string"}
  },
  "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
  "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
  "then": {"required": ["phone"]},
  "else": {"required": ["email"]},
  "additionalProperties": false
})">>;

using CustomHeaders =
    Tool<&ContentTools::headers, "test_custom_headers",
         "Repeats its arguments, three of which travel as HTTP headers too", fairlead::read_only>;

}  // namespace everything
